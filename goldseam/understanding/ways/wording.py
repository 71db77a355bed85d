"""The kind sentences for what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

REFUSALS: dict[str, _StrOrPromise] = {
    "no-answer": _("Nothing is chosen yet. One of the four is enough, or none at all."),
    "nothing-written": _("There is nothing here yet. A word is enough to keep."),
    "words-long": _("That is longer than 4000 signs. A shorter text fits."),
    "moved": _(
        "This was changed on another device in the meantime. Both are here: yours in the form, the other one above "
        "it. Nothing is lost. Keep what you want to keep."
    ),
    "no-day": _("That is not a day that we can read. It can also stay empty."),
}
OTHERWISE = _("That could not be taken as it came. Nothing was changed. Please try it once more from the page.")


def refusal(code: str) -> _StrOrPromise:
    return REFUSALS.get(code, OTHERWISE)
