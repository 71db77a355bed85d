"""What a stress is called, and what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goldseam.understanding import content
from goldseam.understanding.outside.rules import PLANS_MOST, STRESS_MOST, WORDS_MOST, Plan, Refused

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

REFUSALS: dict[str, _StrOrPromise] = {
    "nothing": _("There is nothing in it yet. One line is enough to begin."),
    "long": format_lazy(_("That is longer than {n} signs. Fewer words fit."), n=WORDS_MOST),
    "stress-long": format_lazy(_("That is longer than {n} signs. Fewer words fit."), n=STRESS_MOST),
    "enough": format_lazy(
        _("{n} plans lie here already. Erase an old one first; nothing you wrote is lost."), n=PLANS_MOST
    ),
}
OTHERWISE = _("That could not be taken as it came. Nothing was changed. Please try it once more from the page.")


def refusal(refused: Refused) -> _StrOrPromise:
    return REFUSALS.get(refused.code, OTHERWISE)


def name(stress: str) -> str:
    return str(content.words_of("outside")[stress]["name"])


def choices() -> list[tuple[str, str]]:
    told = content.words_of("outside")
    return [(each, str(told[each]["name"])) for each in told]


def stress_of(plan: Plan) -> str:
    """One's own words for it, else ours; empty where neither was said."""
    return plan.stress or (name(plan.about) if plan.about else "")
