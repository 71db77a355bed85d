"""FHIR files as they come: what is taken, what is listed as left aside, and what is refused with which sentence."""

from __future__ import annotations

import doctest
import json
from typing import Any

import pytest

from goldseam.engines.measures.forms import fhir
from goldseam.engines.measures.forms.bad import BadForm
from goldseam.engines.measures.forms.entries import Choice, Group, Item, When
from goldseam.engines.measures.forms.questionnaire import Questionnaire

CORE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
YES_NO = {"linkId": "a", "type": "boolean", "text": "Well?"}


def whole(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"resourceType": "Questionnaire", "status": "draft", "item": list(items) or [YES_NO], **more}


def read(*items: dict[str, Any], **more: Any) -> Questionnaire:
    return fhir.read(json.dumps(whole(*items, **more)).encode())


def only(*items: dict[str, Any], **more: Any) -> Item:
    found = read(*items, **more).items[-1]
    assert isinstance(found, Item)
    return found


def score(url: str, number: float) -> dict[str, Any]:
    return {"url": CORE + url, "valueDecimal": number}


def option(code: str, display: str = "", *scores: dict[str, Any], on_coding: bool = False) -> dict[str, Any]:
    coding = {"code": code, **({"display": display} if display else {})}
    if on_coding:
        return {"valueCoding": {"extension": list(scores), **coding}}
    return {**({"extension": list(scores)} if scores else {}), "valueCoding": coding}


def control(code: str) -> dict[str, Any]:
    return {"url": CORE + "questionnaire-itemControl", "valueCodeableConcept": {"coding": [{"code": code}]}}


def choose(*options: dict[str, Any], kind: str = "choice", **more: Any) -> dict[str, Any]:
    return {"linkId": "c", "type": kind, "answerOption": list(options), **more}


def test_the_examples_are_right() -> None:
    assert doctest.testmod(fhir).failed == 0


@pytest.mark.parametrize("kind", ["choice", "coding"])
@pytest.mark.parametrize("url", ["ordinalValue", "itemWeight"])
@pytest.mark.parametrize("on_coding", [False, True])
def test_scores_are_read_under_both_names_in_both_places_and_releases(kind: str, url: str, on_coding: bool) -> None:
    item = only(choose(option("a", "A", score(url, 2), on_coding=on_coding), kind=kind))
    assert item.choices == (Choice("a", "A", 2),)


@pytest.mark.parametrize(
    ("release", "kind", "url", "constraint"),
    [("R4", "open-choice", "ordinalValue", None), ("R5", "coding", "itemWeight", "optionsOrString")],
)
def test_each_release_gets_its_own_words(release: Any, kind: str, url: str, constraint: str | None) -> None:
    item = Item("c", "choice", choices=(Choice("a", "A", 2),), own_words=True)
    said = json.loads(fhir.write(Questionnaire((item,)), release).data)["item"][0]
    assert (said["type"], said.get("answerConstraint")) == (kind, constraint)
    assert said["answerOption"][0]["extension"] == [score(url, 2)]


def test_r5_asks_for_numbers_by_their_kind_and_r4_by_choice() -> None:
    one = Questionnaire((Item("n", "integer", choices=(Choice("1", "1"), Choice("2", "2"))),))
    assert [json.loads(fhir.write(one, release).data)["item"][0]["type"] for release in ("R4", "R5")] == [
        "choice",
        "integer",
    ]


def test_a_contained_value_set_gives_its_choices_with_scores_and_other_languages() -> None:
    concept = {"code": "a", "display": "A", "extension": [score("ordinalValue", 3)]}
    concept["designation"] = [{"language": "de", "value": "Ah"}]
    contained = {"resourceType": "ValueSet", "id": "s", "compose": {"include": [{"system": "x", "concept": [concept]}]}}
    item = only({"linkId": "c", "type": "choice", "answerValueSet": "#s"}, contained=[contained])
    assert item.choices == (Choice("a", "A", 3, "x", (("de", "Ah"),)),)


def test_an_expanded_value_set_is_enough() -> None:
    contained = {"resourceType": "ValueSet", "id": "s", "compose": {"include": [{"system": "x"}]}}
    contained["expansion"] = {"contains": [{"system": "x", "code": "a"}, {"system": "x", "code": "b"}]}
    item = only({"linkId": "c", "type": "choice", "answerValueSet": "#s"}, contained=[contained])
    assert [choice.code for choice in item.choices] == ["a", "b"]


