"""The kind sentences for what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

REFUSALS: dict[str, _StrOrPromise] = {
    "alone": _("There is nobody here to give it to yet. What you wrote is kept, for you alone."),
    "paused": _("Just now nothing new is shared between you two. What you wrote is kept, for you alone."),
    "answered": _("You have given your part already. It stands as you gave it."),
    "changed": _(
        "Something changed in the meantime, so nothing was done. What you wrote is kept. Here is how it stands now."
    ),
    "empty": _("There is nothing written yet. A sentence is enough."),
    "unfit": _("That could not be kept as it came. Your words are still here. Please try it once more from the page."),
}
OTHERWISE = _("That could not be taken as it came. Nothing was changed. Please try it once more from the page.")


def refusal(code: str) -> _StrOrPromise:
    return REFUSALS.get(code, OTHERWISE)
