"""Two who check in and show, on days gone by: short forms of what pages do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from conftest import PIN, Cast, browser_of
from goldseam.growth import access, actions
from goldseam.growth.rules import Answers
from goldseam.road.insights.both import reads
from goldseam.road.insights.both.trying import LABEL
from goldseam.statements import access as statements
from goldseam.statements import actions as words
from goldseam.vault import seam, sessions
from tests.house import TOKEN

PAGE = "/us/insights/"


def check_in(who: Cast, values: Mapping[int, Mapping[str, int]]) -> None:
    """For oneself alone: sliders by how many days ago."""
    now = seam.now()
    for days, answers in sorted(values.items(), reverse=True):
        with seam.pretend_it_is(now - timedelta(days=days)):
            actions.keep_check_in(who.anew(), Answers(dict(answers)))


def show(who: Cast, values: Mapping[int, Mapping[str, int]]) -> None:
    """Checks in on those days and shows all of it to the other."""
    sessions.open_with_pin(who.keyring, who.cookie, PIN)
    before = {each.id for each in access.own_of(who.anew()).check_ins}
    check_in(who, values)
    own = access.own_of(who.anew())
    fresh = [each for each in own.check_ins if each.id not in before]
    actions.show_many_to_partner(who.anew(), own, [(each, list(each.answers.values)) for each in fresh])


def steady(closeness: int, days: Iterable[int], **more: int) -> dict[int, dict[str, int]]:
    """About the same every day."""
    return {day: {"closeness": closeness + day % 3, **more} for day in days}


def sign_to_try(one: Cast, other: Cast, *, days_ago: int, last: int = 28, what: str = "Ten minutes with tea") -> None:
    """Both sign, so many days ago, something to try from the next day on."""
    with seam.pretend_it_is(seam.now() - timedelta(days=days_ago)):
        start = seam.now().date() + timedelta(days=1)
        until = start + timedelta(days=last - 1)
        told = {"what": what, "start": start.isoformat(), "until": until.isoformat()}
        version = words.write(one.anew(), LABEL, told)
        for who in (one, other):
            words.sign(who.anew(), version)


def gathered(who: Cast) -> reads.Page:
    me = who.anew()
    return reads.page_for(me, statements.statement_of(me, LABEL))


def page(who: Cast, address: str = PAGE, *, private: bool = False) -> str:
    answer = browser_of(who, private=private).get(address)
    assert answer.status_code == 200, answer.status_code
    return TOKEN.sub(b"", answer.content).decode()
