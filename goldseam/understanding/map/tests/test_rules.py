"""What a map says: from marks and words alone, the same from both sides, and with no place for what was kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given as whatever
from hypothesis import settings
from hypothesis import strategies as some

from goldseam.practice import CAUSES, Topic
from goldseam.understanding.intake.asked import ASKED, BY_ID
from goldseam.understanding.intake.rules import Heaviness
from goldseam.understanding.map import rules
from goldseam.understanding.map.rules import Line, Side, Sight

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
sides = some.builds(
    Side,
    some.dictionaries(some.sampled_from([asked.id for asked in ASKED]), some.integers(0, 100), max_size=20),
    some.dictionaries(some.sampled_from(list(Topic)), some.text("walnut ", min_size=1).filter(str.strip), max_size=3),
)


def said_of(mine: Side, theirs: Side, topic: Topic) -> str:
    return next(look.said for look in rules.looks(mine, theirs) if look.topic is topic)


def test_two_places_apart_is_different_and_one_is_alike() -> None:
    assert Line("good-laugh", 10, 30).sight is Sight.ALIKE
    assert Line("good-laugh", 10, 50).sight is Sight.DIFFERENT
    assert Line("good-laugh", 10, None).sight is Line("good-laugh", None, 10).sight is Sight.ONE


def test_what_is_good_comes_first_and_topics_keep_their_order() -> None:
    mine = Side({"wishes-two": 90, "trust-rely": 10, "good-laugh": 80})
    looked = [look.topic for look in rules.looks(mine, Side({"talking-heard": 20}))]
    assert looked == [Topic.GOOD, Topic.TALKING, Topic.TRUST, Topic.WISHES]


def test_a_cause_is_told_by_the_heaviest_of_each() -> None:
    heavy, light = Side({"talking-heard": 2, "talking-silence": 5}), Side({"talking-heard": 95})
    assert said_of(heavy, light, Topic.TALKING) == "weight-heavy-light"
    assert said_of(light, heavy, Topic.TALKING) == "weight-light-heavy"
    assert said_of(heavy, Side(), Topic.TALKING) == "weight-heavy-none"
    assert said_of(Side(words={Topic.TRUST: "Ask me."}), light, Topic.TRUST) == "words-only"


def test_good_and_wishes_meet_or_stand_beside_each_other() -> None:
    assert said_of(Side({"good-laugh": 70}), Side({"good-laugh": 95}), Topic.GOOD) == "good-meet"
    assert said_of(Side({"good-laugh": 10}), Side({"good-laugh": 95}), Topic.GOOD) == "good-apart"
    assert said_of(Side({"good-laugh": 10}), Side({"good-ease": 95}), Topic.GOOD) == "good-one"
    assert said_of(Side({"wishes-pace": 10}), Side({"wishes-pace": 5}), Topic.WISHES) == "wishes-meet"
    assert said_of(Side({"wishes-talk": 50}), Side({"wishes-talk": 52}), Topic.WISHES) == "wishes-apart"


def test_strengths_stand_out_before_troubles() -> None:
    mine = Side({"good-laugh": 90, "trust-rely": 2, "talking-heard": 90})
    theirs = Side({"good-laugh": 80, "trust-rely": 5, "talking-heard": 10})
    first = rules.standing_out(rules.looks(mine, theirs))
    assert [said.id for said in first] == ["top-good-meet", "top-heavy", "top-different"]
    assert first[0].items == ("good-laugh",)
    assert (first[1].topics, first[2].topics) == ((Topic.TRUST,), (Topic.TALKING,))


def test_with_no_line_in_common_only_that_is_said() -> None:
    found = rules.looks(Side({"good-laugh": 90}), Side({"trust-rely": 2}))
    assert [said.id for said in rules.standing_out(found)] == ["top-nothing-common"]


@settings(max_examples=300, deadline=None)
@whatever(sides, sides)
def test_both_read_the_same_map_from_their_own_side(one: Side, other: Side) -> None:
    here, there = rules.looks(one, other), rules.looks(other, one)
    assert [look.topic for look in here] == [look.topic for look in there]
    for mine, theirs in zip(here, there, strict=True):
        assert [(line.item, line.mine, line.theirs, line.sight) for line in mine.lines] == [
            (line.item, line.theirs, line.mine, line.sight) for line in theirs.lines
        ]
        assert (mine.my_words, mine.their_words) == (theirs.their_words, theirs.my_words)
    assert [said.id for said in rules.standing_out(here)] == [said.id for said in rules.standing_out(there)]
    assert rules.shared_weights([one, other]) == rules.shared_weights([other, one])


@settings(max_examples=300, deadline=None)
@whatever(sides, some.data())
def test_what_is_kept_is_as_if_it_had_never_been_answered(side: Side, data: some.DataObject) -> None:
    shown = data.draw(some.sets(some.sampled_from(rules.parts_of(side)))) if rules.parts_of(side) else set()
    given = rules.given(side, shown)
    never = Side(
        {item: value for item, value in sorted(side.values.items(), reverse=True) if item in shown},
        {topic: text for topic, text in side.words.items() if rules.words_part(topic) in shown},
    )
    assert rules.mark_of(given) == rules.mark_of(never)
    assert str(rules.as_answers(given)) == str(rules.as_answers(never))
    assert set(rules.parts_of(given)) == shown


@settings(max_examples=200, deadline=None)
@whatever(sides)
def test_what_is_given_reads_back_as_it_was(side: Side) -> None:
    if side.is_empty:
        with pytest.raises(ValueError, match="shape"):
            rules.read(rules.as_answers(side))
        return
    assert rules.as_answers(rules.read(rules.as_answers(side))) == rules.as_answers(side)


BENT: list[object] = [
    None,
    [],
    {},
    {"values": {"good-laugh": 40}},
    {"values": {}, "words": {}},
    {"values": [], "words": {}},
    {"values": {"good-laugh": 101}, "words": {}},
    {"values": {"good-laugh": True}, "words": {}},
    {"values": {"good-laugh": "40"}, "words": {}},
    {"values": {"<b>": 40}, "words": {}},
    {"values": {}, "words": {"nowhere": "a"}},
    {"values": {}, "words": {"trust": " "}},
    {"values": {}, "words": {"trust": 3}},
    {"values": {}, "words": {"trust": "a" * 5000}},
    {"values": {}, "words": {"trust": "a\x00b"}},
    {"values": {}, "words": {"trust": "\ud800"}},
    {"values": {"good-laugh": 40}, "words": {}, "more": 1},
]


@pytest.mark.parametrize("bent", BENT, ids=str)
def test_answers_that_no_form_of_ours_gives_are_refused(bent: object) -> None:
    with pytest.raises(ValueError):
        rules.read(bent)


def test_own_words_and_delicate_things_begin_kept() -> None:
    assert set(BY_ID) >= rules.DELICATE
    everything = Side(dict.fromkeys(BY_ID, 40), dict.fromkeys(Topic, "Words."))
    assert rules.begin_shown(everything, None) == set(BY_ID) - rules.DELICATE


def test_a_further_map_begins_with_what_was_given_last() -> None:
    last = Side({"trust-third": 40, "good-ease": 2}, {Topic.GOOD: "Tea.", Topic.TRUST: "Ask me."})
    now = Side({"trust-third": 90, "good-laugh": 80}, {Topic.GOOD: "Tea.", Topic.TRUST: "Ask me, please."})
    assert rules.begin_shown(now, last) == {"trust-third", rules.words_part(Topic.GOOD)}


def test_the_road_gets_the_heavier_of_both_for_each_cause() -> None:
    one, other = Side({"trust-rely": 2, "good-laugh": 90}), Side({"trust-rely": 95, "outside-work": 50})
    assert rules.shared_weights([one, other]) == {"trust": "heavy", "outside": "some"}
    assert rules.shared_weights([Side(words={Topic.TRUST: "Ask me."})]) == {}


def test_every_opening_of_a_cause_is_reached() -> None:
    weights = (None, *Heaviness)
    values = {None: {}, "light": {"trust-rely": 95}, "some": {"trust-rely": 50}, "heavy": {"trust-rely": 2}}
    for mine, theirs in product(weights, weights):
        if mine or theirs:
            said = said_of(Side(values[mine]), Side(values[theirs]), Topic.TRUST)
            assert said == f"weight-{mine or 'none'}-{theirs or 'none'}"
    assert len(CAUSES) == 4


def test_news_lasts_two_days_and_four_weeks_are_long_enough() -> None:
    assert rules.is_news(NOON, NOON + timedelta(days=2)) and not rules.is_news(NOON, NOON + timedelta(days=2, hours=1))
    assert not rules.is_time_again(NOON, NOON + timedelta(days=27))
    assert rules.is_time_again(NOON, NOON + timedelta(weeks=4))
