"""Two people who have looked, and what they give."""

from __future__ import annotations

from collections.abc import Mapping

from conftest import Cast
from goldseam.practice import Topic
from goldseam.understanding.intake import actions as intake
from goldseam.understanding.intake.asked import BY_ID, sitting_of
from goldseam.understanding.intake.rules import Answers
from goldseam.understanding.map import access, actions, reads, rules

ANAS = {"good-laugh": 80, "good-respect": 75, "talking-heard": 8, "trust-rely": 20, "trust-third": 90, "wishes-two": 90}
BENS = {"good-laugh": 90, "talking-heard": 85, "quarrels-money": 70, "wishes-two": 95}
WORDS = {Topic.TRUST: "Ask me, <b>please</b>."}


def looks(who: Cast, values: Mapping[str, int], words: Mapping[Topic, str] | None = None) -> None:
    """Answers in as many sittings as it takes."""
    told = words or {}
    for sitting in sorted({BY_ID[item].sitting for item in values} | {sitting_of(topic) for topic in told}):
        here = {item: value for item, value in values.items() if BY_ID[item].sitting == sitting}
        lines = {topic: text for topic, text in told.items() if sitting_of(topic) == sitting}
        intake.keep(who.anew(), sitting, Answers(here, lines))


def gives(who: Cast, *kept: str) -> None:
    """Everything but what is kept, as the preview showed it."""
    me = who.anew()
    side = access.own_side(me)
    shown = [part for part in rules.parts_of(side) if part not in kept]
    preview = reads.preview(me, side, shown)
    actions.give(me, preview.shown.split(), preview.mark, reads.seen(me).number)


def open_a_map(ana: Cast, ben: Cast, *kept: str) -> None:
    """Both look, both give, Ana comes once more: the map lies open."""
    looks(ana, ANAS, WORDS)
    looks(ben, BENS)
    gives(ana, *kept)
    gives(ben)
    assert actions.look(ana.anew())
