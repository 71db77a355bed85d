"""The kind sentences for what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

REFUSALS: dict[str, _StrOrPromise] = {
    "nothing-chosen": _(
        "Everything stays with you, so there is nothing to give. One line is enough, whenever you like."
    ),
    "look-again": _(
        "Your answers have changed since you looked, perhaps on another device. Nothing was given. "
        "Please look once more at what would be read now."
    ),
    "alone": _("There is nobody here to give it to just now. Nothing was given, and your answers are as they were."),
    "paused": _(
        "Just now nothing new can be shared between you two. Nothing was given; your answers are as they were."
    ),
    "answered": _("You have given your side already, perhaps on another device. What you gave first is what counts."),
    "changed": _(
        "Something has changed since you opened this page. Nothing was done by this press. Please look again."
    ),
}
OTHERWISE = _("That could not be taken as it came. Nothing was changed. Please try it once more from the page.")


def refusal(code: str) -> _StrOrPromise:
    return REFUSALS.get(code, OTHERWISE)
