"""Gathers the facts a road is made of, and what its pages show: what both may know, and what is one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from goldseam.live import bell
from goldseam.people.me import Me, gathered_once
from goldseam.practice import Step, Topic, steps
from goldseam.road.plan import access, choosing, content, rules
from goldseam.road.plan.access import Both
from goldseam.road.plan.choosing import Road
from goldseam.road.plan.days import day_now
from goldseam.road.plan.rules import (
    Frame,
    Group,
    Joint,
    JointFacts,
    Marks,
    OwnFacts,
    Pair,
    Placed,
    Plan,
    Reason,
    Rulebook,
    Sitting,
    StepFacts,
    Way,
    Week,
    Weight,
)
from goldseam.times.reads import Shown as Time
from goldseam.times.reads import page_for as times_for
from goldseam.understanding.intake.access import intake_of
from goldseam.understanding.intake.rules import heaviness
from goldseam.understanding.map.reads import shared_causes
from goldseam.understanding.ways.access import standing_of
from goldseam.understanding.ways.rules import Standing
from goldseam.vault.errors import BackClosed

WAYS = {Standing.UNSURE: Way.UNSURE, Standing.PART: Way.PART}
SOON_WEEKS = 2


# -- facts --------------------------------------------------------------------------------------------------------


def facts_of_steps() -> tuple[StepFacts, ...]:
    """Every step that a practice registered, as the rules need it."""
    return tuple(
        StepFacts(step.id, step.who, step.exercise().minutes, step.helps, step.after, step.again)
        for step in steps().values()
    )


def way_of(me: Me) -> Way:
    """What this person said for themselves alone. Only for their own layer. Raises BackClosed."""
    said = standing_of(me)
    return WAYS.get(said, Way.MEND) if said else Way.MEND


def weights(found: Mapping[Topic, str]) -> dict[Topic, Weight]:
    return {topic: Weight(str(weight)) for topic, weight in found.items()}


@gathered_once
def as_both_may(me: Me) -> Me:
    """The same person with nothing private open: whatever a practice tells then, both may know."""
    memory: dict[str, object] | None = None if me.memory is None else {}
    return replace(me, keyring=replace(me.keyring, back=None), memory=memory)


@gathered_once
def joint_done(me: Me) -> Mapping[str, datetime]:
    """When each step for both was last done, as far as both know. Front is enough. Raises Tampered."""
    told = {step.id: last_done_by_both(step, me) for step in steps().values() if step.who != "alone"}
    return choosing.done_since(access.both(me).chosen.done, told)


def last_done_by_both(step: Step, me: Me) -> datetime | None:
    """When both did it, as far as both know: one's own drafts can't tell here, since nothing of them is open."""
    try:
        return step.last_done(as_both_may(me))
    except BackClosed:
        return None


@gathered_once
def joint_layer(me: Me) -> Joint:
    """The same for both, whoever of them asks."""
    found = access.both(me)
    if found.pair is not Pair.TOGETHER:
        return Joint()
    done = joint_done(me)
    again = choosing.still_again(found.marks, done)
    facts = JointFacts(
        pair=found.pair,
        steps=facts_of_steps(),
        done=frozenset(done),
        causes=weights(shared_causes(me)),
        frame=found.chosen.frame,
        marks=replace(found.chosen.marks, again=again),
    )
    return rules.joint(facts, content.book(), day_now())


@gathered_once
def _own_as_practised(me: Me) -> Mapping[str, datetime | None]:
    return {step.id: step.last_done(me) for step in steps().values() if step.who == "alone"}


def own_done(me: Me, road: Road | None) -> Mapping[str, datetime]:
    """When each step was last done, as this person may know. Raises BackClosed."""
    said = choosing.chosen(road.marks).done if road else {}
    return choosing.done_since({**said, **joint_done(me)}, _own_as_practised(me))


def own_facts(me: Me, road: Road) -> OwnFacts:
    """Raises BackClosed, Tampered."""
    done = own_done(me, road)
    marks = choosing.chosen(road.marks).marks
    shared = shared_causes(me) if access.both(me).together else {}
    return OwnFacts(
        steps=facts_of_steps(),
        frame=road.frame,
        sittings=road.sittings,
        way=way_of(me),
        own_causes=weights(heaviness(intake_of(me).values)),
        shared_causes=weights(shared),
        done=frozenset(done),
        marks=replace(marks, again=choosing.still_again(road.marks, done)),
    )


def plan_of(me: Me, road: Road) -> Plan:
    """The road of this person from this week on. Raises BackClosed, Tampered."""
    return rules.own(own_facts(me, road), joint_layer(me), content.book(), day_now())


def queue_of(me: Me, road: Road) -> tuple[str, ...]:
    """What comes next, in order: for Today, which opens nothing else."""
    weeks = plan_of(me, road).weeks
    coming = [one.step.id for week in weeks for sitting in week.sittings if not sitting.again for one in sitting.steps]
    return tuple(coming[: choosing.QUEUE_MOST])


# -- one step, as it is shown -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """One step on a page: what it is, who does it, what it rests on, its limit, and why it was chosen."""

    id: str
    slug: str
    title: str
    text: str
    minutes: int
    who: str
    evidence: str
    rests_on: str
    limit: str
    url: str
    is_joint: bool
    why: str = ""
    is_private: bool = False
    again: bool = False
    done: date | None = None
    time: Time | None = None


@dataclass(frozen=True)
class ShownWeek:
    """One week on a page, by its days and never by its number."""

    name: str
    days: str
    sittings: Sequence[Sequence[Shown]]
    is_free: bool
    look_again: bool
    is_now: bool = False


def slug_of(step_id: str) -> str:
    """Says nothing to somebody who reads over a list of addresses: which steps one looks at can tell where one stands.

    It is the same in every house, so it keeps nothing from who knows this program.
    """
    return sha256(step_id.encode()).hexdigest()[:10]


def step_called(slug: str) -> Step:
    """Raises Http404."""
    found = next((step for name, step in steps().items() if slug_of(name) == slug), None)
    if found is None:
        raise Http404
    return found


def why(reason: Reason, step_id: str, *, again: bool = False) -> str:
    """Why a step was chosen, in a sentence."""
    if again:
        return content.words("why-again")
    if step_id in content.book().talks:
        return content.words("why-talk")
    name = f"why-{reason.group.value}"
    if reason.group in (Group.HEAVY, Group.SOME) and reason.topic:
        private = "-private" if reason.is_private else ""
        return content.words(f"{name}{private}").format(topic=content.topic(reason.topic))
    return content.words(name)


def shown(
    me: Me,
    step: Step,
    reason: Reason | None = None,
    *,
    again: bool = False,
    done: Mapping[str, datetime] | None = None,
) -> Shown:
    told, is_joint = step.exercise(), step.who != "alone"
    at = (done or {}).get(step.id)
    return Shown(
        id=step.id,
        slug=slug_of(step.id),
        title=told.title,
        text=told.text,
        minutes=told.minutes,
        who=step.who,
        evidence=told.evidence,
        rests_on=told.rests_on,
        limit=told.limit,
        url=_url(step),
        is_joint=is_joint,
        why=why(reason, step.id, again=again) if reason else "",
        is_private=bool(reason and reason.is_private and not again),
        again=again,
        done=at.date() if at else None,
        time=_time_for(me, step.id) if is_joint else None,
    )


def _url(step: Step) -> str:
    try:
        return reverse(step.url_name)
    except NoReverseMatch:
        return ""


def _time_for(me: Me, step_id: str) -> Time | None:
    """The next time that both agreed to for this step."""
    return next((time for time in times_for(me).agreed if time.time.step == step_id), None)


def _placed(me: Me, one: Placed, *, again: bool = False) -> Shown:
    return shown(me, steps()[one.step.id], one.reason, again=again)


# -- the own page -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RoadPage:
    """One's road. `way` decides which of three pages it is; nothing on a page of both depends on it."""

    road: Road
    way: str
    pair: str
    weeks: Sequence[ShownWeek] = ()
    further: Sequence[Shown] = ()
    done: Sequence[Shown] = ()
    left_out: Sequence[Shown] = ()
    together: Sequence[Shown] = ()
    begins: date | None = None
    is_over: bool = False
    partner: str = ""
    can_undo: bool = False

    @property
    def now(self) -> ShownWeek | None:
        return next((week for week in self.weeks if week.is_now), None)

    @property
    def soon(self) -> Sequence[ShownWeek]:
        return [week for week in self.weeks if not week.is_now]


