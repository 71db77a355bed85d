"""What somebody answers becomes values, counts for a rule, and goes out as FHIR."""

from __future__ import annotations

import doctest
import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from goldseam.engines.measures.forms import answering, export, matching
from goldseam.engines.measures.forms.answering import answers_from
from goldseam.engines.measures.forms.bad import BadForm
from goldseam.engines.measures.forms.entries import Choice, Group, Item, OwnWords, When
from goldseam.engines.measures.forms.matching import matched, worths
from goldseam.engines.measures.forms.questionnaire import Questionnaire
from goldseam.engines.measures.forms.tests.fhir_rules import response_breaches
from goldseam.engines.measures.instruments.load import all_rules

OFTEN = (Choice("never", "Never", 0, "urn:often"), Choice("often", "Often", 3, "urn:often"))
WHOLE = Questionnaire(
    (
        Group("g", "Part", items=(Item("one", "choice", "One?", choices=OFTEN), Item("words", "display", "Hello"))),
        Item("several", "choice", choices=OFTEN, repeats=True, own_words=True),
        Item("number", "integer", low=0, high=9, items=(Item("hangs", "text"),)),
        Item("point", "decimal", low=-1.5),
        Item("yes", "boolean"),
        Item("day", "date", high="2026-12-31"),
        Item("text", "string", most_letters=5),
        Item("fixed", "string", read_only=True),
        Item("step", "integer", choices=(Choice("1", "1"), Choice("2", "2", 20))),
        Item("later", "text", when=(When("yes", "=", True),)),
    ),
    url="urn:example:one",
    version="2",
)
DAY = date(2026, 11, 23)


@pytest.mark.parametrize("module", [answering, export, matching])
def test_the_examples_are_right(module: Any) -> None:
    assert doctest.testmod(module).failed == 0


def test_the_examples_of_the_documentation_are_right() -> None:
    page = Path(__file__).parents[5] / "docs" / "algorithms" / "forms.md"
    assert doctest.testfile(str(page), module_relative=False).failed == 0


@pytest.mark.parametrize(
    ("link_id", "said", "value"),
    [
        ("one", "often", "often"),
        ("several", ["often", "never", "often"], ("never", "often")),
        ("several", ["sometimes", "never"], ("never", OwnWords("sometimes"))),
        ("number", " 7 ", 7),
        ("number", "٧", 7),
        ("point", "2,5", 2.5),
        ("yes", "no", False),
        ("day", "2026-02-28", "2026-02-28"),
        ("text", "é\r\nb", "é\nb"),
        ("step", "2", 2),
    ],
)
def test_an_answer_becomes_a_value(link_id: str, said: str | list[str], value: object) -> None:
    checked = answers_from(WHOLE, {link_id: said})
    assert (checked.values, checked.wrong) == ({link_id: value}, ())


@pytest.mark.parametrize(
    ("link_id", "said", "why"),
    [
        ("nobody", "1", "unknown"),
        ("words", "1", "not asked"),
        ("fixed", "1", "not asked"),
        ("one", "always", "not a choice"),
        ("one", ["never", "often"], "several"),
        ("number", "a lot", "not a number"),
        ("number", "nan", "not a number"),
        ("number", "1e308", "not a number"),
        ("number", "1.5", "not whole"),
        ("number", "10", "too high"),
        ("number", "-1", "too low"),
        ("point", "-2", "too low"),
        ("point", "9" * 18, "too high"),
        ("yes", "perhaps", "not yes or no"),
        ("day", "2026-02-30", "not a day"),
        ("day", "2027-01-01", "too high"),
        ("text", "123456", "too long"),
        ("text", "a\x00", "not text"),
        ("step", "3", "not a choice"),
    ],
)
def test_an_answer_that_does_not_fit_is_named_with_why(link_id: str, said: str | list[str], why: str) -> None:
    checked = answers_from(WHOLE, {link_id: said})
    assert [(one.link_id, one.why) for one in checked.wrong] == [(link_id, why)]
    assert checked.values == {}


def test_blanks_are_no_answers_and_what_is_not_shown_does_not_count() -> None:
    checked = answers_from(WHOLE, {"one": "", "several": [], "yes": "no", "later": "because"})
    assert (dict(checked.values), checked.not_shown) == ({"yes": False}, ("later",))


