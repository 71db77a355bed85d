"""How a road is made of facts. Plain Python: no Django, no clock, no database; its numbers come from one file of rules.

Two layers that never mix. `joint` is made only from what both may know and is the same for the two. `own` is made for
one person, behind their PIN, and is laid around it. The weeks are filled from the present one on, so nobody is behind.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from goldseam.practice import CAUSES, Topic, Who

A_WEEK = timedelta(days=7)


class Weight(StrEnum):
    """How heavy a cause is. Never a sum or an average: the heaviest single answer."""

    LIGHT = "light"
    SOME = "some"
    HEAVY = "heavy"


class Way(StrEnum):
    """What a person said for themselves alone. Nothing said is the same as wanting to mend."""

    MEND = "mend"
    UNSURE = "unsure"
    PART = "part"


class Pair(StrEnum):
    """How two stand, as far as steps for both go. Somebody who left quietly is resting to the other."""

    ALONE = "alone"
    TOGETHER = "together"
    RESTING = "resting"


class Group(StrEnum):
    """Why a step is on a road; the order of groups stands in the file of rules."""

    EVERYBODY = "everybody"
    GOOD = "good"
    HEAVY = "heavy"
    SOME = "some"
    WISHES = "wishes"
    LIGHT = "light"
    CHOSEN = "chosen"


@dataclass(frozen=True)
class StepFacts:
    """What the rules need to know of a step that a practice registered."""

    id: str
    who: Who
    minutes: int
    helps: frozenset[Topic] = frozenset()
    after: tuple[str, ...] = ()
    again: bool = False

    @property
    def is_joint(self) -> bool:
        return self.who != "alone"


@dataclass(frozen=True)
class Rulebook:
    """The numbers and names of the file of rules."""

    weeks_usual: int
    weeks_least: int
    weeks_most: int
    sittings_usual: int
    sittings_choices: tuple[int, ...]
    minutes_least: int
    minutes_most: int
    check_in: str
    groups: tuple[Group, ...]
    again_weeks: int
    look_weeks: int
    joint_a_week: int
    talks: tuple[str, ...]
    about: Mapping[str, tuple[str, ...]]
    unsure_weeks: int
    unsure_sittings: int
    unsure_groups: tuple[Group, ...]
    unsure_first: tuple[str, ...]
    unsure_theirs: tuple[str, ...]
    later_weeks: int
    light_sittings: int
    months_after: tuple[int, ...]
    absent_days: int


def rulebook(told: Mapping[str, Any]) -> Rulebook:
    """The rules as the file says them. Raises KeyError, ValueError for a file that lacks one."""
    data = {name: rule["data"] for name, rule in told.items()}
    return Rulebook(
        weeks_usual=data["length"]["usual"],
        weeks_least=data["length"]["least"],
        weeks_most=data["length"]["most"],
        sittings_usual=data["sittings"]["usual"],
        sittings_choices=tuple(data["sittings"]["choices"]),
        minutes_least=data["sittings"]["minutes_least"],
        minutes_most=data["sittings"]["minutes_most"],
        check_in=data["check-in"]["step"],
        groups=tuple(map(Group, data["order"]["groups"])),
        again_weeks=data["free"]["weeks"],
        look_weeks=data["look-again"]["weeks"],
        joint_a_week=data["two"]["a_week"],
        talks=tuple(data["talks"]["steps"]),
        about={talk: tuple(steps) for talk, steps in data["talks"]["about"].items()},
        unsure_weeks=data["unsure"]["weeks"],
        unsure_sittings=data["unsure"]["sittings"],
        unsure_groups=tuple(map(Group, data["unsure"]["groups"])),
        unsure_first=tuple(data["unsure"]["first"]),
        unsure_theirs=tuple(data["unsure"]["theirs"]),
        later_weeks=data["hard-month"]["weeks_later"],
        light_sittings=data["hard-month"]["sittings"],
        months_after=tuple(data["after"]["months"]),
        absent_days=data["absence"]["days"],
    )


# -- what is given ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Marks:
    """What somebody chose about steps: left out, not before a day, one in place of another, once more."""

    left_out: frozenset[str] = frozenset()
    not_before: Mapping[str, date] = field(default_factory=dict)
    swapped: tuple[tuple[str, str], ...] = ()
    again: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Frame:
    """From which day, how many weeks."""

    start: date
    weeks: int

    @property
    def end(self) -> date:
        """The first day after it."""
        return self.start + self.weeks * A_WEEK

    def week_of(self, day: date) -> int:
        """Its number, from one on; at most one more than there are, and the first for any day before."""
        return min(max(0, (day - self.start).days // 7), self.weeks) + 1

    def first_day(self, week: int) -> date:
        return self.start + (week - 1) * A_WEEK


@dataclass(frozen=True)
class JointFacts:
    """Only what both may know. `frame` is there once both said yes to the same one."""

    pair: Pair
    steps: tuple[StepFacts, ...]
    done: frozenset[str] = frozenset()
    causes: Mapping[Topic, Weight] = field(default_factory=dict)
    frame: Frame | None = None
    marks: Marks = field(default_factory=Marks)


@dataclass(frozen=True)
class OwnFacts:
    """What one person has open. Their own causes are private; the shared ones stand on the map of both."""

    steps: tuple[StepFacts, ...]
    frame: Frame
    sittings: int
    way: Way = Way.MEND
    own_causes: Mapping[Topic, Weight] = field(default_factory=dict)
    shared_causes: Mapping[Topic, Weight] = field(default_factory=dict)
    done: frozenset[str] = frozenset()
    marks: Marks = field(default_factory=Marks)


# -- what is made -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reason:
    """Why a step was chosen. `is_private`: only this person may know it, because only they said it."""

    group: Group
    topic: Topic | None = None
    is_private: bool = False


@dataclass(frozen=True)
class Placed:
    """One step on the road, with its reason."""

    step: StepFacts
    reason: Reason


@dataclass(frozen=True)
class Sitting:
    """One sitting: one step, or a few short ones. `again`: done before, offered once more."""

    steps: tuple[Placed, ...]
    again: bool = False

    @property
    def minutes(self) -> int:
        return sum(placed.step.minutes for placed in self.steps)

    @property
    def is_joint(self) -> bool:
        return any(placed.step.is_joint for placed in self.steps)


@dataclass(frozen=True)
class Week:
    """One week: what both do, what is for oneself, the check-in, and whether one may look again."""

    number: int
    first_day: date
    joint: tuple[Sitting, ...] = ()
    own: tuple[Sitting, ...] = ()
    check_in: str = ""
    look_again: bool = False

    @property
    def is_free(self) -> bool:
        return not (self.joint or self.own)

    @property
    def sittings(self) -> tuple[Sitting, ...]:
        return (*self.joint, *self.own)


@dataclass(frozen=True)
class Joint:
    """The layer of both: by weeks of its frame, or in order while there are no dates; and what has no room."""

    weeks: Mapping[int, tuple[Placed, ...]] = field(default_factory=dict)
    in_order: tuple[Placed, ...] = ()
    further: tuple[Placed, ...] = ()
    frame: Frame | None = None

    @property
    def steps(self) -> tuple[Placed, ...]:
        return tuple(placed for week in sorted(self.weeks) for placed in self.weeks[week]) or self.in_order


@dataclass(frozen=True)
class Plan:
    """A road from the present week on. `further` are steps for which there is no room; they are there all the same."""

    weeks: tuple[Week, ...]
    further: tuple[Placed, ...] = ()

    @property
    def own_steps(self) -> tuple[Placed, ...]:
        return tuple(placed for week in self.weeks for sitting in week.own for placed in sitting.steps)


# -- choosing -----------------------------------------------------------------------------------------------------


def reason_for(step: StepFacts, own: Mapping[Topic, Weight], shared: Mapping[Topic, Weight]) -> Reason:
    """The strongest reason for a step. Of two as strong, the one that both can see."""
    if not step.helps:
        return Reason(Group.EVERYBODY)
    for weight, group in ((Weight.HEAVY, Group.HEAVY), (Weight.SOME, Group.SOME)):
        for causes, is_private in ((shared, False), (own, True)):
            for topic in CAUSES:
                if topic in step.helps and causes.get(topic) is weight:
                    return Reason(group, topic, is_private)
    for topic, group in ((Topic.GOOD, Group.GOOD), (Topic.WISHES, Group.WISHES)):
        if topic in step.helps:
            return Reason(group, topic)
    return Reason(Group.LIGHT, next((topic for topic in CAUSES if topic in step.helps), None))


def can_come(
    steps: Sequence[StepFacts], known: Collection[str], done: frozenset[str], gone: Collection[str]
) -> list[StepFacts]:
    """Those whose steps before them are done, or come themselves. What isn't among the known ones asks for nothing."""
    here = {step.id: step for step in steps if step.id not in gone}
    while True:
        kept = {
            name: step
            for name, step in here.items()
            if all(before in here or before in done or before not in known for before in step.after)
        }
        if len(kept) == len(here):
            return list(kept.values())
        here = kept


