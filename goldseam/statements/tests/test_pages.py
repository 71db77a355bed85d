"""The page of a shared statement, by its buttons: what each sees, what is kept, what is said when it can't be."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.statements.tests.two import ENDING, LABEL, now, sign, signed_by_both, write
from tests.house import browser_of

Pair = tuple[Cast, Cast]


def page_of(who: Cast, label: str = LABEL) -> str:
    return reverse("words", args=[now(who, label).id])


def read(client: Client, who: Cast, label: str = LABEL) -> str:
    answer = client.get(page_of(who, label))
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, who: Cast, name: str, about: str = LABEL, **told: Any) -> int:
    return client.post(reverse(f"words-{name}", args=[now(who, about).id]), told).status_code


def test_from_the_first_words_to_both_names(pair: Pair) -> None:
    ana, ben = pair
    hers, his = browser_of(ana), browser_of(ben)
    assert "The first words will be here" in read(hers, ana)
    assert hers.get(reverse("words-write", args=[now(ana).id])).status_code == 200
    assert send(hers, ana, "write", sentence="We stop listening when we are tired.") == 302
    made = now(ana).heads[0].id
    assert "Ana wrote" in read(his, ben) and "Sign as Ben" in read(his, ben)
    assert send(hers, ana, "sign", version=made) == send(his, ben, "sign", version=made) == 302
    for client, who in ((hers, ana), (his, ben)):
        page = read(client, who)
        assert "You have both signed this" in page and 'class="vow both"' in page


def test_gold_is_there_only_while_both_names_are(pair: Pair) -> None:
    ana, ben = pair
    made = signed_by_both(ana, ben, "We take turns.")
    assert send(browser_of(ana), ana, "unsign", version=made) == 302
    page = read(browser_of(ben), ben)
    assert "You both signed this once" in page and "vow both" not in page and "gold-words" not in page
    assert "The words stay until you both sign others" in page


def test_two_at_once_find_both_wordings_and_join_them(pair: Pair) -> None:
    ana, ben = pair
    first = write(ana, "We stop listening.")
    hers, his = browser_of(ana), browser_of(ben)
    drawn: dict[str, Any] = {"from": str(first)}
    assert send(hers, ana, "write", sentence="We stop listening when we are tired.", **drawn) == 302
    assert send(his, ben, "write", sentence="We stop listening in the evening.", **drawn) == 302
    page = read(hers, ana)
    assert "Both of you wrote" in page and "tired." in page and "evening." in page
    form = hers.get(reverse("words-write", args=[now(ana).id])).content.decode()
    assert "when we are tired." in form and "in the evening." in form and form.count('name="from"') == 2
    heads = [str(each.id) for each in now(ana).heads]
    joined: dict[str, Any] = {"from": heads, "sentence": "We stop listening when we are tired, in the evening."}
    assert send(hers, ana, "write", **joined) == 302
    assert len(now(ben).heads) == 1 and len(now(ben).versions) == 4
    assert "You joined them" in read(hers, ana)


def test_one_of_two_can_be_taken(pair: Pair) -> None:
    ana, ben = pair
    hers, theirs = write(ana, "One."), write(ben, "Two.", UUID(int=1))
    client = browser_of(ana)
    assert send(client, ana, "write", take=theirs, **dict[str, Any]({"from": [str(hers), str(theirs)]})) == 302
    head = now(ana).heads[0]
    assert (head.parts["sentence"], set(head.based_on)) == ("Two.", {hers, theirs})
    assert "You took these words" in read(client, ana)


def test_what_changed_is_told_in_words_and_marks(pair: Pair) -> None:
    ana, ben = pair
    write(ana, "We talk too late.")
    write(ben, "We talk too seldom.")
    page = read(browser_of(ana), ana)
    assert "taken out:" in page and "added:" in page and "<del>" in page and "<ins>" in page


def test_bad_words_come_back_with_a_clear_sentence_and_are_kept(pair: Pair) -> None:
    ana, _ = pair
    client, address = browser_of(ana), reverse("words-write", args=[now(ana).id])
    answer = client.post(address, {"sentence": "walnut " * 80})
    assert answer.status_code == 400
    assert "a little too long" in answer.content.decode() and "walnut walnut" in answer.content.decode()
    assert client.post(address, {"sentence": "   "}).status_code == 400
    made = write(ana, "One.")
    too_long = "hazel " * 200
    answer = client.post(reverse("words-remark", args=[now(ana).id]), {"version": made, "remark": too_long})
    assert answer.status_code == 400 and "hazel hazel" in answer.content.decode()


def test_a_form_drawn_before_is_answered_kindly_when_its_words_are_gone(pair: Pair) -> None:
    ana, ben = pair
    made = write(ana, "One.")
    assert send(browser_of(ana), ana, "erase", version=made) == 302
    for name in ("sign", "unsign", "remark", "erase"):
        told = {"version": made, **({"remark": "Two."} if name == "remark" else {})}
        answer = browser_of(ben).post(reverse(f"words-{name}", args=[now(ben).id]), told)
        assert answer.status_code == 400 and "not here any more" in answer.content.decode()


def test_while_things_rest_words_are_kept_and_names_can_still_be_taken_off(pair: Pair) -> None:
    ana, ben = pair
    made = write(ana, "One.")
    sign(ana, made)
    people.pause(ben.anew())
    client = browser_of(ana)
    page = read(client, ana)
    assert "resting" in page and "Sign as" not in page and "Take my name off" in page
    answer = client.post(reverse("words-write", args=[now(ana).id]), {"sentence": "New ones."})
    assert answer.status_code == 400 and "New ones." in answer.content.decode()
    assert send(client, ana, "unsign", version=made) == 302


def test_an_agreement_ends_by_one_press_of_one(pair: Pair) -> None:
    ana, ben = pair
    signed_by_both(ana, ben, "Sundays are ours.", ENDING)
    assert "End it now" in read(browser_of(ben), ben, ENDING)
    assert send(browser_of(ben), ben, "end", ENDING) == 302
    page = read(browser_of(ana), ana, ENDING)
    assert "It has ended" in page and "vow both" not in page
    assert send(browser_of(ana), ana, "end") == 400


def test_signed_words_are_erased_only_with_a_tick(pair: Pair) -> None:
    ana, ben = pair
    made = signed_by_both(ana, ben, "One.")
    client = browser_of(ana)
    assert send(client, ana, "erase", version=made) == 400
    assert send(client, ana, "erase", version=made, sure="1") == 302
    assert now(ben).is_empty


def test_who_was_left_can_read_and_take_back_and_nothing_else(pair: Pair) -> None:
    ana, ben = pair
    made = signed_by_both(ana, ben, "One.")
    people.leave(ben.anew(), Leaving.WITH_A_WORD, word="Farewell.")
    client = browser_of(ana)
    page = read(client, ana)
    assert "has left" in page and "One." in page and "words-write" not in page
    assert client.post(reverse("words-sign", args=[now(ana).id]), {"version": made}).status_code in (302, 400)
    assert send(client, ana, "erase", version=made, sure="1") == 302


@pytest.mark.parametrize("label", [LABEL, ENDING])
def test_a_stranger_finds_nothing(pair: Pair, cleo: Cast, label: str) -> None:
    ana, _ = pair
    made = write(ana, "One.", label=label)
    for name in ("words", "words-write"):
        assert browser_of(cleo).get(reverse(name, args=[now(ana, label).id])).status_code == 404
    for name in ("remark", "sign", "unsign", "end", "erase"):
        address = reverse(f"words-{name}", args=[now(ana, label).id])
        assert browser_of(cleo).post(address, {"version": made}).status_code == 404
