"""Every list renders with none, one and many; and it shows as many as there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from conftest import Cast, bring_together
from goldseam.apart import actions as giving
from goldseam.dialogue import actions as talking
from goldseam.dialogue.actions import Asking
from goldseam.dialogue.alone import afterwards, prepared
from goldseam.dialogue.rules.acts import KEEP
from goldseam.dialogue.rules.acts import Deed as InTalk
from goldseam.dialogue.rules.prepared import Prepared
from goldseam.dialogue.tests.talking import does
from goldseam.growth import actions as growth
from goldseam.growth.rules import Answers
from goldseam.people import actions
from goldseam.people.rules import Leaving
from goldseam.practice import Topic, steps
from goldseam.questionnaires import actions as questions
from goldseam.questionnaires import shelf
from goldseam.questionnaires.tests import papers
from goldseam.road.plan import actions as roads
from goldseam.road.plan.choosing import Deed as Choice
from goldseam.times import actions as times
from goldseam.times.rules import Deed
from goldseam.understanding.cycle.subject import LABEL as CYCLE
from goldseam.understanding.intake import actions as intake
from goldseam.understanding.intake.rules import Answers as Looked
from goldseam.understanding.map import actions as map_deeds
from goldseam.understanding.outside import actions as outside
from goldseam.understanding.outside.rules import Plan
from goldseam.understanding.story.piece import LABEL as STORY
from goldseam.understanding.timeline import actions as line
from goldseam.understanding.timeline.rules import Moment, Sort, When
from goldseam.vault import seam, sessions
from tests import house
from tests.house import Visit

MANY = 7


@dataclass(frozen=True)
class List:
    """A page with a list: how it is filled, and the sign by which its lines are counted."""

    address: str
    fill: Callable[[Cast, Cast, int], object]
    sign: str
    least: int = 0
    most: int = MANY
    together: bool = False


def check_ins(who: Cast, _other: Cast, count: int) -> None:
    for number in range(count):
        growth.keep_check_in(who.anew(), Answers({"closeness": 40 + number}, line=f"walnut {number}."))


def days_checked_in(who: Cast, _other: Cast, count: int) -> None:
    for number in range(count):
        with seam.pretend_it_is(seam.now() - timedelta(days=number)):
            growth.keep_check_in(who.anew(), Answers({"closeness": 40 + number}))


def looks(who: Cast, _other: Cast, count: int) -> None:
    """One look, and a line of it from each of several devices."""
    intake.keep(who.anew(), "one", Looked({"good-laugh": 60}))
    for number in range(count):
        intake.keep(who.anew(), "one", Looked({}, {Topic.GOOD: f"walnut {number}."}))


def shown_lines(who: Cast, other: Cast, count: int) -> None:
    for number in range(count):
        kept = growth.keep_check_in(other.anew(), Answers({"closeness": 40}, line=f"walnut {number}."))
        growth.show_to_partner(other.anew(), kept, ("line",))


def devices(who: Cast, _other: Cast, count: int) -> None:
    for _ in range(count):
        sessions.begin(who.keyring, stay=False, label="tablet")


def passkeys(who: Cast, _other: Cast, count: int) -> None:
    for number in range(count):
        data = {"name": "", "credential": house.a_passkey(f"passkey {number}")}
        Authenticator.objects.create(user=who.me.person, type=Authenticator.Type.WEBAUTHN, data=data)


def left_pairs(who: Cast, _other: Cast, count: int) -> None:
    for number in range(count):
        bring_together(who, house.come_in(f"ben{number} of {who.me.person.username}"))
        actions.leave(who.anew(), Leaving.QUIETLY)


def agreed_times(who: Cast, other: Cast, count: int) -> None:
    for number in range(count):
        one, two = (who, other) if number % 2 else (other, who)
        at = seam.now().replace(microsecond=0) + timedelta(days=number + 1)
        made = times.suggest(one.anew(), times.Wish(f"walnut {number}", at, 20))
        times.answer(two.anew(), made, Deed.ACCEPT)


def moments(who: Cast, _other: Cast, count: int) -> None:
    for number in range(count):
        line.keep_moment(who.anew(), Moment(When(2000 + number), Sort.GOOD, f"walnut {number}."))


def shown_moments(who: Cast, other: Cast, count: int) -> None:
    for number in range(count):
        kept = line.keep_moment(other.anew(), Moment(When(2000 + number), Sort.BREAK, "raw"))
        line.show_moment(other.anew(), kept, f"walnut {number}.", "")


def stories(who: Cast, other: Cast, count: int) -> None:
    for number in range(count):
        for each in (who, other):
            giving.give(each.anew(), STORY, {"stress": f"walnut {number}"})
        giving.look(who.anew(), STORY)


def loops(who: Cast, other: Cast, count: int) -> None:
    for number in range(count):
        for each in (who, other):
            giving.give(each.anew(), CYCLE, {"then": {"words": f"walnut {number}"}})
        giving.look(who.anew(), CYCLE)


def halves_beside(who: Cast, _other: Cast, count: int) -> None:
    for number in range(count + 1):
        giving.keep_draft(who.anew(), CYCLE, {"then": {"words": f"walnut {number}"}}, None)


def plans(who: Cast, _other: Cast, count: int) -> None:
    for number in range(count):
        outside.keep_plan(who.anew(), Plan(stress=f"walnut {number}"))


def versions_beside(who: Cast, _other: Cast, count: int) -> None:
    for number in range(count + 1):
        giving.keep_draft(who.anew(), STORY, {"stress": f"walnut {number}"}, None)


def left_out(who: Cast, _other: Cast, count: int) -> None:
    roads.make(who.anew(), roads.Wish(seam.now().date(), 8, 2))
    for step in [step.id for step in steps().values() if step.who == "alone"][:count]:
        roads.choose(who.anew(), step, Choice.LEAVE_OUT)


def answers_to_what_is_gone(who: Cast, _other: Cast, count: int) -> None:
    paper = papers.added(papers.walks(2, title="walnut"))
    for number in range(count):
        with seam.pretend_it_is(seam.now() - timedelta(days=number + 1)):
            questions.keep(who.anew(), paper, {0: "c1"}, {}, seam.uuid(), done=True)
    shelf.take_off(paper.id)


def left_out_by_both(who: Cast, other: Cast, count: int) -> None:
    for number, step in enumerate([step.id for step in steps().values() if step.who != "alone"][:count]):
        roads.choose_for_both((who, other)[number % 2].anew(), step, Choice.LEAVE_OUT)


def maps(who: Cast, other: Cast, count: int) -> None:
    """One more than is listed: the newest is the page itself."""
    for each in (who, other):
        intake.keep(each.anew(), "one", Looked({"good-laugh": 40}))
    for _ in range(count + 1):
        for each in (who, other):
            house.give_a_side(each)
        map_deeds.look(who.anew())


def talks(who: Cast, other: Cast, count: int) -> None:
    """Come to their end, and kept."""
    for number in range(count):
        made = talking.ask(who.anew(), Asking(f"walnut {number}"), seam.uuid())
        does(other, made, InTalk.READY)
        does(who, made, InTalk.CLOSE)
        for each in (who, other):
            does(each, made, InTalk.DONE, choice=KEEP)


def looks_back(who: Cast, _other: Cast, count: int) -> None:
    made = talking.ask(who.anew(), Asking("The evenings"), seam.uuid())
    for number in range(count):
        afterwards.keep(who.anew(), made, afterwards.Look(f"walnut {number}."), seam.uuid())


def words_to_bring(who: Cast, _other: Cast, count: int) -> None:
    for number in range(count):
        prepared.keep(who.anew(), Prepared(f"walnut {number}", {"free": "For later."}), seam.uuid())


LISTS = [
    List("/talk/", talks, "walnut", together=True),
    List("/talk/notes/", looks_back, "walnut", together=True),
    List("/talk/prepare/", words_to_bring, "walnut"),
    List("/us/map/", maps, "The map of", together=True),
    List("/me/road/", left_out, 'value="take-in"'),
    List("/us/road/", left_out_by_both, 'value="again"', together=True),
    List("/us/story/", stories, "walnut", together=True),
    List("/us/story/mine/", versions_beside, "walnut"),
    List("/us/cycle/", loops, "walnut", together=True),
    List("/us/cycle/mine/", halves_beside, "walnut"),
    List("/us/outside/mine/", plans, "walnut"),
    List("/me/line/", moments, "walnut"),
    List("/us/line/", shown_moments, "walnut", together=True),
    List("/me/", check_ins, "walnut"),
    List("/me/insights/", days_checked_in, '<th scope="row">'),
    List("/me/look/one/told/", looks, "walnut"),
    List("/me/questions/", answers_to_what_is_gone, "walnut"),
    List("/us/", shown_lines, "walnut", together=True),
    List("/us/times/", agreed_times, "walnut", together=True),
    List("/account/", devices, "/account/devices/"),
    List("/account/passkeys/", passkeys, "/remove/"),
    List("/us/part/", left_pairs, 'name="seat"'),
]


@pytest.mark.django_db
@pytest.mark.parametrize("shown", LISTS, ids=lambda shown: shown.address)
def test_a_list_shows_none_one_and_many(shown: List) -> None:
    counted = []
    for turn, count in enumerate((0, 1, MANY)):
        who, other = house.come_in(f"cleo{turn}"), house.come_in(f"ana{turn}")
        if shown.together:
            bring_together(who, other)
        shown.fill(who, other, count)
        answer = Visit(house.browser_of(who))("GET", shown.address)[0]
        assert answer.status_code == 200
        counted.append(answer.content.decode().count(shown.sign))
    print(f"{shown.address}: {counted} signs for 0, 1 and {MANY}")
    assert counted[0] < counted[1] < counted[2]
    assert counted[2] - counted[0] >= MANY


@pytest.mark.django_db
def test_what_is_taken_along_shows_none_one_and_many() -> None:
    from goldseam.road import actions as road
    from tests import looking

    for turn, count in enumerate((0, 1, MANY)):
        who = house.come_in(f"cleo{turn}")
        check_ins(who, who, count)
        whole = road.take(who.anew())
        assert looking.seen_in(whole, [f"walnut {number}." for number in range(MANY)]) == {
            f"walnut {number}." for number in range(count)
        }
