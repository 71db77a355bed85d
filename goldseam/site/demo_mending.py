"""What Ana and Ben did besides check-ins: looked, gave a map, signed a sentence, and are halfway on their road."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from goldseam.apart import actions as apart
from goldseam.people.me import Me
from goldseam.practice import Topic
from goldseam.road.insights.both.trying import LABEL as BY_CHANCE
from goldseam.road.plan import actions as road
from goldseam.site import demo_talks
from goldseam.site import demo_told as told
from goldseam.statements import access as statements
from goldseam.statements import actions as shaping
from goldseam.times import actions as times
from goldseam.times.rules import Deed
from goldseam.understanding.core import period, problem, wants
from goldseam.understanding.cycle.subject import LABEL as CYCLE
from goldseam.understanding.intake import actions as intake
from goldseam.understanding.intake.rules import Answers
from goldseam.understanding.map import access as maps
from goldseam.understanding.map import actions as giving
from goldseam.understanding.map import rules as map_rules
from goldseam.understanding.outside.shared import LABEL as OUTSIDE
from goldseam.understanding.story.piece import LABEL as STORY
from goldseam.understanding.timeline import actions as line
from goldseam.understanding.timeline.rules import Moment, Sort, When
from goldseam.understanding.ways import actions as ways
from goldseam.understanding.ways.rules import Standing
from goldseam.vault import seam

Looks = Mapping[str, Mapping[str, int]]
Words = Mapping[str, Mapping[Topic, str]]
ROAD_WEEKS, SITTINGS = 8, 2
FOUR_WEEKS = timedelta(days=27)
"""From its first day to its last."""


def live(begun: datetime, ana: Me, ben: Me) -> None:
    """Evening by evening, as two people would who take their time."""
    evenings: list[tuple[int, Callable[[], object]]] = [
        (3, lambda: _look(ana, told.ANAS_LOOK, told.ANAS_WORDS)),
        (5, lambda: _remember(ana)),
        (8, lambda: _look(ben, told.BENS_LOOK, told.BENS_WORDS)),
        (12, lambda: _give_side(ana, told.KEPT_BY_ANA)),
        (14, lambda: _give_side(ben, frozenset())),
        (15, lambda: giving.look(ana)),
        (33, lambda: _begin_roads(ana, ben)),
        (35, lambda: apart.give(ana, problem.LABEL, {"sentence": told.ANAS_SENTENCE})),
        (36, lambda: apart.give(ben, problem.LABEL, {"sentence": told.BENS_SENTENCE})),
        (37, lambda: apart.look(ana, problem.LABEL)),
        (38, lambda: _shape_sentence(ana, ben)),
        (41, lambda: apart.give(ben, CYCLE, told.BENS_HALF)),
        (43, lambda: apart.give(ana, CYCLE, told.ANAS_HALF)),
        (44, lambda: apart.look(ben, CYCLE)),
        (44, lambda: demo_talks.talk_by_turns(ana, ben)),
        (47, lambda: apart.give(ana, wants.LABEL, told.ANAS_WISH)),
        (47, lambda: apart.give(ben, wants.LABEL, told.BENS_WISH)),
        (48, lambda: apart.look(ana, wants.LABEL)),
        (49, lambda: _both_sign(ana, ben, wants.LABEL, {wants.WORDS: told.WANT})),
        (49, lambda: _try_for_a_time(ana, ben)),
        (52, lambda: apart.keep_draft(ana, STORY, told.ANAS_STORY, None)),
        *((day, lambda: _agree_to_talk(ana, ben)) for day in told.TALKS),
        (50, lambda: _try_by_chance(ana, ben)),
        (53, lambda: demo_talks.prepare(ana)),
        (55, lambda: demo_talks.write_a_letter(ana, ben)),
        (54, lambda: shaping.write(ben, OUTSIDE, {**told.PLAN, "again": _in_weeks(3)})),
    ]
    for day, deed in sorted(evenings, key=lambda each: each[0]):
        with seam.pretend_it_is(begun + timedelta(days=day, hours=1)):
            deed()


def _look(me: Me, looks: Looks, words: Words) -> None:
    for sitting, values in looks.items():
        intake.keep(me, sitting, Answers(dict(values), dict(words.get(sitting, {}))))


def _remember(me: Me) -> None:
    """A line of good times and breaks, one of them shown."""
    kept = [
        line.keep_moment(me, Moment(When(*when), Sort(sort), what, felt)) for when, sort, what, felt in told.MOMENTS
    ]
    shown = told.MOMENTS[told.SHOWN_MOMENT]
    line.show_moment(me, kept[told.SHOWN_MOMENT], shown[2], shown[3])


def _give_side(me: Me, kept: frozenset[str]) -> None:
    side = maps.own_side(me)
    shown = [part for part in map_rules.parts_of(side) if part not in kept]
    giving.give(me, shown, map_rules.mark_of(map_rules.given(side, shown)), 1)


def _begin_roads(ana: Me, ben: Me) -> None:
    """Each their own, and the same weeks for what they do together."""
    for me in (ana, ben):
        ways.stand(me, Standing.MEND)
        road.make(me, road.Wish(seam.now().date(), ROAD_WEEKS, SITTINGS))
        road.ask_for(me, seam.now().date(), ROAD_WEEKS)


def _shape_sentence(ana: Me, ben: Me) -> None:
    """A first try, what was missing in it, and the sentence that both sign."""
    first = shaping.write(ana, problem.LABEL, {"sentence": told.EARLIER_SENTENCE})
    shaping.remark(ben, first, told.REMARK)
    _both_sign(ana, ben, problem.LABEL, {"sentence": told.ONE_SENTENCE})


def _try_for_a_time(ana: Me, ben: Me) -> None:
    parts = {period.TRY: told.TRY, period.LEAVE: told.LEAVE, period.REVIEW: _in_weeks(6)}
    _both_sign(ana, ben, period.LABEL, parts)


def _agree_to_talk(ana: Me, ben: Me) -> None:
    """For the evening after."""
    wish = times.Wish(what="", at=seam.now() + timedelta(days=1), minutes=20)
    times.answer(ben, times.suggest(ana, wish), Deed.ACCEPT)


def _try_by_chance(ana: Me, ben: Me) -> None:
    start = (seam.now() + timedelta(days=1)).date()
    parts = {"what": told.TRY_BY_CHANCE, "start": start.isoformat(), "until": (start + FOUR_WEEKS).isoformat()}
    _both_sign(ana, ben, BY_CHANCE, parts)


def _both_sign(ana: Me, ben: Me, label: str, parts: Mapping[str, str]) -> None:
    there = statements.statement_of(ana, label)
    version = shaping.write(ana, label, parts, based_on=[head.id for head in there.heads])
    shaping.sign(ana, version)
    shaping.sign(ben, version)


def _in_weeks(weeks: int) -> str:
    return (seam.now() + timedelta(weeks=weeks)).date().isoformat()
