"""Today's one card, coming back, looking again, ending: behind the PIN, kind, and the same on every closed phone."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta

from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.growth import actions as growth
from goldseam.growth.rules import Answers
from goldseam.practice import Card
from goldseam.road.pace import today
from goldseam.road.plan import access, actions
from goldseam.times.reads import today_of
from goldseam.understanding.intake import actions as intake
from goldseam.understanding.intake.rules import Answers as Looked
from goldseam.understanding.ways import actions as ways
from goldseam.understanding.ways.rules import Standing
from goldseam.vault import seam


def make(who: Cast, weeks: int = 8) -> None:
    actions.make(who.anew(), actions.Wish(today_of(who.anew()), weeks, 2))


def card(who: Cast) -> Card | None:
    return next(iter(today.cards(who.anew())), None)


def looks(who: Cast, value: int) -> None:
    for sitting, item in (
        ("one", "good-laugh"),
        ("two", "talking-heard"),
        ("three", "trust-rely"),
        ("four", "wishes-two"),
    ):
        intake.keep(who.anew(), sitting, Looked({item: value}))


def test_a_closed_phone_shows_the_same_card_to_everybody(ana: Cast, ben: Cast) -> None:
    make(ana)
    ways.stand(ben.anew(), Standing.PART)
    for who in (ana, ben):
        browser_of(who, private=False)
    assert today.cards(ana.closed()) == today.cards(ben.closed())


def test_the_card_follows_what_was_done_without_anything_being_written(ana: Cast) -> None:
    assert (card(ana) or Card("", "", "", "", "")).url == reverse("road")
    make(ana)
    first = card(ana)
    assert first is not None and first.url == reverse("look") and "begin" in str(first.text)
    looks(ana, 60)
    after = card(ana)
    assert after is not None and after.title != first.title


def test_who_wants_to_part_gets_no_card_and_who_ends_none_either(ana: Cast) -> None:
    make(ana)
    actions.end(ana.anew(), ["hard"], "Enough.")
    assert card(ana) is None
    make(ana)
    assert card(ana) is not None
    ways.stand(ana.anew(), Standing.PART)
    assert card(ana) is None


def test_a_hard_check_in_makes_the_card_small(ana: Cast) -> None:
    make(ana)
    growth.keep_check_in(ana.anew(), Answers({"tension": 95}))
    found = card(ana)
    assert found is not None and "heavy" in str(found.text) and found.weight == today.QUIET_WEIGHT


def days_ago(days: int) -> AbstractContextManager[None]:
    return seam.pretend_it_is(seam.now() - timedelta(days=days))


def test_a_longer_absence_is_met_once_and_a_deed_elsewhere_is_none(ana: Cast) -> None:
    with days_ago(22):
        make(ana)
    met = card(ana)
    assert met is not None and met.url == reverse("road-back")
    with days_ago(5):
        growth.keep_check_in(ana.anew(), Answers({"closeness": 50}))
    assert (card(ana) or met).url != reverse("road-back")


def test_after_an_absence_one_goes_on_smaller(ana: Cast) -> None:
    with days_ago(50):
        make(ana)
    assert browser_of(ana).post(reverse("road-back"), {"how": "smaller"}).status_code == 302
    found, road = card(ana), access.road_of(ana.anew())
    assert found is not None and found.url != reverse("road-back")
    assert road is not None and road.sittings == 1 and road.frame.weeks >= 4


def test_one_ends_is_asked_once_and_reads_what_one_did(ana: Cast) -> None:
    make(ana)
    looks(ana, 60)
    client = browser_of(ana)
    assert "Say why" in client.get(reverse("road-end")).content.decode()
    client.post(reverse("road-end"), {"reasons": ["time", "nonsense"], "words": "x"})
    road = access.road_of(ana.anew())
    assert road is not None and not road.ended  # what no form of ours sends is refused with a sentence
    client.post(reverse("road-end"), {"reasons": ["time"], "words": "Later."})
    page = client.get(reverse("road-end")).content.decode()
    assert "as far as this goes" in page and "What you did" in page and "Say why" not in page


def test_a_look_back_is_offered_three_months_after_the_end_once(ana: Cast) -> None:
    with days_ago(93):
        make(ana)
        actions.end(ana.anew())
    found = card(ana)
    assert found is not None and found.url == reverse("road-look-back")
    assert browser_of(ana).post(reverse("road-look-back")).status_code == 302
    assert card(ana) is None


def test_looking_again_says_in_words_what_changed(ana: Cast) -> None:
    with days_ago(29):
        make(ana)
        looks(ana, 90)
    assert "one look so far" in browser_of(ana).get(reverse("road-changed")).content.decode()
    growth.keep_check_in(ana.anew(), Answers({"closeness": 50}))
    found = card(ana)
    assert found is not None and found.url == reverse("road-changed")
    looks(ana, 5)
    assert (card(ana) or found).url != reverse("road-changed")
    assert "in your own answers" in browser_of(ana).get(reverse("road-changed")).content.decode()
