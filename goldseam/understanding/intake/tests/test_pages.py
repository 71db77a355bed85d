"""The pages of the looks, as somebody meets them: with the PIN and without, on two devices, in error, again."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast, browser_of, cookies_into
from goldseam.practice import Topic
from goldseam.understanding.intake import access, actions, cards
from goldseam.understanding.intake.asked import SITTINGS
from goldseam.understanding.intake.rules import Answers
from goldseam.understanding.intake.tests.looking import words_of
from goldseam.vault import seam
from tests.house import signed_in_again

pytestmark = pytest.mark.django_db
TWO = reverse("look-sitting", args=["two"])
TOLD = reverse("look-told", args=["two"])


def sent_from(client: Client, address: str = TWO) -> dict[str, str]:
    """The form as its page would send it if nobody touched anything."""
    page = words_of(client.get(address))
    form = page[page.index("<form class") :]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        told = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if told.get("type") == "checkbox" and " checked" not in tag:
            continue
        fields[told.get("name", "")] = html.unescape(told.get("value", "on" if told.get("type") == "checkbox" else ""))
    return fields


def looked(who: Cast) -> Answers:
    return access.intake_of(who.me)


# -- one device ---------------------------------------------------------------------------------------------------


def test_what_nobody_touched_is_no_answer_and_a_sentence_helps(ana: Cast) -> None:
    answer = browser_of(ana).post(TWO, sent_from(browser_of(ana)))
    assert answer.status_code == 400 and "One answer, or one word, is enough." in words_of(answer)
    assert access.intake_of(ana.anew()).sittings == frozenset()


def test_a_look_is_kept_and_said_back_in_words(ana: Cast) -> None:
    client = browser_of(ana)
    answer = client.post(TWO, sent_from(client) | {"talking-heard": "5", "line_talking": "In the hall."}, follow=True)
    page = words_of(answer)
    assert answer.redirect_chain == [(TOLD, 302)]
    assert "What weighs most when you two talk: not being heard." in page
    assert "In the hall." in page and "not at all" in page
    assert not re.search(r">\s*5\s*<", page)


def test_a_tick_alone_counts_where_its_slider_stands_and_without_it_nothing_does(ana: Cast) -> None:
    client = browser_of(ana)
    sent = sent_from(client) | {"quarrels-money_in": "on", "quarrels-plans": "90"}
    client.post(TWO, sent)
    assert looked(ana).values == {"quarrels-money": 50}


def test_bad_input_keeps_every_word(ana: Cast) -> None:
    client = browser_of(ana)
    sent = sent_from(client) | {"talking-heard": "500", "line_talking": "Kept words.", "line_quarrels": "x" * 601}
    answer = client.post(TWO, sent | {"quarrels-money_in": "on", "quarrels-money": "70"})
    page = words_of(answer)
    assert answer.status_code == 400 and "Kept words." in page and "x" * 601 in page
    assert "A slider goes from 0 to 100." in page and "longer than 600 signs" in page
    assert re.search(r'name="quarrels-money" value="70"', page)
    assert looked(ana).values == {}


def test_it_can_be_gone_on_with_later_and_changed_and_left_out_again(ana: Cast) -> None:
    client = browser_of(ana)
    client.post(TWO, sent_from(client) | {"talking-heard": "5", "talking-needs": "80", "line_talking": "First."})
    again = sent_from(client)
    assert again["talking-heard"] == "5" and "talking-heard_out" not in again and again["line_talking"] == "First."
    changed = again | {
        "talking-heard": "50",
        "talking-heard_out": "on",
        "line_talking": "Second.",
        "talking-silence": "70",
    }
    client.post(TWO, changed)
    now = looked(ana)
    assert now.values == {"talking-needs": 80, "talking-silence": 70}
    assert now.words == {Topic.TALKING: "Second."}
    assert len(access.looks_of(ana.anew())[0].rows) == 1


def test_a_look_from_which_everything_was_taken_out_is_gone(ana: Cast) -> None:
    client = browser_of(ana)
    client.post(TWO, sent_from(client) | {"talking-heard": "5"})
    answer = client.post(TWO, sent_from(client) | {"talking-heard": "50", "talking-heard_out": "on"})
    assert answer.headers["Location"] == reverse("look")
    assert access.all_looks_of(ana.anew()) == []


def test_the_same_form_sent_twice_is_kept_once(ana: Cast) -> None:
    client = browser_of(ana, private=False)
    sent = sent_from(client) | {"talking-heard": "5"}
    for _ in range(2):
        said = client.post(TWO, sent)
        assert said.status_code == 200 and 'data-idle-url="/"' in said.content.decode()
    assert len(access.looks_of(ana.me)[0].rows) == 1


def test_erasing_a_look_leaves_the_others(ana: Cast) -> None:
    for sitting, item in (("one", "good-laugh"), ("two", "talking-heard")):
        actions.keep(ana.me, sitting, Answers({item: 70}))
    client = browser_of(ana)
    assert "It can’t be brought back" in words_of(client.get(reverse("look-erase", args=["two"])))
    client.post(reverse("look-erase", args=["two"]))
    assert looked(ana).values == {"good-laugh": 70}
    assert client.get(TOLD).status_code == 404


def test_there_are_four_and_no_fifth(ana: Cast) -> None:
    client = browser_of(ana)
    for name in ("look-sitting", "look-told", "look-erase"):
        assert client.get(reverse(name, args=["five"])).status_code == 404
    assert [client.get(reverse("look-sitting", args=[sitting])).status_code for sitting in SITTINGS] == [200] * 4


def test_what_was_changed_in_the_page_by_others_hands_counts_as_shown_nothing(ana: Cast) -> None:
    """Whoever breaks the hidden field loses nothing: then everything that was sent counts as said."""
    client = browser_of(ana)
    client.post(TWO, sent_from(client) | {"talking-heard": "5"})
    no_end = "[" * 50_000
    for broken in ("{", "[]", no_end, '{"values": 3}', '{"begun": "x", "values": {}, "versions": {}, "words": {}}'):
        client.post(TWO, sent_from(client) | {"drawn": broken, "talking-heard": "90"})
        assert looked(ana).values == {"talking-heard": 90}


# -- without the PIN ----------------------------------------------------------------------------------------------


def test_without_the_pin_it_can_be_written_and_is_said_back_from_the_form(ana: Cast) -> None:
    client = browser_of(ana, private=False)
    answer = client.post(TWO, sent_from(client) | {"talking-heard": "5", "line_talking": "In the hall."})
    assert answer.status_code == 200 and "not being heard" in words_of(answer)
    assert client.get(TOLD).headers["Location"].startswith("/pin/")
    assert looked(ana).values == {"talking-heard": 5}


def test_with_the_private_half_closed_nothing_tells_what_was_done(ana: Cast, cleo: Cast) -> None:
    for sitting, item in (
        ("one", "good-laugh"),
        ("two", "talking-heard"),
        ("three", "trust-rely"),
        ("four", "wishes-two"),
    ):
        actions.keep(ana.me, sitting, Answers({item: 70}))
    without = re.compile(r'(csrfmiddlewaretoken|kept_mark|form_id)" value="[^"]*"')
    for address in (reverse("look"), TWO):
        pages = [without.sub("", words_of(browser_of(who, private=False).get(address))) for who in (ana, cleo)]
        assert pages[0] == pages[1]
    assert cards.today(ana.closed()) == cards.today(cleo.closed()) != []


def test_before_there_is_a_pin_it_is_said_back_from_the_form() -> None:
    from goldseam.people import actions as people
    from goldseam.vault import sessions

    me, sheet = people.sign_up("dora", "nine quiet walnut trees")
    keyring, cookie = sessions.begin(me.keyring, stay=False, label="phone")
    client = cookies_into(Client(), Cast(me.with_keyring(keyring), "", sheet, cookie))
    answer = client.post(TWO, sent_from(client) | {"talking-heard": "5"})
    assert answer.status_code == 200 and "Kept. Only you can read it." in words_of(answer)


# -- two devices --------------------------------------------------------------------------------------------------


def test_two_devices_answer_the_same_sitting_and_nothing_is_lost(ana: Cast) -> None:
    phone, tablet = browser_of(ana), browser_of(ana)
    on_phone, on_tablet = sent_from(phone), sent_from(tablet)
    phone.post(TWO, on_phone | {"talking-heard": "5", "talking-needs": "70", "line_talking": "In the hall."})
    answer = tablet.post(TWO, on_tablet | {"talking-heard": "80", "line_talking": "In bed."}, follow=True)
    page = words_of(answer)
    assert "You also wrote this on another device" in page and "In the hall." in page and "In bed." in page
    assert "Nothing is lost until you choose." in page
    assert looked(ana).values == {"talking-heard": 80, "talking-needs": 70}


def test_one_device_changes_what_another_has_open(ana: Cast) -> None:
    """What the second didn't touch stays as the first made it, though its page showed the older."""
    phone, tablet = browser_of(ana), browser_of(ana)
    phone.post(TWO, sent_from(phone) | {"talking-heard": "5", "talking-needs": "70"})
    on_tablet = sent_from(tablet)
    phone.post(TWO, sent_from(phone) | {"talking-heard": "90"})
    tablet.post(TWO, on_tablet | {"talking-silence": "60"})
    assert looked(ana).values == {"talking-heard": 90, "talking-needs": 70, "talking-silence": 60}


