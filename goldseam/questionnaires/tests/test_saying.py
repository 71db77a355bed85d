"""What answers come to, in words: by the rule, gently, never as a diagnosis, and "real change" only by its own rule."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.engines.measures.instruments.load import all_rules
from goldseam.engines.measures.instruments.rule import SAYS
from goldseam.growth.tests.browser import words_of
from goldseam.questionnaires import access, actions, reads, saying, shelf
from goldseam.questionnaires.rules import Said
from goldseam.questionnaires.shelf import Paper
from goldseam.questionnaires.tests import papers
from goldseam.vault import seam

pytestmark = pytest.mark.django_db

FORBIDDEN = re.compile(
    r"\b(you (are \w|have|suffer)|disorder|illness|depress\w+|patient|abuser?|normal|diagnosed)\b", re.I
)
"""Nothing here may name what somebody is or has."""


@pytest.fixture(autouse=True)
def _own_shelf(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def all_at(paper: Paper, share: float, leaving_out: int = 0) -> Said:
    """Every question answered at the same part of its way, the first few left out."""
    found = {}
    for question in paper.questions[leaving_out:]:
        codes = [choice.code for choice in question.item.choices]
        found[question.place] = codes[round(share * (len(codes) - 1))]
    return found


def sentences(paper: Paper, said: Said) -> str:
    return " ".join(sentence for part in saying.parts(paper, said) for sentence in part.sentences)


def answered(who: Cast, paper: Paper, said: Said, ago: int = 0) -> Any:
    with seam.pretend_it_is(seam.now() - timedelta(days=ago)):
        return actions.keep(who.anew(), paper, said, {}, seam.uuid(), done=True)


# -- in words -----------------------------------------------------------------------------------------------------


def test_every_word_of_a_rule_and_every_scale_has_its_own_words() -> None:
    from goldseam.library import texts

    said = texts.words_of(saying.FOLDER, "says")
    named = texts.words_of(saying.FOLDER, "scales")
    assert set(said) >= SAYS
    assert {f"{rule.id}.{scale}" for rule in all_rules().values() for scale in rule.scales} <= set(named)


@pytest.mark.parametrize("rule", sorted(all_rules()))
def test_every_rule_speaks_at_every_height_and_names_nobody(rule: str) -> None:
    paper = papers.added(papers.like(rule), rule=rule)
    for share in (0.0, 0.3, 0.6, 1.0):
        said = sentences(paper, all_at(paper, share))
        assert ("Your answers come to" in said) is not paper.is_about_safety and "%(" not in said
        assert not FORBIDDEN.search(said), said
        assert "real change" not in said
    assert "There is no sum" in sentences(paper, {0: all_at(paper, 1.0)[0]}) or len(paper.questions) == 1


def test_four_questions_answered_heavily_bring_help_nearer_and_no_diagnosis(ana: Cast) -> None:
    paper = papers.added(papers.like("phq-4"), rule="phq-4")
    row_id = answered(ana, paper, all_at(paper, 1.0))
    page = words_of(browser_of(ana).get(reverse("questions-told", args=[row_id])))
    assert "You don’t have to carry it alone" in page and page.count("It is no diagnosis") >= 1
    light = answered(ana, paper, all_at(paper, 0.0))
    page = words_of(browser_of(ana).get(reverse("questions-told", args=[light])))
    assert "carry it alone" not in page and 'href="/help/"' in page


def test_what_was_left_out_is_named_where_it_hinders_a_sum() -> None:
    paper = papers.added(papers.like("csi-16"), rule="csi-16")
    assert "filled in from the rest" in sentences(paper, all_at(paper, 0.5, leaving_out=2))
    said = sentences(paper, all_at(paper, 0.5, leaving_out=5))
    assert "There is no sum" in said and "“Stone 1?”; “Stone 2?”" in said and "Stone 6?" not in said


def test_where_several_sums_lack_answers_it_isnt_said_that_any_one_would_do() -> None:
    paper = papers.added(papers.like("phq-4"), rule="phq-4")
    said = sentences(paper, {0: all_at(paper, 1.0)[0]})
    assert said.startswith("There is no sum: too much was left out for it") and "would be" not in said
    assert said.count("“") == 3, "the three that were left out"


def test_without_a_rule_nothing_is_worked_out() -> None:
    paper = papers.added(papers.walks(4))
    assert saying.parts(paper, {0: "c3"}) == []


def test_safety_questions_never_clear_anybody() -> None:
    paper = papers.added(papers.like("e-hits"), rule="e-hits")
    assert paper.is_about_safety
    low, high = sentences(paper, all_at(paper, 0.0)), sentences(paper, all_at(paper, 1.0))
    assert "No questions can say that somebody is safe" in low and "That is not your fault" not in low
    assert "That is not your fault" in high
    assert reads.says(paper, all_at(paper, 1.0)).is_heavy


def test_safety_questions_left_out_are_not_asked_for_again_and_what_was_answered_still_counts() -> None:
    paper = papers.added(papers.like("e-hits"), rule="e-hits")
    said = sentences(paper, {0: all_at(paper, 1.0)[0]})
    assert "that counts" in said and "people who listen" in said
    assert "Stone" not in said and "more of these" not in said


def test_no_figure_is_told_of_what_the_keeper_says_is_about_safety() -> None:
    paper = papers.added(papers.like("phq-4"), rule="phq-4", is_about_safety=True)
    assert "come to" not in sentences(paper, all_at(paper, 1.0))


# -- beside earlier -----------------------------------------------------------------------------------------------


def told_after(who: Cast, paper: Paper, *shares: float) -> reads.Told:
    rows = [answered(who, paper, all_at(paper, share), 30 * (len(shares) - at)) for at, share in enumerate(shares)]
    me = who.anew()
    newest = next(each for each in access.answers_of(me) if each.id == rows[-1])
    return reads.told(me, newest)


def test_one_look_says_nothing_of_change_two_say_perhaps_and_three_may_say_real(
    ana: Cast, ben: Cast, cleo: Cast
) -> None:
    paper = papers.added(papers.like("rdas"), rule="rdas")
    assert told_after(cleo, paper, 0.2).changes == []
    two = told_after(ana, paper, 0.2, 0.9)
    assert "Perhaps something changed" in two.changes[0] and "real change" not in " ".join(two.changes)
    three = told_after(ben, paper, 0.2, 0.9, 0.9)
    assert "There is a real change since" in three.changes[0] and "easier" in three.changes[0]
    assert "two looks in a row" in three.how[0] and "Anderson" in three.how[0]


def test_getting_harder_is_told_plainly_and_the_same_again_as_wavering(ana: Cast, ben: Cast) -> None:
    paper = papers.added(papers.like("rdas"), rule="rdas")
    assert "and it got harder" in told_after(ana, paper, 0.9, 0.2, 0.2).changes[0]
    assert "no more than such answers waver" in told_after(ben, paper, 0.5, 0.5).changes[0]


def test_several_answers_on_one_day_are_one_look(ana: Cast) -> None:
    paper = papers.added(papers.like("rdas"), rule="rdas")
    for share in (0.2, 0.9, 0.9):
        row_id = answered(ana, paper, all_at(paper, share))
    assert row_id
    me = ana.anew()
    assert reads.told(me, access.answered_for(me, row_id)).changes == []


def test_another_version_begins_anew(ana: Cast) -> None:
    first = papers.added(papers.like("rdas"), rule="rdas")
    answered(ana, first, all_at(first, 0.2), 60)
    second = papers.added(papers.like("rdas", title="Stones, changed"), rule="rdas")
    assert told_after(ana, second, 0.9).changes == []


# -- for the page of insights -------------------------------------------------------------------------------------


def test_insights_hear_finished_sentences_of_what_goes_with_a_rule_and_nothing_about_safety(ana: Cast) -> None:
    rdas, walks = papers.added(papers.like("rdas"), rule="rdas"), papers.added(papers.walks(3))
    safety = papers.added(papers.like("e-hits", title="Quiet"), rule="e-hits")
    assert reads.told_for(ana.anew()) == []
    for paper in (rdas, walks, safety):
        answered(ana, paper, all_at(paper, 0.5), 30)
        answered(ana, paper, all_at(paper, 0.6))
    (told,) = reads.told_for(ana.anew())
    assert told.title == "Stones" and told.sentences and told.plot and len(told.plot.series[0].points) == 2
    shelf.take_off(rdas.id)
    assert [each.title for each in reads.told_for(ana.anew())] == ["Stones"]


# -- as a file ----------------------------------------------------------------------------------------------------


def test_the_file_for_a_therapist_is_fhir_without_a_name(ana: Cast) -> None:
    paper = papers.added(papers.like("phq-4", title="Stones"), rule="phq-4")
    row_id = answered(ana, paper, all_at(paper, 1.0))
    answer = browser_of(ana).get(reverse("questions-file", args=[row_id]))
    assert answer.headers["Content-Type"] == "application/fhir+json" and "notes.json" in answer["Content-Disposition"]
    told = json.loads(words_of(answer))
    kinds = [each["resource"]["resourceType"] for each in told["entry"]]
    assert kinds == ["QuestionnaireResponse", "Observation", "Observation", "Observation"]
    assert [each["resource"]["valueQuantity"]["value"] for each in told["entry"][1:]] == [12, 6, 6]
    assert len(told["entry"][0]["resource"]["item"]) == 4
    assert "ana" not in words_of(answer).lower() and "subject" not in words_of(answer)
