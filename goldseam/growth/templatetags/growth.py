"""Template tags of check-ins."""

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from goldseam.growth.reads import Picture, Track

register = template.Library()

# Us shows dozens of sliders: a template takes five times as long for each.
_SLIDER = (
    '<div><dt>{}</dt><dd><svg class="plot" viewBox="0 0 340 18" role="img" aria-label="{}"><path class="axis" '
    'd="M8,9H332"/><g class="{}">{}</g></svg><div class="row spread muted small"><span>{}</span><span>{}</span></div>'
    "</dd></div>"
)
_DIAMOND = '<path class="mark" transform="translate({} 9)" d="M0,-7L7,0L0,7L-7,0Z"/>'
_CIRCLE = '<circle class="mark" cx="{}" cy="9" r="6"/>'


@register.simple_tag
def sliders_of(picture: Picture, who: str) -> SafeString:
    """Each slider as it was left: the reader's with a circle, the other's with a diamond."""
    mark = _DIAMOND if who == "you" else _CIRCLE
    drawn = (
        (track.label, _told(track), who or "me", format_html(mark, track.x), track.low, track.high)
        for track in picture.tracks
    )
    return format_html_join("", _SLIDER, drawn)


def _told(track: Track) -> SafeString:
    words = {"value": track.value, "low": escape(track.low), "high": escape(track.high)}
    return mark_safe(gettext("%(value)s on the way from 0, %(low)s, to 100, %(high)s") % words)