def test_conditions_groups_words_and_flags_are_read() -> None:
    when = {"question": "a", "operator": "=", "answerBoolean": True}
    inner = {"linkId": "b", "type": "text", "enableWhen": [when], "required": True, "readOnly": True, "maxLength": 9}
    outer = {"linkId": "g", "type": "group", "text": "Part", "item": [{"linkId": "w", "type": "display"}, inner]}
    item = Item("b", "text", required=True, read_only=True, most_letters=9, when=(When("a", "=", True),))
    assert read(YES_NO, outer).items[1] == Group("g", "Part", items=(Item("w", "display"), item))


@pytest.mark.parametrize(("behaviour", "is_any"), [("any", True), ("all", False)])
def test_all_or_any_of_several_conditions(behaviour: str, is_any: bool) -> None:
    whens = [{"question": "a", "operator": "=", "answerBoolean": said} for said in (True, False)]
    item = only(YES_NO, {"linkId": "b", "type": "text", "enableWhen": whens, "enableBehavior": behaviour})
    assert (item.when_any, len(item.when)) == (is_any, 2)


def test_words_at_a_sliders_ends_are_the_displays_that_hang_on_it() -> None:
    ends = [
        {"linkId": f"e{side}", "type": "display", "text": side, "extension": [control(side)]}
        for side in ("lower", "upper")
    ]
    ranges = [{"url": CORE + "minValue", "valueInteger": 0}, {"url": CORE + "maxValue", "valueInteger": 10}]
    said = {"linkId": "s", "type": "integer", "extension": [control("slider"), *ranges], "item": ends}
    item = only(said)
    assert (item.ends, item.low, item.high, item.items) == (("lower", "", "upper"), 0, 10, ())


def test_a_byte_order_mark_is_no_matter() -> None:
    assert fhir.read(b"\xef\xbb\xbf" + json.dumps(whole()).encode()).items


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"meta": {"versionId": "1"}}, "“meta”"),
        ({"text": {"div": "<div/>"}}, "“text”"),
        ({"id": "not an id"}, "its id “not an id”, which doesn't have FHIR's form"),
        ({"date": "yesterday"}, "its date “yesterday”, which doesn't have FHIR's form"),
        ({"_description": {"extension": []}}, "“_description”"),
        ({"extension": [{"url": CORE + "variable"}]}, "the extension variable"),
    ],
)
def test_what_the_whole_says_besides_is_listed(more: dict[str, Any], what: str) -> None:
    assert [one.what for one in read(**more).left_aside] == [what]


@pytest.mark.parametrize(
    ("item", "what"),
    [
        ({**YES_NO, "definition": "urn:x"}, "“definition”"),
        ({**YES_NO, "initial": [{"valueBoolean": True}]}, "“initial”"),
        ({**YES_NO, "disabledDisplay": "hidden"}, "“disabledDisplay”"),
        ({**YES_NO, "extension": [control("page")]}, "the extension questionnaire-itemControl"),
        ({**YES_NO, "extension": [{"url": SDC + "x"}]}, "the extension x"),
        (
            {**YES_NO, "_text": {"extension": [{"url": CORE + "rendering-markdown"}]}},
            "the extension rendering-markdown",
        ),
        (choose({**option("a"), "initialSelected": True}), "“initialSelected”"),
        (choose({"valueCoding": {"code": "a", "version": "1"}}), "“version”"),
        ({"linkId": "q", "type": "quantity"}, "the question: an answer of the kind “quantity” can't be given here"),
        (
            {**YES_NO, "linkId": "h", "extension": [{"url": CORE + "questionnaire-hidden", "valueBoolean": True}]},
            "hidden",
        ),
        (
            {**YES_NO, "linkId": "h", "extension": [{"url": SDC + "sdc-questionnaire-calculatedExpression"}]},
            "the question: it is worked out by a formula",
        ),
        ({"linkId": "g", "type": "group", "item": [{"linkId": "u", "type": "url"}]}, "nothing is left to ask"),
    ],
)
def test_what_a_question_says_besides_is_listed_with_its_place(item: dict[str, Any], what: str) -> None:
    left = read({**YES_NO, "linkId": "first"}, item).left_aside
    assert any(what in one.what for one in left)
    assert all(one.where for one in left)


