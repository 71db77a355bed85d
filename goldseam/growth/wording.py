"""The kind sentences for what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

REFUSALS: dict[str, _StrOrPromise] = {
    "nothing-answered": _("Nothing is answered yet. One answer, or one word, is enough."),
    "out-of-reach": _("A slider goes from 0 to 100. Please look at it again."),
    "line-long": _("That is longer than 280 signs. A shorter line fits."),
    "name-long": _("A name can have 40 signs. A shorter one fits."),
    "nothing-chosen": _("Nothing is chosen yet, so nothing was shown. Choose a part, or leave it as yours."),
    "not-answered": _("One of these parts isn’t in this check-in any more. Nothing was shown. Please choose again."),
    "alone": _("There is nobody here to show it to yet. It stays yours."),
    "paused": _("Just now nothing can be shown between you two, so nothing was. It stays yours."),
}
OTHERWISE = _("That could not be taken as it came. Nothing was changed. Please try it once more from the page.")


def refusal(code: str) -> _StrOrPromise:
    return REFUSALS.get(code, OTHERWISE)