def test_a_device_without_the_pin_adds_to_what_was_given_on_another(ana: Cast) -> None:
    phone, tablet = browser_of(signed_in_again(ana)), browser_of(ana, private=False)
    phone.post(TWO, sent_from(phone) | {"talking-heard": "5", "line_talking": "In the hall."})
    tablet.post(TWO, sent_from(tablet) | {"talking-needs": "70", "line_talking": "In bed."})
    (look,) = access.looks_of(ana.me)
    assert look.answers.values == {"talking-heard": 5, "talking-needs": 70}
    assert look.answers.words == {Topic.TALKING: "In bed."} and look.beside == {Topic.TALKING: ("In the hall.",)}
    assert len(look.rows) == 2
    phone.post(TWO, sent_from(phone) | {"talking-silence": "60"})
    (look,) = access.looks_of(ana.me)
    assert len(look.rows) == 1 and look.beside == {Topic.TALKING: ("In the hall.",)}


@pytest.mark.parametrize(
    ("chosen", "stays"),
    [
        ({"text": "In the hall."}, "In the hall."),
        ({"text": "In bed."}, "In bed."),
        ({"both": "1"}, "In the hall. · In bed."),
    ],
)
def test_its_owner_chooses_among_their_words(ana: Cast, chosen: dict[str, str], stays: str) -> None:
    for words in ("In the hall.", "In bed."):
        actions.keep(ana.anew(), "two", Answers({}, {Topic.TALKING: words}))
    client = browser_of(ana)
    client.post(reverse("look-words", args=["two"]), {"topic": "talking", **chosen})
    (look,) = access.looks_of(ana.anew())
    assert (look.answers.words, look.beside) == ({Topic.TALKING: stays}, {})


