"""What rings, what never does, and what is asked afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import transaction

from conftest import Cast, bring_together
from goldseam.growth import access as growth_access
from goldseam.growth import actions as growth
from goldseam.growth.rules import Answers
from goldseam.live import bell, buses
from goldseam.live.message import AskAgain, Message, Ring, packed, unpacked
from goldseam.people import access, actions
from goldseam.people.rules import RULE_VERSION, Leaving
from goldseam.vault import invites, seam, sessions
from goldseam.vault.models import Circle

Pair = tuple[Cast, Cast]


def circle_of(who: Cast) -> Circle:
    together = access.togetherness_of(who.anew())
    assert together is not None
    return together.circle


class Heard:
    """A bus that remembers what was published, after its transaction."""

    is_hearing = True

    def __init__(self) -> None:
        self.messages: list[Message] = []

    def publish(self, message: Message) -> None:
        transaction.on_commit(lambda: self.messages.append(message))

    async def carry(self, _hub: object) -> None:
        return

    @property
    def rings(self) -> list[Ring]:
        return [message for message in self.messages if isinstance(message, Ring)]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    bus = Heard()
    monkeypatch.setattr(buses, "current", lambda: bus)
    return bus


@pytest.fixture
def act(django_capture_on_commit_callbacks: Callable[..., object]) -> Callable[[Callable[[], object]], None]:
    """Does something as a request does it: what waits for the commit is done afterwards."""

    def done(deed: Callable[[], object]) -> None:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            deed()

    return done


Act = Callable[[Callable[[], object]], None]


def a_check_in(who: Cast) -> UUID:
    return growth.keep_check_in(who.anew(), Answers({"closeness": 60, "tension": 20}, line="A walk."))


# -- counting -----------------------------------------------------------------------------------------------------


def test_each_ring_takes_the_next_number_of_its_circle(pair: Pair) -> None:
    circle, other = circle_of(pair[0]), seam.uuid()
    before = bell.at(circle)
    bell.ring(circle, circle.pk)
    bell.ring(circle, other)
    bell.ring(circle, circle.pk)
    assert bell.at(circle) == before + 3
    assert bell.since(circle, before) == [(other, before + 2), (circle.pk, before + 3)]
    assert bell.since(circle, before + 2) == [(circle.pk, before + 3)]
    assert bell.since(circle, before + 3) == []


def test_what_is_rolled_back_never_rang(pair: Pair, heard: Heard, act: Act) -> None:
    circle = circle_of(pair[0])
    before = bell.at(circle)

    def fails_after_ringing() -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            bell.ring(circle, circle.pk)
            raise RuntimeError

    act(fails_after_ringing)
    assert bell.at(circle) == before
    assert heard.messages == []
    act(lambda: bell.ring(circle, circle.pk))
    assert heard.rings == [Ring(circle.pk, circle.pk, before + 1)]


def test_circles_count_apart(pair: Pair, cleo: Cast) -> None:
    from conftest import arrive

    dara = arrive("dara")
    bring_together(cleo, dara)
    before = bell.at(circle_of(cleo))
    bell.ring(circle_of(pair[0]), seam.uuid())
    assert bell.at(circle_of(cleo)) == before
    assert bell.counts(cleo.me) == {circle_of(cleo).pk: before}


def test_bells_are_gone_with_their_circle(pair: Pair) -> None:
    from goldseam.live.models import Belfry, Bell

    circle = circle_of(pair[0])
    bell.ring(circle, circle.pk)
    assert Belfry.objects.exists() and Bell.objects.exists()
    circle.delete()
    assert not Belfry.objects.exists() and not Bell.objects.exists()


# -- what was given to both rings ---------------------------------------------------------------------------------


def test_a_shown_check_in_rings_once_in_the_pairs_place(pair: Pair, heard: Heard, act: Act) -> None:
    ana, circle = pair[0], circle_of(pair[0])
    kept = a_check_in(ana)
    act(lambda: growth.show_to_partner(ana.anew(), kept, ["closeness"]))
    assert heard.messages == [Ring(circle.pk, circle.pk, bell.at(circle))]


def test_somebody_who_comes_and_is_let_in_rings_twice(ana: Cast, ben: Cast, heard: Heard, act: Act) -> None:
    words = actions.invite(ana.me, own_name="Ana")
    keys = invites.keys_of(" ".join(words))
    act(lambda: actions.join(ben.me, keys, own_name="Ben", agreed_to=RULE_VERSION))
    circle = circle_of(ana)
    assert heard.rings == [Ring(circle.pk, circle.pk, 1)]
    act(lambda: actions.let_in(ana.anew()))
    assert heard.rings[1:] == [Ring(circle.pk, circle.pk, 2)]


# -- and nothing else does ----------------------------------------------------------------------------------------


def take_back(ana: Cast) -> None:
    shown = growth_access.shown_to(ana.anew()).slices[0]
    growth.take_back(ana.anew(), shown.id)


def read_everything(ana: Cast) -> None:
    from conftest import browser_of

    browser = browser_of(ana)
    for address in ("/", "/us/", "/me/", "/live/", "/invite/", "/talk/", "/us/pause/"):
        assert browser.get(address).status_code == 200


SILENT: dict[str, Callable[[Cast], object]] = {
    "pausing": lambda ana: actions.pause(ana.anew()),
    "pausing and going on": lambda ana: (actions.pause(ana.anew()), actions.resume(ana.anew())),
    "leaving quietly": lambda ana: actions.leave(ana.anew(), Leaving.QUIETLY),
    "leaving with a word": lambda ana: actions.leave(ana.anew(), Leaving.WITH_A_WORD, word="Be well."),
    "leaving and coming back": lambda ana: (
        actions.leave(ana.anew(), Leaving.QUIETLY),
        actions.come_back(ana.anew(), access.left_seats(ana.anew())[0]),
    ),
    "taking back": take_back,
    "a check-in of one's own": a_check_in,
    "changing one's own": lambda ana: growth.change_check_in(
        ana.anew(), growth_access.own_of(ana.anew()).check_ins[0].id, Answers({"closeness": 10})
    ),
    "naming a slider": lambda ana: growth.name_own_slider(ana.anew(), "Sleep"),
    "reading and being here": read_everything,
    "signing in and out on another device": lambda ana: sessions.end(
        sessions.begin(ana.keyring, stay=False, label="computer")[0].require_session()
    ),
    "inviting beside": lambda ana: actions.invite_beside(ana.anew()),
}


@pytest.mark.parametrize("deed", SILENT)
def test_nothing_rings_for(deed: str, pair: Pair, heard: Heard, act: Act) -> None:
    ana, circle = pair[0], circle_of(pair[0])
    growth.show_to_partner(ana.anew(), a_check_in(ana), ["closeness"])
    before = bell.at(circle)
    act(lambda: SILENT[deed](ana))
    assert heard.rings == []
    assert bell.at(circle) == before


def test_a_pair_that_rests_rings_nothing(pair: Pair, heard: Heard, act: Act) -> None:
    circle = circle_of(pair[0])
    before = bell.at(circle)
    actions.pause(pair[1].anew())
    act(lambda: bell.ring(circle, circle.pk))
    assert (heard.rings, bell.at(circle)) == ([], before)
    actions.resume(pair[1].anew())
    act(lambda: bell.ring(circle, circle.pk))
    assert bell.at(circle) == before + 1


# -- what goes over a bus -----------------------------------------------------------------------------------------


def test_a_message_is_ids_and_a_number() -> None:
    room, circle = seam.uuid(), seam.uuid()
    told = json.loads(packed(Ring(circle, room, 41)))
    assert told == {"to": circle.hex, "room": room.hex, "at": 41}
    assert json.loads(packed(AskAgain(circle))) == {"to": circle.hex}


def test_a_message_comes_out_as_it_went_in() -> None:
    for message in (Ring(seam.uuid(), seam.uuid(), 7), AskAgain(seam.uuid())):
        assert unpacked(packed(message)) == message


@pytest.mark.parametrize("text", ["", "[]", "7", '"x"', "{}", '{"to": 4}', '{"to": "zz"}', '{"to": null, "room": 1}'])
def test_other_words_on_the_channel_are_no_message(text: str) -> None:
    with pytest.raises(ValueError):
        unpacked(text)


def test_who_ends_a_sign_in_makes_its_streams_ask(ana: Cast, heard: Heard, act: Act) -> None:
    session = ana.keyring.require_session()
    act(lambda: sessions.end(session))
    assert heard.messages == [AskAgain(session)]
