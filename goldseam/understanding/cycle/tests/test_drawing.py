"""The drawn loop: nothing lies over anything else, whatever somebody wrote."""

from collections.abc import Sequence
from itertools import combinations

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from goldseam.understanding.cycle import drawing, lettering, reads, rules
from goldseam.understanding.cycle.drawing import SIZES, WIDE, Picture, Place, Text
from goldseam.understanding.cycle.tests.test_rules import ANA, BEN

FAMILY = "👩\u200d👩\u200d👧\u200d👦"
HARD = [
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenschnallenpoliertuch",
    FAMILY * 9,
    "🇩🇪🇫🇷👍🏽" * 7,
    "最近我们总是因为小事争吵然后谁也不说话直到第二天早上",
    "أشعر بأنني وحيد حتى عندما نكون معًا",
    "﷽﷽",
    "Z" + "\u0301" * 60,
    "W" * 120,
    "i" * 120,
    "a b c " * 20,
]


def picture(texts: Sequence[str], *, mirrored: bool = False) -> Picture:
    told = [Text("What you do", "title"), *(Text(each) for each in texts)]
    places = [Place("me", False, told), Place("you", True, told), Place("you", False, told), Place("me", True, told)]
    middle = [Text("Ana longs", "label", "you"), *(Text(each) for each in texts)]
    return drawing.drawn(places, middle, [Text(each) for each in texts], mirrored=mirrored)


def rooms(shown: Picture) -> list[tuple[float, float, float, float]]:
    """Every line as the rectangle that it takes, wherever it stands."""
    lines = [line for box in shown.boxes for line in box.lines] + shown.lines
    found = []
    for line in lines:
        wide = float(line.squeeze) if line.squeeze else lettering.width_of(line.words) * SIZES[line.weight] / 1000
        found.append((line.x - wide / 2, line.y - SIZES[line.weight] * 0.8, line.x + wide / 2, line.y + 3))
    return found


def over(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def check(shown: Picture) -> None:
    assert not [pair for pair in combinations(rooms(shown), 2) if over(*pair)]
    boxes = [(box.x, box.y, box.x + box.wide, box.y + box.high) for box in shown.boxes]
    assert not [pair for pair in combinations(boxes, 2) if over(*pair)]
    for box, rectangle in zip(shown.boxes, boxes, strict=True):
        inside = [room for room in rooms(shown) if over(room, rectangle)]
        assert len(inside) == len(box.lines)
        assert all(rectangle[0] <= x and right <= rectangle[2] for x, _, right, _ in inside)
        assert all(rectangle[1] <= y and below <= rectangle[3] for _, y, _, below in inside)
    for x, y, right, below in rooms(shown):
        assert x >= 0 and right <= WIDE and y >= -2 and below <= shown.high


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("hard", HARD)
def test_hard_words_wrap_and_nothing_lies_over_anything(hard: str, mirrored: bool) -> None:
    check(picture([hard], mirrored=mirrored))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=3), st.booleans())
def test_whatever_somebody_writes_nothing_lies_over_anything(texts: list[str], mirrored: bool) -> None:
    check(picture([each for text in texts if (each := rules.plain_words(text))], mirrored=mirrored))


def test_no_word_is_lost_in_wrapping() -> None:
    for words in HARD:
        whole = "".join(line.words for line in lettering.wrapped(words, 9000)).replace(" ", "")
        assert whole == "".join(lettering.clusters(words.replace(" ", "")))


def test_what_belongs_together_stays_together_and_marks_dont_climb() -> None:
    assert list(lettering.clusters(FAMILY + "é👍🏽🇩🇪🇫🇷")) == [FAMILY, "é", "👍🏽", "🇩🇪", "🇫🇷"]
    assert len(next(lettering.clusters("Z" + "\u0301" * 60))) == 1 + lettering.MARKS_MOST


def test_words_run_as_they_do_whatever_the_page_does() -> None:
    shown = picture(["أشعر", "lonely"])
    told = {line.words: line.is_rtl for line in shown.boxes[0].lines}
    assert told == {"What you do": False, "أشعر": True, "lonely": False}


def test_from_right_to_left_the_places_change_sides_and_one_goes_round_the_other_way() -> None:
    one, other = picture(["lonely"]), picture(["lonely"], mirrored=True)
    assert one.boxes[0].x == other.boxes[1].x and one.boxes[0].y == other.boxes[0].y
    assert one.arrows != other.arrows and one.high == other.high
    assert one.marks[0].x < WIDE / 2 < other.marks[0].x


@pytest.mark.parametrize("language", ["en", "ar"])
def test_people_are_told_apart_by_form_and_the_list_says_all_that_the_picture_says(language: str) -> None:
    with translation.override(language):
        shown = reads.shown(ANA, BEN, "Ben")
        svg = render_to_string("understanding/cycle/_loop.html", {"shown": shown})
    assert svg.count("<circle") == 3 and svg.count('<path class="mark"') == 3 and "style" not in svg
    listed = {item for station in shown.stations for group in station.groups for item in group.items}
    listed |= {item for longing in shown.longings for item in longing.items}
    listed |= {item for group in shown.outside for item in group.items}
    said = " ".join(line.words for box in shown.picture.boxes for line in box.lines)
    said += " " + " ".join(line.words for line in shown.picture.lines)
    assert all(item in said for item in listed) and len(listed) > 10


def test_signs_of_a_page_in_own_words_stay_words() -> None:
    half = rules.half_of({"start": {"picked": [], "words": "<b>&amp;</b>"}})
    svg = render_to_string("understanding/cycle/_loop.html", {"shown": reads.shown(half, None, None)})
    assert "<b>" not in svg and "&lt;b&gt;" in svg
