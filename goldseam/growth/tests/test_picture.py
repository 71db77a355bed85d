"""The small pictures: nearer is closer, more tension shakes more, and words say the same."""

import itertools
import re

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from goldseam.growth import reads
from goldseam.growth.picture import between
from goldseam.growth.rules import Answers
from goldseam.growth.tests.browser import answers

sliders = st.integers(0, 100)


def heights(told: Answers) -> list[float]:
    found = between(told)
    assert found
    return [float(y) for y in re.findall(r",(-?[\d.]+)", found.line)]


def gap(closeness: int) -> float:
    found = between(answers(closeness=closeness))
    assert found
    return float(found.diamond[1:].partition(",")[0]) - float(found.me)


def test_closer_is_nearer() -> None:
    assert gap(0) > gap(50) > gap(100) > 40


def test_tension_shakes_the_line() -> None:
    turns = [_turns(heights(answers(tension=value))) for value in (0, 100)]
    assert turns[0] <= 1 < 4 <= turns[1]


def _turns(ys: list[float]) -> int:
    steps = [b - a for a, b in itertools.pairwise(ys) if a != b]
    return sum(one * other < 0 for one, other in itertools.pairwise(steps))


@given(sliders, sliders)
def test_everything_stays_inside_the_frame(closeness: int, tension: int) -> None:
    found = between(answers(closeness=closeness, tension=tension))
    assert found and float(found.me) >= 15
    assert all(36 <= y <= 84 for y in heights(answers(closeness=closeness, tension=tension)))


def test_without_either_there_is_no_picture() -> None:
    assert between(answers(heard=3, line="x")) is None


@pytest.mark.parametrize(("closeness", "tension"), [(5, 95), (95, 5), (50, 50)])
def test_every_picture_is_told_in_words(closeness: int, tension: int) -> None:
    told = answers(closeness=closeness, tension=tension, heard=30, own=3, own_name="<Hope>", line="<b>words</b>")
    shown = render_to_string("growth/_picture.html", {"picture": reads.picture(told)})
    pictures = re.findall(r"<svg[^>]*>", shown)
    assert len(pictures) == 5 and all('role="img"' in each and 'aria-label="' in each for each in pictures)
    assert "&lt;Hope&gt;" in shown and "<b>" not in shown
