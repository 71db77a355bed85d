"""The loop out of what two people gave, where a template has the answers in hand."""

from collections.abc import Mapping
from typing import Any

from django import template

from goldseam.apart.access import Opened
from goldseam.understanding.cycle import reads, rules, wording
from goldseam.understanding.cycle.reads import Shown

register = template.Library()


@register.filter
def as_sentences(answers: Mapping[str, Any]) -> list[str]:
    """One half, as one says it."""
    return wording.sentences(rules.half_of(answers))


@register.filter
def as_loop(opened: Opened) -> Shown:
    """Both halves as one loop, or what is left of it."""
    mine, theirs = (rules.half_of(side) if side else None for side in (opened.mine, opened.theirs))
    return reads.shown(mine, theirs, opened.partner or None)


@register.filter
def as_half_loop(answers: Mapping[str, Any], partner: str) -> Shown:
    """One's own half, drawn with open places where only the other can speak."""
    return reads.shown(rules.half_of(answers), None, partner or None)
