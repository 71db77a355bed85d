"""What is said in a room goes without leaving the page: once, and with no other word lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from goldseam.dialogue.tests.room_of_our_own import DOOR, FALLS_OVER, GONE, Room, always, is_same, says, typed, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_what_is_said_stands_there_without_leaving_the_page_and_the_new_step_is_where_one_is(
    phone: Page, room: Room
) -> None:
    phone.fill("#say textarea", "When you came home")
    says(phone)
    phone.get_by_role("heading", name="Said 1").wait_for()
    assert phone.locator("#said").inner_text() == "When you came home"
    assert is_same(phone) and typed(phone) == ""
    assert phone.evaluate("document.activeElement.textContent") == "Said 1"
    assert (len(room.done), len(room.asked)) == (1, 1)
    phone.clock.run_for(200)
    assert phone.locator("[data-talk-said]").inner_text() == "Sent."


def test_the_button_that_was_pressed_tells_its_choice(phone: Page, room: Room) -> None:
    phone.get_by_role("button", name="Slowly").click()
    until(phone, lambda: room.done)
    assert next(iter(room.done.values()))["choice"] == ["slowly"]


def test_other_words_in_the_page_stay_where_they_are(phone: Page, room: Room) -> None:
    phone.fill("#back textarea", "You say that")
    phone.locator("#back summary").click()
    phone.locator("#back [type=checkbox]").check()
    phone.get_by_role("button", name="Slowly").click()
    phone.get_by_role("heading", name="Said 1").wait_for()
    assert typed(phone, "back") == ""  # this form's place is another one now, so the words wait for theirs
    room.done.clear()
    phone.evaluate("document.querySelector('[data-live-notice]').hidden = false")
    phone.get_by_role("link", name="Look").click()
    until(phone, lambda: typed(phone, "back") == "You say that")
    assert phone.locator("#back [type=checkbox]").is_checked() and is_same(phone)


def test_a_page_that_came_with_what_was_sent_says_no_more_that_something_is_new(phone: Page, room: Room) -> None:
    phone.evaluate("document.querySelector('[data-live-notice]').hidden = false")
    phone.get_by_role("button", name="Slowly").click()
    phone.get_by_role("heading", name="Said 1").wait_for()
    assert phone.get_by_text("There is something new").is_hidden()


def test_the_fold_of_a_line_that_was_said_closes_and_others_stay_as_they_were(phone: Page, room: Room) -> None:
    room.step, room.more = "Listen", f"<details id=more><summary>More lines</summary>{room.repair('gently')}</details>"
    room.keeps_its_step = True
    phone.reload()
    phone.locator("#more summary").click()
    phone.locator("#back summary").click()
    phone.get_by_role("button", name="Gently").click()
    until(phone, lambda: phone.locator("#said p").count() == 1)
    assert phone.locator("#more").get_attribute("open") is None
    assert phone.locator("#back details").get_attribute("open") is not None


def test_what_was_sent_stands_in_no_form_again_also_where_no_draft_is_kept(phone: Page, room: Room) -> None:
    """As on a phone that was handed over: there the next form looks just like the one before."""
    room.keeps_drafts = False
    phone.reload()
    phone.fill("#say textarea", "When you came home")
    says(phone)
    phone.get_by_role("heading", name="Said 1").wait_for()
    assert typed(phone) == ""


def test_a_double_press_is_one_act(phone: Page, room: Room) -> None:
    phone.fill("#say textarea", "When you came home")
    phone.evaluate("""() => {
        const form = document.querySelector("#say");
        for (let press = 0; press < 3; press += 1) { form.querySelector("button").click(); form.requestSubmit(); }
    }""")
    phone.get_by_role("heading", name="Said 1").wait_for()
    assert (len(room.done), len(room.asked)) == (1, 1)


def test_it_goes_as_soon_as_the_network_is_back(phone: Page, room: Room) -> None:
    phone.context.set_offline(True)
    says(phone)
    phone.locator("#say [data-send-said]").wait_for()
    phone.context.set_offline(False)
    phone.get_by_role("heading", name="Said 1").wait_for(timeout=2_500)  # sooner than it would try by its clock


def test_without_a_network_the_words_stay_and_go_once_by_themselves(phone: Page, room: Room) -> None:
    phone.context.set_offline(True)
    phone.fill("#say textarea", "When you came home")
    says(phone)
    phone.locator("#say").get_by_text(re.compile("^Not sent yet: no network")).wait_for()
    assert typed(phone) == "When you came home"
    for _ in range(3):
        says(phone) if phone.locator("#say button[aria-disabled]").count() == 0 else None
        phone.clock.run_for(20_000)
    assert room.done == {}
    phone.context.set_offline(False)
    phone.get_by_role("heading", name="Said 1").wait_for()
    phone.clock.run_for(60_000)
    assert (len(room.done), len(room.asked)) == (1, 1)
    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0
    assert phone.evaluate("indexedDB.databases().then((found) => found.length)") == 0


def test_words_that_wait_can_be_read_and_not_changed(phone: Page, room: Room) -> None:
    room.answers = [always(GONE)]
    phone.fill("#say textarea", "When you")
    phone.locator("#say summary").click()
    says(phone)
    phone.locator("#say [data-send-said]").wait_for()
    phone.locator("#say textarea").press_sequentially(" never")
    phone.locator("#say label").click()
    assert typed(phone) == "When you" and not phone.locator("#say [type=checkbox]").is_checked()


def test_an_answer_that_got_lost_is_no_second_act(phone: Page, room: Room) -> None:
    room.answers = [room.does_and_is_not_heard]
    phone.fill("#say textarea", "When you came home")
    says(phone)
    phone.locator("#say [data-send-said]").wait_for()
    phone.clock.run_for(5_000)
    phone.get_by_role("heading", name="Said 1").wait_for()
    assert (len(room.done), len(room.asked)) == (1, 2)
    assert room.asked[0] == room.asked[1]


def test_a_server_that_falls_over_is_asked_again_calmly(phone: Page, room: Room) -> None:
    room.answers = [always(FALLS_OVER)] * 6
    phone.fill("#say textarea", "When you came home")
    says(phone)
    phone.locator("#say").get_by_text(re.compile("the server doesn’t answer")).wait_for()
    for _ in range(12):
        phone.clock.run_for(4_000)
        phone.wait_for_timeout(40)
    assert 3 <= len(room.asked) <= 6, len(room.asked)
    for _ in range(8):
        phone.clock.run_for(30_000)
        phone.wait_for_timeout(40)
    phone.get_by_role("heading", name="Said 1").wait_for()
    assert len(room.done) == 1 and typed(phone) == ""


def test_two_that_wait_go_in_their_order(phone: Page, room: Room) -> None:
    room.answers = [always(GONE)] * 2
    phone.fill("#say textarea", "First")
    says(phone)
    phone.locator("#say [data-send-said]").wait_for()
    phone.get_by_role("button", name="Slowly").click()
    until(phone, lambda: len(room.asked) == 2)
    phone.clock.run_for(10_000)
    until(phone, lambda: len(room.done) == 2)
    assert [told["deed"] for told in room.done.values()] == [["say"], ["repair"]]


def test_a_refused_act_shows_why_and_keeps_the_words(phone: Page, room: Room) -> None:
    room.answers = [room.refuses]
    phone.fill("#say textarea", "When you came home")
    says(phone)
    phone.get_by_text("The talk has moved on.").wait_for()
    assert typed(phone) == "When you came home" and is_same(phone)
    assert "moved on" in phone.evaluate("document.activeElement.textContent")
    says(phone)
    phone.get_by_role("heading", name="Said 1").wait_for()
    assert len(room.done) == 1


def test_a_sign_in_that_ended_shows_the_door_over_the_untouched_form(phone: Page, room: Room) -> None:
    room.answers = [always(DOOR)] * 2
    phone.fill("#say textarea", "When you\ncame home")
    says(phone)
    phone.get_by_role("heading", name="Sign in").wait_for()
    first, second = (parse_qs(each.replace("%0D%0A", "%0A")) for each in room.asked)
    assert first == second and first["when"] == ["When you\ncame home"]


def test_sending_waits_for_a_save_that_is_on_its_way(phone: Page, room: Room) -> None:
    phone.evaluate("document.querySelector('#say').dataset.saving = ''")
    phone.fill("#say textarea", "When you")
    says(phone)
    phone.clock.run_for(200)
    phone.wait_for_timeout(100)
    assert room.asked == []
    phone.evaluate("delete document.querySelector('#say').dataset.saving")
    phone.clock.run_for(200)
    until(phone, lambda: room.done)


def test_a_slider_that_comes_with_the_next_step_has_its_scripts(phone: Page, room: Room) -> None:
    room.more = """<form><div data-slider><input type="range" name="stirred" value="50"><output hidden></output>
        <span class="ends"><span>calm</span><span>stirred</span></span>
        <label><input type="checkbox" name="skip" checked>Leave this out</label></div></form>"""
    says(phone)
    phone.get_by_role("heading", name="Said 1").wait_for()
    assert phone.locator("output").is_visible() and phone.locator("[name=skip]").is_hidden()
    phone.locator("[name=stirred]").fill("80")
    assert phone.locator("output").inner_text() == "80" and not phone.locator("[name=skip]").is_checked()


def test_when_its_button_went_into_a_fold_the_focus_goes_to_the_fold(phone: Page, room: Room) -> None:
    room.step = "Said 1"
    room.more = f"<details open><summary>One thing you liked</summary>{room.form('thanks')}</details>"
    phone.reload()
    room.more = f"<details><summary>One more thing</summary>{room.form('thanks')}</details>"
    says(phone, "thanks")
    until(phone, lambda: phone.evaluate("document.activeElement.textContent") == "One more thing")


def test_what_the_address_says_of_the_page_stays_in_it(phone: Page, room: Room) -> None:
    """As on a phone that was handed over, where few words are chosen in the address."""
    phone.evaluate("""() => {
        history.replaceState(null, "", "/talk/1/?few=1");
        for (const form of document.querySelectorAll("form")) form.setAttribute("action", "/talk/1/act/?few=1");
    }""")
    says(phone)
    phone.get_by_role("heading", name="Said 1").wait_for()
    assert is_same(phone) and phone.url.endswith("/talk/1/?few=1")


def test_when_a_break_is_over_the_page_looks_again_without_leaving_and_without_a_network_it_waits(
    phone: Page, room: Room
) -> None:
    room.more = '<p data-over-in="60">It goes on later</p>'
    phone.reload()
    phone.evaluate("window.same = true")
    phone.fill("#back textarea", "half a thought")
    room.more, room.step = "", "The time you chose is here"
    phone.context.set_offline(True)
    phone.clock.run_for(70_000)
    phone.get_by_text("It goes on later").wait_for()
    phone.context.set_offline(False)
    phone.clock.run_for(6_000)
    phone.get_by_role("heading", name="The time you chose is here").wait_for()
    assert is_same(phone) and typed(phone, "back") == "half a thought"
