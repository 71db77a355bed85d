"""One core problem that both sign, what both want, and a repair period."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from goldseam.apart import flow, subjects
from goldseam.people.me import Me
from goldseam.practice import Card, Step, Topic
from goldseam.reminders import kinds as ringing
from goldseam.statements import access as statements
from goldseam.statements import kinds
from goldseam.understanding import content
from goldseam.understanding.core import bell, period, pieces, problem, to_sign, wants
from goldseam.understanding.part import Part

GOLD = {problem.LABEL: Topic.TALKING, wants.LABEL: Topic.WISHES, period.LABEL: Topic.TRUST}

for _subject in (problem.SUBJECT, wants.SUBJECT):
    subjects.register(_subject)
for _kind in (problem.KIND, wants.KIND, period.KIND):
    kinds.register(_kind)
ringing.register(
    ringing.Kind(
        label=bell.REVIEW,
        name=_("The day to look back together has come"),
        when="then",
        still_wanted=bell.is_still_theirs,
        too_late=bell.TOO_LATE,
    )
)


def me_cards(me: Me) -> list[Card]:
    return [problem.me_card(me), wants.me_card(me)]


def us_cards(me: Me) -> list[Card]:
    return [problem.us_card(me), wants.us_card(me), period.us_card(me)]


def today_cards(me: Me) -> list[Card]:
    return [*period.today_cards(me), *to_sign.cards(me)]


def gold(me: Me) -> list[Topic]:
    """What both have signed, also a time to try that was ended since: gold isn't taken away."""
    signed = statements.signed_once(me)
    return [topic for label, topic in GOLD.items() if label in signed]


PART = Part(
    label="core",
    deeds={
        **flow.deeds(pieces.CORE),
        **flow.deeds(pieces.WANTS),
        "core-shape": _("Write a sentence for both"),
        "wants-shape": _("Say what you both want"),
        "period-write": _("Suggest a time to try"),
        "period-end": _("End the time to try"),
    },
    steps=(
        Step(
            id="understanding.core-propose",
            who="apart",
            url_name="core-write",
            exercise=content.exercise("core-propose", "core"),
            after=("understanding.map-give",),
            last_done=problem.proposed_at,
        ),
        Step(
            id="understanding.core-shape",
            who="together",
            url_name="core",
            exercise=content.exercise("core-shape", "core"),
            after=("understanding.core-propose",),
            last_done=problem.shaped_at,
        ),
        Step(
            id="understanding.wants",
            who="apart",
            url_name="wants-write",
            exercise=content.exercise("wants", "core"),
            last_done=wants.written_at,
        ),
        Step(
            id="understanding.wants-talk",
            who="together",
            url_name="wants",
            exercise=content.exercise("wants-talk", "core"),
            after=("understanding.wants",),
            last_done=wants.agreed_at,
        ),
    ),
    today=today_cards,
    me=me_cards,
    us=us_cards,
    gold=gold,
)
