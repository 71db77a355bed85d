"""What is being written saves itself through this address: no page, no PIN, nobody else hears of it."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.dialogue import actions
from goldseam.dialogue.access import Mark
from goldseam.dialogue.alone import drafts
from goldseam.dialogue.rules.acts import Way
from goldseam.dialogue.tests.talking import begun, closed, sees
from goldseam.live.models import Belfry
from goldseam.people import actions as people
from goldseam.vault import seam
from goldseam.vault.models import Session

Pair = tuple[Cast, Cast]
LINE = "lies behind your PIN"


def address(talk: UUID) -> str:
    return reverse("talk-draft", args=[talk])


def kept(who: Cast, talk: UUID) -> dict[str, dict[str, str]]:
    return drafts.of_talk(who.anew(), sees(who, talk))


def test_it_is_kept_with_the_private_half_closed_and_answered_without_a_page(pair: Pair) -> None:
    ana, _ = pair
    talk = begun(pair)
    answer = browser_of(ana, private=False).post(address(talk), {"draft": "say-0", "when": "When you", "deed": "say"})
    assert (answer.status_code, answer.content) == (204, b"")
    browser_of(ana)
    assert kept(ana, talk)["say-0"]["when"] == "When you"


def test_what_is_ticked_is_kept_too_and_what_is_in_no_list_is_left_out(pair: Pair) -> None:
    ana, _ = pair
    talk = begun(pair)
    browser_of(ana).post(address(talk), {"draft": "say-0", "feelings": ["afraid", "lonely", "<script>"]})
    assert kept(ana, talk)["say-0"]["feelings"] == "afraid lonely"


def test_taking_everything_out_again_is_kept_as_well(pair: Pair) -> None:
    ana, _ = pair
    talk = begun(pair)
    for words in ("When you", ""):
        browser_of(ana).post(address(talk), {"draft": "say-0", "when": words})
    assert not any(kept(ana, talk)["say-0"].values())


def test_emoji_words_from_right_to_left_and_very_many_of_them_are_kept(pair: Pair) -> None:
    ana, _ = pair
    talk = begun(pair)
    words = "כשאתה 🫶🏽 " * 1_500
    assert browser_of(ana).post(address(talk), {"draft": "say-0", "free": words}).status_code == 204
    assert kept(ana, talk)["say-0"]["free"] == words.strip()


@pytest.mark.parametrize("place", ["", "pass-0", "say-0/../x"])
def test_a_place_that_none_is_is_refused_with_a_sentence(pair: Pair, place: str) -> None:
    ana, _ = pair
    answer = browser_of(ana).post(address(begun(pair)), {"draft": place, "when": "When you"})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("text/plain") and answer.content.strip().endswith(b".")


def test_too_much_is_refused_with_a_sentence_and_what_was_kept_stays(pair: Pair) -> None:
    ana, _ = pair
    talk, browser = begun(pair), browser_of(ana)
    browser.post(address(talk), {"draft": "say-0", "when": "When you"})
    assert browser.post(address(talk), {"draft": "say-0", "when": "x" * 20_001}).status_code == 400
    assert kept(ana, talk)["say-0"]["when"] == "When you"


def test_while_things_rest_a_draft_is_still_ones_own(pair: Pair) -> None:
    ana, ben = pair
    talk = begun(pair)
    people.pause(ben.anew())
    assert browser_of(ana).post(address(talk), {"draft": "say-0", "when": "When you"}).status_code == 204
    assert kept(ana, talk)["say-0"]["when"] == "When you"


def test_in_a_closed_talk_nothing_falls_over(pair: Pair) -> None:
    ana, _ = pair
    assert browser_of(ana).post(address(closed(pair)), {"draft": "say-1", "when": "Late."}).status_code == 204


def test_strangers_and_the_signed_out_keep_nothing(pair: Pair, cleo: Cast) -> None:
    talk = begun(pair)
    assert browser_of(cleo).post(address(talk), {"draft": "say-0", "when": "Words."}).status_code == 404
    answer = Client().post(address(talk), {"draft": "say-0", "when": "Words."})
    assert answer.status_code == 200 and b"passphrase" in answer.content  # the door, over the untouched form
    assert browser_of(pair[0]).get(address(talk)).status_code == 405


def test_it_rings_for_nobody(pair: Pair) -> None:
    ana, _ = pair
    talk = begun(pair)
    before = list(Belfry.objects.values_list("pk", "at"))
    browser_of(ana).post(address(talk), {"draft": "say-0", "when": "When you"})
    assert list(Belfry.objects.values_list("pk", "at")) == before


def test_typing_keeps_an_open_private_half_open_and_opens_none(pair: Pair) -> None:
    ana, _ = pair
    talk, browser = begun(pair), browser_of(ana)
    with seam.pretend_it_is(seam.now() + timedelta(seconds=90)):
        browser.post(address(talk), {"draft": "say-0", "when": "When you"})
    with seam.pretend_it_is(seam.now() + timedelta(seconds=180)):
        assert ana.anew().is_private_open
    browser = browser_of(ana, private=False)
    browser.post(address(talk), {"draft": "say-0", "when": "When you came"})
    assert not ana.anew().is_private_open
    assert Session.objects.get(pk=ana.keyring.require_session()).back_end is None


# -- in the room --------------------------------------------------------------------------------------------------


def room_of(who: Cast, talk: UUID, *, private: bool = True, here: bool = False) -> str:
    page = browser_of(who, private=private).get(reverse("talk-here" if here else "talk-room", args=[talk]))
    return page.content.decode()


def test_with_the_private_half_open_the_form_begins_with_what_was_begun(pair: Pair) -> None:
    ana, ben = pair
    talk = calmed(pair)
    browser_of(ana, private=False).post(
        address(talk), {"draft": "say-0", "when": "When you came", "feelings": "afraid"}
    )
    page = room_of(ana, talk)
    assert "When you came" in page and 'name="draft" value="say-0"' in page
    assert re.search(r'value="afraid"[^>]* checked', page)
    assert LINE not in page and "When you came" not in room_of(ben, talk)


def test_with_it_closed_one_line_says_where_it_lies_and_leads_back(pair: Pair) -> None:
    ana, _ = pair
    talk = calmed(pair)
    assert LINE not in room_of(ana, talk, private=False)
    browser_of(ana, private=False).post(address(talk), {"draft": "say-0", "when": "When you came"})
    page = room_of(ana, talk, private=False)
    assert "When you came" not in page and LINE in page
    assert f"/pin/?next={reverse('talk-room', args=[talk])}" in page


def test_what_lies_begun_behind_the_pin_isnt_written_over_by_an_empty_form(pair: Pair) -> None:
    ana, _ = pair
    talk = begun(pair)
    actions.mark(ana.anew(), talk, Mark(calmed=True))
    place = b'name="draft" value="say-0">'
    assert place in browser_of(ana, private=False).get(f"/talk/{talk}/").content
    drafts.keep(ana.anew(), talk, "say-0", {"free": "A long letter."})
    assert place not in browser_of(ana, private=False).get(f"/talk/{talk}/").content
    assert place in browser_of(ana).get(f"/talk/{talk}/").content


def test_on_a_phone_that_was_handed_over_nothing_begun_is_shown_and_nothing_kept(pair: Pair) -> None:
    ana, _ = pair
    talk = begun(pair, Way.ONE)
    browser_of(ana).post(address(talk), {"draft": "back-0", "words": "You say"})
    for private in (True, False):
        page = room_of(ana, talk, private=private, here=True)
        assert LINE not in page and "You say" not in page and 'name="draft"' not in page


def calmed(pair: Pair) -> UUID:
    talk = begun(pair)
    for who in pair:
        actions.mark(who.anew(), talk, Mark(calmed=True))
    return talk
