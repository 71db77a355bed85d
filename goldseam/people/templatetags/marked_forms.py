"""`{% csrf_token %}` as Django has it, and beside it whose page this is: see `people.keeping`."""

from __future__ import annotations

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldseam.people import keeping

register = template.Library()


class MarkedNode(CsrfTokenNode):
    def render(self, context: Context) -> SafeString:
        token: SafeString = super().render(context)  # type: ignore[assignment]
        mark = keeping.mark_for(context.get("request"))
        if not (token and mark):
            return token
        return format_html('{}<input type="hidden" name="{}" value="{}">', token, keeping.MARK, mark)


@register.tag("csrf_token")
def marked_csrf_token(parser: Parser, token: Token) -> MarkedNode:
    """Built in (settings), so that no form can forget it."""
    return MarkedNode()
