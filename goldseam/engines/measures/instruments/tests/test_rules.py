"""The rule files that come with the project: ids and figures only, a source for each, and what is missing is said."""

import json
import re
from importlib.resources import files
from typing import Any

import pytest

from goldseam.engines.measures import instruments
from goldseam.engines.measures.instruments.load import all_rules
from goldseam.engines.measures.instruments.rule import SAYS, Rule

RULES = all_rules()
NAMES = sorted(RULES)

CUTS = {
    "csi-16": {("total", 51.5, "below"), ("total", 50.25, "below")},
    "csi-4": {("total", 13.25, "below")},
    "kmss": {("total", 17, "below")},
    "rdas": {("total", 48, "below"), ("total", 47.31, "below")},
    "crs": {("total", 70.9, "below")},
    "phq-4": {("anxiety", 3, "from"), ("depression", 3, "from")},
    "e-hits": {("total", 7, "from"), ("total", 8.5, "from")},
}
ITEMS = {
    "csi-16": 16,
    "csi-4": 4,
    "kmss": 3,
    "rdas": 14,
    "crs": 10,
    "phq-4": 4,
    "pss-4": 4,
    "dts": 8,
    "trust-scale": 17,
    "cpq-sf": 11,
    "ecr-rs": 9,
    "iri-c": 13,
    "trim-18": 18,
    "ios": 1,
    "e-hits": 5,
}
FROM_MEMORY = {
    "csi-16": ("alpha", "retest", "standard deviation"),
    "csi-4": ("alpha", "retest", "standard deviation"),
    "pss-4": ("standard deviation",),
    "dts": ("which five items are turned",),
    "trust-scale": ("alpha", "which items belong"),
    "trim-18": ("alpha", "standard deviation"),
    "ecr-rs": ("alpha", "standard deviation"),
}


def told(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(files(instruments).joinpath("rules", f"{name}.json").read_text())
    return content


def rule_of(name: str) -> Rule:
    return RULES[name]


@pytest.mark.parametrize("name", NAMES)
def test_an_item_is_an_id_and_figures_and_nothing_else(name: str) -> None:
    for item in told(name)["items"]:
        assert set(item) <= {"id", "low", "high", "reverse", "whole", "scored"}
        assert re.fullmatch(r"[a-z0-9]+(-[a-z]+)?-[0-9]+[ab]?", item["id"])


@pytest.mark.parametrize("name", NAMES)
def test_each_file_is_named_by_its_id_and_has_as_many_items_as_the_literature_says(name: str) -> None:
    assert told(name)["id"] == name
    assert len(rule_of(name).items) == ITEMS[name]


@pytest.mark.parametrize("name", NAMES)
def test_each_source_has_an_address_and_says_what_was_read(name: str) -> None:
    for source in rule_of(name).sources.values():
        assert source.address.startswith(("https://", "http://"))
        assert len(source.read) >= len("abstract")


def test_the_cut_offs_are_those_of_their_sources() -> None:
    for rule in RULES.values():
        assert {(cut.scale, cut.at, cut.beyond) for cut in rule.cutoffs} == CUTS.get(rule.id, set())


def test_phq_4_is_told_in_the_four_ranges_of_its_makers() -> None:
    ranges = [(part.low, part.high, part.says) for part in rule_of("phq-4").ranges]
    assert ranges == [(0, 2, "none"), (3, 5, "mild"), (6, 8, "moderate"), (9, 12, "severe")]


@pytest.mark.parametrize(("name", "missing"), FROM_MEMORY.items())
def test_figures_that_nobody_read_are_absent_and_awaited(name: str, missing: tuple[str, ...]) -> None:
    awaited = " ".join(rule_of(name).awaits)
    for what in missing:
        assert what in awaited


def test_a_scale_without_an_error_of_measurement_awaits_a_spread_or_a_reliability() -> None:
    for rule in RULES.values():
        if not rule.norms and not rule.change:
            assert "standard deviation" in " ".join(rule.awaits), rule.id


def test_only_the_screen_for_violence_is_about_safety_and_it_never_clears_anybody() -> None:
    assert [name for name in NAMES if rule_of(name).safety] == ["e-hits"]
    assert rule_of("e-hits").says("total", 5) == ()
    assert rule_of("e-hits").says("total", 7) == ("not safe",)


def test_every_word_that_a_rule_may_say_is_said_by_one() -> None:
    by_cuts = {cut.says for rule in RULES.values() for cut in rule.cutoffs}
    by_ranges = {part.says for rule in RULES.values() for part in rule.ranges}
    assert by_cuts | by_ranges == SAYS


def test_each_rule_tells_an_operator_what_points_mean_and_that_the_wording_is_theirs_to_bring() -> None:
    for rule in RULES.values():
        assert rule.answers.startswith(("Points from", "Places on a line from"))
        assert "The wording does not come with this project" in rule.permission
