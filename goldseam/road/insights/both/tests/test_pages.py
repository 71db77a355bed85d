"""The pair's page, read by those who live with it: what it says, to whom, and what it never lets on."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import PIN, Cast, browser_of
from goldseam.growth import access as growth
from goldseam.growth import actions as checking_in
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.road.insights.both import reads
from goldseam.road.insights.both.tests.two import PAGE, check_in, gathered, page, show, sign_to_try, steady
from goldseam.road.insights.both.trying import LABEL
from goldseam.statements import access as statements
from goldseam.statements import actions as words
from goldseam.vault import seam, sessions
from goldseam.vault.errors import Tampered
from goldseam.vault.models import Mine

Pair = tuple[Cast, Cast]
EMPTY = "Not enough here yet for a picture of you both"
RESTS = "is resting, and so does this page"


def told(who: Cast) -> str:
    """What stands on the page, in words, the names of the two made alike."""
    main = page(who).split("<main", 1)[1].split("</main>", 1)[0]
    text = " ".join(re.sub(r"<[^>]*>", " ", main).split())
    return re.sub(r"\b(Ana|Ben)\b", "Somebody", text)


def test_both_read_the_same_words_and_figures(pair: Pair) -> None:
    ana, ben = pair
    show(ana, steady(70, range(40), tension=80))
    show(ben, steady(40, range(40), tension=75))
    hers, his = told(ana), told(ben)
    assert hers == his
    assert "Taken together, lately most likely around the middle." in hers
    assert "differ somewhat" in hers
    assert "Taken together, lately most likely towards “very tense”." in hers
    assert 'class="plot"' in page(ana)


def test_the_pictures_are_the_same_for_both_and_name_nobody(pair: Pair) -> None:
    ana, ben = pair
    show(ana, steady(70, range(30)))
    show(ben, steady(40, range(30)))
    hers, his = (gathered(who) for who in pair)
    assert hers.seen == his.seen
    assert hers.table == his.table
    assert set(re.findall(r'<g class="(\w+)">', hers.seen)) == {"both"}


@pytest.mark.parametrize("who_shows", ["nobody", "ana", "ben"])
def test_that_one_shows_and_the_other_does_not_is_nowhere_said(pair: Pair, who_shows: str) -> None:
    """Somebody who gives everything and gets nothing reads the very page of two who never began."""
    before = [told(who) for who in pair]
    for who in pair:
        if who.me.person.username == who_shows:
            show(who, steady(60, range(30)))
    assert [told(who) for who in pair] == before
    assert EMPTY in before[0]


def test_nothing_private_changes_a_byte_for_either(pair: Pair) -> None:
    ana, ben = pair
    show(ana, steady(70, range(30)))
    show(ben, steady(60, range(30)))
    before = {(at, private): page(who, private=private) for at, who in enumerate(pair) for private in (True, False)}
    check_in(ana, {day: {"closeness": 2, "tension": 99, "heard": 1, "own": 100} for day in range(20)})
    sessions.open_with_pin(ana.keyring, ana.cookie, PIN)
    checking_in.name_own_slider(ana.anew(), "How afraid I am")
    after = {(at, private): page(who, private=private) for at, who in enumerate(pair) for private in (True, False)}
    assert after == before


def test_what_is_taken_back_is_out_of_the_page_at_once(pair: Pair) -> None:
    ana, ben = pair
    show(ana, steady(70, range(8)))
    show(ben, steady(60, range(8)))
    assert EMPTY not in page(ben)
    for each in list(growth.shown_to(ana.anew()).slices):
        if each.is_mine:
            checking_in.take_back(ana.anew(), each.id)
    assert EMPTY in page(ben)
    assert EMPTY in page(ana)


@pytest.mark.parametrize("leaving", [None, Leaving.QUIETLY])
def test_while_things_rest_the_page_rests_for_both_and_a_quiet_leave_looks_the_same(
    pair: Pair, leaving: Leaving | None
) -> None:
    ana, ben = pair
    show(ana, steady(70, range(20)))
    show(ben, steady(60, range(20)))
    people.pause(ana.anew())
    paused = page(ben)
    assert RESTS in paused
    assert "taken together" not in paused.lower()
    if leaving is None:
        assert RESTS in page(ana)
        return
    people.resume(ana.anew())
    people.leave(ana.anew(), leaving)
    assert page(ben) == paused
    assert "This page takes two" in page(ana)


def test_somebody_alone_and_somebody_who_was_left_find_a_way_on(pair: Pair, cleo: Cast) -> None:
    ana, ben = pair
    people.leave(ana.anew(), Leaving.WITH_A_WORD)
    for who in (ben, cleo):
        assert "This page takes two" in page(who)
        assert reverse("me") in page(who)


def test_old_days_are_told_as_old(pair: Pair) -> None:
    for who in pair:
        show(who, steady(70, range(60, 100)))
    text = told(pair[0])
    day = seam.now().date() - timedelta(days=60)
    assert f"This reaches up to {day.day} {day:%B}. How it is now, only the two of you know." in text
    assert "than four weeks ago" not in text
    assert "lately" not in text


# -- on days by chance --------------------------------------------------------------------------------------------


def test_it_is_offered_and_counts_only_once_both_have_signed(pair: Pair) -> None:
    ana, ben = pair
    assert "Write what it could be" in page(ana)
    browser = browser_of(ana, private=False)
    form = browser.get(reverse("insights-try"))
    first = form.context["form"].initial
    sent = {"what": "A walk around the block", "start": first["start"], "until": first["until"]}
    assert browser.post(reverse("insights-try"), sent).status_code == 302
    assert gathered(ben).trying is None
    assert "A walk around the block" in page(ben)
    head = statements.statement_of(ana.anew(), LABEL).heads[0]
    for who in pair:
        words.sign(who.anew(), head.id)
    assert "It begins on" in page(ben)


def test_less_than_a_fortnight_is_asked_again_and_what_was_typed_stays(pair: Pair) -> None:
    start = seam.now().date() + timedelta(days=20)
    sent = {"what": "Breakfast", "start": start.isoformat(), "until": (start + timedelta(days=12)).isoformat()}
    answer = browser_of(pair[0]).post(reverse("insights-try"), sent)
    assert answer.status_code == 400
    assert b"Breakfast" in answer.content
    assert b"a whole fortnight fits in" in answer.content


def test_on_its_days_both_read_it_on_today_and_us_and_on_the_others_nobody(pair: Pair) -> None:
    sign_to_try(*pair, days_ago=8)
    said = set()
    for days in range(10):
        with seam.pretend_it_is(seam.now() - timedelta(days=days)):
            hers, his = (reads.today_of(who.anew()) for who in pair)
            assert hers == his
            said.add((days, bool(hers)))
    today = (0, True) in said
    for who in pair:
        assert ("Chance chose today for it" in page(who, "/")) is today
        assert ("Today is one of the days: Ten minutes with tea" in page(who, "/us/")) is today
    assert {is_one for days, is_one in said if days in range(1, 8)} == {True, False}
    assert {(8, False), (9, False)} <= said, "before it begins, there is none"


def test_either_ends_it_alone_and_it_is_gone_for_both(pair: Pair) -> None:
    ana, ben = pair
    sign_to_try(ana, ben, days_ago=3)
    assert gathered(ben).trying
    words.end(ana.anew(), LABEL)
    for who in pair:
        assert gathered(who).trying is None
        assert reads.today_of(who.anew()) == ""


def test_while_things_rest_nothing_is_suggested_and_ending_is_still_possible(pair: Pair) -> None:
    ana, ben = pair
    sign_to_try(ana, ben, days_ago=1)
    people.pause(ben.anew())
    with seam.pretend_it_is(seam.now()):
        assert all(reads.today_of(who.anew()) == "" for who in pair)
    assert "Ten minutes with tea" in page(ana)
    words.end(ana.anew(), LABEL)


def test_afterwards_too_little_and_no_sign_have_one_and_the_same_words(pair: Pair) -> None:
    """Whoever showed nothing in these weeks isn't told on by them."""
    ana, ben = pair
    sign_to_try(ana, ben, days_ago=40)
    nothing_shown = told(ben)
    assert "These weeks gave no clear sign" in nothing_shown
    show(ana, steady(60, range(50)))
    assert told(ben) == nothing_shown


