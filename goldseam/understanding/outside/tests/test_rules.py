"""A plan as one writes it alone, and what of it begins a plan for both."""

import pytest

from goldseam.understanding.outside import rules
from goldseam.understanding.outside.rules import Plan, Refused


def test_one_line_is_enough_and_nothing_is_nothing() -> None:
    assert rules.checked(Plan(does=" short \r\n words ")).does == "short\nwords"
    with pytest.raises(Refused) as refused:
        rules.checked(Plan(does="  \n "))
    assert refused.value.code == "nothing"


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (Plan(about="weather"), "unknown"),
        (Plan(stress="x" * (rules.STRESS_MOST + 1)), "stress-long"),
        (Plan(drop="x" * (rules.WORDS_MOST + 1)), "long"),
    ],
)
def test_too_much_is_refused_where_it_stands(plan: Plan, code: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.checked(plan)
    assert refused.value.code == code and refused.value.part


@pytest.mark.parametrize("body", [None, [], {}, {"about": 7}, {"elsewhere": "x"}, {"about": "weather"}, {"does": None}])
def test_a_body_that_none_of_ours_is_is_refused(body: object) -> None:
    with pytest.raises(Refused):
        rules.from_body(body)


def test_it_is_kept_and_read_as_it_was() -> None:
    plan = Plan(about="work", stress="the night shifts", signs="a\nb", you_do="ask me")
    assert rules.from_body(rules.as_body(plan)) == plan


def test_brought_to_both_each_deed_begins_with_its_name_and_the_day_stays_open() -> None:
    plan = Plan(i_do="the mornings", you_do="")
    told = rules.brought(plan, names=("Ana", "Ben"), stress="work")
    assert (told["one"], told["other"], told["stress"]) == ("Ana: the mornings", "Ben:", "work")
    assert "again" not in told
    assert rules.brought(plan, names=("", ""), stress="")["one"] == "the mornings"


def test_a_name_with_nothing_after_it_says_nothing() -> None:
    told = rules.without_bare_names({"one": "Ana: ", "other": "Ben: the bins"}, ("Ana", "Ben"))
    assert told == {"one": "", "other": "Ben: the bins"}


def test_a_map_names_stresses_by_its_heavy_lines_in_our_order() -> None:
    assert rules.named_on_map(["outside-money", "quarrels-tone", "outside-work", "outside-elsewhere"]) == [
        "work",
        "money",
    ]
