"""The small pictures: everything stays inside the frame, more is drawn as more, and words tell the same."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from goldseam.understanding.intake import reads
from goldseam.understanding.intake.asked import SITTINGS, of_sitting
from goldseam.understanding.intake.items import items
from goldseam.understanding.intake.picture import Drawing, drawing
from goldseam.understanding.intake.rules import Answers

FRAMES = {"strands": (14, 106), "thread": (14, 106), "house": (0, 176), "lanterns": (8, 108)}
answered = st.sampled_from(SITTINGS).flatmap(
    lambda sitting: st.tuples(
        st.just(sitting),
        st.dictionaries(st.sampled_from([one.id for one in of_sitting(sitting)]), st.integers(0, 100), min_size=1),
    )
)


def places(drawn: Drawing) -> list[tuple[float, float]]:
    """Every point that a line goes through, and every mark."""
    marks = [*drawn.marks, *drawn.others]
    lines = " ".join([drawn.line, *(mark.path for mark in marks)])
    points = [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", lines)]
    points += [(float(mark.x), float(mark.y)) for mark in marks if mark.x]
    return points + [(float(x), float(y)) for mark in marks for x, y in mark.drops]


@given(answered)
def test_everything_stays_inside_the_frame(told: tuple[str, dict[str, int]]) -> None:
    drawn = drawing(told[0], Answers(told[1]))
    if drawn is None:
        assert set(told[1]) == {"wishes-pace"}
        return
    low, high = FRAMES[drawn.kind]
    assert all(0 <= x <= 340 and low <= y <= high for x, y in places(drawn)), drawn


def test_what_was_not_answered_is_not_drawn() -> None:
    assert [drawing(sitting, Answers()) for sitting in SITTINGS] == [None] * 4
    drawn = drawing("three", Answers({"outside-work": 90}))
    assert drawn and drawn.marks == [] and [mark.item for mark in drawn.others] == ["outside-work"]


def test_more_is_drawn_as_more() -> None:
    def one(sitting: str, item: str, value: int) -> Drawing:
        found = drawing(sitting, Answers({item: value}))
        assert found
        return found

    assert one("one", "good-laugh", 90).marks[0].strength > one("one", "good-laugh", 10).marks[0].strength
    assert one("two", "talking-needs", 90).line != one("two", "talking-needs", 50).line
    assert one("two", "talking-needs", 0).line.count("C") == 0
    rain = [len(one("three", "outside-work", value).others[0].drops) for value in (5, 50, 95)]
    assert rain == sorted(set(rain))


@pytest.mark.parametrize("sitting", SITTINGS)
@pytest.mark.parametrize("value", [0, 50, 100])
def test_every_picture_is_told_in_words(sitting: str, value: int) -> None:
    told = reads.told(sitting, Answers({one.id: value for one in of_sitting(sitting)}))
    assert told.picture and told.picture.told
    shown = render_to_string(
        "understanding/intake/_picture.html", {"drawing": told.picture.drawing, "words": told.picture.told}
    )
    (svg,) = re.findall(r"<svg[^>]*>", shown)
    assert 'aria-hidden="true"' in svg and told.picture.told.replace("’", "") in shown.replace("’", "")


def test_each_thing_that_is_drawn_large_is_named() -> None:
    told = reads.told("two", Answers({"talking-heard": 0, "quarrels-money": 100, "talking-needs": 50}))
    assert told.picture
    for item in ("talking-heard", "quarrels-money", "talking-needs"):
        assert items()[item].told in told.picture.told
