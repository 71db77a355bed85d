"""How rows of several devices become one look, how heavy a cause is, and what changed: plain Python, no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldseam.practice import CAUSES, Topic
from goldseam.understanding.intake import rules
from goldseam.understanding.intake.asked import ASKED, BY_ID, SITTINGS, of_sitting, topics_of
from goldseam.understanding.intake.rules import Answers, Drawn, Heaviness, Look, Refused, Row
from goldseam.understanding.intake.tests.looking import NOON, looked, row

WEEKS = 24 * 7
values = st.integers(0, 100)


def one_look(*rows: Row) -> Look:
    (found,) = rules.looks(rows)
    return found


# -- five words, three weights ------------------------------------------------------------------------------------


def test_the_five_words_are_the_same_from_both_ends() -> None:
    assert [rules.step(value) for value in (0, 19, 20, 39, 40, 60, 61, 80, 81, 100)] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert all(rules.step(value) == 4 - rules.step(100 - value) for value in range(101))


@given(st.dictionaries(st.sampled_from([asked.id for asked in ASKED]), values))
def test_a_cause_is_as_heavy_as_its_heaviest_item_and_nothing_else_is_heavy(told: dict[str, int]) -> None:
    found = rules.heaviness(told)
    assert set(found) == {BY_ID[item].topic for item in told} & set(CAUSES)
    for topic, heavy in found.items():
        weights = [rules.weight(BY_ID[item], value) for item, value in told.items() if BY_ID[item].topic == topic]
        assert heavy in weights
        assert (Heaviness.HEAVY in weights) == (heavy is Heaviness.HEAVY)


def test_more_answers_never_make_a_cause_lighter() -> None:
    """It is the heaviest item, not an average: many light answers don't wash out a heavy one."""
    heavy = {"trust-third": 95}
    light = {asked.id: 0 if asked.heavy == "high" else 100 for asked in ASKED if asked.topic == Topic.TRUST}
    assert rules.heaviness(light | heavy)[Topic.TRUST] is Heaviness.HEAVY
    assert rules.heaviness(light)[Topic.TRUST] is Heaviness.LIGHT


def test_every_sitting_has_its_topics_and_no_topic_is_forgotten() -> None:
    assert [topic for sitting in SITTINGS for topic in topics_of(sitting)] == list(Topic)
    assert len({asked.id for asked in ASKED}) == len(ASKED)


# -- rows become a look -------------------------------------------------------------------------------------------


def test_two_devices_are_one_look_and_per_item_the_newer_counts() -> None:
    found = one_look(row(heard=10, needs=20), row(hours=3, heard=80))
    assert found.answers.values == {"talking-heard": 80, "talking-needs": 20}
    assert found.begun == NOON


def test_differing_words_of_two_devices_both_stay() -> None:
    found = one_look(row(talking="In the hall."), row(hours=3, talking="In bed."), row(hours=4, talking="In bed."))
    assert found.answers.words == {Topic.TALKING: "In bed."}
    assert found.beside == {Topic.TALKING: ("In the hall.",)}


def test_a_correction_on_one_device_replaces_what_it_corrects() -> None:
    first = one_look(row(talking="In the hall."))
    later = rules.difference("two", Drawn(first.answers, first.begun), looked("In bed."), NOON + timedelta(hours=2))
    found = rules.with_row(first, later)
    assert (found.answers.words, found.beside) == ({Topic.TALKING: "In bed."}, {})


def test_what_was_left_out_again_is_gone_and_what_another_device_said_meanwhile_stays() -> None:
    drawn = Drawn(looked(heard=10, needs=20), NOON)
    left_out = rules.difference("two", drawn, looked(needs=20), NOON + timedelta(hours=5))
    found = one_look(row(heard=10, needs=20), row(hours=2, needs=90), left_out)
    assert found.answers.values == {"talking-needs": 90}


def test_words_taken_out_on_one_device_don_t_take_out_what_another_wrote_meanwhile() -> None:
    drawn = Drawn(looked("In the hall."), NOON)
    taken_out = rules.difference("two", drawn, looked(), NOON + timedelta(hours=5))
    assert one_look(row(talking="In the hall."), taken_out).answers.words == {}
    rewritten = replace(row(hours=2, talking="In bed."), over={Topic.TALKING: "In the hall."})
    assert one_look(row(talking="In the hall."), rewritten, taken_out).answers.words == {Topic.TALKING: "In bed."}


