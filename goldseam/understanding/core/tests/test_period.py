"""A repair period: both sign it, one alone ends it, and on its day it rings once for each and asks both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.reminders import asking, choosing, wishes
from goldseam.reminders.models import Due, Reason
from goldseam.reminders.rules import Slots
from goldseam.statements import access as statements
from goldseam.statements import actions
from goldseam.statements.rules import Refused
from goldseam.understanding.core import bell, part, period
from goldseam.understanding.core.rules import Standing
from goldseam.understanding.core.tests import acts
from goldseam.vault import seam

START = datetime(2026, 5, 4, 9, tzinfo=UTC)


def hung() -> dict[str, datetime]:
    """Whom it rings for, and when."""
    found = Reason.objects.filter(kind=bell.REVIEW).select_related("due", "person")
    return {reason.person.username: reason.due.at for reason in found}


def would_ring(who: Cast, at: datetime) -> bool:
    """Asked as a worker asks, without any key."""
    found = Reason.objects.filter(kind=bell.REVIEW, person=who.me.person, due__state=Due.WAITING)
    return bool(asking.wanted(found, wishes.chosen_by(who.me.person.pk), at))


def read(who: Cast, name: str = "period") -> str:
    return browser_of(who, private=False).get(reverse(name)).content.decode()


def test_it_rings_for_both_on_its_day_at_the_hour_that_each_chose(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    wishes.hold(ben.me.person.pk)
    wishes.keep(ben.me.person.pk, wishes.Chosen(Slots("Pacific/Auckland", (time(7, 30), time(19)))))
    day = acts.today() + timedelta(days=56)
    acts.a_period(ana, ben)
    assert period.period_of(ana.anew()).standing is Standing.GOES_ON
    assert hung() == {name: bell.moment_for(who.me.person.pk, day) for name, who in (("ana", ana), ("ben", ben))}
    at_bens = bell.moment_for(ben.me.person.pk, day)
    assert at_bens.date() == day - timedelta(days=1)  # it is evening here when Ben's morning of that day begins
    assert all(would_ring(who, hung()[who.me.person.username]) for who in pair)


def test_nothing_hangs_before_both_have_signed(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    version = actions.write(ana.anew(), period.LABEL, {"try": "A walk.", "leave": "", "review": acts.in_days(56)})
    actions.sign(ana.anew(), version)
    assert hung() == {} and period.period_of(ben.anew()).standing is Standing.NONE


def end_it(ana: Cast, _ben: Cast) -> None:
    browser_of(ana).post(reverse("period-end"))


def erase_the_words(ana: Cast, _ben: Cast) -> None:
    standing = statements.statement_of(ana.anew(), period.LABEL).standing
    assert standing is not None
    actions.erase_words(ana.anew(), standing.id)


@pytest.mark.parametrize("deed", [end_it, erase_the_words])
def test_one_alone_ends_it_at_once_and_nothing_rings(
    pair: tuple[Cast, Cast], deed: Callable[[Cast, Cast], None]
) -> None:
    ana, ben = pair
    acts.a_period(ana, ben)
    deed(ana, ben)
    assert hung() == {} and period.period_of(ben.anew()).standing is Standing.NONE
    assert period.today_cards(ben.anew()) == []


def test_who_ended_it_is_not_told_and_no_reason_is_asked(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    acts.a_period(ana, ben)
    end_it(ana, ben)
    told = read(ben)
    assert "This time is over. Nobody has to say why" in told
    assert "Ana ended" not in told and "ended it" not in told
    end_it(ana, ben)  # once more is no mistake
    acts.a_period(ana, ben, tries="Something smaller.")
    assert len(hung()) == 2


def test_what_both_signed_stays_gold_after_it_ended(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    acts.a_period(ana, ben)
    before = part.gold(ben.anew())
    end_it(ana, ben)
    assert part.gold(ben.anew()) == before != []


@pytest.mark.parametrize("rest", ["pause", "quietly"])
def test_while_it_rests_nothing_rings_and_nobody_is_asked(pair: tuple[Cast, Cast], rest: str) -> None:
    ana, ben = pair
    acts.a_period(ana, ben)
    if rest == "pause":
        people.pause(ana.anew())
    else:
        people.leave(ana.anew(), Leaving.QUIETLY)
    later = seam.now() + timedelta(days=57)
    assert not would_ring(ben, hung()["ben"])
    with seam.pretend_it_is(later):
        assert period.today_cards(ben.me) == []


def test_on_its_day_both_are_asked_and_three_ways_are_alike(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    with seam.pretend_it_is(seam.now() - timedelta(days=20)):
        acts.a_period(ana, ben, days=16)
    for who in pair:
        (card,) = period.today_cards(who.anew())
        assert card.circle == "ours" and "Look back" in str(card.action)
        page = read(who)
        ways = page[page.index("Three ways on") :]
        assert ways.count('<article class="card">') == 3 and ways.count('class="button quiet"') >= 3
        assert "None of them is the better one" in page
    people.pause(ana.anew())
    assert "Three ways on" not in read(ben) and "resting" in read(ben)


def test_after_two_weeks_nobody_is_asked_any_more_and_it_waits_on_us(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    with seam.pretend_it_is(seam.now() - timedelta(days=40)):
        acts.a_period(ana, ben, days=16)
    assert period.today_cards(ana.anew()) == []
    assert "The day has come" in str(period.us_card(ana.anew()).text)


def test_once_more_begins_with_the_words_from_before_and_another_day(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    with seam.pretend_it_is(seam.now() - timedelta(days=20)):
        acts.a_period(ana, ben, days=16)
    page = read(ana, "period-write")
    assert "A walk each Sunday." in page and acts.in_days(56) in page
    assert f'min="{acts.in_days(14)}"' in page and f'max="{acts.in_days(183)}"' in page
    standing = statements.statement_of(ana.anew(), period.LABEL).standing
    assert standing is not None and f'name="from" value="{standing.id}"' in page
    again = {"try": "A walk each Sunday.", "leave": "", "review": acts.in_days(56), "from": str(standing.id)}
    assert browser_of(ana).post(reverse("period-write"), again).status_code == 302
    (head,) = [head for head in statements.statement_of(ben.anew(), period.LABEL).heads if not head.is_standing]
    for who in pair:
        actions.sign(who.anew(), head.id)
    assert period.period_of(ana.anew()).standing is Standing.GOES_ON
    assert period.today_cards(ben.anew()) == [] and len(hung()) == 2


@pytest.mark.parametrize("days", [-3, 5, 200])
def test_a_day_that_does_not_fit_is_told_and_the_words_stay(pair: tuple[Cast, Cast], days: int) -> None:
    ana, _ = pair
    told = {"try": "A walk each Sunday.", "leave": "", "review": acts.in_days(days)}
    sent = browser_of(ana).post(reverse("period-write"), told)
    page = sent.content.decode()
    assert sent.status_code == 400 and "A walk each Sunday." in page
    assert "gone by" in page or "too soon" in page or "too far" in page
    assert not statements.statement_of(ana.anew(), period.LABEL).is_begun


def test_nobody_signs_a_day_that_has_gone_by(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    with seam.pretend_it_is(seam.now() - timedelta(days=20)):
        version = actions.write(ana.me, period.LABEL, {"try": "A walk.", "leave": "", "review": acts.in_days(15)})
    with pytest.raises(Refused) as no:
        actions.sign(ben.anew(), version)
    assert no.value.code == "past" and hung() == {}


def test_whoever_wants_to_hear_nothing_of_it_hears_nothing(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    choosing.choose_kinds(ana.anew(), [])
    acts.a_period(ana, ben)
    assert set(hung()) == {"ben"}


def test_alone_it_says_that_it_takes_two(ana: Cast) -> None:
    page = read(ana)
    assert "This takes two" in page and reverse("period-write") not in page
    assert browser_of(ana).post(reverse("period-end")).status_code == 400
