"""The road's pages: one's own behind the PIN, and one of both that is the same for the two."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.apart import actions as apart
from goldseam.people import actions as people
from goldseam.practice import steps
from goldseam.road.plan import access, actions, choosing, content, reads
from goldseam.road.plan.choosing import Deed, Refused
from goldseam.road.plan.rules import Frame
from goldseam.times import access as times
from goldseam.times.reads import today_of
from goldseam.understanding.core.problem import LABEL as CORE
from goldseam.understanding.core.wants import LABEL as WANTS
from goldseam.understanding.cycle.subject import LABEL as CYCLE
from goldseam.understanding.story.piece import LABEL as STORY
from goldseam.understanding.ways import actions as ways
from goldseam.understanding.ways.rules import Standing
from goldseam.vault import seam

FIRST = "understanding.look-first"
TALK = "understanding.map-talk"


def make(who: Cast, weeks: int = 8, sittings: int = 2) -> None:
    actions.make(who.anew(), actions.Wish(today_of(who.anew()), weeks, sittings))


def text(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_somebody_alone_makes_a_road_and_every_step_says_what_it_is(ana: Cast) -> None:
    client = browser_of(ana)
    assert "A road of small steps" in text(client, "road")
    sent = {"start": today_of(ana.anew()).isoformat(), "weeks": "8", "sittings": "2"}
    assert client.post(reverse("road-make"), sent).url == reverse("road")  # type: ignore[attr-defined]
    page = text(client, "road")
    title = steps()[FIRST].exercise().title
    assert title in page and "You, on your own" in page and steps()[FIRST].exercise().rests_on in page
    assert "It is for everybody" in page
    assert "Both of you together" not in page
    assert not re.search(r"\d+ of \d+|percent|%|behind schedule|missed", page.split("<main", 1)[1].split("</main")[0])


def test_a_hard_month_suggests_and_never_insists(ana: Cast) -> None:
    client = browser_of(ana)
    today = today_of(ana.anew())
    sent = {"start": today.isoformat(), "weeks": "8", "sittings": "3", "hard": "on"}
    page = client.post(reverse("road-make"), sent).content.decode()
    later = today + timedelta(days=28)
    assert f'value="{later.isoformat()}"' in page and "As I chose it" in page
    assert access.road_of(ana.anew()) is None
    client.post(reverse("road-make"), {**sent, "start": later.isoformat(), "hard": ""})
    assert "Until then nothing waits" in text(client, "road")


@pytest.mark.parametrize(
    "wrong", [{"weeks": "3"}, {"weeks": "13"}, {"sittings": "7"}, {"start": "soon"}, {"start": "1990-01-01"}]
)
def test_what_cant_be_meant_gets_a_sentence_and_changes_nothing(ana: Cast, wrong: dict[str, str]) -> None:
    client = browser_of(ana)
    sent = {"start": today_of(ana.anew()).isoformat(), "weeks": "8", "sittings": "2", **wrong}
    answer = client.post(reverse("road-make"), sent)
    assert answer.status_code == 400 and "errors" in answer.content.decode()
    assert access.road_of(ana.anew()) is None


def test_a_step_is_put_off_left_out_done_once_more_changed_and_all_of_it_undone(ana: Cast) -> None:
    make(ana)
    first = reads.plan_of(ana.anew(), access.road_of(ana.anew())).own_steps[0].step.id  # type: ignore[arg-type]

    def own() -> list[str]:
        road = access.road_of(ana.anew())
        assert road is not None
        return [one.step.id for one in reads.plan_of(ana.anew(), road).own_steps]

    before = own()
    for deed in (Deed.LATER, Deed.LEAVE_OUT, Deed.DONE):
        actions.choose(ana.anew(), first, deed)
        assert own()[0] != first
        actions.undo(ana.anew())
        assert own() == before
    other = before[1]
    actions.choose(ana.anew(), first, Deed.SWAP, other)
    actions.undo(ana.anew())
    actions.choose(ana.anew(), first, Deed.DONE)
    assert first not in own()
    actions.choose(ana.anew(), first, Deed.AGAIN)
    assert first in own()
    with pytest.raises(Refused):
        actions.choose(ana.anew(), TALK, Deed.LATER)
    with pytest.raises(Refused):
        actions.choose(ana.anew(), "nobody.knows", Deed.LATER)


def test_both_see_the_same_page_and_it_gets_days_once_both_say_yes(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    start = today_of(ana.anew())
    assert "In this order" in text(browser_of(ana, private=False), "road-both")
    actions.ask_for(ana.anew(), start, 8)
    assert reads.both_page(ben.anew()).frame is None and reads.both_page(ben.anew()).asked is not None
    answer = browser_of(ben).post(reverse("road-both-days"), {"start": start.isoformat(), "weeks": "8"})
    assert answer.status_code == 302
    layers = [reads.joint_layer(who.anew()) for who in pair]
    assert layers[0] == layers[1] and layers[0].weeks
    talks = [one.step.id for one in layers[0].steps if one.step.id in content.book().talks]
    assert talks == list(content.book().talks)
    pages = [text(browser_of(who), "road-both") for who in pair]
    mains = [re.sub(r'csrfmiddlewaretoken" value="[^"]+"|kept_mark" value="[^"]+"', "", page) for page in pages]
    bodies = [main.split("<main", 1)[1].split("</main")[0].replace("Ben", "*").replace("Ana", "*") for main in mains]
    assert bodies[0] == bodies[1]


def test_either_puts_off_and_takes_back_and_no_page_says_who(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    actions.choose_for_both(ana.anew(), TALK, Deed.DONE)
    page = text(browser_of(ben), "road-both")
    assert "was marked as done" in page
    newest = access.both(ben.anew()).chosen.newest
    assert newest is not None
    actions.undo_for_both(ben.anew(), newest.id)
    assert TALK in [one.step.id for one in reads.joint_layer(ana.anew()).in_order]


def test_while_one_pauses_there_is_no_step_for_both_anywhere_and_afterwards_all_is_there(
    pair: tuple[Cast, Cast],
) -> None:
    ana, ben = pair
    for who in pair:
        make(who)
        actions.ask_for(who.anew(), today_of(who.anew()), 8)
    before = reads.joint_layer(ana.anew())
    people.pause(ben.anew())
    for who in pair:
        road = access.road_of(who.anew())
        assert road is not None and reads.joint_layer(who.anew()).steps == ()
        assert not any(week.joint for week in reads.plan_of(who.anew(), road).weeks)
        assert "resting" in text(browser_of(who), "road-both")
        assert browser_of(who).get(reverse("road-both-step", args=[reads.slug_of(TALK)])).status_code == 404
        with pytest.raises(Refused):
            actions.choose_for_both(who.anew(), TALK, Deed.DONE)
    people.resume(ben.anew())
    assert reads.joint_layer(ana.anew()) == before


def test_what_one_keeps_private_changes_nothing_on_the_page_of_both(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    for who in pair:
        make(who)
        actions.ask_for(who.anew(), today_of(who.anew()), 8)
    before, page = reads.joint_layer(ben.anew()), text(browser_of(ben), "road")
    ways.stand(ana.anew(), Standing.PART)
    assert reads.joint_layer(ben.anew()) == before == reads.joint_layer(ana.anew())
    mark = r'(csrfmiddlewaretoken|kept_mark)" value="[^"]+"|stay-token="[^"]+"'
    assert re.sub(mark, "", text(browser_of(ben), "road")) == re.sub(mark, "", page)
    own = text(browser_of(ana), "road")
    assert "A way to part well" in own and "Both of you together" not in own
    assert steps()[FIRST].exercise().title not in own


def test_somebody_unsure_gets_a_short_path(ana: Cast) -> None:
    ways.stand(ana.anew(), Standing.UNSURE)
    make(ana)
    road = access.road_of(ana.anew())
    assert road is not None
    plan = reads.plan_of(ana.anew(), road)
    assert len(plan.weeks) <= 4 and plan.own_steps[0].step.id == "understanding.unsure"
    assert "short" in text(browser_of(ana), "road")


def test_a_closed_phone_gets_the_pin_page_for_everything_of_ones_own(ana: Cast) -> None:
    make(ana)
    client = browser_of(ana, private=False)
    for name in ("road", "road-make", "road-end", "road-back", "road-changed", "road-look-back"):
        assert client.get(reverse(name)).status_code == 302


def test_a_time_for_two_is_asked_for_from_a_step_and_stands_on_it(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    client = browser_of(ana)
    page = client.get(reverse("time-suggest") + f"?step={TALK}").content.decode()
    assert steps()[TALK].exercise().title in page and f'value="{TALK}"' in page
    at = (seam.now() + timedelta(days=2)).strftime("%Y-%m-%dT20:00")
    client.post(reverse("time-suggest"), {"at": at, "what": "Our map", "minutes": "20", "step": TALK})
    made = times.times_of(ben.anew()).times[0]
    assert made.step == TALK
    browser_of(ben).post(reverse("time-answer", args=[made.id]), {"deed": "accept"})
    assert "agreed:" in text(browser_of(ben), "road-both-step", reads.slug_of(TALK))
    assert "?step=" not in client.get(reverse("time-suggest") + "?step=growth.check-in").content.decode()


def test_two_devices_that_make_a_road_at_once_lose_nothing(ana: Cast) -> None:
    make(ana)
    actions.make(ana.anew(), actions.Wish(today_of(ana.anew()) + timedelta(days=3), 6, 3))
    road = access.road_of(ana.anew())
    assert road is not None and (road.frame.weeks, road.sittings) == (6, 3)
    assert len(access.roads_of(ana.anew())) == 1


def test_a_road_is_as_long_on_the_disk_whatever_was_chosen(ana: Cast) -> None:
    at = seam.now()
    empty = choosing.Road(at, Frame(date(2026, 5, 4), 8), 2, at)
    full = choosing.Road(
        at, Frame(date(2026, 5, 4), 12), 3, at, (choosing.Mark(Deed.LEAVE_OUT, FIRST, at),), (FIRST,), at
    )
    lengths = {len(json.dumps(choosing.as_body(road), sort_keys=True)) // 100 for road in (empty, full)}
    assert len(lengths) == 1


def test_a_draft_of_ones_own_moves_nothing_on_the_page_of_both_open_or_closed(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    before = reads.joint_layer(ben.anew())
    for label in (CORE, WANTS, CYCLE, STORY):
        part = {CORE: "sentence", WANTS: "bring", STORY: "beneath"}.get(label)
        apart.keep_draft(ana.anew(), label, {part: "Mine."} if part else {"start": {"picked": ["cry"]}}, None)
    for me in (ana.anew(), ana.closed(), ben.anew()):
        assert reads.joint_layer(me) == before and not reads.joint_done(me)


def test_what_lies_open_between_them_is_done_for_both_also_on_a_closed_phone(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    words: dict[str, dict[str, Any]] = {
        CORE: {"sentence": "We go quiet."},
        WANTS: {"day": "Tea."},
        CYCLE: {"start": {"picked": ["cry"]}},
    }
    for label, part in words.items():
        for who in pair:
            apart.give(who.anew(), label, part)
        apart.look(ana.anew(), label)
    expected = {"understanding.core-propose", "understanding.wants", "understanding.cycle-half"}
    for me in (ana.anew(), ana.closed(), ben.anew()):
        assert set(reads.joint_done(me)) == expected
