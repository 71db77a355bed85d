"""A plan against one stress: alone first, brought to both, signed, looked at again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from conftest import Cast, bring_together
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.practice import Topic
from goldseam.statements import access as statements
from goldseam.statements import actions as words
from goldseam.understanding.outside import access, actions, cards, rules
from goldseam.understanding.outside.part import PART
from goldseam.understanding.outside.rules import Plan, Refused
from goldseam.understanding.outside.shared import LABEL
from goldseam.vault import seam
from tests.house import browser_of, come_in, signed_in_again


@pytest.fixture
def two(db: None) -> tuple[Cast, Cast]:
    ana, ben = come_in("ana"), come_in("ben")
    bring_together(ana, ben)
    return ana, ben


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    found: str = answer.content.decode()
    return found


def a_plan(**more: str) -> dict[str, str]:
    day = (seam.now() + timedelta(days=28)).date().isoformat()
    return {"stress": "Night shifts", "one": "Ana: the mornings", "other": "Ben: the bins", "again": day, **more}


def sign_one(ana: Cast, ben: Cast) -> UUID:
    written = words.write(ana.anew(), LABEL, a_plan())
    for who in (ana, ben):
        words.sign(who.anew(), written)
    return written


def test_alone_a_plan_is_written_changed_and_erased(db: None) -> None:
    ana = come_in("ana")
    client = browser_of(ana)
    assert "will be here" in text_of(client.get("/us/outside/mine/"))
    answer = client.post("/us/outside/mine/new/", {"about": "work", "does": "Short words."})
    kept = access.plans_of(ana.anew())[0]
    assert answer["Location"] == f"/us/outside/mine/{kept.id}/"
    page = text_of(client.get(answer["Location"]))
    assert "Short words." in page and "nothing has to be written again" in page and "bring/" not in page
    client.post(answer["Location"], {"about": "work", "does": "Shorter words.", "drawn": str(kept.version)})
    assert [each.plan.does for each in access.plans_of(ana.anew())] == ["Shorter words."]
    assert PART.steps[0].last_done(ana.anew()) is not None
    assert "A plan for two takes two" in text_of(client.get("/us/outside/"))
    client.post(f"/us/outside/mine/{kept.id}/erase/")
    assert access.plans_of(ana.anew()) == []


def test_two_devices_keep_both_plans(db: None) -> None:
    ana = come_in("ana")
    kept = actions.keep_plan(ana.anew(), Plan(does="one"))
    client = browser_of(ana)
    for does in ("two", "three"):
        client.post(f"/us/outside/mine/{kept}/", {"does": does, "drawn": "1"})
    assert {each.plan.does for each in access.plans_of(ana.anew())} == {"two", "three"}


def test_the_same_twice_is_one_and_there_is_an_end_to_many(db: None) -> None:
    ana = come_in("ana")
    for number in range(rules.PLANS_MOST):
        actions.keep_plan(ana.anew(), Plan(does=f"walnut {number}"))
    assert actions.keep_plan(ana.anew(), Plan(does="walnut 3"))
    with pytest.raises(Refused):
        actions.keep_plan(ana.anew(), Plan(does="one more"))
    answer = browser_of(ana).post("/us/outside/mine/new/", {"does": "one more"})
    assert answer.status_code == 400 and b"one more" in answer.content and b"20 plans" in answer.content


def test_brought_to_both_just_what_is_in_the_form_is_read_and_nothing_is_redone(db: None) -> None:
    ana, ben = come_in("ana"), come_in("ben")
    kept = actions.keep_plan(ana.anew(), Plan("work", "the shifts", "short words", "", "the mornings", "", "my secret"))
    bring_together(ana, ben)
    client = browser_of(ana)
    page = text_of(client.get(f"/us/outside/mine/{kept}/bring/"))
    assert "Ana: the mornings" in page and "the shifts" in page and "Ben:" in page
    sent = a_plan(stress="the shifts", drop="")
    assert client.post(f"/us/outside/mine/{kept}/bring/", sent)["Location"] == "/us/outside/"
    seen = text_of(browser_of(ben).get("/us/outside/"))
    assert "the shifts" in seen and "my secret" not in seen
    assert access.plan_for(ana.anew(), kept).plan.drop == "my secret"


def test_a_name_with_nothing_after_it_is_asked_again(two: tuple[Cast, Cast]) -> None:
    answer = browser_of(two[0]).post("/us/outside/write/", a_plan(other="Ben: "))
    assert answer.status_code == 400 and b"Write a few words here first" in answer.content
    assert b"the mornings" in answer.content


def test_it_counts_when_both_signed_and_on_its_day_today_says_so(two: tuple[Cast, Cast]) -> None:
    ana, ben = two
    assert cards.gold(ana.anew()) == [] and cards.today(ana.closed()) == []
    sign_one(ana, ben)
    assert cards.gold(ben.anew()) == [Topic.OUTSIDE] and PART.steps[1].last_done(ana.anew()) is not None
    assert cards.today(ana.closed()) == []
    assert "Night shifts" in str(cards.for_us(ben.anew())[0].text)
    with seam.pretend_it_is(seam.now() + timedelta(days=29)):
        later = signed_in_again(ana)
        assert [card.circle for card in cards.today(later.closed())] == ["ours"]
        people.pause(signed_in_again(ben).anew())
        assert cards.today(later.anew()) == []


def test_one_alone_can_end_it(two: tuple[Cast, Cast]) -> None:
    ana, ben = two
    sign_one(ana, ben)
    words.end(ben.anew(), LABEL)
    with seam.pretend_it_is(seam.now() + timedelta(days=29)):
        assert cards.today(signed_in_again(ana).anew()) == []
    assert statements.standing(ana.anew(), LABEL) is None
    assert cards.gold(ana.anew()) == cards.gold(ben.anew()) == [Topic.OUTSIDE]


def test_both_at_once_lie_side_by_side(two: tuple[Cast, Cast]) -> None:
    ana, ben = two
    for who, stress in ((ana, "Night shifts"), (ben, "The loan")):
        assert browser_of(who).post("/us/outside/write/", a_plan(stress=stress)).status_code == 302
    assert "Both of you wrote" in text_of(browser_of(ana).get("/us/outside/"))
    assert len(statements.statement_of(ben.anew(), LABEL).heads) == 2


def test_while_things_rest_words_stay_in_the_form(two: tuple[Cast, Cast]) -> None:
    ana, ben = two
    people.pause(ben.anew())
    answer = browser_of(ana).post("/us/outside/write/", a_plan())
    assert answer.status_code == 400 and b"Night shifts" in answer.content and b"Just now nothing new" in answer.content


def test_who_was_left_keeps_their_own_and_reads_what_was_of_both(two: tuple[Cast, Cast]) -> None:
    ana, ben = two
    sign_one(ana, ben)
    kept = actions.keep_plan(ana.anew(), Plan(does="mine"))
    people.leave(ben.anew(), Leaving.WITH_A_WORD, word="Take care.")
    client = browser_of(ana)
    assert "Night shifts" in text_of(client.get("/us/outside/"))
    assert "mine" in text_of(client.get(f"/us/outside/mine/{kept}/"))


def test_no_page_tells_with_a_closed_private_half_whether_there_are_plans(two: tuple[Cast, Cast]) -> None:
    ana, _ = two
    closed = browser_of(ana, is_open=False)
    before = [len(closed.get(address).content) for address in ("/us/outside/", "/us/outside/mine/")]
    actions.keep_plan(ana.anew(), Plan(does="walnut"))
    assert [len(closed.get(address).content) for address in ("/us/outside/", "/us/outside/mine/")] == before
    assert cards.for_us(ana.closed()) == cards.for_us(two[1].anew())


def test_a_file_brings_plans_back_for_oneself_alone(db: None) -> None:
    from goldseam.understanding import portability

    ana, cleo = come_in("ana"), come_in("cleo")
    actions.keep_plan(ana.anew(), Plan(about="loss", does="We don’t speak of it."))
    taken = portability.export(ana.anew())
    assert portability.restore(cleo.anew(), taken) == 1 and portability.restore(cleo.anew(), taken) == 0
    assert access.plans_of(cleo.anew())[0].plan == Plan(about="loss", does="We don’t speak of it.")
    portability.erase(ana.anew())
    assert access.plans_of(ana.anew()) == []
