"""The contract of the stream: what it tells, to whom, how it ends, and what it never holds."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from functools import wraps
from typing import Any

import pytest

from goldseam.live import buses, stream
from goldseam.live.message import AskAgain, Ring
from goldseam.live.tests.listening import House, a_stream, opened, settle
from goldseam.vault import seam
from tests import asgi_client


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests ask no database, not even which one it is."""
    bus = buses.Memory()
    monkeypatch.setattr(buses, "current", lambda: bus)


def on_a_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    @wraps(test)
    def run(*arguments: Any, **named: Any) -> None:
        asgi_client.run(asyncio.wait_for(test(*arguments, **named), 20))

    return run


# -- what is told -------------------------------------------------------------------------------------------------


@on_a_loop
async def test_it_says_at_once_that_it_is_here_and_how_far_the_circle_is() -> None:
    house = House(at=41)
    live, _ = a_stream(house)
    async with opened(live, since=41) as tab:
        assert tab.status == 200
        assert tab.headers["content-type"] == "text/event-stream"
        assert tab.headers["cache-control"] == "no-store"
        assert tab.headers["x-accel-buffering"] == "no"
        assert "content-length" not in tab.headers
        assert tab.text.startswith("retry: ")
        assert "id: 41\nevent: here\n" in tab.text
        assert tab.events == [("here", {"at": 41})]


@on_a_loop
async def test_a_ring_is_a_room_and_a_number_and_nothing_else() -> None:
    house = House(at=40)
    live, hub = a_stream(house)
    room = seam.uuid()
    async with opened(live) as tab:
        before = len(tab.text)
        hub.hear(Ring(house.circle, room, 41))
        await settle()
        assert tab.text[before:] == f'id: 41\nevent: ring\ndata: {{"room": "{room}", "at": 41}}\n\n'


@on_a_loop
async def test_what_rang_before_is_told_first_and_the_highest_number_last() -> None:
    one, two = seam.uuid(), seam.uuid()
    house = House(at=41, rooms={one: 41, two: 39})
    live, _ = a_stream(house)
    async with opened(live, since=38) as tab:
        assert tab.rings == [(str(two), 39), (str(one), 41)]
        assert tab.text.rindex("id: 41") > tab.text.rindex("id: 39")


@on_a_loop
async def test_a_reconnecting_browser_asks_since_what_it_heard_last() -> None:
    house = House(at=90)
    live, _ = a_stream(house)
    async with opened(live, since=3, last="90"):
        asked = house.asked[0]
        assert asked["query_string"] == f"since={90 - stream.OVERLAP}".encode()
        assert (asked["method"], asked["path"], asked["raw_path"]) == ("GET", "/live/", b"/live/")
        assert (b"cookie", b"a=b") in asked["headers"]


@pytest.mark.parametrize("last", ["x", "-4", "9" * 30, "1 2", "\xb2"])
@on_a_loop
async def test_a_last_id_that_is_no_number_is_not_used(last: str) -> None:
    house = House(at=9)
    live, _ = a_stream(house)
    async with opened(live, since=7, last=last):
        assert house.asked[0]["query_string"] == b"since=7"


@on_a_loop
async def test_nothing_falls_between_asking_and_listening() -> None:
    house, room = House(), seam.uuid()
    live, hub = a_stream(house)
    house.meanwhile = lambda: hub.hear(Ring(house.circle, room, 1))
    async with opened(live) as tab:
        assert tab.rings == [(str(room), 1)]


@on_a_loop
async def test_more_missed_than_is_remembered_means_asking_again(monkeypatch: pytest.MonkeyPatch) -> None:
    house, room = House(), seam.uuid()
    live, hub = a_stream(house)

    def flood() -> None:
        house.meanwhile = None
        house.at, house.rooms = 5000, {room: 5000}
        for number in range(5000):
            hub.hear(Ring(seam.uuid(), room, number))

    house.meanwhile = flood
    async with opened(live) as tab:
        assert len(house.asked) == 2
        assert tab.rings == [(str(room), 5000)]