def road_page(me: Me, road: Road) -> RoadPage:
    """Raises BackClosed, Tampered."""
    way, found, today = way_of(me), access.both(me), day_now()
    done = own_done(me, road)
    plain = RoadPage(road, way.value, found.pair.value, done=_done(me, road, done), can_undo=bool(road.marks))
    if way is Way.PART:
        return plain
    plan = plan_of(me, road)
    layer = joint_layer(me)
    return replace(
        plain,
        weeks=[_week(me, week, today) for week in plan.weeks],
        further=[_placed(me, one) for one in plan.further],
        left_out=_left_out(me, choosing.chosen(road.marks).marks),
        together=[_placed(me, one) for one in layer.in_order] if way is Way.MEND else [],
        begins=road.frame.start if road.frame.start > today else None,
        is_over=not plan.weeks,
        partner=(found.together.partner_name or "") if found.together else "",
    )


def _week(me: Me, week: Week, today: date) -> ShownWeek:
    last = week.first_day + timedelta(days=6)
    days = gettext("%(first)s to %(last)s") % {
        "first": date_format(week.first_day, "j F"),
        "last": date_format(last, "j F"),
    }
    is_now = week.first_day <= today <= last or (week.number == 1 and today < week.first_day)
    return ShownWeek(
        name=_week_name(week.first_day, today),
        days=days,
        sittings=[[_placed(me, one, again=sitting.again) for one in sitting.steps] for sitting in week.sittings],
        is_free=week.is_free,
        look_again=week.look_again,
        is_now=is_now,
    )


