"""Every answer pattern of random pairs gives a road without a gap, a clash, or a joint step where somebody paused."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from goldseam.road.plan import content, rules
from goldseam.road.plan.rules import Joint, Pair, Way
from goldseam.road.plan.tests.random_pairs import couple, faults

PAIRS = 10_000 if os.environ.get("GOLDSEAM_PROVE") else 1_000
SEED = 4


def found_in(pairs: int, seed: int = SEED) -> Counter[str]:
    """How often each fault came. The same seed draws the same pairs."""
    draw, book = Random(seed), content.book()
    return Counter(fault for _ in range(pairs) for fault in faults(couple(draw), book))


@pytest.mark.slow
def test_every_random_pair_gets_a_road_without_a_fault() -> None:
    found = found_in(PAIRS)
    print(f"{PAIRS} pairs from seed {SEED}: {sum(found.values())} faults")
    assert found == Counter()


def test_the_pairs_are_of_every_kind() -> None:
    draw = Random(SEED)
    drawn = [couple(draw) for _ in range(400)]
    assert {each.shared.pair for each in drawn} == set(Pair)
    assert {each.one.way for each in drawn} == set(Way)
    book = content.book()
    layers = [rules.joint(each.shared, book, each.today) for each in drawn]
    assert sum(bool(layer.weeks) for layer in layers) > 50 and sum(bool(layer.in_order) for layer in layers) > 10
    roads = [rules.own(each.one, layer, book, each.today) for each, layer in zip(drawn, layers, strict=True)]
    assert sum(any(week.joint for week in road.weeks) for road in roads) > 10
    assert sum(any(s.again for week in road.weeks for s in week.own) for road in roads) > 10


def though_they_rest(honest: Callable[..., Joint]) -> Callable[..., Joint]:
    return lambda facts, book, today: honest(replace(facts, pair=Pair.TOGETHER), book, today)


def one_talk_less(honest: Callable[..., Joint]) -> Callable[..., Joint]:
    def fewer(facts: Any, book: Any, today: Any) -> Joint:
        steps = tuple(step for step in facts.steps if step.id != book.talks[-1])
        return honest(replace(facts, steps=steps), book, today)

    return fewer


@pytest.mark.parametrize("planted", [though_they_rest, one_talk_less])
def test_a_planted_fault_in_the_layer_of_both_is_found(planted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "joint", planted(rules.joint))
    assert found_in(200)


PLANTED: dict[str, Callable[[Any], Any]] = {
    "_room": lambda _honest: lambda facts, beside, book: facts.sittings,
    "in_turn": lambda _honest: lambda wanted: list(reversed(wanted)),
    "can_come": lambda _honest: lambda steps, known, done, gone: [s for s in steps if s.id not in gone][1:],
    "_put_together": lambda honest: lambda order, facts, book: honest(order, facts, replace(book, minutes_most=99)),
    "_own_place": lambda _honest: lambda places, aim, earliest: None,
    "_earliest_own": lambda _honest: lambda *told: 1,
    "_first_with_room": lambda _honest: lambda one, weeks, earliest, *more: earliest,
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_in_the_rules_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, name, PLANTED[name](getattr(rules, name)))
    assert found_in(300)
