"""How a statement stands, from its deeds alone: examples, and what holds for every order of them."""

from __future__ import annotations

from datetime import date
from random import Random
from uuid import UUID

import pytest

from goldseam.statements import rules
from goldseam.statements.rules import Deed, Refused, Side, Signed, State, Written

V = [UUID(int=number) for number in range(1, 9)]
ME: Side = "me"
YOU: Side = "you"


class Log:
    """Deeds as they come: all of them, and those that are kept when each takes the needless ones along."""

    def __init__(self) -> None:
        self.all: list[Signed] = []
        self.kept: list[Signed] = []

    def add(self, side: Side, deed: Deed, version: UUID) -> None:
        new = Signed(UUID(int=1000 + len(self.all)), len(self.all) + 1, side, deed, version)
        self.all.append(new)
        step = rules.step(self.kept, new)
        self.kept = [each for each in self.kept if each.id not in step.needless] + ([new] if step.is_written else [])

    def sign(self, side: Side, version: UUID) -> None:
        self.add(side, Deed.SIGN, version)

    @property
    def state(self) -> State:
        return rules.state_of(self.kept)


def plain(state: State) -> tuple[object, ...]:
    return dict(state.signed), state.standing, state.ended, state.since


def test_it_counts_when_both_are_under_the_same_version() -> None:
    log = Log()
    log.sign(ME, V[0])
    log.sign(YOU, V[1])
    assert log.state.standing is None
    log.sign(YOU, V[0])
    assert log.state.standing == V[0]


def test_what_stands_stays_until_both_sign_another() -> None:
    log = Log()
    log.sign(ME, V[0])
    log.sign(YOU, V[0])
    log.sign(ME, V[1])
    assert (log.state.standing, log.state.signed) == (V[0], {ME: V[1], YOU: V[0]})
    log.add(ME, Deed.TAKE_OFF, V[1])
    assert (log.state.standing, log.state.signed) == (V[0], {YOU: V[0]})
    log.sign(ME, V[1])
    log.sign(YOU, V[1])
    assert (log.state.standing, len(log.kept)) == (V[1], 2)


def test_a_name_that_comes_back_leaves_no_trail() -> None:
    log = Log()
    log.sign(ME, V[0])
    log.sign(YOU, V[0])
    for _ in range(3):
        log.sign(ME, V[1])
        log.add(ME, Deed.TAKE_OFF, V[1])
        log.sign(ME, V[0])
    assert (log.state.standing, len(log.kept)) == (V[0], 2)
    log.add(YOU, Deed.TAKE_OFF, V[0])
    assert log.state.signed == {ME: V[0]}


def test_an_end_is_an_end_and_it_may_begin_again() -> None:
    log = Log()
    log.sign(ME, V[0])
    log.sign(YOU, V[0])
    log.add(YOU, Deed.END, V[0])
    assert (log.state.standing, log.state.ended, log.state.signed, len(log.kept)) == (None, V[0], {}, 1)
    log.sign(ME, V[0])
    assert log.state.standing is None
    log.sign(YOU, V[0])
    assert log.state.standing == V[0]
    assert log.state.ended is None
    assert len(log.kept) == 2


def test_taking_the_needless_deeds_along_never_changes_how_it_stands() -> None:
    """3,000 random lives of a statement: the few kept deeds tell what all of them tell."""
    most, seed = 0, 20261122
    for life in range(3000):
        chance, log = Random(f"{seed}/{life}"), Log()
        for _ in range(chance.randint(1, 25)):
            state = rules.state_of(log.all)
            side: Side = chance.choice((ME, YOU))
            deed = chance.choice((Deed.SIGN, Deed.SIGN, Deed.SIGN, Deed.TAKE_OFF, Deed.END))
            if (deed is Deed.END and state.standing is None) or (deed is Deed.TAKE_OFF and side not in state.signed):
                continue
            where = {Deed.SIGN: chance.choice(V[:4]), Deed.TAKE_OFF: state.signed.get(side), Deed.END: state.standing}
            version = where[deed]
            assert version is not None
            log.add(side, deed, version)
            assert plain(rules.state_of(log.all)) == plain(log.state), (seed, life)
            most = max(most, len(log.kept))
    print(f"3000 lives from seed {seed}: never more than {most} deeds kept")
    assert most <= 4


def test_heads_are_what_nothing_was_made_from() -> None:
    one, two, three = (Written(V[0], 1), Written(V[1], 2, (V[0],)), Written(V[2], 3, (V[0],)))
    assert rules.heads_of([one, two, three], State()) == (V[1], V[2])
    joined = Written(V[3], 4, (V[1], V[2]), frozenset({V[0]}))
    assert rules.heads_of([one, two, three, joined], State()) == (V[3],)


def test_a_gap_where_words_were_erased_brings_nothing_old_back() -> None:
    one, three = Written(V[0], 1), Written(V[2], 3, (V[1],), frozenset({V[0]}))
    assert rules.heads_of([one, three], State()) == (V[2],)
    assert rules.all_before([one, three], [V[2]]) == {V[0], V[1], V[2]}


def test_what_lay_beside_signed_words_is_settled() -> None:
    one, two, three = Written(V[0], 1), Written(V[1], 2), Written(V[2], 6, (V[1],), frozenset())
    stands = State(standing=V[0], since=5)
    assert rules.heads_of([one, two], stands) == (V[0],)
    assert rules.heads_of([one, two, three], stands) == (V[0], V[2])


@pytest.mark.parametrize(
    ("typed", "code"), [("soon", "no-day"), ("2026-11-21", "past"), ("2028-11-22", "too-far"), ("", "no-day")]
)
def test_a_day_is_one_to_come(typed: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        rules.require_day(typed, date(2026, 11, 22))
    assert rules.require_day("2026-12-24", date(2026, 11, 22)) == "2026-12-24"


def test_words_keep_their_lines_and_lose_what_nobody_sees() -> None:
    assert rules.plain("  one\r\n\r\n two\x00\t three\u202e  ") == "one\n\ntwo three"
    assert rules.plain("one\ntwo", lines=False) == "one two"
    assert (
        rules.plain("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")
        == "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    )


def test_joined_words_are_all_there_and_the_same_ones_once() -> None:
    assert rules.joined(["one", "two", "one", ""]) == "one\n\ntwo"


def test_words_that_are_all_seen_are_kept_as_words_with_unseen_signs_are() -> None:
    """A sign that can't be seen, put in anywhere, makes no difference to the rest."""
    chance = Random("20261123")
    signs = "aé 漢ع🌧\u200c\u200d\u00a0\t\n\r\v\u2028\u3000.\U0001f469"
    for _ in range(2000):
        typed = [chance.choice(signs) for _ in range(chance.randint(0, 12))]
        hidden = [*typed]
        hidden.insert(chance.randint(0, len(typed)), "\x00")
        if "\r\x00\n" not in "".join(hidden):
            assert rules.plain("".join(typed)) == rules.plain("".join(hidden)), typed
