"""The kind sentences for what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

REFUSALS: dict[str, _StrOrPromise] = {
    "nothing-answered": _("Nothing is answered yet. One answer, or one word, is enough."),
    "out-of-reach": _("A slider goes from 0 to 100. Please look at it again."),
    "line-long": _("That is longer than 600 signs. A shorter line fits."),
    "both-long": _("Both together are too long for one line, so they stay side by side. You can shorten one first."),
    "not-there": _("These words were changed meanwhile, so nothing was chosen. Here is what stands now."),
}
OTHERWISE = _("That could not be taken as it came. Nothing was changed. Please try it once more from the page.")


def refusal(code: str) -> _StrOrPromise:
    return REFUSALS.get(code, OTHERWISE)
