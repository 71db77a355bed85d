"""The kind sentences for what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

REFUSALS: dict[str, _StrOrPromise] = {
    "nothing-answered": _("Nothing is answered yet. One answer is enough, and you may leave out the rest."),
    "too-much": _("That is more than can be kept here. With fewer or shorter answers it fits."),
    "not a choice": _("This answer isn’t one of those that are there. Please choose again, or leave it out."),
    "not whole": _("This wants a whole number. Please look at it again, or leave it out."),
    "not a number": _("This wants a number. Please look at it again, or leave it out."),
    "too low": _("That is below what this question takes. Please look at it again, or leave it out."),
    "too high": _("That is above what this question takes. Please look at it again, or leave it out."),
    "not a day": _("This wants a day. Please look at it again, or leave it out."),
    "too long": _("That is too long. A shorter answer fits."),
}
OTHERWISE = _("That could not be taken as it came. Nothing was changed. Please try it once more from the page.")


def refusal(code: str) -> _StrOrPromise:
    return REFUSALS.get(code, OTHERWISE)
