"""Template tags of the page elements."""

from typing import Any
from zlib import crc32

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from goldseam.ui import bowl as bowls
from goldseam.ui import icons, places, tables
from goldseam.ui import plot as plots

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon by name, see goldseam/ui/icons.py."""
    return mark_safe(icons.svg_of(name))


@register.inclusion_tag("ui/elements/places.html", takes_context=True)
def the_places(context: Context, *only: str) -> dict[str, Any]:
    """The five places, or `only` these of them; `place` marks where the reader is."""
    shown = [place for place in places.PLACES if not only or place.name in only]
    return {"places": shown, "place": context.get("place", "")}


@register.filter
def widget_kind(field: BoundField) -> str:
    """Which element shows this field."""
    kinds = {
        "checkbox": "tick",
        "radioselect": "choice",
        "choices": "choice",
        "checkboxselectmultiple": "choice",
        "password": "passphrase",
        "passphrase": "passphrase",
        "slider": "slider",
    }
    return kinds.get(field.widget_type, "plain")


@register.filter
def first_line(text: object) -> str:
    """The first line of a choice's label: its name."""
    return str(text).partition("\n")[0]


@register.filter
def further_lines(text: object) -> str:
    """What a choice's label says after its first line."""
    return str(text).partition("\n")[2]


@register.inclusion_tag("ui/elements/bowl.html", name="bowl")
def show_bowl(shown: bowls.Bowl) -> dict[str, Any]:
    """The bowl, with words for those who do not see it."""
    lines = bowls.lines_of(shown)
    mark = bowls.mark_of(shown)
    return {"bowl": shown, "lines": lines, "gold": any(line.gold for line in lines), "mark": mark}


@register.inclusion_tag("ui/elements/plot.html", name="plot")
def show_plot(shown: plots.Plot) -> dict[str, Any]:
    """A plot of values over days; with nothing to show it says so."""
    drawn, since = plots.drawn(shown), plots.since_of(shown)
    return {"plot": shown, "drawn": drawn, "days": plots.day_labels(shown), "since": since, "mark": _mark_of(shown)}


def _mark_of(shown: plots.Plot) -> str:
    """Tells a page's plots apart. Without the values: a band has hundreds."""
    told = [shown.title, shown.description, *((one.name, one.points[:1], one.points[-1:]) for one in shown.series)]
    return f"p{crc32(repr(told).encode()):08x}"


@register.inclusion_tag("ui/elements/plot_table.html")
def plot_table(shown: plots.Plot) -> dict[str, Any]:
    """The same values as a table, folded."""
    by_day = [dict(series.points) for series in shown.series]
    return {"plot": shown, "rows": tables.rows_of(reversed(plots.days_of(shown)), by_day)}


# A page of plots has hundreds of marks: a template's loop takes ten times as long for each.
_CIRCLE, _DIAMOND = '<circle class="mark" cx="{}" cy="{}" r="4.2"/>', '<path class="mark" d="{}"/>'


@register.simple_tag
def plot_marks(drawn: plots.Drawn) -> SafeString:
    """The reader's values as circles, the other's as diamonds; around a band as one path of dots."""
    if drawn.dots:
        return format_html('<path class="dots{}" d="{}"/>', " many" if drawn.are_many else "", drawn.dots)
    if drawn.who == "me":
        return format_html_join("", _CIRCLE, ((mark.x, mark.y) for mark in drawn.marks))
    return format_html_join("", _DIAMOND, ((mark.diamond,) for mark in drawn.marks))
