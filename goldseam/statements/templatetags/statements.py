"""For pages of other rooms that show a shared statement."""

from __future__ import annotations

from django import template

from goldseam.statements import reads
from goldseam.statements.access import Statement

register = template.Library()


@register.filter
def as_shown(statement: Statement) -> reads.Page:
    return reads.page_of(statement)
