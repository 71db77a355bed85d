"""What two people wish, by prompt, where a template has the answers in hand."""

from collections.abc import Mapping
from typing import Any

from django import template

from goldseam.apart.access import Opened
from goldseam.understanding.core import reads, wording
from goldseam.understanding.core.reads import Pictures
from goldseam.understanding.core.wording import Prompt

register = template.Library()


@register.filter
def as_wishes(answers: Mapping[str, Any]) -> list[Prompt]:
    """One person's, without what was left empty."""
    return [prompt for prompt in wording.prompts(answers) if prompt.words]


@register.filter
def by_prompt(opened: Opened) -> list[Pictures]:
    """Both persons', beside each other."""
    return reads.pictures(opened)
