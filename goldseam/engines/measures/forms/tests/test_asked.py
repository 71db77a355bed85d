"""What is shown given the answers so far, and what no questionnaire may contradict."""

from __future__ import annotations

import doctest

import pytest

from goldseam.engines.measures.forms import bad, questionnaire, sound
from goldseam.engines.measures.forms.bad import BadForm
from goldseam.engines.measures.forms.entries import Choice, Group, Item, OwnWords, Value, When
from goldseam.engines.measures.forms.questionnaire import Questionnaire, asked, in_language, under

OFTEN = (Choice("never", "Never", 0), Choice("often", "Often", 3))


def shown(items: tuple[Group | Item, ...], values: dict[str, Value]) -> list[str]:
    return [item.link_id for item in asked(Questionnaire(items), values)]


@pytest.mark.parametrize("module", [bad, questionnaire, sound])
def test_the_examples_are_right(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("when", "value", "is_shown"),
    [
        (When("a", "=", "often"), "often", True),
        (When("a", "=", "often"), "never", False),
        (When("a", "=", "often"), None, False),
        (When("a", "!=", "often"), None, True),
        (When("a", "!=", "often"), "often", False),
        (When("a", "exists", True), "never", True),
        (When("a", "exists", False), "never", False),
        (When("a", "exists", False), None, True),
        (When("a", "=", "often"), ("never", "often"), True),
        (When("a", "!=", "often"), ("never", "often"), False),
        (When("a", "=", "often"), OwnWords("often"), False),
        (When("a", "exists", True), OwnWords("sometimes"), True),
    ],
)
def test_a_question_is_shown_by_the_answer_to_another(when: When, value: Value | None, is_shown: bool) -> None:
    items = (Item("a", "choice", choices=OFTEN, repeats=True, own_words=True), Item("b", "text", when=(when,)))
    assert ("b" in shown(items, {} if value is None else {"a": value})) is is_shown


@pytest.mark.parametrize(("operator", "expected"), [("<", "a"), (">", "c"), ("<=", "ab"), (">=", "bc")])
def test_numbers_are_compared(operator: str, expected: str) -> None:
    items = (Item("n", "decimal"), Item("b", "text", when=(When("n", operator, 2.5),)))  # type: ignore[arg-type]
    met = "".join(name for name, value in zip("abc", (2, 2.5, 3), strict=True) if "b" in shown(items, {"n": value}))
    assert met == expected


@pytest.mark.parametrize(("any_of", "expected"), [(True, True), (False, False)])
def test_all_of_several_or_any(any_of: bool, expected: bool) -> None:
    when = (When("a", "=", True), When("b", "=", True))
    items = (Item("a", "boolean"), Item("b", "boolean"), Item("c", "text", when=when, when_any=any_of))
    assert ("c" in shown(items, {"a": True, "b": False})) is expected


def test_an_answer_to_a_question_that_is_not_shown_does_not_count() -> None:
    items = (
        Item("a", "boolean"),
        Item("b", "boolean", when=(When("a", "=", True),)),
        Item("c", "text", when=(When("b", "=", True),)),
    )
    assert shown(items, {"a": True, "b": True}) == ["a", "b", "c"]
    assert shown(items, {"a": False, "b": True}) == ["a"]


def test_a_hidden_group_hides_all_in_it_and_a_question_may_wait_for_a_later_one() -> None:
    inner = Group("inner", items=(Item("b", "boolean"),))
    items = (Group("outer", items=(inner,), when=(When("late", "=", True),)), Item("late", "boolean"))
    assert shown(items, {}) == ["late"]
    assert shown(items, {"late": True}) == ["b", "late"]


def test_what_hangs_on_a_question_waits_for_its_answer_but_words_do_not() -> None:
    items = (Item("a", "boolean", items=(Item("help", "display", "Hint"), Item("more", "text"))),)
    assert shown(items, {}) == ["a", "help"]
    assert shown(items, {"a": False}) == ["a", "help", "more"]


def test_the_headings_above_a_question_are_known() -> None:
    whole = Questionnaire((Group("g", "One", items=(Group("h", "Two", items=(Item("a", "text"),)),)),))
    assert [group.text for group in under(whole, "a")] == ["One", "Two"]
    with pytest.raises(BadForm, match="no question b"):
        under(whole, "b")


def test_wording_in_another_language_reaches_titles_groups_and_choices() -> None:
    choice = Choice("1", "Yes", translations=(("de", "Ja"),))
    item = Item("a", "choice", "Well?", choices=(choice,), translations=(("de", "Gut?"),))
    group = Group("g", "Start", items=(item,), translations=(("DE", "Anfang"),))
    german = in_language(Questionnaire((group,), title="T", translations=(("de", "Titel"),)), "de-AT")
    assert (german.title, german.items[0].text) == ("Titel", "Anfang")
    inner = german.items[0].items[0]
    assert isinstance(inner, Item)
    assert (inner.text, inner.choices[0].text) == ("Gut?", "Ja")


A = Item("a", "boolean")
CIRCLE = (Item("b", "boolean", when=(When("c", "=", True),)), Item("c", "boolean", when=(When("b", "=", True),)))


@pytest.mark.parametrize(
    ("items", "says"),
    [
        ((), "no question"),
        ((A, A), "this id"),
        ((Item("", "text"),), "can't be a name"),
        ((Item(" a", "text"),), "can't be a name"),
        ((Group("g"),), "without questions"),
        (CIRCLE, "wait for one another"),
        ((Item("b", "boolean", when=(When("b", "=", True),)),), "wait for one another"),
        ((Group("g", items=(A,), when=(When("a", "=", True),)),), "wait for one another"),
        ((Item("b", "text", when=(When("zz", "=", True),)),), "isn't a question"),
        ((A, Item("b", "text", when=(When("a", "=", "yes"),))), "can't be an answer"),
        ((A, Item("b", "text", when=(When("a", ">", True),))), "numbers and days"),
        ((A, Item("b", "text", when=(When("a", "exists", 1),))), "neither yes nor no"),
        ((Item("b", "text", "x\x00"),), "can't be shown"),
        ((Item("b", "text", "\ud800"),), "can't be shown"),
        ((Item("b", "text", "x" * 20_001),), "letters"),
        ((Item("b", "choice"),), "needs some"),
        ((Item("b", "boolean", choices=OFTEN),), "needs some"),
        ((Item("b", "choice", choices=OFTEN + OFTEN),), "the code never"),
        ((Item("b", "choice", choices=(Choice("a", "A", 1e308),)),), "no score"),
        ((Item("b", "choice", choices=(Choice("a", "A", float("nan")),)),), "no score"),
        ((Item("b", "integer", choices=(Choice("1.5", "A"),)),), "whole number"),
        ((Item("b", "integer", low=3, high=2),), "above the largest"),
        ((Item("b", "date", low="2026-02-30"),), "can't be a smallest"),
        ((Item("b", "integer", control="slider"),), "both its ends"),
        ((Item("b", "text", repeats=True),), "where there are choices"),
        ((Item("b", "display", required=True),), "have no answer"),
        (tuple(Item(str(n), "text") for n in range(1_001)), "More than 1000"),
    ],
)
def test_a_contradiction_is_refused_with_a_sentence(items: tuple[Group | Item, ...], says: str) -> None:
    with pytest.raises(BadForm, match=says):
        Questionnaire(items)


def test_groups_that_are_too_deep_are_refused_before_anything_walks_them() -> None:
    entry: Group | Item = A
    for n in range(5_000):
        entry = Group(f"g{n}", items=(entry,))
    with pytest.raises(BadForm, match="12 deep"):
        Questionnaire((entry,))