WHEN = {"question": "a", "operator": "=", "answerBoolean": True}


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ({**YES_NO, "modifierExtension": [{"url": "x"}]}, "modifierExtension"),
        ({**YES_NO, "extension": [{"url": SDC + "sdc-questionnaire-enableWhenExpression"}]}, "by an expression"),
        ({"linkId": "c", "type": "choice", "answerValueSet": "http://x.example/set"}, "stand elsewhere"),
        ({"linkId": "c", "type": "choice", "answerValueSet": "#none"}, "isn't in the file"),
        ({"linkId": "c", "type": "choice"}, "nothing to choose from"),
        (choose({"valueDate": "2026-01-01"}), "one code, one whole number or one text"),
        (choose(option("a"), {"valueInteger": 1}), "several kinds"),
        (choose(option("a"), option("a")), "the code a"),
        (choose({"valueCoding": {"display": "A"}}), "without a code"),
        (choose(option("a", "", score("ordinalValue", 1), score("itemWeight", 2))), "two different numbers"),
        (choose(option("a"), kind="coding", answerConstraint="optionsOrType"), "anything may be said"),
        ({"linkId": "g", "type": "group", "repeats": True, "item": [{**YES_NO, "linkId": "i"}]}, "several times"),
        ({"linkId": "g", "type": "group"}, None),
        ({"linkId": "x", "type": "poem"}, "no kind of question"),
        ({"linkId": "x"}, "missing"),
        ({**YES_NO, "linkId": 3}, "needs to be a text"),
        ({**YES_NO, "required": "yes"}, "true or false"),
        ({**YES_NO, "linkId": "a"}, "this id"),
        ({**YES_NO, "linkId": "b", "enableWhen": [WHEN, WHEN]}, "all or any"),
        ({**YES_NO, "linkId": "b", "enableWhen": [{**WHEN, "answerInteger": 1}]}, "one answer to compare"),
        ({**YES_NO, "linkId": "b", "enableWhen": [{**WHEN, "question": "zz"}]}, "isn't a question"),
        ({**YES_NO, "linkId": "b", "enableWhen": [{**WHEN, "operator": "~"}]}, "not one of"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(item: dict[str, Any], says: str | None) -> None:
    if says is None:
        assert "nothing is left" in read(YES_NO, item).left_aside[0].what
        return
    with pytest.raises(BadForm, match=says):
        read(YES_NO, item)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "isn't JSON"),
        (b"[1]", "one object"),
        (b"<Questionnaire/>", "XML"),
        (b'{"resourceType": "Bundle"}', "This is Bundle"),
        (b'{"resourceType": "Questionnaire"}', "no question"),
        (b'{"a": 1, "a": 2}', "said twice"),
        (b'{"a": NaN}', "NaN"),
        (b"{" + b",".join(b'"%d": 1' % number for number in range(20_000)) + b', "9": 1}', "“9” is said twice"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "too many digits"),
        (b"[" * 100_000, "far too deep"),
        ('{"a": "é"}'.encode("latin-1"), "UTF-8"),
        (b" " * 2_000_001, "2 MB"),
    ],
)
def test_a_file_that_is_no_questionnaire_is_refused_with_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(BadForm, match=says):
        fhir.read(data)


def test_a_file_cannot_be_of_two_releases() -> None:
    with pytest.raises(BadForm, match="mixes"):
        read(choose(option("a")), choose(option("a"), kind="coding") | {"linkId": "d"})


def test_a_condition_names_the_system_of_the_very_choice() -> None:
    named = {"valueCoding": {"system": "urn:one", "code": "x"}}
    when = {"question": "c", "operator": "=", "answerCoding": {"system": "urn:one", "code": "x", "display": "X"}}
    assert only(choose(named), {**YES_NO, "enableWhen": [when]}).when == (When("c", "=", "x"),)
    other = {**when, "answerCoding": {"system": "urn:other", "code": "x"}}
    with pytest.raises(BadForm, match="is no choice of c"):
        read(choose(named), {**YES_NO, "enableWhen": [other]})


def test_a_value_set_that_describes_its_codes_by_a_rule_is_refused() -> None:
    rule = {
        "resourceType": "ValueSet",
        "id": "s",
        "compose": {"include": [{"system": "x", "filter": [{"op": "is-a"}]}]},
    }
    with pytest.raises(BadForm, match="doesn't list its codes"):
        read(contained=[rule])


def test_an_unknown_release_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="R3"):
        fhir.write(Questionnaire((Item("a", "boolean"),)), "R3")  # type: ignore[arg-type]
