"""One's half, and how two halves become one loop: both versions stand, nobody is put right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldseam.understanding.cycle import rules
from goldseam.understanding.cycle.rules import Refused


def piece(picked: str = "", words: str = "") -> dict[str, object]:
    return {"picked": picked.split(), "words": words}


ANA = rules.half_of(
    {
        "start": piece("near press"),
        "other": piece("silent leave"),
        "then": piece("criticise"),
        "beneath": piece("lonely"),
        "longing": piece("matter"),
        "outside": piece("work sleep"),
    }
)
BEN = rules.half_of(
    {
        "start": piece("silent"),
        "other": piece("press loud"),
        "then": piece("leave", "I go for a walk"),
        "beneath": piece("not-enough"),
        "longing": piece("room"),
        "outside": piece("work"),
    }
)


def test_where_both_name_it_so_it_stands_once_and_otherwise_both_versions_stand() -> None:
    loop = rules.join(ANA, BEN)
    assert loop.i_do.both.picked == ("press",)
    assert loop.i_do.own.picked == ("near", "criticise") and loop.i_do.seen.picked == ("loud",)
    assert loop.you_do.both.picked == ("silent", "leave") and loop.you_do.own.words == ("I go for a walk",)
    assert not loop.you_do.seen
    assert (loop.in_you.beneath.picked, loop.in_me.longing.picked) == (("not-enough",), ("matter",))
    assert (loop.outside.both.picked, loop.outside.mine.picked, loop.outside.theirs.picked) == (
        ("work",),
        ("sleep",),
        (),
    )


def test_two_halves_that_name_nothing_in_common_are_joined_all_the_same() -> None:
    loop = rules.join(rules.half_of({"start": piece("cry")}), rules.half_of({"other": piece("loud")}))
    assert (loop.i_do.own.picked, loop.i_do.seen.picked, loop.i_do.both.picked) == (("cry",), ("loud",), ())


def test_a_half_is_a_loop_with_open_places_and_none_are_two() -> None:
    alone, none = rules.join(ANA, None), rules.join(None, None)
    assert alone.halves == {"me"} and not alone.in_you.beneath and alone.you_do.seen.picked == ("silent", "leave")
    assert none.halves == frozenset() and not none.i_do and not none.outside
    assert rules.join(None, BEN).halves == {"you"}


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "nothing"),
        ({"start": piece(words="   \n ")}, "nothing"),
        ({"start": piece("near press criticise loud")}, "many"),
        ({"start": piece("afraid")}, "unknown"),
        ({"start": piece(words="x" * (rules.WORDS_MOST + 1))}, "long"),
        ({"elsewhere": piece("near")}, "unknown"),
        ({"start": "near"}, "unknown"),
        ({"start": {"picked": "near"}}, "unknown"),
        ({"start": {"picked": [["near"]]}}, "unknown"),
        ({"start": {"picked": ["near"], "points": 3}}, "unknown"),
        ({"start": {"words": 7}}, "unknown"),
        (None, "unknown"),
        ([], "unknown"),
    ],
)
def test_what_no_form_of_ours_sends_is_refused(answers: object, code: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.checked(answers)
    assert refused.value.code == code


def test_words_lose_what_turns_a_page_around_and_keep_what_holds_letters_together() -> None:
    assert rules.plain_words("  a\u202e b\n\tc\x00 ") == "a b c"
    assert rules.plain_words("👩‍👧 می‌خواهم") == "👩‍👧 می‌خواهم"


PIECES = {
    part: st.fixed_dictionaries(
        {"picked": st.lists(st.sampled_from(known), max_size=3, unique=True), "words": st.text(max_size=40)}
    )
    for part, known in rules.CHOICES.items()
}
HALVES = st.fixed_dictionaries({}, optional=PIECES)


@given(HALVES, HALVES)
def test_nothing_of_either_half_is_lost_or_told_twice(mine: dict[str, object], theirs: dict[str, object]) -> None:
    halves = []
    for answers in (mine, theirs):
        try:
            half = rules.half_of(answers)
        except Refused:
            half = None
        if half is not None:
            assert rules.half_of(rules.as_answers(half)) == half
        halves.append(half)
    loop = rules.join(*halves)
    my, their = (half or {} for half in halves)
    said = {one for part in ("start", "then") if part in my for one in my[part].picked}
    seen = set(their["other"].picked) if "other" in their else set()
    assert set(loop.i_do.both.picked) == said & seen
    assert set(loop.i_do.own.picked) == said - seen and set(loop.i_do.seen.picked) == seen - said
    turned = rules.join(*reversed(halves))
    assert set(turned.you_do.own.picked) == set(loop.i_do.own.picked)
    assert set(turned.you_do.seen.words) == set(loop.i_do.seen.words)
