"""Two people shape one sentence at the same time on two phones: one signed version, and no word is lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

import pytest

from goldseam.statements import rules
from goldseam.statements.rules import Deed, Signed, State, Step, Written
from tests import statement_proof

COUNT = 10_000 if os.environ.get("GOLDSEAM_PROVE") else 1_000
SEED = 20_261_122
FOUND_WITHIN = 400
SEEN = ("written", "beside a newer one", "joined", "taken", "asked", "sent twice", "sign", "take-off")


@pytest.mark.slow
def test_whatever_happens_at_once_one_version_is_signed_and_no_word_is_lost() -> None:
    told = statement_proof.lives(COUNT, SEED)
    print(f"{COUNT} interleavings from seed {SEED}: {dict(told)}; 0 words lost, {COUNT} signed by both")
    assert min(told[each] for each in SEEN) > 99


# -- broken rules, each of which must be found ------------------------------------------------------------------------


def any_two_names(deeds: Iterable[Signed]) -> State:
    """Counts as soon as both have signed something."""
    state = TRUE_STATE(deeds)
    if len(state.signed) == 2 and not state.standing:
        return State(state.signed, max(state.signed.values()), None, state.since, state.kept)
    return state


def names_do_not_move(deeds: Iterable[Signed]) -> State:
    """An older signature goes on counting."""
    signed = list(deeds)
    both = [
        each.version for each in signed for other in signed if each.side == "me" and other.side == "you"
        and each.version == other.version and each.deed is other.deed is Deed.SIGN
    ]  # fmt: skip
    state = TRUE_STATE(signed)
    return State(state.signed, both[-1] if both else None, None, state.since, frozenset(each.id for each in signed))


def taking_off_ends_it(deeds: Iterable[Signed]) -> State:
    """What both signed falls with one name."""
    state = TRUE_STATE(deeds)
    stands = set(state.signed.values()) == {state.standing} and len(state.signed) == 2
    return state if stands else State(state.signed, None, None, state.since, state.kept)


def pressed_twice_is_two(*_told: Any) -> None:
    """The same form twice is written twice."""


def only_the_newest(versions: Iterable[Written], _state: State) -> tuple[UUID, ...]:
    """The later of two that lie side by side hides the other."""
    return tuple(each.id for each in sorted(versions, key=lambda each: each.number)[-1:])


def the_same_words_whoever(
    versions: Iterable[Written], _heads: Iterable[UUID], side: str, _parts: Mapping[str, str], based_on: Iterable[UUID]
) -> Written | None:
    """Whoever writes from the same page again is taken for having pressed twice: the second text is dropped."""
    known = frozenset(based_on)
    return next((each for each in versions if each.side == side and known == frozenset(each.based_on)), None)


def takes_too_much_along(deeds: Any, new: Signed) -> Step:
    """A new deed of one's own always replaces one's last: what stands is forgotten."""
    step = TRUE_STEP(deeds, new)
    return Step(step.is_written, step.needless | {each.id for each in deeds if each.side == new.side})


def keeps_a_book(deeds: Any, new: Signed) -> Step:
    """Every deed stays for ever."""
    return Step(TRUE_STEP(deeds, new).is_written, frozenset())


TRUE_STATE, TRUE_STEP = rules.state_of, rules.step
MUTANTS: dict[str, list[Callable[..., Any]]] = {
    "state_of": [any_two_names, names_do_not_move, taking_off_ends_it],
    "already_there": [pressed_twice_is_two, the_same_words_whoever],
    "heads_of": [only_the_newest],
    "step": [takes_too_much_along, keeps_a_book],
}


BROKEN = {broken.__name__: (name, broken) for name, each in MUTANTS.items() for broken in each}


@pytest.mark.parametrize("which", BROKEN)
def test_a_broken_rule_is_found(which: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, broken = BROKEN[which]
    monkeypatch.setattr(rules, name, broken)
    with pytest.raises(statement_proof.Broken) as caught:
        statement_proof.lives(FOUND_WITHIN, SEED)
    print(f"{which}: found in {caught.value}")
