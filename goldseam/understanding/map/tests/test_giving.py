"""What is given is exactly what was looked at, and what is kept leaves no place behind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import Cast, browser_of
from goldseam.apart import access as apart
from goldseam.apart.rules import Refused
from goldseam.people import access as people_access
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.practice import Topic
from goldseam.understanding.intake.rules import Heaviness
from goldseam.understanding.map import access, actions, reads, rules
from goldseam.understanding.map.access import LABEL
from goldseam.understanding.map.rules import NotAsSeen
from goldseam.understanding.map.tests.looking import ANAS, BENS, WORDS, gives, looks, open_a_map
from goldseam.vault import rounds, seam

Pair = tuple[Cast, Cast]


def test_both_open_at_once_and_each_reads_their_own_side(pair: Pair) -> None:
    ana, ben = pair
    open_a_map(ana, ben, "trust-third")
    anas, bens = (reads.map_page(who.anew()) for who in pair)
    assert anas and bens
    given = {item: value for item, value in ANAS.items() if item != "trust-third"}
    assert anas.shown.mine == bens.shown.theirs == rules.ordered(rules.Side(given, WORDS))
    assert anas.shown.theirs == bens.shown.mine == rules.ordered(rules.Side(BENS))
    assert (anas.shown.partner, bens.shown.partner) == ("Ben", "Ana")


def test_nothing_lies_open_before_both_have_given_and_nobody_hears_who_began(pair: Pair) -> None:
    ana, ben = pair
    looks(ana, ANAS)
    before = reads.seen(ben.anew()), reads.map_page(ben.anew())
    gives(ana)
    assert (reads.seen(ben.anew()), reads.map_page(ben.anew())) == before
    assert not actions.look(ana.anew()) and reads.map_page(ana.anew()) is None


def test_what_changed_since_the_preview_isnt_given(pair: Pair) -> None:
    ana, _ = pair
    looks(ana, ANAS)
    me = ana.anew()
    preview = reads.preview(me, access.own_side(me), ["good-laugh", "talking-heard"])
    looks(ana, {"talking-heard": 95})
    with pytest.raises(NotAsSeen):
        actions.give(ana.anew(), preview.shown.split(), preview.mark, 1)
    assert reads.seen(ana.anew()).standing == "unanswered"
    now = reads.preview(ana.anew(), access.own_side(ana.anew()), preview.shown.split())
    actions.give(ana.anew(), now.shown.split(), now.mark, 1)
    assert access.given(ana.anew()) == rules.Side({"good-laugh": 80, "talking-heard": 95})


def test_what_changes_elsewhere_since_the_preview_doesnt_hinder_it(pair: Pair) -> None:
    """What isn't given may change as it likes."""
    ana, _ = pair
    looks(ana, ANAS)
    me = ana.anew()
    preview = reads.preview(me, access.own_side(me), ["good-laugh"])
    looks(ana, {"talking-heard": 95, "good-ease": 10})
    actions.give(ana.anew(), preview.shown.split(), preview.mark, 1)
    assert access.given(ana.anew()) == rules.Side({"good-laugh": 80})


def test_giving_twice_gives_once(pair: Pair) -> None:
    ana, _ = pair
    looks(ana, ANAS)
    gives(ana)
    with pytest.raises(Refused, match="answered"):
        gives(ana)


def test_a_preview_of_an_older_map_gives_nothing_to_the_next(pair: Pair) -> None:
    ana, ben = pair
    open_a_map(ana, ben)
    me = ana.anew()
    preview = reads.preview(me, access.own_side(me), ["good-laugh"])
    with pytest.raises(Refused, match="changed"):
        actions.give(me, preview.shown.split(), preview.mark, 1)


def test_what_changes_after_giving_changes_nothing_given(pair: Pair) -> None:
    ana, ben = pair
    looks(ana, ANAS)
    gives(ana, "trust-third")
    looks(ana, {"good-laugh": 1})
    looks(ben, BENS)
    gives(ben)
    actions.look(ana.anew())
    page = reads.map_page(ben.anew())
    assert page and page.shown.theirs and page.shown.theirs.values["good-laugh"] == ANAS["good-laugh"]


def test_taken_back_it_is_chosen_anew_where_one_was(pair: Pair) -> None:
    ana, ben = pair
    looks(ana, ANAS, WORDS)
    looks(ben, BENS)
    gives(ana, "good-respect")
    assert not actions.take_back(ana.anew())
    me = ana.anew()
    assert reads.seen(me).standing == "taken-back"
    begins = reads.begins_with(me, access.own_side(me))
    assert begins == {*ANAS, rules.words_part(Topic.TRUST)} - {"good-respect"}
    gives(ana, "trust-third")
    assert apart.draft_of(ana.anew(), LABEL) is None
    gives(ben)
    actions.look(ana.anew())
    page = reads.map_page(ben.anew())
    assert page and page.shown.theirs and "trust-third" not in page.shown.theirs.values


def test_one_side_goes_for_both_and_the_other_stays(pair: Pair) -> None:
    ana, ben = pair
    open_a_map(ana, ben)
    actions.remove_own(ana.anew(), 1)
    anas, bens = (reads.map_page(who.anew()) for who in pair)
    assert anas and bens and anas.shown.mine is None and bens.shown.theirs is None
    assert bens.shown.mine == anas.shown.theirs == rules.ordered(rules.Side(BENS))
    with pytest.raises(Refused):
        actions.remove_own(ana.anew(), 1)
    assert access.own_side(ana.anew()).values == ANAS