lines = st.sampled_from(["", "one", "two", "three", "four"])
said = st.builds(
    lambda hours, heard, line, over: replace(
        row(hours=hours, heard=heard, **({"talking": line} if line else {})), over={Topic.TALKING: over} if over else {}
    ),
    st.integers(0, 300),
    st.one_of(st.none(), values),
    lines,
    lines,
)


@given(st.lists(said, min_size=1, max_size=6))
def test_no_word_is_lost_whatever_devices_write_in_whatever_order(rows: list[Row]) -> None:
    """Each line stands, or stands beside, unless a later page had shown it and wrote another in its place."""
    numbered = [replace(each, id=UUID(int=number)) for number, each in enumerate(rows)]
    found = one_look(*numbered)
    written = {each.words[Topic.TALKING] for each in numbered if Topic.TALKING in each.words}
    replaced = {each.over[Topic.TALKING] for each in numbered if Topic.TALKING in each.over}
    standing = {found.answers.words.get(Topic.TALKING, ""), *found.beside.get(Topic.TALKING, ())}
    assert written - replaced <= standing <= written | {""}
    assert set(found.rows) == {each.id for each in numbered}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_in_which_rows_lie_on_the_disk_is_nothing(order: tuple[int, ...]) -> None:
    rows = [row(heard=10, talking="a"), row(hours=1, heard=60, needs=5), row(hours=2, talking="b", needs=None)]
    assert one_look(*(rows[place] for place in order)) == one_look(*rows)


def test_a_look_as_one_row_is_the_same_look() -> None:
    first = one_look(row(heard=10, talking="a"), row(hours=1, heard=60, talking="b"))
    assert one_look(rules.whole(first)) == first


def test_what_comes_two_weeks_later_is_another_look_and_the_older_stays() -> None:
    found = rules.looks([row(heard=10), row(hours=2 * WEEKS - 1, needs=30), row(hours=4 * WEEKS, heard=70)])
    assert [look.answers.values for look in found] == [
        {"talking-heard": 10, "talking-needs": 30},
        {"talking-heard": 70},
    ]


def test_who_looks_again_begins_anew_from_the_next_day_on() -> None:
    same_day = rules.looks([row(heard=10), row(hours=5, heard=70, again=True)])
    next_day = rules.looks([row(heard=10), row(hours=25, heard=70, again=True), row(hours=26, begun=25, needs=5)])
    assert (len(same_day), len(next_day)) == (1, 2)
    assert next_day[1].answers.values == {"talking-heard": 70, "talking-needs": 5}


def test_an_old_look_that_is_changed_stays_the_look_it_was() -> None:
    old = one_look(row(heard=10))
    later = rules.difference("two", Drawn(old.answers, old.begun), looked(heard=20), NOON + timedelta(weeks=6))
    found = one_look(row(heard=10), later)
    assert (found.begun, found.answers.values) == (NOON, {"talking-heard": 20})


def test_what_stands_now_is_the_newest_of_each_item() -> None:
    found = rules.looks([row(heard=10, needs=30, talking="then"), row(hours=5 * WEEKS, heard=70)])
    now = rules.together(found)
    assert now.values == {"talking-heard": 70, "talking-needs": 30} and now.words == {Topic.TALKING: "then"}


# -- words of two devices -----------------------------------------------------------------------------------------


def test_its_owner_takes_one_or_keeps_both() -> None:
    two = one_look(row(talking="first"), row(hours=1, talking="second"))
    later = NOON + timedelta(hours=2)
    taken = rules.with_row(two, rules.settled(two, Topic.TALKING, "first", later))
    assert (taken.answers.words, taken.beside) == ({Topic.TALKING: "first"}, {})
    both = rules.with_row(two, rules.settled(two, Topic.TALKING, None, later))
    assert (both.answers.words, both.beside) == ({Topic.TALKING: "first · second"}, {})
    with pytest.raises(Refused):
        rules.settled(two, Topic.TALKING, "nobody wrote this", later)


def test_words_that_a_third_device_wrote_meanwhile_outlive_the_choice() -> None:
    two = one_look(row(talking="first"), row(hours=1, talking="second"))
    chosen = rules.settled(two, Topic.TALKING, "first", NOON + timedelta(hours=3))
    found = one_look(row(talking="first"), row(hours=1, talking="second"), row(hours=2, talking="third"), chosen)
    assert found.answers.words == {Topic.TALKING: "first"}
    assert found.beside == {Topic.TALKING: ("third",)}


