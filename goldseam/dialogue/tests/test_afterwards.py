"""A note to oneself and how far one felt heard: kept with front, read with the PIN, and nobody else's ever."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.http import Http404
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.dialogue import access, actions
from goldseam.dialogue.alone import afterwards
from goldseam.dialogue.alone.afterwards import Look
from goldseam.dialogue.closing import reads as reads_closing
from goldseam.dialogue.rules.acts import Deed, Refused
from goldseam.dialogue.tests.talking import asks, begun, closed, does
from goldseam.vault import seam
from goldseam.vault.errors import BackClosed

Pair = tuple[Cast, Cast]
NOTE = "I was calmer than I thought."


def keeps(who: Cast, talk: UUID, note: str = NOTE, heard: int | None = 70) -> UUID:
    return afterwards.keep(who.anew(), talk, Look(note, heard), seam.uuid())


def looks_of(who: Cast) -> list[Look]:
    return [note.look for note in afterwards.all_of(who.me)]


def sends(who: Cast, talk: UUID, **typed: str) -> Any:
    sent = {"note": "", "heard": "50", "heard_out": "on", "form_id": str(seam.uuid())} | typed
    return browser_of(who, private=False).post(reverse("talk-mine", args=[talk]), sent)


def test_a_note_is_kept_without_the_pin_and_read_with_it(pair: Pair) -> None:
    ana, _ = pair
    talk = begun(pair)
    said = sends(ana, talk, note=NOTE, heard="70", heard_out="").content.decode()
    assert "Kept. Only you can read it." in said
    assert looks_of(ana) == [Look(NOTE, 70)]
    with pytest.raises(BackClosed):
        afterwards.all_of(ana.closed())
    closed_page = browser_of(ana, private=False).get(reverse("talk-notes"))
    assert closed_page.headers["Location"].startswith(reverse("pin"))
    html = browser_of(ana).get(reverse("talk-notes")).content.decode()
    assert NOTE in html
    assert "You felt heard: 70 of 100." in html


@pytest.mark.parametrize(
    ("typed", "look"),
    [
        ({"note": NOTE}, Look(NOTE)),
        ({"heard": "0"}, Look("", 0)),
        ({"heard": "50", "heard_out": ""}, Look("", 50)),
        ({"note": "  🫖 \r\nשלום  ", "heard": "100"}, Look("🫖\nשלום", 100)),
    ],
    ids=["only a note", "not at all", "the very middle", "emoji and right to left"],
)
def test_either_of_the_two_is_enough(pair: Pair, typed: dict[str, str], look: Look) -> None:
    ana, _ = pair
    sends(ana, begun(pair), **typed)
    assert looks_of(ana) == [look]


@pytest.mark.parametrize(
    "typed", [{}, {"heard": "101"}, {"note": "long " * 900}], ids=["nothing", "out of reach", "too long"]
)
def test_what_cant_be_kept_stays_in_the_form(pair: Pair, typed: dict[str, str]) -> None:
    ana, _ = pair
    answer = sends(ana, begun(pair), **typed)
    assert answer.status_code == 400
    assert typed.get("note", "").strip() in answer.content.decode()
    assert looks_of(ana) == []


def test_the_same_form_twice_is_one_note(pair: Pair) -> None:
    ana, _ = pair
    talk, form = begun(pair), str(seam.uuid())
    for _again in range(2):
        sends(ana, talk, note=NOTE, form_id=form)
    assert looks_of(ana) == [Look(NOTE)]


def test_one_can_write_more_than_once_and_the_newest_comes_first(pair: Pair) -> None:
    ana, _ = pair
    talk = closed(pair)
    for note in ("First.", "Then."):
        keeps(ana, talk, note, None)
    assert [look.note for look in looks_of(ana)] == ["Then.", "First."]


def test_a_note_stays_when_the_words_of_the_talk_go(pair: Pair) -> None:
    ana, ben = pair
    talk = begun(pair)
    keeps(ana, talk)
    does(ana, talk, Deed.CLOSE)
    for who in pair:
        does(who, talk, Deed.DONE, choice="let-go")
    assert looks_of(ana) == [Look(NOTE, 70)]
    assert reads_closing.notes_of(ana.me)[0].is_there
    assert looks_of(ben) == []


def test_of_a_talk_that_is_gone_the_note_stays(pair: Pair) -> None:
    ana, _ = pair
    talk = asks(ana)
    keeps(ana, talk)
    actions.take_back_offer(ana.anew(), talk)
    (noted,) = reads_closing.notes_of(ana.me)
    assert not noted.is_there
    assert reverse("talk-room", args=[talk]) not in browser_of(ana).get(reverse("talk-notes")).content.decode()


def test_a_note_is_changed_and_keeps_its_day(pair: Pair) -> None:
    ana, _ = pair
    note = keeps(ana, begun(pair))
    before = afterwards.one(ana.me, note)
    browser, address = browser_of(ana), reverse("talk-note", args=[note])
    html = browser.get(address).content.decode()
    assert NOTE in html
    sent = dict(re.findall(r'<input type="hidden" name="(based_on|form_id)" value="([^"]*)"', html))
    answer = browser.post(address, sent | {"note": "Calm.", "heard": "30"})
    assert answer.headers["Location"] == reverse("talk-notes")
    after = afterwards.one(ana.me, note)
    assert (after.look, after.at) == (Look("Calm.", 30), before.at)
    again = browser.post(address, sent | {"note": "From another device."})
    assert again.status_code == 400
    assert "From another device." in again.content.decode()
    assert afterwards.one(ana.me, note).look == Look("Calm.", 30)


def test_a_note_is_erased_after_one_more_question(pair: Pair) -> None:
    ana, _ = pair
    note = keeps(ana, begun(pair))
    browser, address = browser_of(ana), reverse("talk-note-erase", args=[note])
    assert NOTE in browser.get(address).content.decode()
    browser.post(address)
    assert looks_of(ana) == []
    assert "nothing has to be" in browser.get(reverse("talk-notes")).content.decode()


def test_bens_pages_are_the_same_whether_ana_wrote_or_not(pair: Pair) -> None:
    ana, ben = pair
    talk = closed(pair)
    browser = browser_of(ben)
    addresses = [reverse("talk-room", args=[talk]), reverse("talk-notes"), "/live/?since=0"]

    def pages() -> list[str]:
        changing = r'(kept_mark|csrfmiddlewaretoken|act|data-stay-token)"? ?(value)?="[^"]*"'
        return [re.sub(changing, "", browser.get(each).content.decode()) for each in addresses]

    before = pages()
    keeps(ana, talk)
    assert pages() == before


def test_nobody_reads_changes_or_erases_anothers_note(pair: Pair, cleo: Cast) -> None:
    ana, ben = pair
    note = keeps(ana, closed(pair))
    for who in (ben, cleo):
        browser = browser_of(who)
        for name in ("talk-note", "talk-note-erase"):
            assert browser.get(reverse(name, args=[note])).status_code == 404
        afterwards.erase(who.me, note)
        with pytest.raises(Http404):
            afterwards.change(who.me, note, Look("Mine."), 1)
    assert looks_of(ana) == [Look(NOTE, 70)]


def test_cleo_writes_nothing_about_a_talk_of_theirs(pair: Pair, cleo: Cast) -> None:
    with pytest.raises(Http404):
        keeps(cleo, begun(pair))


def test_numbers_that_no_slider_gives_are_refused(pair: Pair) -> None:
    talk = begun(pair)
    for heard in (-1, 101):
        with pytest.raises(Refused, match="out-of-reach"):
            keeps(pair[0], talk, heard=heard)


def test_the_room_leads_there_and_shows_nothing_of_it(pair: Pair) -> None:
    ana, _ = pair
    talk = closed(pair)
    keeps(ana, talk)
    html = browser_of(ana).get(reverse("talk-room", args=[talk])).content.decode()
    assert reverse("talk-mine", args=[talk]) in html
    assert NOTE not in html
    assert access.is_here(ana.anew(), talk)
