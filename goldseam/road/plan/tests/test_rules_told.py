"""What a therapist reads is what the engine reads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.urls import reverse

from goldseam.practice import steps
from goldseam.road.plan import content, rules
from goldseam.road.plan.reads import facts_of_steps

PAPER = Path(__file__).parents[4] / "docs" / "for-therapists" / "the-road.md"


def test_the_page_for_therapists_says_every_rule_and_every_step_as_they_are() -> None:
    paper = PAPER.read_text(encoding="utf-8")
    for rule in content.told().rules:
        assert f"{rule.number}. **{rule.title}.** {rule.says} *{rule.why}*" in paper
    for step in steps().values():
        told = step.exercise()
        assert f"| {told.title} |" in paper and f"| {told.minutes} |" in paper
    rows = [line for line in paper.splitlines() if line.startswith("| ") and "| minutes |" not in line]
    assert len(rows) == len(steps())


def test_every_step_that_the_rules_name_is_there_and_every_step_leads_somewhere() -> None:
    book, known = content.book(), steps()
    named = {*book.talks, *(name for names in book.about.values() for name in names), book.check_in}
    assert named | set(book.unsure_first) | set(book.unsure_theirs) <= set(known)
    assert all(known[talk].who == "together" for talk in book.talks)
    assert all(reverse(step.url_name) for step in known.values())
    assert all(before in known for step in known.values() for before in step.after)


def test_two_together_get_exactly_three_talks_for_every_length() -> None:
    book = content.book()
    day = date(2026, 5, 4)
    facts = facts_of_steps()
    for weeks in range(book.weeks_least, book.weeks_most + 1):
        layer = rules.joint(rules.JointFacts(rules.Pair.TOGETHER, facts, frame=rules.Frame(day, weeks)), book, day)
        assert [one.step.id for one in layer.steps if one.step.id in book.talks] == list(book.talks)