# -- rules ------------------------------------------------------------------------------------------------------------


def rule(*items: str, low: float = 0, high: float = 3) -> Any:
    found = {item: SimpleNamespace(low=low, high=high, whole=True, scored=True) for item in items}
    return SimpleNamespace(id="rule", items=found)


def four(name: str) -> Questionnaire:
    steps = tuple(Choice(f"c{step}", f"Step {step}", step) for step in range(4))
    return Questionnaire(tuple(Item(name.format(number), "choice", choices=steps) for number in (1, 2, 3, 4)))


@pytest.mark.parametrize("name", ["phq4-{}", "phq4_{}", "PHQ4-{}"])
def test_questions_are_matched_to_a_rule_by_their_ids(name: str) -> None:
    whole = four(name)
    by_item = matched(whole, all_rules()["phq-4"])
    got = worths(whole, by_item, {name.format(1): "c2"})
    assert got == {"phq4-1": 2, "phq4-2": None, "phq4-3": None, "phq4-4": None}


def test_a_mapping_says_which_question_is_which_item() -> None:
    names = matching.mapping_from(b'{"q1": "phq4-4", "q2": "phq4-3", "q3": "phq4-2", "q4": "phq4-1"}')
    assert matched(four("q{}"), all_rules()["phq-4"], names)["phq4-1"] == "q4"


@pytest.mark.parametrize(
    ("item", "value", "worth"),
    [
        (Item("a", "choice", choices=OFTEN), "often", 3),
        (Item("a", "choice", choices=OFTEN, own_words=True), OwnWords("often"), None),
        (Item("a", "integer", choices=(Choice("1", "1"), Choice("2", "2", 3))), 1, 1),
        (Item("a", "integer", choices=(Choice("1", "1"), Choice("2", "2", 3))), 2, 3),
        (Item("a", "integer", low=0, high=3), 2, 2),
        (Item("a", "boolean"), True, 1),
        (Item("a", "boolean"), None, None),
    ],
)
def test_an_answer_counts_for_its_score_or_its_number(item: Item, value: Any, worth: float | None) -> None:
    whole = Questionnaire((item,))
    assert worths(whole, matched(whole, rule("a")), {} if value is None else {"a": value}) == {"a": worth}


@pytest.mark.parametrize(
    ("items", "names", "says"),
    [
        ((Item("b", "boolean"),), None, "aren't matched: a"),
        ((Item("a", "boolean"), Item("b", "boolean")), {"zz": "a"}, "isn't in the questionnaire"),
        ((Item("a", "boolean"), Item("b", "boolean")), {"b": "zz"}, "which the rule rule hasn't"),
        ((Item("a", "choice", choices=OFTEN, repeats=True),), None, "several may be given"),
        ((Item("a", "choice", choices=(Choice("x", "X"),)),), None, "isn't said what “X” counts for"),
        ((Item("a", "choice", choices=(Choice("x", "X", 99),)),), None, "counts for 99, outside 0 to 3"),
        ((Item("a", "choice", choices=(Choice("x", "X", 1.5),)),), None, "outside 0 to 3"),
        ((Item("a", "integer"),), None, "needs bounds"),
        ((Item("a", "integer", low=0, high=4),), None, "may be outside"),
        ((Item("a", "decimal", low=0, high=3),), None, "with a point"),
        ((Item("a", "text"),), None, "aren't numbers"),
    ],
)
def test_what_does_not_fit_a_rule_is_refused(items: tuple[Item, ...], names: Any, says: str) -> None:
    with pytest.raises(BadForm, match=says):
        matched(Questionnaire(items), rule("a"), names)


def test_two_questions_that_could_be_the_same_item_are_not_guessed_between() -> None:
    with pytest.raises(BadForm, match="could be the item a-b"):
        matched(Questionnaire((Item("a_b", "boolean"), Item("A-b", "boolean"))), rule("a-b"))


def test_an_item_that_counts_for_nothing_may_be_missing() -> None:
    wanted = rule("a", "b")
    wanted.items["b"].scored = False
    assert matched(Questionnaire((Item("a", "boolean"),)), wanted) == {"a": "a"}


