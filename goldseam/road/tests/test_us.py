"""The place Us in each state of two people."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from conftest import Cast
from goldseam.people import actions, texts
from goldseam.people.models import SeatCard
from goldseam.people.rules import RULE_VERSION, Leaving
from goldseam.road import actions as road
from goldseam.road.tests.pages import browser_of
from goldseam.road.tests.told import Told
from goldseam.vault import invites, seam
from goldseam.vault.models import Circle


def us_of(who: Cast | Client) -> str:
    client = who if isinstance(who, Client) else browser_of(who)
    answer = client.get(reverse("us"))
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2].partition("</main")[0]


def main_of(client: Client, name: str) -> str:
    return client.get(reverse(name)).content.decode().partition("<main")[2].partition("</main")[0]


def test_alone_it_offers_to_invite_and_to_join_and_presses_for_neither(ana: Cast, told: Told) -> None:
    page = us_of(ana)
    assert "You are here on your own" in page and reverse("invite") in page and reverse("join") in page
    assert "A space that you left" not in page


def test_an_open_invitation_says_until_when_and_nothing_about_who_has_not_come(ana: Cast, told: Told) -> None:
    actions.invite(ana.me, own_name="Ana")
    page = us_of(ana)
    assert "Your invitation is open" in page and (seam.now() + timedelta(days=7)).strftime("%B") in page
    assert "not yet" not in page and "still" not in page


def test_an_invitation_that_was_taken_back_can_be_made_anew(ana: Cast, told: Told) -> None:
    actions.invite(ana.me, own_name="Ana")
    actions.cancel_invitation(ana.anew())
    assert "No invitation is open" in us_of(ana)


def test_who_stands_at_the_door_is_named_as_they_named_themselves(ana: Cast, ben: Cast, told: Told) -> None:
    words = actions.invite(ana.me, own_name="Ana")
    actions.join(ben.me, invites.keys_of(" ".join(words)), own_name="Ben", agreed_to=RULE_VERSION)
    assert "Ben came with your words" in us_of(ana)


def test_who_joined_reads_that_they_are_let_in_later_and_then_no_more(ana: Cast, ben: Cast, told: Told) -> None:
    words = actions.invite(ana.me, own_name="Ana")
    actions.join(ben.me, invites.keys_of(" ".join(words)), own_name="Ben", agreed_to=RULE_VERSION)
    assert "You have joined" in us_of(ben) and "Ana lets you in with one press" in us_of(ben)
    actions.let_in(ana.anew())
    assert "You have joined" not in us_of(ben)


def test_together_both_names_stand_there_and_all_ways_on(pair: tuple[Cast, Cast], told: Told) -> None:
    page = us_of(pair[1])
    assert "Ben and Ana" in page and "Nothing shown yet" in page
    for name in ("talk", "pause", "part", "compare"):
        assert reverse(name) in page
    assert "What you both agreed to" in page and texts.rule().parts[0].points[0] in page


def test_ones_own_pause_can_be_ended_and_the_others_cannot(pair: tuple[Cast, Cast], told: Told) -> None:
    ana, ben = pair
    actions.pause(ana.me)
    assert "I am ready to go on" in us_of(ana) and "resting" in us_of(ana)
    assert "I am ready to go on" not in us_of(ben) and "resting" in us_of(ben)


def test_quiet_leaving_and_a_pause_are_the_same_page_to_the_other(pair: tuple[Cast, Cast], told: Told) -> None:
    ana, ben = pair
    bens = browser_of(ben)
    actions.pause(ana.me)
    paused = main_of(bens, "us").partition("csrf")[0]
    actions.leave(ana.anew(), Leaving.QUIETLY)
    assert main_of(bens, "us").partition("csrf")[0] == paused
    assert "A space that you left" in us_of(ana)


def test_a_word_of_goodbye_is_shown_as_text(pair: tuple[Cast, Cast], told: Told) -> None:
    ana, ben = pair
    actions.leave(ana.me, Leaving.WITH_A_WORD, word="Thank you.\n<b>Ana</b>")
    page = us_of(ben)
    assert "Ana has left this space." in page and "Thank you.<br>&lt;b&gt;Ana&lt;/b&gt;" in page
    assert reverse("help") in page and reverse("pause") not in page


def test_a_partner_who_erased_themselves_is_spoken_of_without_a_name(pair: tuple[Cast, Cast], told: Told) -> None:
    ana, ben = pair
    road.erase(ana.me)
    page = us_of(ben)
    assert "Your partner has left this space, and erased what was theirs." in page and "Ana" not in page
    assert "Your partner has left" in main_of(browser_of(ben), "today")


def test_what_was_changed_on_the_disk_closes_the_shared_and_keeps_the_own(pair: tuple[Cast, Cast], told: Told) -> None:
    for row in SeatCard.objects.all():
        row.body = bytes(row.body or b"")[:-1] + b"?"
        row.save()
    page = us_of(pair[0])
    assert "was changed on the server" in page and reverse("me") in page and reverse("help") in page


def test_a_strange_key_closes_the_shared_too(pair: tuple[Cast, Cast], told: Told) -> None:
    Circle.objects.update(head_key=bytes(32))
    assert "isn’t the one you know" in us_of(pair[0])
