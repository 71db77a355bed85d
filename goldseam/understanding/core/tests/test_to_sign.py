"""Words for both on Today: only while they are new, only at peace, and never for who has signed."""

from __future__ import annotations

from datetime import timedelta

from conftest import Cast
from goldseam.people import actions as people
from goldseam.statements import actions
from goldseam.understanding.core import problem, to_sign
from goldseam.understanding.core.tests import acts
from goldseam.vault import seam

PARTS = {problem.SENTENCE: "When it matters, we both go quiet."}


def asked(who: Cast) -> list[str]:
    return [card.id for card in to_sign.cards(who.anew())]


def test_words_for_both_are_offered_until_one_has_signed_them(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    assert asked(ana) == asked(ben) == []
    version = actions.write(ana.anew(), problem.LABEL, PARTS, ())
    assert asked(ana) == asked(ben) == ["statements.to-sign"]
    actions.sign(ben.anew(), version)
    assert asked(ben) == [] and asked(ana) == ["statements.to-sign"]


def test_nobody_is_pressed_for_long_or_at_rest(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    with seam.pretend_it_is(seam.now() - to_sign.LASTS - timedelta(hours=1)):
        actions.write(ana.anew(), problem.LABEL, PARTS, ())
    assert asked(ana) == asked(ben) == []
    actions.write(ana.anew(), problem.LABEL, {problem.SENTENCE: "We go quiet."}, ())
    assert asked(ben) == ["statements.to-sign"]
    people.pause(ben.anew())
    assert asked(ana) == asked(ben) == []


def test_what_both_wrote_apart_leaves_today_once_they_have_signed_one(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    acts.proposals_open(ana, ben)
    assert not problem.went_on(ana.anew())
    acts.one_sentence(ana, ben)
    assert problem.went_on(ana.anew()) and problem.went_on(ben.anew())
