"""The kind sentences for what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goldseam.statements.rules import REMARK_MOST, VERSIONS_MOST

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

REFUSALS: dict[str, _StrOrPromise] = {
    "empty": _("Write a few words here first."),
    "long": _("That is a little too long. Fewer words fit."),
    "no-day": _("Choose a day, written as in 2027-03-01."),
    "past": _("This day has gone by. Choose one that is still to come."),
    "too-soon": _("That is a little too soon. Choose a later day."),
    "too-far": _("That is too far away. Choose an earlier day."),
    "remark-empty": _("Write what you would rather read. Nothing was sent."),
    "remark-long": format_lazy(_("That is longer than {n} signs. Fewer words fit."), n=REMARK_MOST),
    "enough-today": _(
        "You have given a lot today, and nothing more was sent. What you wrote is still here; tomorrow there is room."
    ),
    "many": format_lazy(
        _("{n} wordings of yours lie here, and there is no room for more. Erase an old one first."), n=VERSIONS_MOST
    ),
    "alone": _(
        "This takes two, and there is nobody here to agree with. Nothing was changed, and what is yours is kept."
    ),
    "paused": _("Just now nothing new can be written or signed between you two. Nothing was changed; all is kept."),
    "gone": _("These words are not here any more, so nothing was done. Here is how it stands now."),
    "not-yours": _("Only who wrote these words can erase them. You can take your name off."),
    "stays": _("These words stay until you both sign others. You can take your name off them."),
    "sure": _("Tick the box first, so that nothing is erased by a slip. Nothing was changed."),
}
OTHERWISE = _("That could not be taken as it came. Nothing was changed. Please try it once more from the page.")


def refusal(code: str) -> _StrOrPromise:
    return REFUSALS.get(code, OTHERWISE)
