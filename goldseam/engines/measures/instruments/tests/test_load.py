"""A rule file that contradicts itself is refused, with the field and what contradicts what."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldseam.engines.measures.instruments.load import LARGEST, BadRule, all_rules, rule_from


def good() -> dict[str, Any]:
    """A rule of our own, with one of everything."""
    return {
        "id": "own",
        "name": "OWN",
        "scoring": "us",
        "answers": "Points from 1 to 5.",
        "items": [
            {"id": "a", "low": 1, "high": 5},
            {"id": "b", "low": 1, "high": 5, "reverse": 6},
            {"id": "c", "low": 0, "high": 1, "scored": False},
        ],
        "scales": {"total": {"items": ["a", "b"], "combine": "sum", "better": "higher", "low": 2, "high": 10}},
        "missing": 0.5,
        "cutoffs": [
            {"scale": "total", "at": 5, "beyond": "below", "says": "distressed", "population": "us", "source": "us"}
        ],
        "ranges": [
            {"scale": "total", "low": 2, "high": 4, "says": "severe", "source": "us"},
            {"scale": "total", "low": 5, "high": 10, "says": "none", "source": "us"},
        ],
        "norms": [{"scale": "total", "mean": 6, "sd": 2, "n": 100, "population": "us", "source": "us"}],
        "reliability": [
            {"scale": "total", "kind": "retest", "value": 0.8, "days": 14, "population": "us", "source": "us"}
        ],
        "change": [{"scale": "total", "points": 3, "population": "us", "source": "us"}],
        "sources": {"us": {"cite": "ourselves", "address": "here", "read": "whole"}},
        "permission": "Ours.",
        "awaits": ["nothing"],
    }


def changed(path: str, value: Any) -> dict[str, Any]:
    """The good rule with one place changed; `path` like "items.0.low"; a value of ... takes the place out."""
    told = good()
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = told
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    elif isinstance(place, list) and last == len(place):
        place.append(value)
    else:
        place[last] = value
    return told


def test_a_rule_without_a_contradiction_is_taken_as_it_is_told() -> None:
    rule = rule_from(json.dumps(good()), "own.json")
    assert (rule.id, rule.share, rule.scales["total"].items) == ("own", 0.5, ("a", "b"))
    assert (rule.cutoffs[0].at, rule.norms[0].sd, rule.reliability[0].days, rule.change[0].points) == (5, 2, 14, 3)
    assert rule.says("total", 4) == ("distressed", "severe")
    assert rule.says("total", 5) == ("none",)


LOOK_BELOW = {"scale": "total", "at": 7, "beyond": "below", "says": "look closer", "population": "us", "source": "us"}
LOOK_ABOVE = {**LOOK_BELOW, "beyond": "from"}
CUT = {"scale": "total", "at": 7, "beyond": "from", "says": "distressed", "population": "us", "source": "us"}
CONTRADICTIONS = [
    ("items.1.id", "a", "items[1].id", "'a' is the id of another item too."),
    ("items.0.low", 5, "items[0]", "a goes from 5 to 5, which is no range."),
    ("items.0.high", 0, "items[0]", "a goes from 1 to 0, which is no range."),
    ("items.0.low", 0.5, "items[0]", "a has whole steps, but goes from 0.5 to 5."),
    ("items.1.reverse", 5, "items[1].reverse", "5 minus an answer runs from 0 to 4, but b goes from 1 to 5."),
    ("items.1.reverse", 10, "items[1].reverse", "10 minus an answer runs from 5 to 9, but b goes from 1 to 5."),
    ("items.0.scored", False, "items[0].scored", "a is marked as unscored, but a scale counts it."),
    ("items.2.scored", True, "items[2]", "c is in no scale and is not marked as unscored."),
    ("items.0.reversed", True, "items[0].reversed", "is not a field here"),
    ("scales.total.items.0", "z", "scales.total.items", "'z' is not among the items."),
    ("scales.total.items.1", "a", "scales.total.items", "'a' stands there twice."),
    ("scales.total.items", [], "scales.total.items", "there is none."),
    ("scales.total.high", 12, "scales.total", "is said to go from 2 to 12, but its items give 2.0 to 10.0."),
    ("scales.total.combine", "mean", "scales.total", "is said to go from 2 to 10, but its items give 1.0 to 5.0."),
    ("scales.total.combine", "product", "scales.total.combine", "'product' is none of mean, sum."),
    ("scales.total.better", "up", "scales.total.better", "'up' is none of higher, lower."),
    ("scales", {}, "scales", "there is none."),
    ("items", [], "items", "there is none."),
    ("missing", 1.2, "missing", "a share of 1.2 of the items can't be asked for"),
    ("missing", 0, "missing", "a share of 0 of the items can't be asked for"),
    ("cutoffs.0.scale", "sum", "cutoffs[0].scale", "'sum' is not among the scales."),
    ("cutoffs.0.source", "them", "cutoffs[0].source", "'them' is not among the sources."),
    ("cutoffs.0.at", 11, "cutoffs[0].at", "11 parts nobody: total goes from 2 to 10."),
    ("cutoffs.0.at", 2, "cutoffs[0].at", "2 parts nobody: total goes from 2 to 10."),
    ("cutoffs.0.says", "fine", "cutoffs[0].says", "'fine' is none of"),
    ("cutoffs.1", CUT, "cutoffs[1].beyond", "'distressed' lies on the side that scales.total.better calls better."),
    ("cutoffs", [LOOK_BELOW, LOOK_ABOVE], "cutoffs[1].beyond", "'look closer' lies on the other side in cutoffs[0]."),
    ("ranges.1.low", 4, "ranges[1]", "4 to 10 overlaps ranges[0], 2 to 4."),
    ("ranges.1.high", 11, "ranges[1]", "5 to 11 does not lie within 2 to 10 of total."),
    ("ranges.0.low", 5, "ranges[0]", "5 to 4 does not lie within 2 to 10 of total."),
    ("norms.0.mean", 12, "norms[0].mean", "12 lies outside 2 to 10 of total."),
    ("norms.0.sd", 4.5, "norms[0].sd", "4.5 can't be: scores in the range of total spread by 4.0 at most."),
    ("norms.0.sd", 0, "norms[0].sd", "0 can't be"),
    ("norms.0.n", 0, "norms[0].n", "needs to be a whole number from 1 on, not 0."),
    ("norms.0.n", 1.5, "norms[0].n", "needs to be a whole number from 1 on, not 1.5."),
    ("reliability.0.value", 1.02, "reliability[0].value", "1.02 is no reliability; it lies between 0 and 1."),
    ("reliability.0.value", 1, "reliability[0].value", "1 is no reliability"),
    ("reliability.0.value", -0.1, "reliability[0].value", "-0.1 is no reliability"),
    ("reliability.0.kind", "alpha", "reliability[0].days", "alpha is of one sitting and has no days between."),
    ("reliability.0.kind", "omega", "reliability[0].kind", "'omega' is none of alpha, retest."),
    ("change.0.points", 9, "change[0].points", "9 is no change within 2 to 10 of total."),
    ("change.0.points", 0, "change[0].points", "0 is no change within 2 to 10 of total."),
    ("sources.more", {"cite": "x", "address": "x", "read": "x"}, "sources.more", "no figure comes from it."),
    ("sources", {}, "cutoffs[0].source", "'us' is not among the sources."),
    ("scoring", "them", "scoring", "'them' is not among the sources."),
    ("id", ..., "id", "is missing."),
    ("permission", " ", "permission", "needs to be a text, not ' '."),
    ("items.0", "a", "items[0]", "needs to be an object, not 'a'."),
    ("items.0.low", "1", "items[0].low", "needs to be a number, not '1'."),
    ("items.0.low", True, "items[0].low", "needs to be a number, not True."),
    ("items.0.high", 10**400, "items[0].high", "needs to be a number"),
    ("items.0.whole", 1, "items[0].whole", "needs to be true or false, not 1."),
    ("cutoffs", {}, "cutoffs", "needs to be a list, not {}."),
    ("awaits", "alpha", "awaits", "needs to be a list of texts, not 'alpha'."),
    ("text", "How are you?", "text", "is not a field here"),
]


@pytest.mark.parametrize(("path", "value", "field", "contradicts"), CONTRADICTIONS, ids=lambda part: str(part)[:40])
def test_a_contradiction_is_refused_with_its_place(path: str, value: Any, field: str, contradicts: str) -> None:
    with pytest.raises(BadRule) as refused:
        rule_from(json.dumps(changed(path, value)), "own.json")
    assert (refused.value.file, refused.value.field) == ("own.json", field)
    assert contradicts in refused.value.contradicts
    assert str(refused.value).startswith(f"own.json, {field}: ")


def test_an_alpha_of_one_item_is_refused() -> None:
    told = changed("scales.total", {"items": ["a"], "combine": "sum", "low": 1, "high": 5})
    told["items"][1]["scored"] = False
    told["ranges"] = told["norms"] = []
    told["reliability"][0] = {"scale": "total", "kind": "alpha", "value": 0.8, "population": "us", "source": "us"}
    with pytest.raises(BadRule, match="total has one item, and alpha needs two"):
        rule_from(json.dumps(told))


@pytest.mark.parametrize(
    ("content", "contradicts"),
    [
        ("", "is not JSON"),
        ("[]", "needs to be one object"),
        (b"\xff\xfe\x00", "is not JSON"),
        ('{"id": "a", "id": "b"}', "stands there twice"),
        ('{"id": NaN}', "needs to be a text, not nan"),
        ("[" * 100_000, "is not JSON"),
        ('{"id": ' + "1" * 5_000 + "}", "is not JSON"),
        (" " * (LARGEST + 1), "is longer than"),
    ],
    ids=lambda part: str(part)[:20],
)
def test_what_is_no_rule_at_all_is_refused(content: str | bytes, contradicts: str) -> None:
    with pytest.raises(BadRule, match=contradicts):
        rule_from(content, "own.json")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.sampled_from([path for path, *_ in CONTRADICTIONS if path != "cutoffs.1"]), JSON)
def test_whatever_stands_somewhere_is_taken_or_refused_and_nothing_else(path: str, value: Any) -> None:
    try:
        rule_from(json.dumps(changed(path, value)), "own.json")
    except BadRule as refused:
        assert refused.contradicts


def test_every_rule_of_ours_loads_under_the_id_that_its_file_is_named_by() -> None:
    assert set(all_rules()) == {
        *("cpq-sf", "crs", "csi-16", "csi-4", "dts", "e-hits", "ecr-rs", "ios", "iri-c", "kmss"),
        *("phq-4", "pss-4", "rdas", "trim-18", "trust-scale"),
    }
