"""What this room tells the services that keep answers apart, and words for two."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from goldseam.apart import subjects
from goldseam.apart.subjects import Subject
from goldseam.statements import kinds
from goldseam.statements.kinds import Kind, PartField
from goldseam.understanding.cycle import rules

LABEL = "understanding.cycle"
NAME_LABEL = "understanding.cycle-name"


def checked(answers: Any) -> dict[str, Any]:
    """A half in its plain form, also the other's before a page shows it. Raises ValueError."""
    return rules.checked(answers)


SUBJECT = Subject(label=LABEL, version=rules.VERSION, name=_("The loop"), checked=checked, opened_url="cycle")
NAME = Kind(
    label=NAME_LABEL,
    name=_("A name for the loop"),
    parts=(
        PartField(
            "name",
            _("What do you two call it?"),
            _("A name makes it easier to say “there it is again” than “there you go again”."),
            most=60,
            kind="line",
        ),
        PartField(
            "sign",
            _("When one of you notices it: what do you say or do?"),
            _("A word, a hand, ten minutes apart with a time to come back. Small is enough."),
            most=300,
            required=False,
        ),
    ),
    may_end=True,
    opened_url="cycle",
)
subjects.register(SUBJECT)
kinds.register(NAME)