def in_turn(wanted: Sequence[Placed]) -> list[Placed]:
    """The same order, but each after those it needs, as far as they are there. A circle among them is let be."""
    ids, placed, result = {one.step.id for one in wanted}, set[str](), list[Placed]()
    left = list(wanted)
    while left:
        ready = next((one for one in left if all(b in placed or b not in ids for b in one.step.after)), left[0])
        left.remove(ready)
        placed.add(ready.step.id)
        result.append(ready)
    return result


def swapped(order: Sequence[Placed], swaps: Iterable[tuple[str, str]]) -> list[Placed]:
    """Two that change places, each time somebody said so."""
    result = list(order)
    for one, other in swaps:
        places = {placed.step.id: place for place, placed in enumerate(result)}
        if one in places and other in places:
            first, second = places[one], places[other]
            result[first], result[second] = result[second], result[first]
    return result


# -- the layer of both --------------------------------------------------------------------------------------------


def joint(facts: JointFacts, book: Rulebook, today: date) -> Joint:
    """The same for both, whoever of them asks. Empty unless they are together."""
    if facts.pair is not Pair.TOGETHER:
        return Joint()
    wanted, left_over = _joint_wanted(facts, book)
    if facts.frame is None:
        return Joint(in_order=tuple(wanted), further=tuple(left_over))
    weeks, no_room = _joint_weeks(wanted, facts, book, today)
    return Joint(weeks, (), tuple(_in_registry_order([*no_room, *left_over], facts.steps)), facts.frame)


