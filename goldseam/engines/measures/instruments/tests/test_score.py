"""Scores are exact: against cases worked by hand, and by what must hold for any rule and any answers."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldseam.engines.measures.instruments.load import all_rules
from goldseam.engines.measures.instruments.rule import Item, Rule
from goldseam.engines.measures.instruments.score import BadAnswer, MissingAnswers, Scored, score

from .worked import WORKED, Worked

RULES = all_rules()


def numbered(rule: Rule, answers: tuple[float | None, ...]) -> dict[str, float | None]:
    return dict(zip(rule.items, answers, strict=True))


@pytest.mark.parametrize("case", WORKED, ids=lambda case: f"{case.rule}: {case.totals}")
def test_it_comes_to_what_a_hand_comes_to(case: Worked) -> None:
    scored = score(RULES[case.rule], numbered(RULES[case.rule], case.answers))
    assert isinstance(scored, Scored)
    assert scored.totals == case.totals
    assert scored.prorated == frozenset(case.prorated)


def test_every_rule_has_three_cases_worked_by_hand() -> None:
    assert min(Counter(case.rule for case in WORKED)[rule] for rule in RULES) >= 3


def test_a_scale_with_too_many_left_out_names_them_and_how_many_are_needed() -> None:
    scored = score(RULES["phq-4"], {"phq4-1": 2, "phq4-2": 1, "phq4-3": None})
    assert isinstance(scored, Scored)
    assert scored.unscored["total"].items == ("phq4-3", "phq4-4")
    assert scored.unscored["total"].more == 2
    assert scored.unscored["depression"].reason == "depression: 2 more answers are needed, of phq4-3, phq4-4."


def test_no_score_at_all_is_said_with_the_fewest_answers_that_would_give_one() -> None:
    missing = score(RULES["phq-4"], {"phq4-1": 2})
    assert isinstance(missing, MissingAnswers)
    assert (missing.lacks, missing.more, missing.items) == ("answers", 1, ("phq4-2", "phq4-3", "phq4-4"))


def test_a_rule_may_ask_for_more_than_the_usual_share() -> None:
    strict = replace(RULES["rdas"], share=1.0)
    assert isinstance(score(strict, numbered(strict, (3,) * 13 + (None,))), MissingAnswers)


@pytest.mark.parametrize(
    ("share", "answered", "enough"),
    [(0.8, 4, True), (0.8, 3, False), (0.6, 3, True), (0.7, 3, False), (0.2, 1, True), (1.0, 4, False)],
)
def test_the_share_is_counted_exactly(share: float, answered: int, enough: bool) -> None:
    rule = replace(RULES["e-hits"], share=share)
    answers: dict[str, float | None] = dict.fromkeys(list(rule.items)[:answered], 1)
    assert isinstance(score(rule, answers), Scored) is enough


@pytest.mark.parametrize(
    ("item", "answer", "why"),
    [
        ("phq4-1", 4, "outside 0 to 3"),
        ("phq4-1", -1, "outside 0 to 3"),
        ("phq4-2", 1.5, "between two steps"),
        ("phq4-3", float("nan"), "not a number"),
        ("phq4-3", float("inf"), "not a number"),
        ("phq4-4", True, "not a number"),
        ("phq4-4", "2", "not a number"),
        ("phq4-9", 1, "no such item"),
        ("phq4-9", None, "no such item"),
        ("phq4-1", 10**400, "outside 0 to 3"),
    ],
)
def test_an_answer_that_cannot_be_names_its_item(item: str, answer: float | None, why: str) -> None:
    with pytest.raises(BadAnswer, match=why) as refused:
        score(RULES["phq-4"], {"phq4-1": 1, "phq4-2": 1, "phq4-3": 1, "phq4-4": 1, item: answer})
    assert refused.value.item == item


def test_a_place_on_a_line_may_lie_between_two_points() -> None:
    assert isinstance(score(RULES["crs"], dict.fromkeys(RULES["crs"].items, 33.25)), Scored)


ANY_RULE = st.sampled_from(sorted(RULES))


def any_answers(rule: Rule) -> st.SearchStrategy[dict[str, float | None]]:
    each = {item.id: st.none() | st.integers(int(item.low), int(item.high)) for item in rule.items.values()}
    return st.fixed_dictionaries(each)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.data())
def test_a_score_lies_within_its_scale(data: st.DataObject) -> None:
    rule = RULES[data.draw(ANY_RULE)]
    scored = score(rule, data.draw(any_answers(rule)))
    if isinstance(scored, Scored):
        assert all(rule.scales[scale].low <= total <= rule.scales[scale].high for scale, total in scored.totals.items())


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.data())
def test_the_order_of_answers_does_not_matter_nor_whether_one_is_left_out_or_none(data: st.DataObject) -> None:
    rule = RULES[data.draw(ANY_RULE)]
    answers = data.draw(any_answers(rule))
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))
    given_only = {item: answer for item, answer in shuffled.items() if answer is not None}
    assert score(rule, answers) == score(rule, shuffled) == score(rule, given_only)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.integers(-50, 50), st.integers(1, 100), st.data())
def test_turning_twice_is_not_turning_and_stays_in_range(low: int, steps: int, data: st.DataObject) -> None:
    item = Item("a", low, low + steps, reverse=2 * low + steps)
    answer = Fraction(data.draw(st.integers(low, low + steps)))
    assert item.counts(item.counts(answer)) == answer
    assert item.low <= item.counts(answer) <= item.high


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.data())
def test_with_equal_ranges_what_is_left_out_counts_as_the_mean_of_the_others(data: st.DataObject) -> None:
    rule = RULES[data.draw(st.sampled_from(["trim-18", "dts", "trust-scale", "e-hits"]))]
    answers = data.draw(any_answers(rule))
    scored = score(rule, answers)
    if not isinstance(scored, Scored):
        return
    for scale, total in scored.totals.items():
        items = rule.scales[scale].items
        counted = [Fraction(answer) for item in items if (answer := answers[item]) is not None]
        assert total == float(sum(counted) * len(items) / len(counted))


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.data())
def test_raising_an_answer_raises_the_score_and_lowers_it_where_the_item_is_turned(data: st.DataObject) -> None:
    rule = RULES[data.draw(ANY_RULE)]
    answers: dict[str, float | None] = {
        item.id: data.draw(st.integers(int(item.low), int(item.high))) for item in rule.items.values()
    }
    raised = data.draw(st.sampled_from(list(rule.items.values())))
    before = score(rule, {**answers, raised.id: raised.low})
    after = score(rule, {**answers, raised.id: raised.high})
    assert isinstance(before, Scored)
    assert isinstance(after, Scored)
    for scale in rule.scales.values():
        way = raised.high - raised.low if raised.reverse is None else raised.low - raised.high
        share = (1 / len(scale.items) if scale.combine == "mean" else 1) if raised.id in scale.items else 0
        assert after.totals[scale.id] - before.totals[scale.id] == pytest.approx(way * share)
