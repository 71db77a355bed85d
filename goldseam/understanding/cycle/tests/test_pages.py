"""The loop from one's own half to the picture of both, as its pages show it."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import Cast, bring_together
from goldseam.apart import access as apart
from goldseam.apart import actions as giving
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.practice import Topic
from goldseam.statements import access as statements
from goldseam.statements import actions as words
from goldseam.understanding.cycle import cards, part
from goldseam.understanding.cycle.subject import LABEL, NAME_LABEL
from tests.house import browser_of, come_in

ANA = {"start": ["near", "press"], "other": ["silent"], "beneath": ["lonely"], "longing_words": "to be held at night"}
HALF = {"start": {"picked": ["silent"]}, "beneath": {"picked": ["flooded"], "words": "like under water"}}


@pytest.fixture
def two(db: None) -> tuple[Cast, Cast]:
    ana, ben = come_in("ana"), come_in("ben")
    bring_together(ana, ben)
    return ana, ben


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    found: str = answer.content.decode()
    return found


def both_give(ana: Cast, ben: Cast) -> None:
    giving.give(ana.anew(), LABEL, {"start": {"picked": ["press"]}, "other": {"picked": ["silent"]}})
    giving.give(ben.anew(), LABEL, HALF)
    giving.look(ana.anew(), LABEL)


def test_alone_one_builds_a_half_and_sees_it_drawn(db: None) -> None:
    ana = come_in("ana")
    client = browser_of(ana)
    page = text_of(client.get("/us/cycle/mine/"))
    assert "Help is here" in page and page.count("<details") >= 6
    assert client.post("/us/cycle/mine/", {**ANA, "do": "keep"}).status_code == 302
    home = text_of(client.get("/us/cycle/"))
    assert '<svg class="loop"' in home and "to be held at night" in home and "The other alone can say it" in home
    assert part.PART.steps[0].last_done(ana.anew()) is not None


def test_with_the_private_half_closed_nothing_of_it_is_told(two: tuple[Cast, Cast]) -> None:
    ana, _ = two
    closed = browser_of(ana, is_open=False)
    before = text_of(closed.get("/us/cycle/"))
    giving.keep_draft(ana.anew(), LABEL, {"beneath": {"words": "walnut"}}, None)
    after = text_of(closed.get("/us/cycle/"))
    assert "walnut" not in after and "svg class=" not in after.replace('svg class="icon', "")
    assert len(before) == len(after)


def test_joining_nothing_is_written_again(db: None) -> None:
    ana, ben = come_in("ana"), come_in("ben")
    browser_of(ana).post("/us/cycle/mine/", {**ANA, "do": "keep"})
    bring_together(ana, ben)
    page = text_of(browser_of(ana).get("/us/cycle/give/"))
    assert "When I come closer and keep asking, you go silent." in page
    draft = apart.draft_of(ana.anew(), LABEL)
    assert draft is not None
    sent = {"based_on": f"{draft.id}:{draft.version}", "number": "1"}
    assert browser_of(ana).post("/us/cycle/give/", sent).status_code == 302
    assert "flooded" not in text_of(browser_of(ana).get("/us/cycle/"))
    giving.give(ben.anew(), LABEL, HALF)
    giving.look(ana.anew(), LABEL)
    for who, name in ((ana, "Ben"), (ben, "Ana")):
        home = text_of(browser_of(who, is_open=False).get("/us/cycle/"))
        assert f"What {name} does" in home and "“like under water”" in home and "Look at it together" in home
        assert "nobody is to blame" in home and "Help is here" in home


def test_too_much_is_said_kindly_and_nothing_typed_is_lost(two: tuple[Cast, Cast]) -> None:
    client = browser_of(two[0])
    sent = {"start": ["near", "press", "loud", "cry"], "then_words": "a walnut", "do": "keep"}
    answer = client.post("/us/cycle/mine/", sent)
    page = answer.content.decode()
    assert answer.status_code == 400 and "3 at most fit here" in page and "a walnut" in page
    assert page.count("checked") == 4
    answer = client.post("/us/cycle/mine/", {"do": "keep"})
    assert answer.status_code == 400 and "One part of the sentence is enough" in answer.content.decode()
    assert client.post("/us/cycle/mine/", {"start": "<x>", "do": "keep"}).status_code == 400


def test_two_devices_keep_both_halves(two: tuple[Cast, Cast]) -> None:
    client = browser_of(two[0])
    for start in ("near", "cry"):
        client.post("/us/cycle/mine/", {"start": start, "based_on": "", "do": "keep"})
    page = text_of(client.get("/us/cycle/mine/"))
    assert "Another version lies beside it" in page and "When I come closer." in page


def test_words_taken_out_leave_the_gold_and_the_others_half(two: tuple[Cast, Cast]) -> None:
    ana, ben = two
    both_give(ana, ben)
    assert browser_of(ben).post("/us/cycle/1/out/").status_code == 302
    page = text_of(browser_of(ana).get("/us/cycle/"))
    assert "under water" not in page and "asking again and again" in page and "One half was taken out" in page
    giving.remove_own(ana.anew(), LABEL, 1)
    assert "Help is here" in text_of(browser_of(ana).get("/us/cycle/"))
    assert part.gold(ana.anew()) == part.gold(ben.anew()) == [Topic.QUARRELS]


def test_who_was_left_still_reads_it_and_builds_on_alone(two: tuple[Cast, Cast]) -> None:
    ana, ben = two
    both_give(ana, ben)
    people.leave(ben.anew(), Leaving.WITH_A_WORD, word="Take care.")
    client = browser_of(ana)
    assert "“like under water”" in text_of(client.get("/us/cycle/"))
    assert client.post("/us/cycle/mine/", {"start": "cry", "do": "keep"}).status_code == 302


def test_while_things_rest_a_half_can_be_built_and_nothing_is_given(two: tuple[Cast, Cast]) -> None:
    ana, ben = two
    people.pause(ben.anew())
    client = browser_of(ana)
    assert client.post("/us/cycle/mine/", {"start": "cry", "do": "see"}).status_code == 302
    draft = apart.draft_of(ana.anew(), LABEL)
    assert draft is not None
    sent = {"based_on": f"{draft.id}:{draft.version}", "number": "1"}
    answer = client.post("/us/cycle/give/", sent)
    assert answer.status_code == 400 and "What you wrote is kept" in answer.content.decode()


def test_a_name_counts_when_both_signed_and_then_the_talk_was_done(two: tuple[Cast, Cast]) -> None:
    ana, ben = two
    both_give(ana, ben)
    talk = part.PART.steps[1]
    written = words.write(ana.anew(), NAME_LABEL, {"name": "The washing machine", "sign": "A hand on the table."})
    words.sign(ana.anew(), written)
    assert talk.last_done(ana.anew()) is None
    words.sign(ben.anew(), written)
    assert statements.standing(ben.anew(), NAME_LABEL) is not None
    assert talk.last_done(ana.anew()) is not None
    assert "The washing machine" in text_of(browser_of(ben).get("/us/cycle/"))


def test_cards_tell_only_what_both_know(two: tuple[Cast, Cast]) -> None:
    ana, ben = two
    before = cards.for_us(ana.closed())
    giving.give(ben.anew(), LABEL, HALF)
    giving.keep_draft(ana.anew(), LABEL, HALF, None)
    assert cards.for_us(ana.closed()) == before == cards.for_us(ben.anew())
    giving.give(ana.anew(), LABEL, HALF)
    giving.look(ben.anew(), LABEL)
    assert cards.for_us(ana.closed()) == cards.for_us(ben.anew()) != before