def _joint_wanted(facts: JointFacts, book: Rulebook) -> tuple[list[Placed], list[Placed]]:
    """What is to come for both, in its order; and what isn't needed by what they opened so far."""
    to_come = [step for step in facts.steps if step.is_joint]
    gone = facts.marks.left_out | (facts.done - facts.marks.again)
    reasons = {step.id: reason_for(step, {}, facts.causes) for step in to_come}
    always = _talks_and_what_they_need(to_come, book)
    light = {name for name, why in reasons.items() if facts.causes and why.group is Group.LIGHT} - always
    known = {step.id for step in to_come}  # what one does alone before it is nobody else's to know
    able = can_come(to_come, known, facts.done, gone | light)
    beside = [step for step in to_come if step not in able and step.id not in gone]
    needed = _talks_after_what_they_are_about([Placed(step, reasons[step.id]) for step in able], book)
    return in_turn(swapped(needed, facts.marks.swapped)), [Placed(step, reasons[step.id]) for step in beside]


def _talks_and_what_they_need(steps: Sequence[StepFacts], book: Rulebook) -> set[str]:
    by_id, found, waiting = {step.id: step for step in steps}, set[str](), list(book.talks)
    while waiting:
        name = waiting.pop()
        if name in by_id and name not in found:
            found.add(name)
            waiting += by_id[name].after
    return found


def _talks_after_what_they_are_about(placed: Sequence[Placed], book: Rulebook) -> list[Placed]:
    """Before each talk what it is about; the rest before the last one; after it, what its makers put there."""
    talks = [one for name in book.talks for one in placed if one.step.id == name]
    rest = [one for one in placed if one.step.id not in book.talks]
    order: list[Placed] = []
    for talk in talks:
        belongs = set(book.about.get(talk.step.id, ()))
        is_last = talk is talks[-1]
        named = {name for names in book.about.values() for name in names}
        order += [one for one in rest if one.step.id in belongs or (is_last and one.step.id not in named)]
        rest = [one for one in rest if one not in order]
        order.append(talk)
    return [*rest, *order] if not talks else [*order[:-1], *rest, order[-1]]


