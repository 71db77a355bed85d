"""The drawn line tells the three sorts apart by form and place, in order, however many there are."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from goldseam.understanding.timeline import picture
from goldseam.understanding.timeline.picture import PER_ROW, Placed
from goldseam.understanding.timeline.rules import Moment, Sort, When


def placed(count: int, who: str = "me") -> list[Placed]:
    sorts = list(Sort)
    return [Placed(Moment(When(1990 + each), sorts[each % 3], "x"), who) for each in range(count)]


def heights(path: str) -> list[float]:
    """Where the strokes of a mark begin."""
    return [float(y) for y in re.findall(r"M-?\d+,(-?\d+)", path)]


def test_a_plant_stands_above_the_line_and_a_crack_goes_through_it() -> None:
    good, broke, both = (picture.mark(sort, 0, 0) for sort in (Sort.GOOD, Sort.BREAK, Sort.BOTH))
    assert good.plant and good.head and not good.crack
    assert broke.crack and not broke.plant
    assert both.plant and both.crack
    assert max(heights(good.head)) < 0
    assert picture.mark(Sort.GOOD, 0, 0, "you").head != good.head


@pytest.mark.parametrize("count", [0, 1, PER_ROW, PER_ROW + 1, 50])
@pytest.mark.parametrize("both", [False, True])
def test_every_moment_is_drawn_once(count: int, both: bool) -> None:
    moments = placed(count)
    moments = [Placed(each.moment, "you" if both and at % 2 else "me") for at, each in enumerate(moments)]
    drawn = picture.drawing(moments, both=both)
    assert sum(len(thread.marks) for thread in drawn.threads) == count
    assert len(drawn.threads) == -(-count // PER_ROW) * (2 if both else 1)
    assert drawn.height >= 60 * len(drawn.threads)


def test_the_line_is_broken_where_a_break_is() -> None:
    whole, broken = (
        picture.drawing([Placed(Moment(When(2019), sort, "x"))]).threads[0].path for sort in (Sort.GOOD, Sort.BREAK)
    )
    assert whole.count("M") == 1 and broken.count("M") == 2


def test_it_begins_where_one_begins_to_read() -> None:
    one, other = (picture.drawing(placed(4), mirrored=mirrored) for mirrored in (False, True))
    assert [label.x for label in one.years] == [picture.WIDE - label.x for label in other.years]
    assert one.years[0].x < one.years[-1].x


def test_a_year_is_told_once_and_has_room() -> None:
    same = [Placed(Moment(When(2019, month), Sort.GOOD, "x")) for month in (1, 2, 3)]
    assert [label.year for label in picture.drawing(same).years] == [2019]
    found = picture.drawing(placed(10)).years
    assert all(after.x - before.x >= picture.YEAR_WIDE for before, after in pairwise(found))
