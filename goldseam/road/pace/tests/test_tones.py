"""Which words Today has: by where somebody stands, and never by what the other did or what wasn't done."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from goldseam.road.pace import rules
from goldseam.road.pace.rules import Place, Tone
from goldseam.road.plan import content
from goldseam.road.plan.reads import month_after
from goldseam.road.plan.rules import Group

START = date(2026, 5, 4)
BOOK = content.book()
PRESSING = re.compile(r"streak|score|\bpoints?\b|percent|%|\d|should|must\b|missed|behind|late\b|at last|well done|!")


def place(day: int, touched: int = 0, **more: object) -> Place:
    return Place(
        START + timedelta(days=day),
        START,
        START,
        START + timedelta(weeks=8),
        touched=START + timedelta(days=touched),
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("where", "tone"),
    [
        (Place(START), Tone.MAKE),
        (place(-3), Tone.LATER),
        (place(20), None),
        (place(21), Tone.ABSENT),
        (place(30, touched=10), None),
        (place(56, touched=50), Tone.OVER),
        (place(80, touched=50), Tone.ABSENT),
        (place(90, ended=START), Tone.NOTHING),
        (place(90, ended=START, back_due=3), Tone.BACK),
    ],
)
def test_what_is_said_whatever_comes_next(where: Place, tone: Tone | None) -> None:
    assert rules.frame_tone(where, BOOK) is tone


@pytest.mark.parametrize(
    ("where", "said", "tone"),
    [
        (place(0, is_fresh=True), {}, Tone.FIRST),
        (place(10), {}, Tone.MIDDLE),
        (place(10), {"is_alone": True}, Tone.ALONE),
        (place(10), {"talked": True}, Tone.TALKED),
        (place(50), {}, Tone.LAST),
        (place(50), {"hard": True, "talked": True, "is_alone": True}, Tone.HARD),
    ],
)
def test_the_words_with_a_step_fit_where_one_stands(where: Place, said: dict[str, bool], tone: Tone) -> None:
    assert rules.step_tone(where, **{"hard": False, "talked": False, "is_alone": False, **said}) is tone


def test_a_look_again_comes_every_four_weeks_unless_one_looked() -> None:
    due = [day for day in range(56) if rules.is_time_to_look(place(day), START, BOOK)]
    assert due == list(range(28, 35))
    assert not rules.is_time_to_look(place(30), START + timedelta(days=29), BOOK)


def test_a_look_back_is_due_after_three_six_and_twelve_months_once_each_and_not_for_long() -> None:
    dues = {months: month_after(START, months) for months in BOOK.months_after}
    assert rules.back_due(dues[3] - timedelta(days=1), (), dues) == 0
    assert rules.back_due(dues[3], (), dues) == 3
    assert rules.back_due(dues[3], (3,), dues) == 0
    assert rules.back_due(dues[3] + timedelta(days=28), (), dues) == 0
    assert rules.back_due(dues[12], (3, 6), dues) == 12
    assert month_after(date(2026, 11, 30), 3) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("values", "hard"),
    [({}, False), ({"tension": 80}, True), ({"closeness": 10}, False), ({"closeness": 10, "stress": 90}, True)],
)
def test_a_hard_week_is_ones_own_word(values: dict[str, int], hard: bool) -> None:
    assert rules.sounds_hard(values) is hard


def file(name: str) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(Path(content.FOLDER, "en", f"{name}.json").read_text())
    return found


def test_every_tone_has_its_words_and_none_of_them_presses() -> None:
    told = file("road")
    for tone in Tone:
        if tone is Tone.NOTHING:
            continue
        assert f"today-{tone.value}" in told
        assert (f"today-{tone.value}-title" in told) == (tone not in rules.STEP_TONES)
    for group in Group:
        assert f"why-{group.value}" in told
    assert all(isinstance(each["version"], int) for each in told.values())
    spoken = {name: str(each["text"]) for name, each in told.items()}
    assert {name: text for name, text in spoken.items() if PRESSING.search(re.sub(r"\{\w+\}", "", text))} == {}
    assert PRESSING.search("You are behind!")
    assert not any("partner" in text or "your other" in text for text in spoken.values())


def test_a_rule_says_its_own_numbers_and_the_engine_reads_them_from_the_same_place() -> None:
    for name, rule in file("rules")["rules"].items():
        data = rule["data"]  # type: ignore[index]
        said = set(re.findall(r"\{(\w+)\}", str(rule["says"])))  # type: ignore[index]
        assert said <= set(data) and set(data) - said <= {"about"}, name
    told = content.told()
    assert [rule.number for rule in told.rules] == list(range(1, len(told.rules) + 1))
    assert "{" not in "".join(rule.says for rule in told.rules)
    assert f"{BOOK.weeks_usual} weeks" in told.rules[0].says
