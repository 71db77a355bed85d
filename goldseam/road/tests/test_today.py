"""The welcome and Today: none, one and many cards, alone and together, and what no longer fits its seal."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from conftest import Cast
from goldseam.people import actions
from goldseam.people.models import SeatCard
from goldseam.people.rules import RULE_VERSION, Leaving
from goldseam.practice import Card
from goldseam.road.tests.pages import browser_of
from goldseam.road.tests.told import Told
from goldseam.vault import invites, seam
from goldseam.vault.models import Mine, Session


def card(name: str, weight: int) -> Card:
    return Card(
        id=name, title=f"Title {name}", text=f"Text {name}", action=f"Do {name}", url=f"/{name}/", weight=weight
    )


def shown(client: Client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_visitor_is_welcomed_with_one_thing_to_try_and_three_other_ways(db: None, client: Client) -> None:
    page = shown(client)
    assert "Try one small thing" in page and "I have an invitation" in page and "Sign in" in page
    assert page.count('class="button large"') == 1
    assert 'href="/help/"' in page and client.cookies == {}


def test_with_nothing_to_say_today_says_that_this_is_fine(pair: tuple[Cast, Cast], told: Told) -> None:
    page = shown(browser_of(pair[0]))
    assert "Nothing waits for you today." in page and 'class="card"' not in page


def test_one_card_is_the_one_thing(pair: tuple[Cast, Cast], told: Told) -> None:
    told.cards = [card("a", 50)]
    page = shown(browser_of(pair[0]))
    assert "<h1>Title a</h1>" in page and 'class="card"' not in page


def test_of_many_cards_two_more_are_shown_and_the_rest_isnt_counted(pair: tuple[Cast, Cast], told: Told) -> None:
    told.cards = [card("abcdef"[weight], weight) for weight in range(6)]
    page = shown(browser_of(pair[0]))
    assert "<h1>Title f</h1>" in page
    assert page.count('class="card"') == 2 and "<h2>Title e</h2>" in page and "<h2>Title d</h2>" in page
    assert "Title c" not in page


def test_the_day_is_greeted_by_its_name(ana: Cast, told: Told) -> None:
    with seam.pretend_it_is(datetime(2026, 3, 4, 9, tzinfo=UTC)):
        page = shown(browser_of(ana))
    assert '<p class="eyebrow">Wednesday</p>' in page
    assert "week" not in page.partition("<main")[2] and "March" not in page  # no week counter, no date to fall behind


def test_somebody_alone_reads_that_alone_is_a_good_beginning(ana: Cast, told: Told) -> None:
    assert "Alone is a good way to begin" in shown(browser_of(ana))


def test_the_recovery_sheet_stays_on_today_until_it_is_made(ana: Cast, told: Told) -> None:
    told.cards = [card("a", 60), card("b", 59), card("c", 58)]
    page = shown(browser_of(ana, sheet_done=False))
    assert "<h1>Title a</h1>" in page and "<h2>Keep a way back in</h2>" in page and "Title c" not in page
    assert "Keep a way back in" not in shown(browser_of(ana))


def test_a_waiting_invitation_is_not_spoken_of(ana: Cast, told: Told) -> None:
    actions.invite(ana.me, own_name="Ana")
    page = shown(browser_of(ana))
    assert "Nothing waits for you today." in page and "invit" not in page.partition("<main")[2].casefold()


def test_somebody_at_the_door_is_the_one_thing(ana: Cast, ben: Cast, told: Told) -> None:
    told.cards = [card("a", 50)]
    words = actions.invite(ana.me, own_name="Ana")
    actions.join(ben.me, invites.keys_of(" ".join(words)), own_name="Ben", agreed_to=RULE_VERSION)
    page = shown(browser_of(ana))
    assert "<h1>Somebody came with your words</h1>" in page
    assert "Ben" not in page  # not before Ana let them in


def test_a_quiet_leaving_looks_like_a_pause_to_the_other(pair: tuple[Cast, Cast], told: Told) -> None:
    ana, ben = pair
    bens = browser_of(ben)
    actions.pause(ana.me)
    paused = shown(bens)
    actions.leave(ana.anew(), Leaving.QUIETLY)
    assert shown(bens) == paused
    assert "resting" in paused


def test_who_left_with_a_word_is_named_quietly(pair: tuple[Cast, Cast], told: Told) -> None:
    ana, ben = pair
    told.cards = [card("a", 50)]
    actions.leave(ana.me, Leaving.WITH_A_WORD, word="I need to go.")
    page = shown(browser_of(ben))
    assert "<h1>Title a</h1>" in page and "Ana has left your shared space" in page
    assert "I need to go." not in page  # a word of goodbye waits at Us, not on the first page


def test_the_lacquer_shows_for_its_doer_while_the_private_half_is_open(
    ana: Cast, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser_of(ana)
    assert "The dark line" not in shown(client)
    told.worked = True
    assert "The dark line" in shown(client)
    Session.objects.update(back=None, back_end=None)
    assert "The dark line" not in shown(client)


def test_what_was_changed_on_the_disk_is_said_and_the_rest_is_shown(pair: tuple[Cast, Cast], told: Told) -> None:
    told.cards = [card("a", 50)]
    for row in SeatCard.objects.all():
        row.body = bytes(row.body)[:-1] + bytes([bytes(row.body)[-1] ^ 1])
        row.save()
    page = shown(browser_of(pair[0]))
    assert "Something you two share was changed on the server" in page
    assert "<h1>Title a</h1>" in page and 'href="/help/"' in page


def test_another_key_in_the_partners_place_is_told_in_plain_words(pair: tuple[Cast, Cast], told: Told) -> None:
    from goldseam.vault.models import Circle

    told.cards = [card("a", 50)]
    Circle.objects.update(head_key=bytes(32))
    page = shown(browser_of(pair[0]))
    assert "isn’t the one you know" in page and "<h1>Title a</h1>" in page


def test_a_practice_whose_rows_were_changed_doesnt_take_the_day_with_it(ana: Cast, told: Told) -> None:
    told.keep(ana.me, "a line")
    Mine.objects.all().delete()
    told.fails = True
    page = shown(browser_of(ana))
    assert "Some of your own things were changed on the server" in page and "Alone is a good way to begin" in page


def test_a_sign_in_that_opens_nothing_goes_to_the_sign_in_page(ana: Cast, told: Told) -> None:
    client = browser_of(ana)
    client.cookies[settings.KEY_COOKIE_NAME] = "not-the-value"
    answer = client.get("/")
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/enter/")
