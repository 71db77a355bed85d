"""The place Talk, asking for a talk, and the talk on paper."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.dialogue import access, actions, content
from goldseam.dialogue.place.asking import KINDS
from goldseam.dialogue.rules.acts import KEEP, YES, Deed, Shape, Way
from goldseam.dialogue.tests.talking import asks, begun, closed, does, heard
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.vault import seam

Pair = tuple[Cast, Cast]


def main_of(client: Client, name: str) -> str:
    return client.get(reverse(name)).content.decode().partition("<main")[2].partition("</main")[0]


def place_of(who: Cast) -> str:
    return main_of(browser_of(who, private=False), "talk")


def sends(who: Cast, name: str = "talk-new", **more: Any) -> Any:
    form = {"talk": str(seam.uuid()), "topic": "The evenings", "way": "two", "now": "1"}
    return browser_of(who, private=False).post(reverse(name), form | more)


def only_talk(who: Cast) -> access.Talk:
    (found,) = access.talks_of(who.anew())
    return found


# -- the place ----------------------------------------------------------------------------------------------------


def test_a_visitor_reads_what_a_talk_is_and_finds_the_one_on_paper(client: Client, db: None) -> None:
    page = main_of(client, "talk")
    assert reverse("talk-paper") in page and reverse("enter") in page and reverse("help") in page
    assert reverse("talk-prepare") not in page


def test_somebody_alone_finds_what_works_alone_and_is_not_asked_to_ask(cleo: Cast) -> None:
    page = place_of(cleo)
    assert reverse("talk-prepare") in page and "as=letter" in page and reverse("talk-paper") in page
    assert reverse("talk-new") not in page and "takes two" in page


def test_two_find_each_kind_of_talk(pair: Pair) -> None:
    page = place_of(pair[1])
    assert "Ask Ana for" in page
    for name in ("talk-new", "talk-letters", "talk-weekly", "talk-daily"):
        assert reverse(name) in page


def test_an_open_talk_stands_first_with_what_is_next_for_its_reader(pair: Pair) -> None:
    ana, ben = pair
    talk = asks(ana)
    hers, his = place_of(ana), place_of(ben)
    assert "You have asked Ben" in hers and "Ana would like to talk" in his
    for page in (hers, his):
        assert page.index(reverse("talk-room", args=[talk])) < page.index(reverse("talk-new"))
        assert "The evenings" in page


def test_whose_turn_it_is_stands_there_in_the_words_of_the_room(pair: Pair) -> None:
    ana, ben = pair
    talk = begun(pair, Way.LETTERS)
    does(ana, talk, Deed.SAY, free="Dear you.")
    assert "Your letter is sent" in place_of(ana) and "Write back what you read" in place_of(ben)
    assert "Dear you." not in place_of(ben)


def test_it_is_neither_told_since_when_nor_whether_the_other_looked(pair: Pair) -> None:
    ana, ben = pair
    with seam.pretend_it_is(seam.now() - timedelta(days=3)):
        asks(ana)
    before = place_of(ana)
    browser_of(ben).get(reverse("talk"))
    browser_of(ben).get(reverse("talk-room", args=[only_talk(ben).id]))
    assert place_of(ana) == before
    assert not re.search(r"\bago\b|\bsince\b|wait|\bseen\b|\blate\b|answered", before)


def test_a_closed_talk_is_listed_with_its_day_and_its_topic_only_if_both_kept_it(pair: Pair) -> None:
    ana, _ = pair
    closed(pair)
    assert "Talks that are over" in place_of(ana) and "The evenings" not in place_of(ana)
    closed(pair, keep=(KEEP, KEEP))
    assert "The evenings" in place_of(ana)


def test_what_one_was_done_with_a_day_ago_is_over_and_names_no_topic(pair: Pair) -> None:
    ana, ben = pair
    with seam.pretend_it_is(seam.now() - timedelta(days=1, minutes=1)):
        talk = begun(pair)
        heard(ana, ben, talk)
        does(ana, talk, Deed.CLOSE)
        does(ana, talk, Deed.DONE, choice="let-go")
    page = place_of(ben)
    assert "Talks that are over" in page and "The evenings" not in page


def test_a_request_waits_for_its_reader_and_stands_there_for_both_once_both_said_yes(pair: Pair) -> None:
    ana, ben = pair
    talk = closed(pair)
    assert "To say something to" in place_of(ben) and "To say something to" not in place_of(ana)
    wish = access.talk_for(ben.anew(), talk).state.requests["you"]
    does(ben, talk, Deed.ANSWER, about=wish.id, choice=YES)
    for who, words in ((ana, "You asked for it"), (ben, "Ana asked for it")):
        page = place_of(who)
        assert "Supper together on Friday." in page and words in page and "To say something to" not in page


def test_while_things_rest_nothing_is_asked_and_all_is_read(pair: Pair) -> None:
    ana, ben = pair
    talk = asks(ana)
    people.pause(ben.anew())
    page = place_of(ana)
    assert "resting" in page and reverse("talk-new") not in page and reverse("talk-room", args=[talk]) in page
    assert "This talk rests" in page and "would like to talk" not in page


def test_a_pause_and_a_quiet_leaving_look_the_same(pair: Pair) -> None:
    ana, ben = pair
    asks(ana)
    people.pause(ben.anew())
    paused = place_of(ana)
    people.leave(ben.anew(), Leaving.QUIETLY)
    assert place_of(ana) == paused


def test_who_was_left_with_a_word_can_still_read(pair: Pair) -> None:
    ana, ben = pair
    closed(pair, keep=(KEEP, KEEP))
    people.leave(ben.anew(), Leaving.WITH_A_WORD, word="Thank you.")
    page = place_of(ana)
    assert "yours to read" in page and "The evenings" in page and reverse("talk-new") not in page


def test_a_mark_on_ones_own_phone_changes_nothing_on_the_others_place(pair: Pair) -> None:
    ana, ben = pair
    talk = begun(pair)
    before = place_of(ben)
    actions.mark(ana.anew(), talk, access.Mark(calmed=True, stirred=9, few_words=True))
    assert place_of(ben) == before


# -- asking -------------------------------------------------------------------------------------------------------


def test_asked_for_now_it_goes_on_in_the_room(pair: Pair) -> None:
    ana, _ = pair
    answer = sends(ana, hope="That we both want rest.", minutes="20", first="you")
    talk = only_talk(ana)
    assert answer.url == reverse("talk-room", args=[talk.id])
    assert (talk.topic, talk.hopes, talk.offer.minutes) == ("The evenings", {"me": "That we both want rest."}, 20)
    assert (talk.offer.first, talk.offer.way, talk.state.is_ready("me", seam.now())) == ("you", Way.TWO, True)


def test_asked_for_another_time_it_goes_on_to_the_form_that_suggests_one(pair: Pair) -> None:
    ana, _ = pair
    answer = sends(ana, now="", later="1")
    form = {"talk": str(seam.uuid()), "topic": "The holidays", "way": "two", "later": "1"}
    again = browser_of(ana).post(reverse("talk-new"), form)
    assert answer.url == again.url == f"{reverse('time-suggest')}?step=dialogue.talk"  # type: ignore[attr-defined]
    assert "A talk, by turns" in browser_of(ana).get(again.url).content.decode()  # type: ignore[attr-defined]
    assert not any(talk.state.ready for talk in access.talks_of(ana.anew()))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_is_asked_for_by_its_own_short_form(pair: Pair, kind: str) -> None:
    ana, ben = pair
    name = "talk-new" if kind == "talk" else f"talk-{kind}"
    page = main_of(browser_of(ana), name)
    assert KINDS[kind].exercise.title in page and KINDS[kind].exercise.limit[:40] in page
    sends(ana, name, way=KINDS[kind].ways[0].value)
    offer = only_talk(ben).offer
    assert (offer.shape, offer.way) == (KINDS[kind].shape, KINDS[kind].ways[0])
    assert offer.minutes == content.shape(offer.shape).minutes[0]


def test_a_lighter_talk_needs_no_topic_and_a_full_one_does(pair: Pair) -> None:
    ana, _ = pair
    refused = sends(ana, topic=" ")
    assert refused.status_code == 400 and not access.talks_of(ana.anew())
    assert sends(ana, "talk-daily", topic="").status_code == 302
    assert only_talk(ana).offer.shape is Shape.DAILY


def test_the_same_form_twice_is_one_talk(pair: Pair) -> None:
    ana, _ = pair
    same = str(seam.uuid())
    assert [sends(ana, talk=same).url for _ in range(2)] == [reverse("talk-room", args=[same])] * 2
    assert len(access.talks_of(ana.anew())) == 1


def test_what_was_typed_stays_in_the_form_when_it_is_refused(pair: Pair) -> None:
    ana, _ = pair
    for number in range(5):
        asks(ana, f"Thing {number}")
    answer = sends(ana, topic="One more", hope="Rest ☺ שלום", minutes="45", first="you", way="one")
    page = answer.content.decode()
    assert answer.status_code == 400 and "still open" in page
    assert 'value="One more"' in page and "Rest ☺ שלום" in page
    for chosen in ('value="45" selected', 'value="you"', 'value="one"'):
        assert chosen in page


@pytest.mark.parametrize(
    "wrong", [{"talk": "x"}, {"way": "letters"}, {"way": ""}, {"minutes": "31"}, {"first": "both"}]
)
def test_a_form_in_pieces_is_refused_and_asks_nobody(pair: Pair, wrong: dict[str, str]) -> None:
    ana, ben = pair
    assert sends(ana, **wrong).status_code == 400
    assert access.talks_of(ben.anew()) == ()


def test_the_id_of_another_pairs_talk_opens_nothing(pair: Pair, cleo: Cast) -> None:
    talk = asks(pair[0])
    answer = sends(cleo, talk=str(talk))
    assert answer.status_code == 400 and "The evenings" in answer.content.decode()  # her own words, kept
    assert only_talk(pair[1]).id == talk


def test_alone_and_while_things_rest_the_page_says_so_and_keeps_what_was_typed(pair: Pair, cleo: Cast) -> None:
    ana, ben = pair
    people.pause(ben.anew())
    for who, words in ((ana, "resting"), (cleo, "takes two")):
        page = main_of(browser_of(who), "talk-new")
        assert words in page and "<form" not in page
        answer = sends(who, topic="The kitchen", hope="A quiet evening")
        told = answer.content.decode()
        assert answer.status_code == 400 and "The kitchen" in told and "A quiet evening" in told


# -- on paper -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["visitor", "ana"])
def test_the_talk_on_paper_is_the_same_for_everybody(ana: Cast, client: Client, who: str) -> None:
    page = main_of(client if who == "visitor" else browser_of(ana), "talk-paper")
    guide = content.paper()
    assert f"{guide.minutes} minutes" in page and guide.evidence in page and reverse("help") in page
    for section in guide.sections:
        assert section.title in page
    assert "If you are alone with it" in page and "What this rests on" in page


def test_the_guide_stays_short_enough_for_the_heat() -> None:
    guide = content.paper()
    steps = [step for section in (*guide.sections, guide.alone) for step in section.steps]
    assert all(len(step.split()) <= 40 for step in steps)
    assert all(len(section.steps) <= 4 for section in guide.sections)


def test_a_talk_that_was_taken_back_is_on_nobodys_place(pair: Pair) -> None:
    ana, ben = pair
    actions.take_back_offer(ana.anew(), asks(ana))
    assert "The evenings" not in place_of(ben)