@on_a_loop
async def test_so_many_streams_for_one_person_and_the_next_browser_asks_instead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One who holds thousands would leave no place for others, and each act of theirs would ask for every one."""
    monkeypatch.setattr(stream, "OF_ONE_MOST", 2)
    house = House()
    live, _ = a_stream(house)
    async with opened(live), AsyncExitStack() as second:
        await second.enter_async_context(opened(live))
        house.session = seam.uuid()  # another sign-in of the same person
        async with opened(live) as one_more:
            assert one_more.status == 503
        house.person = seam.uuid()
        async with opened(live) as anothers:
            assert anothers.status == 200


@on_a_loop
async def test_a_place_is_free_again_when_a_stream_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "OF_ONE_MOST", 1)
    live, _ = a_stream(House())
    for _again in range(3):
        async with opened(live) as tab:
            assert tab.status == 200


@on_a_loop
async def test_other_circles_are_not_heard() -> None:
    house = House()
    live, hub = a_stream(house)
    async with opened(live) as tab:
        hub.hear(Ring(seam.uuid(), seam.uuid(), 1))
        await settle()
        assert tab.rings == []


@on_a_loop
async def test_rings_for_a_slow_reader_become_one_for_each_room() -> None:
    house, one, two = House(), seam.uuid(), seam.uuid()
    live, hub = a_stream(house)
    async with opened(live) as tab:
        tab.flowing.clear()
        for number in range(1, 1001):
            hub.hear(Ring(house.circle, one if number % 2 else two, number))
        await settle()
        tab.flowing.set()
        await settle()
        assert tab.rings[-2:] == [(str(one), 999), (str(two), 1000)]
        assert len(tab.rings) <= 3


@on_a_loop
async def test_a_reader_that_is_hopelessly_behind_comes_back_and_asks() -> None:
    house = House()
    live, hub = a_stream(house)
    async with opened(live) as tab:
        tab.flowing.clear()
        for number in range(stream.PENDING_MOST + 10):
            hub.hear(Ring(house.circle, seam.uuid(), number + 1))
        await settle()
        tab.flowing.set()
        await settle()
        assert tab.is_over


@on_a_loop
async def test_a_silent_stream_sends_a_line_for_the_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "BEAT", 2)
    house = House()
    live, _ = a_stream(house)
    async with opened(live) as tab:
        await asyncio.sleep(2.3)
        assert tab.text.endswith("\n\n:\n\n")
        assert tab.rings == []


# -- who may listen -----------------------------------------------------------------------------------------------


@on_a_loop
async def test_who_isnt_signed_in_gets_the_pages_own_answer() -> None:
    live, hub = a_stream(House(signed_in=False))
    async with opened(live) as tab:
        assert (tab.status, tab.headers["location"], tab.is_over or tab.task.done()) == (302, "/enter/", True)
    assert not hub._ears


@pytest.mark.parametrize("method", ["POST", "HEAD", "PUT", "DELETE", "OPTIONS"])
@on_a_loop
async def test_only_get_opens_it(method: str) -> None:
    live, _ = a_stream(House())
    async with opened(live, method=method) as tab:
        assert (tab.status, tab.headers["allow"]) == (405, "GET")
        assert tab.headers["cache-control"] == "no-store"


@on_a_loop
async def test_who_may_hear_nothing_is_here_all_the_same_and_hears_nothing() -> None:
    house = House(hears=False, at=7)
    live, hub = a_stream(house)
    async with opened(live) as tab:
        hub.hear(Ring(house.circle, seam.uuid(), 8))
        await settle()
        assert tab.events == [("here", {"at": 0})]
        assert "id:" not in tab.text
        assert not tab.is_over


@on_a_loop
async def test_pausing_is_silent_on_the_wire_and_stops_the_bell() -> None:
    house, room = House(at=5), seam.uuid()
    live, hub = a_stream(house)
    async with opened(live, since=5) as tab:
        before = tab.text
        house.hears = False
        hub.hear(AskAgain(house.circle))
        await settle()
        hub.hear(Ring(house.circle, room, 6))
        await settle()
        assert (tab.text, tab.is_over) == (before, False)
        house.hears, house.at, house.rooms = True, 7, {room: 7}
        hub.hear(AskAgain(house.circle))
        await settle()
        assert tab.rings == [(str(room), 7)]


@on_a_loop
async def test_what_rings_while_it_asks_waits_for_the_answer() -> None:
    house, room = House(), seam.uuid()
    live, hub = a_stream(house)
    async with opened(live) as tab:
        house.meanwhile = lambda: hub.hear(Ring(house.circle, room, 1))
        hub.hear(AskAgain(house.circle))
        await settle()
        assert tab.rings == [(str(room), 1)]
        house.hears = False
        house.meanwhile = lambda: hub.hear(Ring(house.circle, room, 2))
        hub.hear(AskAgain(house.circle))
        await settle()
        assert tab.rings == [(str(room), 1)]


@on_a_loop
async def test_let_in_at_the_door_it_hears_from_then_on_what_was_given() -> None:
    house, room = House(hears=False), seam.uuid()
    live, hub = a_stream(house)
    async with opened(live) as tab:
        house.hears, house.at, house.rooms = True, 2, {room: 2}
        hub.hear(Ring(house.circle, room, 2))
        hub.hear(AskAgain(house.circle))
        await settle()
        assert tab.rings == [(str(room), 2)]


@on_a_loop
async def test_another_circle_is_listened_to_once_this_person_sits_there() -> None:
    house, room = House(), seam.uuid()
    live, hub = a_stream(house)
    async with opened(live) as tab:
        old, house.circle = house.circle, seam.uuid()
        hub.hear(AskAgain(house.session))
        await settle()
        hub.hear(Ring(old, room, 1))
        hub.hear(Ring(house.circle, room, 9))
        await settle()
        assert tab.rings == [(str(room), 9)]
        assert old not in hub._ears


@on_a_loop
async def test_it_ends_with_its_sign_in() -> None:
    house = House()
    live, hub = a_stream(house)
    async with opened(live) as tab:
        house.signed_in = False
        hub.hear(AskAgain(house.session))
        await settle()
        assert tab.is_over
    assert not hub._ears


@on_a_loop
async def test_a_new_sign_in_under_the_same_cookies_is_another_stream() -> None:
    house = House()
    live, hub = a_stream(house)
    async with opened(live) as tab:
        old, house.session = house.session, seam.uuid()
        hub.hear(AskAgain(old))
        await settle()
        assert tab.is_over


@on_a_loop
async def test_it_tells_nothing_after_the_sign_ins_own_end() -> None:
    house = House(lasts=0.2)
    live, hub = a_stream(house)
    async with opened(live) as tab:
        await asyncio.sleep(0.3)
        hub.hear(Ring(house.circle, seam.uuid(), 1))
        await settle()
        assert (tab.rings, tab.is_over) == ([], True)


@on_a_loop
async def test_it_ends_when_asking_fails(caplog: pytest.LogCaptureFixture) -> None:
    house = House()
    live, hub = a_stream(house)
    async with opened(live) as tab:

        def breaks() -> None:
            raise OSError("the words of somebody")

        house.meanwhile = breaks
        hub.hear(AskAgain(house.circle))
        await settle()
        assert tab.is_over
    assert "words" not in caplog.text


@on_a_loop
async def test_it_ends_after_a_while_so_that_the_browser_asks_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "LASTS", 0)
    monkeypatch.setattr(stream, "LASTS_LONGER", 1)
    monkeypatch.setattr(stream, "BEAT", 2)
    live, _ = a_stream(House())
    async with opened(live) as tab:
        await asyncio.sleep(2.3)
        assert tab.is_over


# -- ending -------------------------------------------------------------------------------------------------------


@on_a_loop
async def test_stop_ends_all_and_opens_none() -> None:
    live, hub = a_stream(House())
    async with opened(live) as one, opened(live) as two:
        live.stop()
        await settle()
        assert one.is_over and two.is_over
        async with opened(live) as late:
            assert late.status == 503
    assert not hub._ears


@on_a_loop
async def test_a_browser_that_goes_leaves_nothing_behind() -> None:
    live, hub = a_stream(House())
    async with opened(live) as tab:
        await tab.leaves()
        assert tab.task.done()
    assert (not hub._ears, not live._open, not any(live._beats)) == (True, True, True)


@on_a_loop
async def test_while_the_line_is_down_streams_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Down(buses.Memory):
        is_hearing = False

    bus = Down()
    monkeypatch.setattr(buses, "current", lambda: bus)
    monkeypatch.setattr(stream, "LINE_PATIENCE", 0.1)
    live, _ = a_stream(House())
    async with opened(live) as tab:
        await asyncio.sleep(0.2)
        assert tab.status == 503
    bus.is_hearing = True
    async with opened(live) as tab:
        assert tab.status == 200
        bus.is_hearing = False
        live._hub.all_ask_again()
        await settle()
        assert tab.is_over


# -- what it holds ------------------------------------------------------------------------------------------------


@on_a_loop
async def test_an_open_stream_holds_no_request_and_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The request has opened keys on it: they must be gone when the asking is over."""
    house = House()
    held: list[weakref.ref[object]] = []
    honest = house.ask

    async def ask(scope: dict[str, Any]) -> Any:
        answer = await honest(scope)
        held.append(weakref.ref(answer))
        return answer

    live, _ = a_stream(house)
    live._ask = ask
    async with opened(live):
        gc.collect()
        assert [one() for one in held] == [None]


@on_a_loop
async def test_a_hundred_streams_take_no_thread() -> None:
    house = House()
    live, _ = a_stream(house)
    before = threading.active_count()
    tabs = [opened(live) for _ in range(100)]
    for tab in tabs:
        await tab.__aenter__()
    assert threading.active_count() == before
    for tab in tabs:
        await tab.__aexit__(None, None, None)


@on_a_loop
async def test_a_ring_from_another_thread_arrives() -> None:
    house, room = House(), seam.uuid()
    live, hub = a_stream(house)
    async with opened(live) as tab:
        thread = threading.Thread(target=hub.hear_soon, args=(Ring(house.circle, room, 1),))
        thread.start()
        thread.join()
        await settle()
        assert tab.rings == [(str(room), 1)]