def test_both_that_are_too_long_for_one_line_stay_side_by_side() -> None:
    two = one_look(row(talking="a" * 400), row(hours=1, talking="b" * 400))
    with pytest.raises(Refused):
        rules.settled(two, Topic.TALKING, None, NOON)


# -- what changed -------------------------------------------------------------------------------------------------


def changed(before: int, now: int) -> list[tuple[int, int]]:
    return [(each.before, each.now) for each in rules.changes(looked(heard=before), looked(heard=now))]


def test_a_change_is_told_when_the_word_is_another() -> None:
    assert changed(70, 50) == [(3, 2)]
    assert changed(62, 78) == []


def test_a_finger_s_width_is_no_change_even_across_two_words() -> None:
    assert changed(60, 61) == [] == changed(62, 58)
    assert changed(58, 64) == [(2, 3)]


def test_an_item_that_asks_otherwise_now_is_not_compared() -> None:
    before = replace(looked(heard=10), versions={"talking-heard": 1})
    now = replace(looked(heard=90), versions={"talking-heard": 2})
    assert rules.changes(before, now) == []
    assert len(rules.changes(before, replace(now, versions={"talking-heard": 1}))) == 1


def test_what_was_left_out_once_has_not_changed() -> None:
    assert rules.changes(looked(heard=10), looked(needs=10)) == []


# -- as it is kept ------------------------------------------------------------------------------------------------


def length(told: Row) -> int:
    from goldseam.vault import canonical

    return len(canonical.to_bytes(rules.as_body(told)))


@pytest.mark.parametrize("sitting", SITTINGS)
def test_much_and_little_are_as_long_on_the_disk(sitting: str) -> None:
    every = {asked.id: (100, 1) for asked in of_sitting(sitting) if not asked.ticked}
    little = Row(sitting, NOON, NOON, dict(list(every.items())[:1]))
    much = Row(sitting, NOON, NOON, every, dict.fromkeys(topics_of(sitting), "A short line, as people write it."))
    print(f"{sitting}: {length(little)} and {length(much)} bytes")
    assert length(little) == length(much) == rules.PAD_TO
    assert length(replace(much, words={topics_of(sitting)[0]: "long " * 110})) % rules.PAD_TO == 0


@given(said)
def test_a_row_comes_back_as_it_was_sealed(told: Row) -> None:
    assert rules.from_body(rules.as_body(told)) == told


@pytest.mark.parametrize(
    "wrong",
    [
        {"sitting": "five"},
        {"sitting": ["two"]},
        {"begun": "yesterday"},
        {"begun": "2026-05-04T12:00:00"},
        {"changed": "9999-05-04T12:00:00+00:00"},
        {"values": {"talking-heard": [101, 1]}},
        {"values": {"talking-heard": [True, 1]}},
        {"values": {"talking-heard": [50, 0]}},
        {"values": {"good-laugh": [50, 1]}},
        {"values": {"nothing": [50, 1]}},
        {"values": []},
        {"words": {"trust": "not asked here"}},
        {"words": {"talking": "x" * 601}},
        {"words": {"talking": 5}},
        {"beside": {"talking": [5]}},
        {"over": None},
    ],
)
def test_a_body_that_none_of_ours_wrote_is_refused(wrong: dict[str, object]) -> None:
    body = rules.as_body(row(heard=10, talking="a"))
    with pytest.raises(rules.NoLook):
        rules.from_body(body | wrong)


def test_answers_that_no_form_of_ours_sends_are_refused() -> None:
    for wrong in (
        Answers({"good-laugh": 50}),
        Answers({"talking-heard": 101}),
        Answers({"talking-heard": 5}, versions={"talking-heard": 0}),
        Answers({}, {Topic.TRUST: "elsewhere"}),
        Answers({}, {Topic.TALKING: "x" * 601}),
    ):
        with pytest.raises(Refused):
            rules.checked("two", wrong)


def test_a_line_is_one_line_without_what_can_t_be_seen() -> None:
    assert rules.plain_line("  a\r\n b\u200b\x00  c ") == "a b c"


def test_the_same_form_sent_twice_is_one_row_and_other_answers_are_another() -> None:
    form = UUID(int=5)
    one, later = row(heard=10), row(hours=3, heard=10)
    assert rules.row_id_of(form, one) == rules.row_id_of(form, later)
    assert rules.row_id_of(form, one) != rules.row_id_of(form, row(heard=11))
