"""A story's parts in their order, each with its heading, whether or not something was written to it."""

from collections.abc import Mapping
from typing import Any

from django import template

from goldseam.apart.access import Opened
from goldseam.understanding import content
from goldseam.understanding.story import rules

register = template.Library()


@register.filter
def story_parts(answers: Mapping[str, Any]) -> list[dict[str, str]]:
    words = content.words_of("story")
    return [{"heading": words[part]["heading"], "words": str(answers.get(part, ""))} for part in rules.PARTS]


@register.filter
def story_both(opened: Opened) -> list[dict[str, str]]:
    """Both persons' words to each part."""
    mine, theirs = story_parts(opened.mine or {}), story_parts(opened.theirs or {})
    return [
        {"heading": one["heading"], "mine": one["words"], "theirs": other["words"]}
        for one, other in zip(mine, theirs, strict=True)
    ]
