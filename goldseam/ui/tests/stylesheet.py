"""Reads the stylesheet the way the tests need it: its tokens as two palettes, and the contrast of two colours."""

import re
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static" / "ui"
STYLE = (STATIC / "goldseam.css").read_text()
MODES = ("light", "dark")

_TOKEN = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")


def palette(mode: str) -> dict[str, str]:
    """Every colour token in this mode."""
    return {name: pair[MODES.index(mode)] for name, *pair in _TOKEN.findall(STYLE)}


def contrast(one: str, two: str) -> float:
    """The ratio that WCAG 2.2 defines between two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
