"""What a page of the road says to a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

OTHERWISE = _("This can’t be done here. Nothing was changed.")
_SENTENCES: dict[str, _StrOrPromise] = {
    "alone": _("That takes two, and nobody is here with you. Your own road is as it was."),
    "paused": _("Just now nothing new can be chosen between you two. All that you chose is kept, for later."),
    "enough-today": _("That is enough choosing for today. All is kept; go on tomorrow."),
    "no-road": _("You have no road at the moment, so nothing was changed. You can make one."),
    "nothing-chosen": _("Please choose what to take instead."),
    "words-long": _("That is a little long for here. Please shorten it; nothing is lost."),
    "day": _("Please give a day, like 2026-05-04."),
    "far": _("Please take a day within the next year, or one of the last few weeks."),
}


def refusal(code: str) -> _StrOrPromise:
    return _SENTENCES.get(code, OTHERWISE)
