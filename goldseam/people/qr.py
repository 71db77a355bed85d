"""A QR code as markup for a page: no file, no style, nothing from elsewhere."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe


def picture(text: str) -> SafeString:
    """An `svg` element that fills its box; the words beside it say the same."""
    import segno  # few pages draw one; a server that draws none stays smaller

    drawn = segno.make(text, micro=False, error="m")
    return mark_safe(drawn.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None))
