"""What is typed in a room saves itself, quietly, and nowhere but with the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from goldseam.dialogue.tests.room_of_our_own import EARLY, HIDE, Room, says, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_what_is_typed_saves_itself_once_the_typing_rests(phone: Page, room: Room) -> None:
    phone.locator("#say textarea").press_sequentially("When you")
    phone.clock.run_for(1_000)
    phone.locator("#say textarea").press_sequentially(" came")
    phone.clock.run_for(1_000)
    assert room.drafts == []
    phone.clock.run_for(EARLY)
    phone.locator("#say [data-draft-said]").get_by_text("Saved", exact=True).wait_for()
    assert [draft["when"] for draft in room.drafts] == [["When you came"]]
    assert room.drafts[0]["draft"] == ["say-0"] and "saving" not in phone.locator("#say").evaluate(
        "(f) => ({...f.dataset})"
    )
    phone.clock.run_for(60_000)
    assert len(room.drafts) == 1
    assert phone.locator("#back [data-draft-said]").count() == 0


def test_a_tick_is_saved_too(phone: Page, room: Room) -> None:
    phone.locator("#say summary").click()
    phone.locator("#say [type=checkbox]").check()
    phone.clock.run_for(EARLY)
    until(phone, lambda: room.drafts)
    assert room.drafts[0]["feelings"] == ["sad"]


def test_a_page_that_goes_out_of_sight_saves_at_once(phone: Page, room: Room) -> None:
    phone.fill("#say textarea", "When you")
    phone.evaluate(HIDE, True)
    until(phone, lambda: room.drafts)
    assert room.drafts[0]["when"] == ["When you"]


def test_a_page_that_is_left_saves_what_was_typed_last(phone: Page, room: Room) -> None:
    phone.fill("#say textarea", "When you")
    phone.goto("about:blank")
    until(phone, lambda: room.drafts)
    assert room.drafts[0]["when"] == ["When you"]


def test_without_a_network_it_says_so_quietly_and_saves_when_it_is_back(phone: Page, room: Room) -> None:
    phone.context.set_offline(True)
    phone.fill("#say textarea", "When you")
    phone.clock.run_for(EARLY)
    phone.locator("#say").get_by_text("Not saved: no network. It stays here.").wait_for()
    phone.context.set_offline(False)
    phone.locator("#say").get_by_text("Saved", exact=True).wait_for()
    assert [draft["when"] for draft in room.drafts] == [["When you"]]
    assert phone.locator("[role=status][data-talk-said]").inner_text() == "Saved"


def test_what_a_refusal_says_stands_beside_the_words_and_it_is_not_asked_again(phone: Page, room: Room) -> None:
    room.draft_status = 400
    phone.fill("#say textarea", "When you")
    phone.clock.run_for(EARLY)
    phone.locator("#say").get_by_text("Too long.").wait_for()
    phone.clock.run_for(60_000)
    assert len(room.drafts) == 1


def test_a_form_without_a_place_for_drafts_never_saves_itself(phone: Page, room: Room) -> None:
    """As on a phone that was handed over."""
    phone.evaluate("document.querySelector('#say [name=draft]').remove()")
    phone.fill("#say textarea", "When you")
    phone.clock.run_for(EARLY)
    phone.evaluate(HIDE, True)
    phone.wait_for_timeout(200)
    assert room.drafts == []


def test_what_is_sent_is_saved_no_more(phone: Page, room: Room) -> None:
    phone.fill("#say textarea", "When you")
    says(phone)
    phone.get_by_role("heading", name="Said 1").wait_for()
    phone.clock.run_for(EARLY)
    phone.evaluate(HIDE, True)
    phone.wait_for_timeout(200)
    assert room.drafts == []
