"""How many questions a page or an act asks the database: few, and no more for many rows than for one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.dialogue.tests import talking
from goldseam.dialogue.tests.talking import closed
from goldseam.growth import actions as growth
from goldseam.growth.rules import Answers
from goldseam.questionnaires import actions as questions
from goldseam.questionnaires.tests.papers import a_house_paper
from goldseam.road.plan import actions as roads
from goldseam.road.plan.choosing import Deed as Choice
from goldseam.statements import access as statements
from goldseam.times import access as times
from goldseam.understanding.core.problem import LABEL as CORE
from goldseam.understanding.intake import actions as intake
from goldseam.understanding.intake.asked import SITTINGS, of_sitting
from goldseam.understanding.intake.rules import Answers as Looked
from goldseam.understanding.map import actions as map_deeds
from goldseam.understanding.map.tests.looking import gives, open_a_map
from goldseam.understanding.outside import actions as outside
from goldseam.understanding.outside.rules import Plan
from goldseam.understanding.timeline import actions as line
from goldseam.understanding.timeline.rules import Moment, Sort, When
from goldseam.vault import seam
from tests import databases

RING = 1 if databases.ON else 0  # PostgreSQL itself carries the bell
SHOWING, SUGGESTING, AGREEING = 45 + RING, 41 + RING, 56 + RING
WORDING, SIGNING = 56 + RING, 56 + RING
"""Of which a third are savepoints. Agreeing also rings for both at that time."""
MAP_MOST = 15
TALK_MOST = {"place": 15, "room": 17, "closed": 20, "act": 39 + RING}
TALKS_MOST = 15
MOST = {
    "/": 23,
    "/us/road/": 20,
    "/me/line/": 13,
    "/us/line/": 14,
    "/us/": 17,
    "/me/": 13,
    "/me/insights/": 8,
    "/me/look/": 4,
    "/me/questions/": 5,
    "/us/cycle/": 15,
    "/us/outside/": 16,
    "/us/insights/": 20,
    "/us/outside/mine/": 5,
}
PLACES = list(MOST)
PRIVATE = ("/me/", "/me/line/", "/me/insights/", "/me/questions/", "/us/outside/mine/")


def lived(who: Cast, evenings: int) -> None:
    """Evenings with a check-in, half of each shown, a time on the line, shown too, all four looks, a choice about the
    road."""
    for evening in range(evenings):
        with seam.pretend_it_is(seam.now() - timedelta(days=evenings - evening)):
            moment = line.keep_moment(who.me, Moment(When(2000 + evening), Sort.GOOD, f"Evening {evening}."))
            line.show_moment(who.me, moment, f"Evening {evening}.", "")
            kept = growth.keep_check_in(who.me, Answers({"closeness": 40 + evening}))
            growth.show_to_partner(who.me, kept, ["closeness"])
            outside.keep_plan(who.me, Plan(does=f"Evening {evening}."))
            roads.make(who.me, roads.Wish(seam.now().date(), 8, 2))
            roads.choose_for_both(who.me, "understanding.story", Choice.LATER)
            questions.keep(who.me, a_house_paper(), {0: "c1"}, {}, seam.uuid(), done=True)
            for sitting in SITTINGS:
                intake.keep(who.me, sitting, Looked({of_sitting(sitting)[0].id: 40}), again=True)


def asked(client: Client, place: str) -> int:
    client.get(place)  # the first time, texts are read and SQL is written
    with CaptureQueriesContext(connection) as questions:
        assert client.get(place).status_code == 200
    return len(questions)


@pytest.mark.parametrize("private", [True, False], ids=["open", "closed"])
def test_a_page_asks_few_questions_and_no_more_for_many_rows(pair: tuple[Cast, Cast], private: bool) -> None:
    ana, _ = pair
    places = PLACES if private else [place for place in PLACES if place not in PRIVATE]
    for who in pair:
        lived(who, 1)
    client = browser_of(ana, private=private)
    one = {place: asked(client, place) for place in places}
    for who in pair:
        lived(who, 9)
    if private:
        client = browser_of(ana)
    many = {place: asked(client, place) for place in places}
    print(f"questions with one evening: {one}; with ten: {many}")
    assert many == one
    assert {place: count for place, count in many.items() if count > MOST[place]} == {}


def test_a_map_asks_few_questions_and_no_more_after_many(pair: tuple[Cast, Cast]) -> None:
    """It opens the one that it shows, and of the others only that they are there."""
    open_a_map(*pair)
    one = asked(browser_of(pair[1]), "/us/map/")
    for _ in range(3):
        for who in pair:
            gives(who)
        map_deeds.look(pair[0].anew())
    lived(pair[0], 3)
    many = asked(browser_of(pair[1]), "/us/map/")
    print(f"questions of a map: {one}; with three older ones: {many}")
    assert many == one <= MAP_MOST


def test_the_place_talk_asks_few_questions_and_no_more_after_many(pair: tuple[Cast, Cast]) -> None:
    closed(pair)
    one = asked(browser_of(pair[1]), "/talk/")
    for _ in range(3):
        closed(pair)
    many = asked(browser_of(pair[1]), "/talk/")
    print(f"questions of the place Talk: {one}; with three more that are over: {many}")
    assert many == one <= TALKS_MOST


def test_a_talk_asks_few_questions_and_no_more_after_many(pair: tuple[Cast, Cast]) -> None:
    """Its place, its room while it goes on and once it is closed, and one act in it."""

    def counted() -> dict[str, int]:
        client = browser_of(ana)
        told = {"act": str(seam.uuid()), "deed": "say", "free": "Again."}
        return {
            "place": asked(client, reverse("talk")),
            "room": asked(client, reverse("talk-room", args=[talk])),
            "closed": asked(client, reverse("talk-room", args=[over])),
            "act": asked_by(lambda: client.post(reverse("talk-act", args=[talk]), told)),
        }

    ana, ben = pair
    talk, over = talking.begun(pair), talking.closed(pair)
    talking.heard(ana, ben, talk)
    counted()  # SQL is written
    one = counted()
    for _ in range(4):
        talking.closed(pair)
        talking.heard(ana, ben, talk)
    many = counted()
    print(f"questions of a talk: {one}; after many: {many}")
    assert many == one
    assert {name: count for name, count in many.items() if count > TALK_MOST[name]} == {}


def asked_by(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as questions:
        assert act().status_code == 302
    return len(questions)


def test_showing_a_check_in_asks_few_questions_and_no_more_after_many(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair

    def shown_tonight() -> int:
        kept = growth.keep_check_in(ana.anew(), Answers({"closeness": 40}))
        told = {"parts": ["closeness"], "sure": "1"}
        return asked_by(lambda: client.post(reverse("checkin-show", args=[kept]), told))

    client = browser_of(ana)
    shown_tonight()  # SQL is written
    one = shown_tonight()
    lived(ana, 9)
    client = browser_of(ana)
    many = shown_tonight()
    print(f"questions of showing a check-in: {one}; after many: {many}")
    assert many == one <= SHOWING


def test_a_time_for_two_asks_few_questions(pair: tuple[Cast, Cast]) -> None:
    ana, ben = (browser_of(who) for who in pair)

    def agreed(day: int) -> tuple[int, int]:
        at = (seam.now() + timedelta(days=day)).strftime("%Y-%m-%dT20:00")
        wish = {"at": at, "minutes": "30", "what": ""}
        suggested = asked_by(lambda: ana.post(reverse("time-suggest"), wish))
        time = times.times_of(pair[1].anew()).times[-1]
        answered = asked_by(lambda: ben.post(reverse("time-answer", args=[time.id]), {"deed": "accept"}))
        return suggested, answered

    agreed(2)  # SQL is written
    suggested, answered = agreed(3)
    print(f"questions of a suggestion: {suggested}; of a yes: {answered}")
    assert suggested <= SUGGESTING and answered <= AGREEING
    assert agreed(4) == (suggested, answered)


def test_a_signature_asks_few_questions_and_no_more_beside_many_wordings(pair: tuple[Cast, Cast]) -> None:
    clients = [browser_of(who) for who in pair]

    def signed(number: int) -> tuple[int, int]:
        who, client, other = pair[number % 2], clients[number % 2], clients[1 - number % 2]
        statement = statements.statement_of(who.anew(), CORE)
        told = {"sentence": f"We go quiet, number {number}.", "from": [str(head.id) for head in statement.heads]}
        address = f"/us/words/{statement.id}/"
        written = asked_by(lambda: client.post(f"{address}write/", told))
        version = {"version": statements.statement_of(who.anew(), CORE).heads[-1].id}
        first = asked_by(lambda: client.post(f"{address}sign/", version))
        other.post(f"{address}sign/", version)
        return written, first

    for number in range(2):
        signed(number)  # SQL is written, and both have signed something before
    written, first = signed(2)
    for number in range(3, 9):
        signed(number)
    print(f"questions of a wording: {written}; of a name under it: {first}")
    assert written <= WORDING and first <= SIGNING
    assert signed(10) == (written, first)
