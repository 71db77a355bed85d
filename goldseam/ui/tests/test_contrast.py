"""Everybody can read it: every pairing that the stylesheet uses, in light and dark."""

import pytest

from goldseam.ui.tests.stylesheet import MODES, contrast, palette

WORDS = 4.5
SHAPES = 3.0

GROUNDS = ("paper", "card", "raised")
WORDS_ON = [
    *[(colour, ground) for colour in ("ink", "muted", "clay", "clay-deep", "warn") for ground in GROUNDS],
    *[("ink", ground) for ground in ("me-soft", "you-soft", "gold-soft", "calm-soft", "warn-soft", "clay-soft")],
    *[("muted", ground) for ground in ("me-soft", "you-soft", "clay-soft", "paper-deep", "glow")],
    *[("gold-ink", ground) for ground in ("paper", "card", "gold-soft")],
    ("on-clay", "clay"),
    ("on-clay", "clay-deep"),
    ("paper", "ink"),
    ("clay-deep", "clay-soft"),
    ("clay", "clay-soft"),
    ("me", "paper"),
    ("me", "card"),
    ("muted", "line"),
]
SHAPES_ON = [
    *[(colour, ground) for colour in ("edge", "clay", "me", "you", "calm", "warn") for ground in ("paper", "card")],
    ("edge", "me-soft"),
    ("gold", "card"),
    ("gold", "paper"),
    ("me", "me-soft"),
    ("you", "you-soft"),
    ("calm", "calm-soft"),
    ("warn", "warn-soft"),
    ("gold-ink", "gold-soft"),
    ("crack", "glaze-1"),
    ("crack", "glaze-2"),
]


@pytest.mark.parametrize("mode", MODES)
def test_words_reach_the_contrast_that_reading_needs(mode: str) -> None:
    colours = palette(mode)
    faint = {pair: round(contrast(*(colours[name] for name in pair)), 2) for pair in WORDS_ON}
    assert len(faint) > 30
    assert {pair: ratio for pair, ratio in faint.items() if ratio < WORDS} == {}


@pytest.mark.parametrize("mode", MODES)
def test_lines_and_marks_reach_the_contrast_that_seeing_needs(mode: str) -> None:
    colours = palette(mode)
    faint = {pair: round(contrast(*(colours[name] for name in pair)), 2) for pair in SHAPES_ON}
    assert len(faint) > 15
    assert {pair: ratio for pair, ratio in faint.items() if ratio < SHAPES} == {}


def test_a_faint_pair_would_be_found() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast(palette("light")["line"], palette("light")["paper"]) < SHAPES
