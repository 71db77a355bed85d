"""One core problem: apart first, then one sentence that counts when both have signed it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.apart import access as apart
from goldseam.apart import actions as giving
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.practice import Topic
from goldseam.statements import access as statements
from goldseam.understanding.core import part, problem
from goldseam.understanding.core.tests import acts


def read(who: Cast, name: str, *, private: bool = False, **more: str) -> str:
    return browser_of(who, private=private).get(reverse(name), more).content.decode()


def test_alone_it_is_ones_own_sentence_first(ana: Cast) -> None:
    browser = browser_of(ana)
    sent = browser.post(reverse("core-write"), {**acts.ANAS, "do": "keep"})
    assert sent.status_code == 302
    assert acts.ANAS["sentence"] in read(ana, "core-write", private=True)
    assert problem.proposed_at(ana.anew()) is not None
    assert acts.ANAS["sentence"] not in read(ana, "core")


def test_what_is_written_badly_stays_in_the_form(ana: Cast) -> None:
    sent = browser_of(ana).post(reverse("core-write"), {"sentence": "much " * 60, "why": "because of Sunday"})
    page = sent.content.decode()
    assert sent.status_code == 400
    assert "What is the one thing in it?" in page and "because of Sunday" in page and "much much" in page


def test_nobody_reads_a_proposal_before_both_have_given(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    before = read(ben, "core", private=True)
    giving.give(ana.anew(), problem.LABEL, acts.ANAS)
    after = read(ben, "core", private=True)
    assert acts.ANAS["sentence"] not in after
    assert len(before) == len(after)
    assert problem.proposed_at(ben.anew()) is None


def test_both_see_both_and_may_begin_from_either(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    acts.proposals_open(ana, ben)
    for who, mine, theirs in ((ana, acts.ANAS, acts.BENS), (ben, acts.BENS, acts.ANAS)):
        page = read(who, "core")
        assert mine["sentence"] in page and theirs["sentence"] in page and "Make one of them" in page
        assert f">\n{theirs['sentence']}</textarea>" in read(who, "core-shape", begin="theirs")
        assert f">\n{mine['sentence']}\n{theirs['sentence']}</textarea>" in read(who, "core-shape", begin="both")
        assert ">\n</textarea>" in read(who, "core-shape", begin="nonsense")


def test_one_sentence_counts_only_when_both_have_signed_it(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    acts.proposals_open(ana, ben)
    sent = browser_of(ana).post(reverse("core-shape"), {"sentence": "We go quiet when it matters."})
    assert sent.status_code == 302
    assert problem.sentence_of(ben.anew()) == "" and part.gold(ana.anew()) == []
    assert problem.shaped_at(ana.anew()) is None
    (version,) = statements.statement_of(ben.anew(), problem.LABEL).versions
    for who in pair:
        browser_of(who).post(
            reverse("words-sign", args=[statements.statement_of(who.anew(), problem.LABEL).id]), {"version": version.id}
        )
    assert problem.sentence_of(ben.anew()) == "We go quiet when it matters."
    assert part.gold(ana.anew()) == [Topic.TALKING]
    assert "We go quiet when it matters." in str(problem.us_card(ana.anew()).text)
    assert problem.shaped_at(ana.anew()) is not None


def test_a_sentence_stands_until_both_sign_a_better_one(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    acts.one_sentence(ana, ben)
    acts.proposals_open(ana, ben)
    acts.proposals_open(ana, ben)
    assert [each.number for each in apart.opened(ben.anew(), problem.LABEL)] == [2, 1]
    page = read(ben, "core")
    assert "Later you may find a better one" in page and "Earlier:" in page


def test_two_who_write_at_once_lose_no_word(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    acts.proposals_open(ana, ben)
    for who, words in ((ana, "First of Ana."), (ben, "First of Ben.")):
        browser_of(who).post(reverse("core-shape"), {"sentence": words})
    for who in pair:
        heads = statements.statement_of(who.anew(), problem.LABEL).heads
        assert {head.parts["sentence"] for head in heads} == {"First of Ana.", "First of Ben."}
        assert "Both of you wrote" in read(who, "core")


def test_while_things_rest_what_was_typed_is_kept_and_nothing_is_shared(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    acts.proposals_open(ana, ben)
    people.pause(ben.anew())
    sent = browser_of(ana).post(reverse("core-shape"), {"sentence": "We go quiet when it matters."})
    page = sent.content.decode()
    assert sent.status_code == 400
    assert "We go quiet when it matters." in page and "Just now nothing new" in page
    assert not statements.statement_of(ana.anew(), problem.LABEL).is_begun
    assert acts.BENS["sentence"] in read(ana, "core")


@pytest.mark.parametrize("how", [Leaving.QUIETLY, Leaving.WITH_A_WORD])
def test_who_is_left_in_the_middle_keeps_what_is_theirs(pair: tuple[Cast, Cast], how: Leaving) -> None:
    ana, ben = pair
    giving.give(ana.anew(), problem.LABEL, acts.ANAS)
    people.leave(ben.anew(), how, word="I go." if how is Leaving.WITH_A_WORD else "")
    assert acts.ANAS["sentence"] in read(ana, "core-write", private=True)
    giving.take_back(ana.anew(), problem.LABEL)
    draft = apart.draft_of(ana.anew(), problem.LABEL)
    assert draft is not None and draft.answers == acts.ANAS
    assert browser_of(ana).get(reverse("core")).status_code == 200


def test_with_the_private_half_closed_nothing_of_ones_own_is_told(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    before = read(ana, "core")
    browser_of(ana)  # the PIN opens
    giving.keep_draft(ana.anew(), problem.LABEL, acts.ANAS, None)
    kept = read(ana, "core")
    browser_of(ana)
    giving.give(ana.anew(), problem.LABEL, acts.ANAS)
    assert len(before) == len(kept) == len(read(ana, "core"))
    assert browser_of(ana, private=False).get(reverse("core-write")).status_code == 302


def test_nobody_who_is_afraid_is_asked_to_find_both_in_it(ana: Cast) -> None:
    """For everybody alike, so that its being there tells nothing."""
    page = read(ana, "core-write", private=True)
    assert "fear of the other" in page and "Help is here" in page
