"""Gathers where a person stands on their road, for Today and for its pages of coming back, looking again and ending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from goldseam.growth import access as growth
from goldseam.people.me import Me
from goldseam.practice import steps
from goldseam.road.bowl import bowl_for
from goldseam.road.pace import rules
from goldseam.road.pace.rules import Place
from goldseam.road.plan import access, content
from goldseam.road.plan import reads as plan
from goldseam.road.plan.choosing import Deed, Road
from goldseam.road.plan.days import day_now
from goldseam.road.plan.rules import Pair
from goldseam.ui.bowl import Bowl
from goldseam.understanding.intake import access as intake
from goldseam.understanding.intake import reads as intake_words
from goldseam.understanding.intake import rules as intake_rules
from goldseam.vault import mine


def place_of(me: Me, road: Road | None) -> Place:
    """By days, from the road's own row alone."""
    today = day_now()
    if road is None:
        return Place(today)
    ended = road.ended.date() if road.ended else None
    dues = {months: plan.month_after(ended, months) for months in content.book().months_after} if ended else {}
    return Place(
        today=today,
        begun=road.begun.date(),
        start=road.frame.start,
        end=road.frame.end,
        ended=ended,
        touched=road.at.date(),
        back_due=rules.back_due(today, road.looked_back, dues),
        is_fresh=road.at == road.begun,
    )


def last_own_deed(me: Me) -> date | None:
    """When somebody last wrote anything of their own: asked only when their road wasn't touched for long. The list of
    own rows tells it, so it opens nothing. Raises BackClosed, Tampered."""
    written = mine.newest_at(me.keyring)
    return timezone.localdate(written) if written else None


def sounds_hard(me: Me) -> bool:
    """By one's newest check-in, of the last days. Raises BackClosed."""
    newest = next(growth.newest_check_ins(me), None)
    if newest is None or (day_now() - newest.day).days >= rules.HARD_DAYS:
        return False
    return rules.sounds_hard(newest.answers.values)


def talked_lately(me: Me) -> bool:
    """Was the last thing the two chose, in the last days, that they had one of their talks?"""
    if access.pair_now(me) is not Pair.TOGETHER:
        return False
    newest = access.newest_mark(me)
    if newest is None or newest.deed is not Deed.DONE or newest.step not in content.book().talks:
        return False
    return (day_now() - newest.at.date()).days < rules.TALKED_DAYS


def next_step(me: Me, road: Road) -> str:
    """The first that was written down as next and wasn't done since; a step for both only while they are together."""
    known, together = steps(), access.pair_now(me) is Pair.TOGETHER
    since = road.at.replace(microsecond=0)  # some practices tell the second only
    for name in road.queue:
        step = known.get(name)
        if step is None or (step.who != "alone" and not (together and _still_comes(me, name, since))):
            continue
        done = step.last_done(me)  # one's own part of a step for both too: this card is behind the PIN
        if done is None or done < since:
            return name
    return ""


def _still_comes(me: Me, name: str, since: datetime) -> bool:
    """Has neither of the two put this step for both away since?"""
    chosen = access.both(me).chosen
    done = chosen.done.get(name)
    is_away = name in chosen.marks.left_out or name in chosen.marks.not_before
    return not is_away and (done is None or done < since)


def looked_on(me: Me) -> date | None:
    """When one last looked at the questions of the beginning."""
    found = intake.done(me)
    return max(found.values()).date() if found else None


# -- looking again ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Changed:
    """What changed between the first look and the last, in words; empty where there is only one, or nothing did."""

    sentences: Sequence[str]
    first: date | None = None
    last: date | None = None
    has_two: bool = False


def changed(me: Me) -> Changed:
    """Only what was looked at twice is compared. Raises BackClosed, Tampered."""
    looks = intake.looks_of(me)
    before = intake.earlier(me)
    twice = {look.sitting for look in before}
    if not twice:
        return Changed([])
    oldest: dict[str, intake_rules.Look] = {}
    for look in before:
        oldest.setdefault(look.sitting, look)
    newest = {sitting: look for sitting, look in intake_rules.newest(looks).items() if sitting in twice}
    first, last = intake_rules.together(oldest.values()), intake_rules.together(newest.values())
    days = [look.begun.date() for look in oldest.values()], [look.begun.date() for look in newest.values()]
    return Changed(intake_words.changes(first, last), min(days[0]), max(days[1]), True)


# -- the end ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class End:
    """What somebody did on their road, in words, and the bowl as they may see it."""

    road: Road
    done: Sequence[plan.Shown]
    bowl: Bowl
    is_early: bool
    way: str


def end_page(me: Me, road: Road) -> End:
    """Raises BackClosed, Tampered."""
    page = plan.road_page(me, road)
    return End(road, page.done, bowl_for(me), day_now() < road.frame.end, page.way)


def back_name(months: int) -> str:
    names = {3: "three", 6: "six", 12: "twelve"}
    return content.words(f"back-{names[months]}") if months in names else ""