def test_a_choice_that_came_too_late_is_told_and_changes_nothing(ana: Cast) -> None:
    for words in ("In the hall.", "In bed."):
        actions.keep(ana.anew(), "two", Answers({}, {Topic.TALKING: words}))
    client = browser_of(ana)
    for wrong in ({"topic": "talking", "text": "Nobody wrote this."}, {"topic": "nothing"}):
        answer = client.post(reverse("look-words", args=["two"]), wrong)
        assert answer.status_code == 400 and "In the hall." in words_of(answer)
    assert access.looks_of(ana.anew())[0].beside


# -- again, weeks later -------------------------------------------------------------------------------------------


def five_weeks_ago(who: Cast, sitting: str, answers: Answers) -> None:
    with seam.pretend_it_is(seam.now() - timedelta(weeks=5)):
        actions.keep(who.anew(), sitting, answers)


def test_looking_again_keeps_the_older_and_tells_what_changed_in_words(ana: Cast) -> None:
    five_weeks_ago(ana, "two", Answers({"talking-sharp-start": 75, "talking-needs": 50}))
    client = browser_of(ana)
    assert "Look again" in words_of(client.get(reverse("look")))
    fresh = sent_from(client, f"{TWO}?again")
    assert fresh["talking-sharp-start_out"] == "on" and fresh["again"] == "1"
    page = words_of(client.post(TWO, fresh | {"talking-sharp-start": "45", "talking-needs": "52"}, follow=True))
    assert "A sharp start: from “often” to “sometimes”." in page and "Needs left unsaid: from" not in page
    assert "One look is one look." in page
    assert [look.answers.values["talking-sharp-start"] for look in access.earlier(ana.anew())] == [75]
    assert looked(ana).values["talking-sharp-start"] == 45


def test_the_newest_look_goes_alone_or_all_go(ana: Cast) -> None:
    for which, left in (("newest", 75), ("all", None)):
        five_weeks_ago(ana, "two", Answers({"talking-sharp-start": 75}))
        actions.keep(ana.anew(), "two", Answers({"talking-sharp-start": 45}), again=True)
        client = browser_of(ana)
        assert "more than once" in words_of(client.get(reverse("look-erase", args=["two"])))
        client.post(reverse("look-erase", args=["two"]), {"which": which})
        assert looked(ana).values.get("talking-sharp-start") == left


# -- ways in ------------------------------------------------------------------------------------------------------


def test_today_offers_the_next_one_and_then_nothing(ana: Cast) -> None:
    titles = []
    for sitting, item in (
        ("one", "good-laugh"),
        ("two", "talking-heard"),
        ("three", "trust-rely"),
        ("four", "wishes-two"),
    ):
        titles.append([(card.title, card.url) for card in cards.today(ana.anew())])
        actions.keep(ana.me, sitting, Answers({item: 70}))
    assert titles[0][0][1] == reverse("look") and titles[1][0][1] == TWO
    assert cards.today(ana.anew()) == []


def test_a_step_is_done_when_both_of_its_looks_are(ana: Cast) -> None:
    from goldseam.understanding.intake.part import STEPS

    first, second = STEPS
    actions.keep(ana.me, "one", Answers({"good-laugh": 70}))
    assert first.last_done(ana.anew()) is None
    actions.keep(ana.me, "two", Answers({"talking-heard": 70}))
    assert first.last_done(ana.anew()) is not None and second.last_done(ana.anew()) is None
    assert reverse(first.url_name) == reverse("look")


def test_nobody_else_comes_to_it(pair: tuple[Cast, Cast], cleo: Cast) -> None:
    ana, ben = pair
    actions.keep(ana.me, "two", Answers({"talking-heard": 5}, {Topic.TALKING: "Only mine."}))
    for who in (ben, cleo):
        client = browser_of(who)
        assert client.get(TOLD).status_code == 404
        assert "Only mine." not in words_of(client.get(TWO)) + words_of(client.get(reverse("look")))
        assert access.intake_of(who.anew()).values == {}
    assert Client().get(TWO).headers["Location"].startswith("/enter/")
