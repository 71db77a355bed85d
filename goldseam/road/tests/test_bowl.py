"""The bowl: plain before anything is named, the same for both once a map lies open, and one's own cracks one's own."""

from __future__ import annotations

from collections.abc import Mapping

from conftest import Cast, browser_of
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.road.bowl import bowl_for
from goldseam.ui.bowl import Bowl
from goldseam.understanding.intake import actions as intake
from goldseam.understanding.intake.rules import Answers
from goldseam.understanding.map import access as maps
from goldseam.understanding.map import actions as map_deeds
from goldseam.understanding.map import rules as map_rules

Pair = tuple[Cast, Cast]
ANAS = {"two": {"talking-heard": 5, "quarrels-again": 10}, "three": {"outside-work": 95}}
BENS = {"three": {"trust-promises": 5}}


def looks(who: Cast, told: Mapping[str, Mapping[str, int]]) -> None:
    for sitting, values in told.items():
        intake.keep(who.anew(), sitting, Answers(dict(values)))


def gives(who: Cast) -> None:
    me = who.anew()
    side = maps.own_side(me)
    shown = map_rules.parts_of(side)
    map_deeds.give(me, shown, map_rules.mark_of(map_rules.given(side, shown)), len(maps.summaries(me)) + 1)


def open_a_map(pair: Pair) -> None:
    looks(pair[0], ANAS)
    looks(pair[1], BENS)
    for who in pair:
        gives(who)
    map_deeds.look(pair[0].anew())


def names(bowl: Bowl) -> list[str]:
    return [crack.name for crack in bowl.cracks]


def page(who: Cast, *, private: bool = True) -> str:
    return browser_of(who, private=private).get("/").content.decode()


def test_it_is_whole_and_plain_before_anything_is_named(pair: Pair) -> None:
    assert bowl_for(pair[0].me) == Bowl()
    assert "It gets a crack for each thing you two name" in page(pair[0])


def test_what_one_named_alone_cracks_their_own_bowl_and_only_while_the_private_half_is_open(pair: Pair) -> None:
    ana, ben = pair
    looks(ana, ANAS)
    own = bowl_for(ana.anew())
    assert own.only_mine and names(own) == ["How you two talk", "What presses from outside"] and own.lacquer
    assert not any(crack.gold for crack in own.cracks)
    assert "Only you see them" in page(ana)
    assert bowl_for(ana.closed()) == bowl_for(ben.anew()) == Bowl()


def test_somebody_on_their_own_has_such_a_bowl_too(ana: Cast) -> None:
    looks(ana, ANAS)
    assert len(bowl_for(ana.anew()).cracks) == 2 and bowl_for(ana.closed()) == Bowl()


def test_an_open_map_cracks_one_bowl_for_both_with_the_first_gold_in_it(pair: Pair) -> None:
    open_a_map(pair)
    bowls = [bowl_for(who.closed()) for who in pair]
    assert bowls[0] == bowls[1] and not bowls[0].only_mine and not bowls[0].lacquer
    assert names(bowls[0]) == ["How you two talk", "Trust", "What presses from outside"]
    assert all(0 < crack.gold < 1 for crack in bowls[0].cracks)
    assert "gold for what you both did" in page(pair[1], private=False)


def test_neither_leaving_nor_taking_ones_words_out_takes_gold_or_cracks_away(pair: Pair) -> None:
    ana, ben = pair
    open_a_map(pair)
    before = bowl_for(ana.closed())
    map_deeds.remove_own(ben.anew(), 1)
    assert bowl_for(ana.closed()) == before
    people.leave(ben.anew(), Leaving.QUIETLY)
    assert bowl_for(ana.anew()).cracks == before.cracks


def test_a_topic_that_was_light_for_both_is_no_crack(pair: Pair) -> None:
    looks(pair[0], {"two": {"talking-heard": 95}})
    looks(pair[1], BENS)
    for who in pair:
        gives(who)
    map_deeds.look(pair[0].anew())
    assert names(bowl_for(pair[0].closed())) == ["Trust"]


def test_today_doesnt_stay_open_on_a_table(ana: Cast) -> None:
    """It names one's own causes and steps while the private half is open: left alone, it is asked for anew."""
    looks(ana, ANAS)
    page = browser_of(ana).get("/").content.decode()
    assert "Only you see them" in page
    assert 'data-idle-minutes="2" data-idle-url="/"' in page and "idle.js" in page
    closed = browser_of(ana, private=False).get("/").content.decode()
    assert "data-idle-minutes" not in closed and "Only you see them" not in closed
