"""Pairs drawn at random, and what a road must never have. The faults are looked for by means of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from goldseam.practice import Topic
from goldseam.road.plan import content, rules
from goldseam.road.plan.rules import (
    Frame,
    Group,
    Joint,
    JointFacts,
    Marks,
    OwnFacts,
    Pair,
    Plan,
    Rulebook,
    StepFacts,
    Way,
    Weight,
)

MONDAY = date(2026, 5, 4)
TALKS = content.book().talks


@dataclass(frozen=True)
class Couple:
    """Two people, what lies between them, and the day."""

    shared: JointFacts
    one: OwnFacts
    other: OwnFacts
    today: date


def couple(draw: Random) -> Couple:
    steps = _steps(draw)
    shared = _shared(draw, steps)
    today = MONDAY + timedelta(days=draw.randrange(0, 80))
    causes = shared.causes if shared.pair is Pair.TOGETHER else {}
    return Couple(shared, _own(draw, steps, causes, shared), _own(draw, steps, causes, shared), today)


def _steps(draw: Random) -> tuple[StepFacts, ...]:
    """As practices register them: any number, needing earlier ones; the talks and the check-in among them."""
    made: list[StepFacts] = []
    for number in range(draw.randrange(0, 18)):
        who = draw.choice(("alone", "alone", "apart", "together"))
        before = [step.id for step in made if step.who == who or draw.random() < 0.2]
        made.append(
            StepFacts(
                f"practice.step-{number}",
                who,  # type: ignore[arg-type]
                draw.choice((3, 3, 5, 8, 10, 15, 20, 25)),
                frozenset(draw.sample(list(Topic), draw.choice((0, 0, 1, 1, 2)))),
                tuple(draw.sample(before, min(len(before), draw.choice((0, 0, 0, 1, 2))))),
                draw.random() < 0.25,
            )
        )
    talks: list[StepFacts] = []
    for place, name in enumerate(TALKS):  # each after the one before it, and mostly after something prepared apart
        needs = TALKS[place - 1 : place] if place else ()
        if draw.random() < 0.7:
            prepared = StepFacts(f"practice.apart-{place}", "apart", 10, frozenset(draw.sample(list(Topic), 1)))
            talks.append(prepared)
            needs = (*needs, prepared.id)
        talks.append(StepFacts(name, "together", 20, frozenset(draw.sample(list(Topic), draw.choice((0, 1)))), needs))
    return (StepFacts("growth.check-in", "alone", 1, again=True), *made, *talks)


def _marks(draw: Random, steps: tuple[StepFacts, ...], *, joint: bool) -> Marks:
    names = [step.id for step in steps if step.is_joint is joint and step.id != "growth.check-in"]

    def some(chance: float) -> list[str]:
        return [name for name in names if draw.random() < chance]

    others = [name for name in names if name not in TALKS and "apart-" not in name]
    return Marks(
        frozenset(name for name in others if draw.random() < 0.08),
        {name: MONDAY + timedelta(days=draw.randrange(0, 90)) for name in some(0.1)},
        tuple((draw.choice(names), draw.choice(names)) for _ in range(draw.choice((0, 0, 1, 2))) if names),
        frozenset(some(0.05)),
    )


def _causes(draw: Random) -> dict[Topic, Weight]:
    return {topic: draw.choice(list(Weight)) for topic in Topic if draw.random() < 0.7}


def _shared(draw: Random, steps: tuple[StepFacts, ...]) -> JointFacts:
    book = content.book()
    frame = Frame(
        MONDAY + timedelta(days=draw.randrange(-10, 40)), draw.randrange(book.weeks_least, book.weeks_most + 1)
    )
    return JointFacts(
        pair=draw.choice((Pair.TOGETHER, Pair.TOGETHER, Pair.RESTING, Pair.ALONE)),
        steps=steps,
        done=frozenset(step.id for step in steps if step.is_joint and draw.random() < draw.choice((0, 0, 0.3))),
        causes=_causes(draw) if draw.random() < 0.6 else {},
        frame=frame if draw.random() < 0.75 else None,
        marks=_marks(draw, steps, joint=True),
    )


def _own(draw: Random, steps: tuple[StepFacts, ...], causes: object, shared: JointFacts) -> OwnFacts:
    book = content.book()
    return OwnFacts(
        steps=steps,
        frame=Frame(
            MONDAY + timedelta(days=draw.randrange(-10, 40)), draw.randrange(book.weeks_least, book.weeks_most + 1)
        ),
        sittings=draw.choice(book.sittings_choices),
        way=draw.choice(list(Way)),
        own_causes=_causes(draw),
        shared_causes=causes,  # type: ignore[arg-type]
        done=shared.done
        | frozenset(step.id for step in steps if not step.is_joint and draw.random() < draw.choice((0, 0.2, 0.9))),
        marks=_marks(draw, steps, joint=False),
    )


# -- what must never be -------------------------------------------------------------------------------------------


def faults(each: Couple, book: Rulebook) -> list[str]:
    """Everything that is wrong with the roads of these two; empty when they are as the rules say."""
    layer = rules.joint(each.shared, book, each.today)
    found = joint_faults(layer, each, book)
    for person in (each.one, each.other):
        found += own_faults(rules.own(person, layer, book, each.today), person, layer, each, book)
    return found + private_faults(each, layer, book)


def joint_faults(layer: Joint, each: Couple, book: Rulebook) -> list[str]:
    facts, found = each.shared, list[str]()
    ids = [one.step.id for one in layer.steps]
    if facts.pair is not Pair.TOGETHER and (ids or layer.further):
        found.append("a joint step where somebody paused, or is alone")
    if facts.pair is not Pair.TOGETHER:
        return found
    if len(ids) != len(set(ids)):
        found.append("a joint step twice")
    if any(not one.step.is_joint for one in layer.steps):
        found.append("a step for one among those for both")
    if any(one.reason.is_private for one in (*layer.steps, *layer.further)):
        found.append("a private reason in the layer of both")
    talks = [name for name in book.talks if name not in facts.done or name in facts.marks.again]
    if facts.frame is None:
        return found + (
            [] if [name for name in ids if name in book.talks] and True else ["talks missing"] * bool(talks)
        )
    this = facts.frame.week_of(each.today)
    if any(not this <= week <= facts.frame.weeks for week in layer.weeks):
        found.append("a joint step outside of its weeks")
    for week, placed in layer.weeks.items():
        if len(placed) > book.joint_a_week or not placed:
            found.append("too many for one week")
        if sum(one.step.id in book.talks for one in placed) > 1:
            found.append("two talks in one week")
        if week == 1 and any(one.step.id in book.talks for one in placed):
            found.append("a talk in the first week")
        for one in placed:
            until = facts.marks.not_before.get(one.step.id)
            if until and facts.frame.first_day(week) + timedelta(days=6) < until and week < facts.frame.weeks:
                found.append("earlier than it was put off to")
    untouched = this == 1 and not facts.marks.not_before and not facts.done and not facts.marks.swapped
    if untouched and [name for name in ids if name in book.talks] != list(book.talks):
        found.append("not exactly three talks")
    return found + _order_faults(
        [one.step for one in layer.steps], facts.done, {s.id for s in facts.steps if s.is_joint}
    )


def _order_faults(steps: list[StepFacts], done: frozenset[str], known: set[str]) -> list[str]:
    came: set[str] = set()
    found = []
    for step in steps:
        if any(before in known and before not in came | done for before in step.after):
            found.append(f"{step.id} before what it needs")
        came.add(step.id)
    return found


def own_faults(plan: Plan, facts: OwnFacts, layer: Joint, each: Couple, book: Rulebook) -> list[str]:
    if facts.way is Way.PART:
        return ["steps to mend for somebody who parts"] if plan.weeks or plan.further else []
    found: list[str] = []
    length = min(facts.frame.weeks, book.unsure_weeks) if facts.way is Way.UNSURE else facts.frame.weeks
    first = max(0, (each.today - facts.frame.start).days // 7) + 1
    if [week.number for week in plan.weeks] != list(range(first, length + 1)):
        found.append("a gap between weeks, or one too many")
    for before, after in zip(plan.weeks, plan.weeks[1:], strict=False):
        if after.first_day - before.first_day != timedelta(days=7):
            found.append("a gap between days")
    for week in plan.weeks:
        found += _week_faults(week, facts, layer, book)
    ids = [one.step.id for week in plan.weeks for s in week.own if not s.again for one in s.steps]
    if len(ids) != len(set(ids)):
        found.append("a step twice")
    if set(ids) & {one.step.id for one in plan.further}:
        found.append("on the road and beside it")
    known = {step.id for step in facts.steps}
    found += _order_faults(
        [o.step for w in plan.weeks for s in w.own if not s.again for o in s.steps], facts.done, known
    )
    if set(ids) & facts.marks.left_out:
        found.append("what was left out came all the same")
    if set(ids) & (facts.done - facts.marks.again):
        found.append("what was done came again unasked")
    joint_here = [s for w in plan.weeks for s in w.joint]
    if joint_here and (each.shared.pair is not Pair.TOGETHER or facts.way is not Way.MEND):
        found.append("a joint step where somebody paused")
    return found + _gap_faults(plan, facts, book) + _unsure_faults(plan, facts, book)


def _week_faults(week: rules.Week, facts: OwnFacts, layer: Joint, book: Rulebook) -> list[str]:
    found = []
    most = max(1 if facts.way is Way.UNSURE else facts.sittings, len(week.joint))
    if len(week.sittings) > most:
        found.append("more sittings than were chosen")
    ids = [one.step.id for sitting in week.sittings for one in sitting.steps]
    if len(ids) != len(set(ids)):
        found.append("a step twice in one week")
    if week.check_in != book.check_in or book.check_in in ids:
        found.append("no check-in, or one too many")
    for sitting in week.own:
        if sitting.is_joint:
            found.append("a joint step among one’s own")
        if len(sitting.steps) > 1 and sitting.minutes > book.minutes_most:
            found.append("a sitting that is too long")
        for one in sitting.steps:
            until = facts.marks.not_before.get(one.step.id)
            if until and not sitting.again and week.first_day + timedelta(days=6) < until < facts.frame.end:
                found.append("earlier than it was put off to")
    return found


def _gap_faults(plan: Plan, facts: OwnFacts, book: Rulebook) -> list[str]:
    """A week that is free although something that could stand there was left beside the road."""
    if facts.way is not Way.MEND or not plan.weeks:
        return []
    came = {one.step.id: week.number for week in plan.weeks for s in week.own for one in s.steps}
    free = [week.number for week in plan.weeks if week.is_free]
    left = [one.step for one in plan.further if one.step.id not in facts.marks.not_before]
    fits = any(
        all(before in facts.done or came.get(before, 99) <= week for before in step.after)
        for week in free
        for step in left
    )
    return ["a free week, and a step without room"] if fits else []


def _unsure_faults(plan: Plan, facts: OwnFacts, book: Rulebook) -> list[str]:
    if facts.way is not Way.UNSURE:
        return []
    sittings = [sitting for week in plan.weeks for sitting in week.own]
    groups = {one.reason.group for sitting in sittings for one in sitting.steps}
    short = len(sittings) <= book.unsure_sittings and len(plan.weeks) <= book.unsure_weeks
    return [] if short and groups <= {*book.unsure_groups, Group.CHOSEN} else ["not a short path"]


def private_faults(each: Couple, layer: Joint, book: Rulebook) -> list[str]:
    """Whatever one of them keeps private, the layer of both is the same, and so is the other's road."""
    if not each.one.own_causes and each.one.way is Way.MEND:
        return []
    changed = replace(each, one=replace(each.one, own_causes={}, way=Way.MEND, sittings=2, marks=Marks()))
    same_layer = rules.joint(changed.shared, book, changed.today) == layer
    same_other = rules.own(changed.other, layer, book, each.today) == rules.own(each.other, layer, book, each.today)
    return [] if same_layer and same_other else ["a private answer that the other could notice"]