def _joint_weeks(
    wanted: Sequence[Placed], facts: JointFacts, book: Rulebook, today: date
) -> tuple[dict[int, tuple[Placed, ...]], list[Placed]]:
    frame = facts.frame
    assert frame is not None
    this = frame.week_of(today)
    talk_weeks = _talk_weeks([one.step.id for one in wanted if one.step.id in book.talks], this, frame.weeks)
    chosen = _with_room(wanted, book, (frame.weeks - this + 1) * book.joint_a_week)
    weeks: dict[int, list[Placed]] = {}
    came: dict[str, int] = {}
    no_room = [one for one in wanted if one not in chosen]
    first = _talks_and_what_they_need(facts.steps, book)
    needed = _aims([one for one in chosen if one.step.id in first], talk_weeks, this, frame.weeks)
    others = (aim for aim in _aims(chosen, talk_weeks, this, frame.weeks) if aim[0].step.id not in first)
    for one, aim in [*needed, *others]:
        earliest = _earliest(one, facts, frame, came, aim)
        kept_free = [talk_weeks[talk] for talk in talk_weeks if talk not in came and talk != one.step.id]
        week = _first_with_room(one, weeks, earliest, frame.weeks, book, kept_free)
        if week is None:
            no_room.append(one)
        else:
            weeks.setdefault(week, []).append(one)
            came[one.step.id] = week
    no_room += _take_out_orphans(weeks, facts, wanted)
    turn = [one.step.id for one in wanted]
    in_turn_here = {week: tuple(sorted(weeks[week], key=lambda one: turn.index(one.step.id))) for week in sorted(weeks)}
    return {week: placed for week, placed in in_turn_here.items() if placed}, no_room


