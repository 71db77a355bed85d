"""What Today may show of the road: one card. With the private half closed it is the same for everybody.

It opens one row of the road and at most a few newest ones: what comes next was written down when something was chosen.
"""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from goldseam.people.me import Me
from goldseam.practice import Card, Step, steps
from goldseam.road.pace import reads, rules
from goldseam.road.pace.rules import Tone
from goldseam.road.plan import access, content
from goldseam.road.plan import reads as plan
from goldseam.road.plan.rules import Pair, Way

ID = "road.next"
WEIGHT, CLOSED_WEIGHT, QUIET_WEIGHT = 55, 30, 5
URLS = {
    Tone.MAKE: "road",
    Tone.LATER: "road",
    Tone.ABSENT: "road-back",
    Tone.OVER: "road-end",
    Tone.LOOK: "road-changed",
    Tone.BACK: "road-look-back",
}


def cards(me: Me) -> list[Card]:
    """Raises Tampered."""
    if not me.is_private_open:
        return [_told("closed", gettext("Open it"), reverse("road"), CLOSED_WEIGHT)]
    road = access.road_of(me)
    if plan.way_of(me) is Way.PART:
        return []
    place, book = reads.place_of(me, road), content.book()
    tone = rules.frame_tone(place, book)
    if tone is Tone.ABSENT:
        deed = reads.last_own_deed(me)
        if deed is not None and (place.today - deed).days < book.absent_days:
            tone = Tone.OVER if place.end is not None and place.today >= place.end else None
    if tone is Tone.NOTHING:
        return []
    if tone is None:
        assert road is not None
        weeks = (place.today - road.frame.start).days // 7
        if weeks and weeks % book.look_weeks == 0 and rules.is_time_to_look(place, reads.looked_on(me), book):
            tone = Tone.LOOK
        else:
            return [_next_card(me, reads.next_step(me, road), place)]
    weight = QUIET_WEIGHT if tone is Tone.LATER else WEIGHT
    return [_told(tone.value, gettext("Look at it"), reverse(URLS[tone]), weight)]


def _next_card(me: Me, name: str, place: rules.Place) -> Card:
    step = steps().get(name)
    if step is None:
        return _told("all", gettext("Look at it"), reverse("road"), QUIET_WEIGHT)
    is_alone = access.pair_now(me) is Pair.ALONE
    tone = rules.step_tone(
        place, hard=reads.sounds_hard(me), talked=reads.talked_lately(me), is_alone=is_alone and step.who == "alone"
    )
    told = step.exercise()
    return Card(
        id=ID,
        title=told.title,
        text=content.words(f"today-{tone.value}").format(minutes=told.minutes),
        action=gettext("Look at it"),
        url=_url(step),
        circle="mine" if step.who == "alone" else "ours",
        weight=QUIET_WEIGHT if tone is Tone.HARD else WEIGHT,
    )


def _url(step: Step) -> str:
    try:
        return reverse(step.url_name)
    except NoReverseMatch:
        return reverse("road")


def _told(name: str, action: str, url: str, weight: int) -> Card:
    return Card(
        id=ID,
        title=content.words(f"today-{name}-title"),
        text=content.words(f"today-{name}"),
        action=action,
        url=url,
        circle="mine",
        weight=weight,
    )
