"""The kind sentences for what was refused, and how a time is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from goldseam.understanding.timeline.rules import Sort, When

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

REFUSALS: dict[str, _StrOrPromise] = {
    "sort-none": _("Was it a good time, a break, or both? One of the three is needed."),
    "what-empty": _("A word or a line about what it was is enough."),
    "what-long": _("That is longer than 1000 signs. A shorter text fits."),
    "felt-long": _("That is longer than 200 signs. A shorter line fits."),
    "year-none": _("Roughly which year was it? A guess is fine."),
    "year-far": _("A year has four digits, like 2019, and isn’t before 1900."),
    "day-without-month": _("A day needs its month. Or leave the day empty."),
    "no-such-day": _("That day isn’t in any calendar. Only the month, or only the year, is fine too."),
    "future": _("That is still to come. This line is for what has been."),
    "alone": _("There is nobody here to show it to yet. It stays yours."),
    "paused": _("Just now nothing can be shown between you two, so nothing was. It stays yours."),
    "moved": _(
        "This was changed on another device in the meantime. Both are here: yours in the form, the other one above "
        "it. Nothing is lost. Keep what you want to keep."
    ),
}
OTHERWISE = _("That could not be taken as it came. Nothing was changed. Please try it once more from the page.")

SORTS: dict[Sort, _StrOrPromise] = {
    Sort.GOOD: pgettext_lazy("a moment of the past", "A good time"),
    Sort.BREAK: pgettext_lazy("a moment of the past", "A break"),
    Sort.BOTH: pgettext_lazy("a moment of the past", "Both in one"),
}
HINTS: dict[Sort, _StrOrPromise] = {
    Sort.GOOD: _("Something that warms, large or small."),
    Sort.BREAK: _("Something cracked, or hurt."),
    Sort.BOTH: _("A birth, a move, a making up: some times hold both."),
}


def refusal(code: str) -> _StrOrPromise:
    return REFUSALS.get(code, OTHERWISE)


def told(when: When) -> str:
    """As roughly as it was remembered."""
    if when.day:
        return date_format(when.first_day, gettext("j F Y"))
    if when.month:
        return date_format(when.first_day, gettext("F Y"))
    return str(when.year)