def _talk_weeks(talks: Sequence[str], this: int, last: int) -> dict[str, int]:
    """Evenly over what is left, none in the first week of all, and never two in one."""
    left, many = last - this + 1, len(talks)
    aims = {}
    for number, talk in enumerate(talks, start=1):
        even = this - 1 + max(number, -(-left * number // many))
        aims[talk] = max(even, 2, number + 1 if this == 1 else 0)
    return aims


def _with_room(wanted: Sequence[Placed], book: Rulebook, slots: int) -> list[Placed]:
    """The talks always; of the rest what fits, the most needed first, never without what it needs before it."""
    talks = [one for one in wanted if one.step.id in book.talks]
    order = [Group.EVERYBODY, Group.HEAVY, Group.SOME, Group.GOOD, Group.WISHES, Group.LIGHT]
    ranked = sorted((one for one in wanted if one not in talks), key=lambda one: order.index(one.reason.group))
    by_id = {one.step.id: one for one in wanted}
    kept: set[str] = set()
    for one in [*talks, *ranked]:
        more = _with_before(one, by_id, kept)
        if len(kept | more) <= slots:
            kept |= more
    return [one for one in wanted if one.step.id in kept]


def _with_before(one: Placed, by_id: Mapping[str, Placed], kept: set[str]) -> set[str]:
    found, waiting = set[str](), [one.step.id]
    while waiting:
        name = waiting.pop()
        if name in by_id and name not in kept | found:
            found.add(name)
            waiting += by_id[name].step.after
    return found


def _aims(
    chosen: Sequence[Placed], talk_weeks: Mapping[str, int], this: int, last: int
) -> Iterator[tuple[Placed, int]]:
    """For each step the week it aims at: what stands before a talk is spread over the weeks up to it."""
    begin, before = this, list[Placed]()
    for one in chosen:
        if one.step.id not in talk_weeks:
            before.append(one)
            continue
        until = min(talk_weeks[one.step.id], last)
        yield from _spread(before, begin, until)
        yield one, talk_weeks[one.step.id]
        begin, before = min(until, last), []
    yield from _spread(before, begin, last)


def _spread(steps: Sequence[Placed], first: int, last: int) -> Iterator[tuple[Placed, int]]:
    weeks = max(1, last - first + 1)
    for place, one in enumerate(steps):
        yield one, first + place * weeks // len(steps)


def _earliest(one: Placed, facts: JointFacts, frame: Frame, came: Mapping[str, int], aim: int) -> int:
    put_off = facts.marks.not_before.get(one.step.id)
    return max(aim, frame.week_of(put_off) if put_off else 1, *(came.get(before, 1) for before in one.step.after), 1)


def _first_with_room(
    one: Placed,
    weeks: Mapping[int, list[Placed]],
    earliest: int,
    last: int,
    book: Rulebook,
    kept_free: Collection[int] = (),
) -> int | None:
    """Not full, no second talk, and not the place of a talk that is still to come."""
    for week in range(earliest, last + 1):
        here = weeks.get(week, [])
        if one.step.id in book.talks:
            if len(here) < book.joint_a_week and not any(other.step.id in book.talks for other in here):
                return week
        elif len(here) + (week in kept_free) < book.joint_a_week:
            return week
    return None


def _take_out_orphans(weeks: dict[int, list[Placed]], facts: JointFacts, wanted: Sequence[Placed]) -> list[Placed]:
    """What found room though a step before it found none."""
    out: list[Placed] = []
    while True:
        here = {one.step.id for placed in weeks.values() for one in placed}
        waiting = {one.step.id for one in wanted} - here
        orphans = [one for placed in weeks.values() for one in placed if waiting & set(one.step.after)]
        if not orphans:
            return out
        for week, placed in weeks.items():
            weeks[week] = [one for one in placed if one not in orphans]
        out += orphans


def _in_registry_order(placed: Sequence[Placed], steps: Sequence[StepFacts]) -> list[Placed]:
    order = {step.id: place for place, step in enumerate(steps)}
    return sorted(placed, key=lambda one: order[one.step.id])


# -- one's own road -----------------------------------------------------------------------------------------------


def own(facts: OwnFacts, layer: Joint, book: Rulebook, today: date) -> Plan:
    """The road of one person around the layer of both. Who wants to part gets none to mend."""
    if facts.way is Way.PART:
        return Plan(())
    frame = _own_frame(facts, book)
    this = frame.week_of(today)
    if this > frame.weeks:
        return Plan((), tuple(_own_wanted(facts, book)))
    numbers = range(this, frame.weeks + 1)
    beside = {week: _joint_in(layer, frame.first_day(week)) for week in numbers} if facts.way is Way.MEND else {}
    room = {week: _room(facts, beside.get(week, ()), book) for week in numbers}
    sittings, further = _own_sittings(facts, frame, room, book)
    laid = _fill_up(sittings, facts, room, beside, book)
    weeks = tuple(
        Week(
            number=week,
            first_day=frame.first_day(week),
            joint=tuple(Sitting((one,)) for one in beside.get(week, ())),
            own=tuple(laid.get(week, ())),
            check_in=book.check_in,
            look_again=week > 1 and (week - 1) % book.look_weeks == 0,
        )
        for week in numbers
    )
    return Plan(weeks, tuple(further))


def _own_frame(facts: OwnFacts, book: Rulebook) -> Frame:
    if facts.way is Way.UNSURE:
        return Frame(facts.frame.start, min(facts.frame.weeks, book.unsure_weeks))
    return facts.frame


def _joint_in(layer: Joint, first_day: date) -> tuple[Placed, ...]:
    """What both do in the seven days from this one on."""
    if layer.frame is None:
        return ()
    return tuple(
        one
        for week, placed in layer.weeks.items()
        if first_day <= layer.frame.first_day(week) < first_day + A_WEEK
        for one in placed
    )


def _room(facts: OwnFacts, beside: Sequence[Placed], book: Rulebook) -> int:
    chosen = 1 if facts.way is Way.UNSURE else facts.sittings
    return max(0, chosen - len(beside))


def _own_wanted(facts: OwnFacts, book: Rulebook) -> list[Placed]:
    """What is to come for oneself, in its order."""
    to_come = [step for step in facts.steps if not step.is_joint and step.id != book.check_in]
    groups = (Group.CHOSEN, *(book.unsure_groups if facts.way is Way.UNSURE else book.groups))
    reasons = {step.id: _own_reason(step, facts) for step in to_come}
    gone = facts.marks.left_out | (facts.done - facts.marks.again)
    gone |= {name for name, reason in reasons.items() if reason.group not in groups}
    gone |= frozenset() if facts.way is Way.UNSURE else frozenset(book.unsure_theirs)
    able = can_come(to_come, {step.id for step in facts.steps}, facts.done, gone)
    found = [Placed(step, reasons[step.id]) for step in able]
    first = book.unsure_first if facts.way is Way.UNSURE else ()
    found.sort(key=lambda one: (one.step.id not in first, groups.index(one.reason.group), one.reason.is_private))
    return in_turn(swapped(found, facts.marks.swapped))


def _own_reason(step: StepFacts, facts: OwnFacts) -> Reason:
    if step.id in facts.marks.again:
        return Reason(Group.CHOSEN)
    return reason_for(step, facts.own_causes, facts.shared_causes)


def _own_sittings(
    facts: OwnFacts, frame: Frame, room: Mapping[int, int], book: Rulebook
) -> tuple[dict[int, list[Sitting]], list[Placed]]:
    """New steps, put together into sittings, spread over the weeks that have room."""
    waiting = _put_together(_put_off_last(_own_wanted(facts, book), facts, frame, min(room)), facts, book)
    most = book.unsure_sittings if facts.way is Way.UNSURE else len(waiting)
    places: list[int | None] = [week for week, free in room.items() for _ in range(free)]
    laid: dict[int, list[Sitting]] = {}
    came: dict[str, int] = {}
    further: list[Placed] = []
    many, to_lay = len(waiting), deque(enumerate(waiting))
    while to_lay:
        number, sitting = to_lay.popleft()
        aim = number * len(places) // many if many < len(places) else number
        earliest = _earliest_own(sitting, facts, frame, came, further)
        place = _own_place(places, aim, earliest) if earliest and number < most else None
        if place is None and len(sitting.steps) > 1 and number < most:  # each may find a place by itself
            to_lay.extendleft((number, Sitting((one,))) for one in reversed(sitting.steps))
            continue
        if place is None:
            further += sitting.steps
            continue
        week = places[place]
        assert week is not None
        places[place] = None
        laid.setdefault(week, []).append(sitting)
        came |= {one.step.id: week for one in sitting.steps}
    return laid, further


def _put_off_last(order: Sequence[Placed], facts: OwnFacts, frame: Frame, this: int) -> list[Placed]:
    """What was put off, and what needs it, comes after what may come now."""
    earliest: dict[str, int] = {}
    for one in order:
        put_off = facts.marks.not_before.get(one.step.id)
        weeks = [earliest.get(before, this) for before in one.step.after]
        earliest[one.step.id] = max(frame.week_of(put_off) if put_off else this, *weeks, this)
    return sorted(order, key=lambda one: earliest[one.step.id])


def _earliest_own(
    sitting: Sitting, facts: OwnFacts, frame: Frame, came: Mapping[str, int], further: Sequence[Placed]
) -> int:
    """The first week in which it may stand; 0 if something before it found no room."""
    without = {one.step.id for one in further} - facts.done
    earliest = 1
    for one in sitting.steps:
        if without & set(one.step.after):
            return 0
        put_off = facts.marks.not_before.get(one.step.id)
        weeks = [came.get(before, 1) for before in one.step.after]
        earliest = max(earliest, frame.week_of(put_off) if put_off else 1, *weeks, 1)
    return earliest


def _own_place(places: Sequence[int | None], aim: int, earliest: int) -> int | None:
    """The free place at the aim or the next after it; else the last one before it. Never too early."""
    free = [place for place, week in enumerate(places) if week is not None and week >= earliest]
    return next((place for place in free if place >= aim), free[-1] if free else None)


def _put_together(order: Sequence[Placed], facts: OwnFacts, book: Rulebook) -> list[Sitting]:
    """Short steps that follow each other share a sitting until it is long enough; what was put off stands alone."""
    sittings: list[list[Placed]] = []
    for one in order:
        last = sittings[-1] if sittings else []
        minutes = sum(each.step.minutes for each in last)
        is_put_off = any(each.step.id in facts.marks.not_before for each in [*last, one])
        if last and not is_put_off and minutes < book.minutes_least and minutes + one.step.minutes <= book.minutes_most:
            last.append(one)
        else:
            sittings.append([one])
    return [Sitting(tuple(steps)) for steps in sittings]


def _fill_up(
    laid: Mapping[int, list[Sitting]],
    facts: OwnFacts,
    room: Mapping[int, int],
    beside: Mapping[int, Sequence[Placed]],
    book: Rulebook,
) -> dict[int, list[Sitting]]:
    """A week with nothing in it takes what may come again, if that wasn't here a short while ago."""
    full = {week: list(sittings) for week, sittings in laid.items()}
    able = [
        step
        for step in facts.steps
        if step.again and not step.is_joint and step.id in facts.done and step.id != book.check_in
        and step.id not in facts.marks.left_out | facts.marks.again | facts.marks.not_before.keys()
    ]  # fmt: skip
    last_in: dict[str, int] = {}
    for week in room:
        if room[week] == 0 or full.get(week) or beside.get(week):
            continue
        rested = [step for step in able if week - last_in.get(step.id, -99) >= book.again_weeks]
        if facts.way is Way.MEND and rested:
            step = min(rested, key=lambda each: (last_in.get(each.id, 0), able.index(each)))
            reason = reason_for(step, facts.own_causes, facts.shared_causes)
            full[week] = [Sitting((Placed(step, reason),), again=True)]
            last_in[step.id] = week
    return full
