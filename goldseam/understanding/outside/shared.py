"""The plan for both: words for two, of this kind."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from goldseam.statements import kinds
from goldseam.statements.kinds import Kind, PartField

LABEL = "understanding.outside"
USUALLY_AFTER = timedelta(weeks=4)
"""When one looks again, unless one chooses another day."""

KIND = Kind(
    label=LABEL,
    name=_("Us against it"),
    parts=(
        PartField("stress", _("What presses on you from outside"), _("One thing for one plan."), most=80, kind="line"),
        PartField(
            "does", _("What it does to the two of you"), _("What you both see, without a culprit."), required=False
        ),
        PartField(
            "signs", _("How you notice that it is loud"), _("Early signs are the most useful ones."), required=False
        ),
        PartField(
            "one", _("What one of you will do for the other"), _("Begin with the name. Small, and theirs to do.")
        ),
        PartField("other", _("What the other will do"), _("Begin with the name. It needn’t be the same amount.")),
        PartField(
            "drop",
            _("What you drop, or ask others for"),
            _("Not everything has to be carried by two."),
            required=False,
        ),
        PartField("again", _("When you look at it again"), kind="date", soonest=timedelta(days=1)),
    ),
    may_end=True,
    opened_url="outside",
)
kinds.register(KIND)
