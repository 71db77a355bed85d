"""Days by chance: which they are, and what may be said when they are over."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from goldseam.road.insights import content
from goldseam.road.insights.both import trying, wording, working
from goldseam.road.insights.both.rules import Values
from goldseam.statements.access import Version
from goldseam.vault import seam

START = date(2026, 3, 2)
SEED = 20260302


def version(number: int, length: int = 28) -> Version:
    until = START + timedelta(days=length - 1)
    parts = {"what": "Ten minutes with tea", "start": START.isoformat(), "until": until.isoformat()}
    return Version(UUID(int=number), parts, by_me=True, at=seam.now())


def test_the_same_words_have_the_same_days_for_either_and_at_every_look() -> None:
    trying._drawn.cache_clear()
    first = trying.suggested(version(1))
    trying._drawn.cache_clear()
    assert trying.suggested(version(1)) == first
    assert trying.suggested(version(2)) != first


def test_each_fortnight_has_seven_days_of_its_own() -> None:
    (start, first), (second_start, second) = trying.suggested(version(1))
    assert (start, second_start) == (START, START + timedelta(days=14))
    for begins, drawn in ((start, first), (second_start, second)):
        assert len(drawn) == 7
        assert all(0 <= day - begins.toordinal() < 14 for day in drawn)


def test_no_day_is_likelier_than_another() -> None:
    """Over many pairs every day of a fortnight is suggested about as often: nobody can foretell it."""
    found = Counter(
        day - START.toordinal() for number in range(600) for day in trying.suggested(version(number, 14))[0][1]
    )
    print(sorted(found.items()))
    assert set(found) == set(range(14))
    assert all(240 <= many <= 360 for many in found.values())


def test_words_without_a_whole_fortnight_suggest_nothing() -> None:
    assert trying.suggested(version(1, 13)) == []
    assert not trying.is_suggested(version(1, 13), START)


# -- afterwards ---------------------------------------------------------------------------------------------------


def lived(drawn: set[int], gain: float, chance: random.Random) -> Values:
    """Nine weeks of two people, with the day after a suggested one better by `gain` standard deviations."""
    first_day = START.toordinal() - 14
    told: tuple[dict[int, float], dict[int, float]] = ({}, {})
    for day in range(first_day, first_day + 14 + 56 + 7):
        for side in told:
            if chance.random() < 0.9:
                side[day] = min(100.0, max(0.0, 50 + 12 * (chance.gauss(0, 1) + gain * (day - 1 in drawn))))
    return Values(*told)


def answers(gain: float, lives: int) -> list[bool]:
    chance, found = random.Random(SEED), []
    for number in range(lives):
        fortnights = trying.suggested(version(number, 56))
        drawn = {day for _start, days in fortnights for day in days}
        found.append(working.along(lived(drawn, gain, chance), [], fortnights)[1])
    return found


def test_a_strong_help_is_told_and_none_is_hardly_ever() -> None:
    nothing, much = answers(0.0, 40), answers(1.5, 10)
    print(f"seed {SEED}: told of nothing {sum(nothing)} of 40, of much {sum(much)} of 10")
    assert sum(nothing) <= 3
    assert sum(much) >= 8


def test_one_fortnight_alone_is_never_enough() -> None:
    fortnights = trying.suggested(version(3, 14))
    drawn = set(fortnights[0][1])
    assert working.along(lived(drawn, 3.0, random.Random(SEED)), [], fortnights)[1] is False


def test_nobody_who_shows_nothing_is_told_on() -> None:
    fortnights = trying.suggested(version(3))
    for values in (Values(), Values({START.toordinal(): 50.0}, {}), Values({}, {START.toordinal(): 50.0})):
        assert working.along(values, [], fortnights) == ([], False)


# -- in which words -----------------------------------------------------------------------------------------------


def test_counts_claim_nothing_but_counts() -> None:
    """By the list of words that a count may never hold."""
    told = json.loads((content.FOLDER / "en" / "goes-along.json").read_text(encoding="utf-8"))
    own = json.loads((content.FOLDER / "en" / "insights-both.json").read_text(encoding="utf-8"))
    for name in ("counted", "counted-note"):
        for never in told["never"]["counts"]:
            assert not re.search(rf"\b{re.escape(never)}", own[name], re.IGNORECASE), (name, never)


def test_how_much_two_looks_differ_is_never_said_in_words_of_a_sliders_end() -> None:
    """“Far apart” is an end of closeness; of two looks it would be read as that."""
    own = json.loads((content.FOLDER / "en" / "insights-both.json").read_text(encoding="utf-8"))
    ends = {end.lower() for slider in ("closeness", "tension", "heard", "stress") for end in wording.ends(slider)}
    said = " ".join(own[name] for name in own if name.startswith("apart-")).lower()
    assert not [end for end in ends if end in said]


def test_no_sentence_names_a_side() -> None:
    own = json.loads((content.FOLDER / "en" / "insights-both.json").read_text(encoding="utf-8"))
    for name, said in own.items():
        if name != "version":
            assert not re.search(r"\b(he|she|him|her|partner|other of you|who|blame|fault|better|worse)\b", said), name