def _week_name(first_day: date, today: date) -> str:
    away = (first_day - today).days
    if away > 7:
        return ""  # its days are its name
    return gettext("Next week") if away > 0 else gettext("This week")


def _done(me: Me, road: Road, done: Mapping[str, datetime]) -> list[Shown]:
    """What was done since the road was begun, in the order of its doing. Titles and days, no count."""
    since = min(road.begun.date(), road.frame.start)
    found = [(at, name) for name, at in done.items() if name in steps() and at.date() >= since]
    return [shown(me, steps()[name], done=done) for at, name in sorted(found)]


def _left_out(me: Me, marks: Marks) -> list[Shown]:
    return [shown(me, steps()[name]) for name in sorted(marks.left_out) if name in steps()]


@dataclass(frozen=True)
class StepPage:
    """One step with what can be chosen about it."""

    shown: Shown
    others: Sequence[Shown] = ()
    is_left_out: bool = False
    is_done: bool = False
    may_choose: bool = True


def step_page(me: Me, road: Road | None, slug: str) -> StepPage:
    """One of one's own steps. Raises Http404, BackClosed."""
    step = step_called(slug)
    if step.who != "alone":
        raise Http404
    done = own_done(me, road)
    if road is None:
        return StepPage(shown(me, step, done=done), is_done=step.id in done, may_choose=False)
    plan, facts = plan_of(me, road), own_facts(me, road)
    placed = [*plan.own_steps, *plan.further]
    reason = next((one.reason for one in placed if one.step.id == step.id), None)
    others = [_placed(me, one) for one in placed if one.step.id != step.id]
    return StepPage(
        shown(me, step, reason, done=done),
        others if reason else [],
        is_left_out=step.id in facts.marks.left_out,
        is_done=step.id in facts.done and step.id not in facts.marks.again,
        may_choose=facts.way is not Way.PART,
    )


