"""What Today offers: never more than its reader has open, and no counting."""

from datetime import timedelta
from uuid import UUID

from conftest import Cast
from goldseam.growth import actions, today
from goldseam.growth.tests.browser import checked_in
from goldseam.people import actions as people
from goldseam.people.me import Me
from goldseam.practice import practices
from goldseam.vault import seam

Pair = tuple[Cast, Cast]


def offered(me: Me) -> list[str]:
    return [card.id for card in today.cards(me)]


def test_a_check_in_is_offered_until_it_is_known_that_there_is_one_today(ana: Cast) -> None:
    assert offered(ana.me) == offered(ana.closed()) == ["growth.check-in"]
    checked_in(ana, closeness=20)
    assert offered(ana.me) == []
    assert offered(ana.closed()) == ["growth.check-in"]


def test_yesterdays_does_not_count_for_today(ana: Cast) -> None:
    with seam.pretend_it_is(seam.now() - timedelta(days=1)):
        checked_in(ana, closeness=20)
    assert offered(ana.me) == ["growth.check-in"]


def test_what_ben_showed_stands_on_anas_today_and_not_on_his(pair: Pair) -> None:
    ana, ben = pair
    actions.show_to_partner(ben.me, UUID(checked_in(ben, closeness=20)), ["closeness"])
    assert offered(ana.closed()) == ["growth.shown", "growth.check-in"]
    assert "growth.shown" not in offered(ben.closed())
    card = today.cards(ana.closed())[0]
    assert card.title == "Ben showed you something" and card.circle == "ours"


def test_the_card_goes_by_itself_and_stays_away_in_a_pause(pair: Pair) -> None:
    ana, ben = pair
    actions.show_to_partner(ben.me, UUID(checked_in(ben, closeness=20)), ["closeness"])
    with seam.pretend_it_is(seam.now() + timedelta(days=3)):
        assert "growth.shown" not in offered(ana.closed())
    people.pause(ana.anew())
    assert "growth.shown" not in offered(ana.anew())


def test_the_practice_is_registered() -> None:
    (found,) = [practice for practice in practices() if practice.label == "growth"]
    assert found.today is today.cards


def test_work_of_ones_own_is_told_to_oneself_only(pair: Pair) -> None:
    ana, ben = pair
    (found,) = [practice for practice in practices() if practice.label == "growth"]
    checked_in(ana, closeness=20)
    assert found.lacquer(ana.me) and not found.lacquer(ben.me)
