"""Resting: one press, no reason, the same to the other whatever lies behind it."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction

from conftest import Cast, browser_of
from goldseam.people import access, actions
from goldseam.people.models import Seat
from goldseam.people.rules import Leaving
from goldseam.people.tests.pair_browser import PAIR_PAGES, plain, same_for_all


def test_one_press_and_both_read_the_same(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    assert browser_of(ana).post("/us/pause/")["Location"] == "/us/pause/"
    for who in pair:
        assert "This space is resting" in plain(browser_of(who).get("/us/pause/"))


def test_it_leads_back_to_where_one_was_and_never_off_this_site(pair: tuple[Cast, Cast]) -> None:
    browser = browser_of(pair[0])
    assert browser.post("/us/pause/", {"next": "/us/part/"})["Location"] == "/us/part/"
    assert browser.post("/us/pause/", {"next": "//evil.example/"})["Location"] == "/"


def test_each_ends_only_their_own_pause(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    browser_of(ana).post("/us/pause/")
    browser_of(ben).post("/us/pause/", {"do": "go-on"})
    found = access.togetherness_of(ben.anew())
    assert found and not found.may_write
    browser_of(ana).post("/us/pause/", {"do": "go-on"})
    found = access.togetherness_of(ben.anew())
    assert found and found.may_write


def test_it_needs_no_pin(pair: tuple[Cast, Cast]) -> None:
    browser = browser_of(pair[0], private=False)
    assert browser.post("/us/pause/")["Location"] == "/us/pause/"


def test_alone_it_says_so_kindly(ana: Cast) -> None:
    browser = browser_of(ana)
    assert "Nothing shared needs to rest" in plain(browser.get("/us/pause/"))
    assert browser.post("/us/pause/").status_code == 302


def test_pausing_ends_waiting_words(ana: Cast) -> None:
    actions.invite(ana.me, own_name="Ana")
    browser = browser_of(ana)
    browser.post("/us/pause/")
    assert "Cancel these words" not in plain(browser.get("/invite/"))


def _answers(who: Cast, path: str, deed: Callable[[], None]) -> list[object]:
    """What the pages answer after a deed of the other, in a world that is then undone."""
    mark = transaction.savepoint()
    deed()
    answers: list[object] = [same_for_all(browser_of(who).get(path)), same_for_all(browser_of(who).post(path))]
    answers.append(same_for_all(browser_of(who).get(path)))
    transaction.savepoint_rollback(mark)
    return answers


@pytest.mark.parametrize("path", PAIR_PAGES)
def test_a_pause_and_a_quiet_leaving_answer_the_partner_with_the_same_bytes(pair: tuple[Cast, Cast], path: str) -> None:
    ana, ben = pair
    paused = _answers(ben, path, lambda: actions.pause(ana.anew()))
    left = _answers(ben, path, lambda: actions.leave(ana.anew(), Leaving.QUIETLY))
    assert left == paused


def test_the_comparison_would_notice_a_leaving_that_says_so(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    paused = _answers(ben, "/invite/", lambda: actions.pause(ana.anew()))
    said = _answers(ben, "/invite/", lambda: actions.leave(ana.anew(), Leaving.WITH_A_WORD))
    assert said != paused


def _on_the_disk() -> list[tuple[str, int, int]]:
    """Every row of every table, as its length in each column: what somebody with the disk can compare."""
    found = []
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table.startswith(("vault_", "people_")):
                cursor.execute(f'SELECT * FROM "{table}"')
                rows = cursor.fetchall()
                sizes = sum(len(value) if isinstance(value, (bytes, str)) else 8 for row in rows for value in row)
                found.append((table, len(rows), sizes))
    return found


def test_on_the_disk_a_pause_and_a_quiet_leaving_write_the_same_columns(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    seat = Seat.objects.get(person=ana.me.person)
    before = bytes(seat.own)
    actions.pause(ana.anew())
    seat.refresh_from_db()
    paused, disk = bytes(seat.own), _on_the_disk()
    actions.resume(ana.anew())
    actions.leave(ana.anew(), Leaving.QUIETLY)
    seat.refresh_from_db()
    assert len({before, paused, bytes(seat.own)}) == 3 and len(paused) == len(bytes(seat.own))
    assert (seat.paused, seat.left_openly) == (True, False)
    assert _on_the_disk() == disk