def test_one_item_has_one_question() -> None:
    with pytest.raises(BadForm, match="same item"):
        matching.mapping_from(b'{"a": "x", "b": "x"}')


# -- out of the house -------------------------------------------------------------------------------------------------


SAID: dict[str, str | list[str]] = {
    "one": "often",
    "several": ["never", "own"],
    "number": "3",
    "hangs": "more",
    "point": "1,5",
    "yes": "yes",
}
SAID |= {"day": "2026-01-02", "text": "ab", "step": "2", "later": "why"}


@pytest.mark.parametrize(("release", "weight"), [("R4", "ordinalValue"), ("R4B", "ordinalValue"), ("R5", "itemWeight")])
def test_a_response_holds_each_answer_in_its_place_and_kind(release: Any, weight: str) -> None:
    values = answers_from(WHOLE, SAID).values
    said = export.response(WHOLE, values, day=DAY, release=release, id="r1")
    assert response_breaches(said, release) == []
    assert (said["questionnaire"], said["authored"], said["status"]) == ("urn:example:one|2", "2026-11-23", "completed")
    by_id = {item["linkId"]: item for item in said["item"]}
    coding = by_id["g"]["item"][0]["answer"][0]["valueCoding"]
    assert (coding["code"], coding["system"], coding["display"]) == ("often", "urn:often", "Often")
    assert coding["extension"][0] == {"url": f"http://hl7.org/fhir/StructureDefinition/{weight}", "valueDecimal": 3}
    assert by_id["several"]["answer"][1] == {"valueString": "own"}
    assert by_id["number"]["answer"] == [
        {"valueInteger": 3, "item": [{"linkId": "hangs", "answer": [{"valueString": "more"}]}]}
    ]
    kinds = {name: next(iter(by_id[name]["answer"][0])) for name in ("point", "yes", "day", "text", "step", "later")}
    assert kinds == {
        "point": "valueDecimal",
        "yes": "valueBoolean",
        "day": "valueDate",
        "text": "valueString",
        "step": "valueInteger",
        "later": "valueString",
    }


def test_nobody_is_named_unless_by_an_opaque_id() -> None:
    assert "subject" not in export.response(WHOLE, {}, day=DAY)
    assert export.response(WHOLE, {}, day=DAY, subject="7f3a")["subject"] == {"identifier": {"value": "7f3a"}}
    assert "item" not in export.response(WHOLE, {}, day=DAY)


def test_a_questionnaire_without_an_address_is_named_by_what_it_asks() -> None:
    one, same, other = (Questionnaire((Item(name, "boolean"),)) for name in ("a", "a", "b"))
    assert export.canonical(one) == export.canonical(same) != export.canonical(other)
    assert export.canonical(one).startswith("urn:uuid:")


def test_a_score_is_an_observation_that_names_where_it_came_from() -> None:
    said = export.observation("CSI-4 total", 13.0, day=DAY, id="o1", response_id="r1")
    assert json.loads(json.dumps(said)) == {
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "category": [
            {
                "coding": [
                    {
                        "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                        "code": "survey",
                        "display": "Survey",
                    }
                ]
            }
        ],
        "code": {"text": "CSI-4 total"},
        "effectiveDateTime": "2026-11-23",
        "valueQuantity": {"value": 13, "unit": "{score}", "system": "http://unitsofmeasure.org", "code": "{score}"},
        "derivedFrom": [{"reference": "QuestionnaireResponse/r1"}],
    }


def test_mistakes_of_the_caller_are_told() -> None:
    with pytest.raises(ValueError, match="no question 'zz'"):
        export.response(WHOLE, {"zz": 1}, day=DAY)
    with pytest.raises(ValueError, match="no question 'later'"):
        export.response(WHOLE, {"later": "x"}, day=DAY)
    with pytest.raises(ValueError, match="no choice"):
        export.response(WHOLE, {"one": "never ever"}, day=DAY)
    with pytest.raises(ValueError, match="can't be an id"):
        export.response(WHOLE, {}, day=DAY, id="Ana B")
    with pytest.raises(ValueError, match="R9"):
        export.observation("a", 1, day=DAY, release="R9")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="A score needs"):
        export.observation("a", float("nan"), day=DAY)