def test_with_the_private_half_closed_it_is_the_same_page(pair: Pair) -> None:
    for who in pair:
        show(who, steady(50, range(12)))
    assert page(pair[0], private=True) == page(pair[0], private=False)


def test_a_stranger_reads_nothing_of_theirs(pair: Pair, cleo: Cast) -> None:
    for who in pair:
        show(who, steady(50, range(12)))
    sign_to_try(*pair, days_ago=2)
    text = page(cleo)
    assert "tea" not in text
    assert "taken together" not in text.lower()


def test_nobody_signed_in_reads_it(client: object, db: None) -> None:
    answer = client.get(PAGE)  # type: ignore[attr-defined]
    assert answer.status_code in (302, 403) or b"passphrase" in answer.content


# -- a second look ------------------------------------------------------------------------------------------------


def test_a_second_look_works_out_nothing_and_reads_the_same(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    for who in pair:
        show(who, steady(50, range(12)))
    first = page(pair[0], private=True)
    monkeypatch.setattr(reads, "worked_of", lambda *_told: pytest.fail("worked out again"))
    assert page(pair[0], private=True) == first


def test_what_the_other_takes_back_or_shows_is_never_hidden_by_a_look_before(pair: Pair) -> None:
    ana, ben = pair
    for who in pair:
        show(who, steady(50, range(7)))
    assert EMPTY not in page(ben, private=True)
    hers = [each.id for each in growth.shown_to(ana.anew()).slices if each.is_mine]
    for slice_id in hers[:4]:
        checking_in.take_back(ana.anew(), slice_id)
    assert EMPTY in page(ben, private=True)
    show(ana, steady(50, range(7)))
    assert EMPTY not in page(ben, private=True)


def test_what_was_changed_on_the_disk_is_not_covered_by_a_look_before(pair: Pair) -> None:
    for who in pair:
        show(who, steady(50, range(7)))
    assert EMPTY not in page(pair[1], private=True)
    changed = growth.shown_to(pair[0].anew()).slices[0].id
    row = Mine.objects.get(pk=changed)
    Mine.objects.filter(pk=changed).update(body=bytes(row.body)[:-1] + bytes([bytes(row.body)[-1] ^ 1]))
    with pytest.raises(Tampered):
        gathered(pair[1])