def test_a_further_map_stands_beside_the_older_one(pair: Pair) -> None:
    ana, ben = pair
    with seam.pretend_it_is(seam.now() - timedelta(weeks=5)):
        open_a_map(ana, ben, "trust-third")
    page = reads.map_page(ana.anew())
    assert page and page.is_time_again
    looks(ana, {"talking-heard": 60})
    assert "trust-third" not in reads.begins_with(ana.anew(), access.own_side(ana.anew()))
    gives(ana, "trust-third")
    gives(ben)
    actions.look(ana.anew())
    newest, older = reads.map_page(ben.anew()), reads.map_page(ben.anew(), 1)
    assert newest and older and (newest.shown.number, older.shown.number) == (2, 1)
    assert newest.shown.theirs and newest.shown.theirs.values["talking-heard"] == 60
    assert older.shown.theirs and older.shown.theirs.values["talking-heard"] == ANAS["talking-heard"]
    assert [each.number for each in newest.others] == [1] and not older.is_newest
    assert not newest.is_time_again


@pytest.mark.parametrize("how", ["paused", "left"])
def test_who_rests_or_leaves_in_the_middle_loses_nothing(pair: Pair, how: str) -> None:
    ana, ben = pair
    looks(ana, ANAS)
    me = ana.anew()
    preview = reads.preview(me, access.own_side(me), ["good-laugh"])
    people.pause(ben.anew()) if how == "paused" else people.leave(ben.anew(), Leaving.QUIETLY)
    with pytest.raises(Refused, match="paused"):
        actions.give(ana.anew(), preview.shown.split(), preview.mark, 1)
    assert access.own_side(ana.anew()).values == ANAS


def test_who_is_alone_sees_their_own_side(ana: Cast) -> None:
    looks(ana, ANAS)
    picture = reads.picture_of(access.own_side(ana.anew()))
    assert picture and picture.has_mine and not picture.has_theirs
    assert reads.seen(ana.anew()).standing == "alone" and reads.map_page(ana.anew()) is None


def test_the_road_and_the_bowl_read_what_both_opened_and_no_more(pair: Pair) -> None:
    ana, ben = pair
    looks(ana, ANAS)
    gives(ana)
    assert reads.shared_causes(ana.anew()) == {} and reads.gold(ana.anew()) == []
    looks(ben, BENS)
    gives(ben)
    actions.look(ana.anew())
    for who in pair:
        me = who.closed()
        assert reads.shared_causes(me) == {
            Topic.TALKING: Heaviness.HEAVY,
            Topic.QUARRELS: Heaviness.SOME,
            Topic.TRUST: Heaviness.HEAVY,
        }
        assert reads.named_causes(me) == [Topic.TALKING, Topic.QUARRELS, Topic.TRUST]
        assert reads.gold(me) == [Topic.TALKING] and reads.last_opened(me)
    actions.remove_own(ana.anew(), 1)
    assert reads.gold(ben.closed()) == [Topic.TALKING]


def test_a_kept_item_gives_the_same_summary_as_one_that_was_never_answered(pair: Pair) -> None:
    ana, ben = pair
    open_a_map(ana, ben, "trust-third", "trust-rely")
    assert Topic.TRUST not in reads.shared_causes(ben.anew())


BENT: list[dict[str, object]] = [
    {"values": {"<script>": 40}, "words": {}},
    {"values": {"good-laugh": 4000}, "words": {}},
    {"values": {"good-laugh": 40}, "words": {"trust": {"a": 1}}},
    {"values": None},
]


@pytest.mark.parametrize("bent", BENT, ids=str)
def test_what_another_program_gave_in_bens_name_breaks_no_page(pair: Pair, bent: dict[str, object]) -> None:
    ana, ben = pair
    looks(ana, ANAS)
    gives(ana)
    me = ben.anew()
    together = people_access.togetherness_of(me)
    assert together
    round_id = rounds.named(me.keyring, together.circle, apart.round_name(me, together, LABEL))
    rounds.commit(me.keyring, together.circle, round_id, f"{LABEL} 1", bent)
    assert actions.look(ana.anew())
    page = reads.map_page(ana.anew())
    assert page and page.shown.is_odd and page.shown.theirs is None and page.shown.mine
    text = browser_of(ana).get("/us/map/").content.decode()
    assert "came in a form that can’t be shown here" in text and "&lt;script" not in text
    assert browser_of(ben).get("/us/map/").status_code == 200
    assert reads.shared_causes(ana.anew()) == {} and reads.gold(ana.anew()) == [Topic.TALKING]


@pytest.mark.parametrize("how", [Leaving.WITH_A_WORD, Leaving.QUIETLY])
def test_an_open_map_stays_readable_for_who_stays(pair: Pair, how: Leaving) -> None:
    ana, ben = pair
    open_a_map(ana, ben)
    people.leave(ben.anew(), how, word="I go." if how is Leaving.WITH_A_WORD else "")
    page = reads.map_page(ana.anew())
    assert page and page.shown.theirs == rules.ordered(rules.Side(BENS))
    assert browser_of(ana).get("/us/map/give/?anew=1").status_code == 200