# -- the page of both ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BothPage:
    """The layer of both: the same for the two, and nothing in it from what either keeps private."""

    pair: str
    partner: str
    room: object = None
    at: int = 0
    weeks: Sequence[ShownWeek] = ()
    in_order: Sequence[Shown] = ()
    further: Sequence[Shown] = ()
    done: Sequence[Shown] = ()
    left_out: Sequence[Shown] = ()
    frame: Frame | None = None
    asked: Frame | None = None
    asked_by_me: bool = False
    newest: str = ""
    newest_id: object = None
    months_after: int = 0

    @property
    def is_over(self) -> bool:
        return self.frame is not None and not self.weeks and self.pair == Pair.TOGETHER.value


def both_page(me: Me) -> BothPage:
    """Front is enough. Raises Tampered."""
    counts = bell.counts(me)
    found, today, book = access.both(me), day_now(), content.book()
    if found.together is None:
        return BothPage(found.pair.value, "")
    circle = found.together.circle.pk
    page = BothPage(found.pair.value, found.together.partner_name or "", circle, counts.get(circle, 0))
    if found.pair is not Pair.TOGETHER:
        return page
    layer, chosen, done = joint_layer(me), found.chosen, joint_done(me)
    return replace(
        page,
        weeks=_joint_weeks(me, layer, today),
        in_order=[_placed(me, one) for one in layer.in_order],
        further=[_placed(me, one) for one in layer.further],
        done=[shown(me, steps()[name], done=done) for name in _by_day(done) if name in steps()],
        left_out=_left_out(me, chosen.marks),
        frame=chosen.frame,
        asked=chosen.asked,
        asked_by_me=chosen.asked_by == "me",
        newest=_in_words(found),
        newest_id=chosen.newest.id if chosen.newest else None,
        months_after=months_since(chosen.frame.end, today, book) if chosen.frame else 0,
    )


def _by_day(done: Mapping[str, datetime]) -> list[str]:
    return sorted(done, key=lambda name: (done[name], name))


def _joint_weeks(me: Me, layer: Joint, today: date) -> list[ShownWeek]:
    if layer.frame is None:
        return []
    weeks = [
        Week(number, layer.frame.first_day(number), tuple(Sitting((one,)) for one in placed))
        for number, placed in layer.weeks.items()
    ]
    return [_week(me, week, today) for week in weeks]


def _in_words(found: Both) -> str:
    """The last choice, which either of them can take back. Who made it isn't said."""
    newest = found.chosen.newest
    if newest is None or newest.deed is choosing.Deed.FRAME or newest.step not in steps():
        return ""
    title = steps()[newest.step].exercise().title
    told = {
        choosing.Deed.LATER: gettext("“%(title)s” was put off."),
        choosing.Deed.LEAVE_OUT: gettext("“%(title)s” was left out."),
        choosing.Deed.SWAP: gettext("“%(title)s” changed its place."),
        choosing.Deed.AGAIN: gettext("“%(title)s” comes once more."),
        choosing.Deed.DONE: gettext("“%(title)s” was marked as done."),
    }
    return told[newest.deed] % {"title": title}


def both_step_page(me: Me, slug: str) -> StepPage:
    """One step for both. Raises Http404 unless they are together, so that a rest hides it from either."""
    step = step_called(slug)
    if step.who == "alone" or access.both(me).pair is not Pair.TOGETHER:
        raise Http404
    layer, chosen, done = joint_layer(me), access.both(me).chosen, joint_done(me)
    placed = [*layer.steps, *layer.further]
    reason = next((one.reason for one in placed if one.step.id == step.id), None)
    again = choosing.still_again(access.both(me).marks, done)
    return StepPage(
        shown(me, step, reason, done=done),
        [_placed(me, one) for one in layer.steps if one.step.id != step.id] if reason else [],
        is_left_out=step.id in chosen.marks.left_out,
        is_done=step.id in done and step.id not in again,
    )


def months_since(end: date, today: date, book: Rulebook) -> int:
    """Which of the looks back is due by now; 0 for none. Each is offered for four weeks."""
    return next(
        (months for months in reversed(book.months_after) if 0 <= (today - month_after(end, months)).days < 28), 0
    )


def month_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError("no such month")
