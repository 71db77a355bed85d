"""Keeping, changing, erasing, showing and taking back."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.http import Http404

from conftest import Cast
from goldseam.growth import access, actions
from goldseam.growth.rules import Refused
from goldseam.growth.tests.browser import answers, checked_in
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.vault import seam
from goldseam.vault.errors import BackClosed
from goldseam.vault.models import Mine, RowWrap

Pair = tuple[Cast, Cast]
ALL = {"closeness": 20, "tension": 80, "line": "anas line"}


def shown_by_ana(ana: Cast, *parts: str) -> UUID:
    return actions.show_to_partner(ana.me, UUID(checked_in(ana, **ALL)), parts)


def test_keeping_needs_front_only(ana: Cast) -> None:
    kept = actions.keep_check_in(ana.closed(), answers(closeness=20))
    assert access.check_in_for(ana.me, kept).answers == answers(closeness=20)


def test_the_same_form_sent_twice_is_one_check_in(ana: Cast) -> None:
    form_id = uuid4()
    first = actions.keep_check_in(ana.me, answers(closeness=20), form_id)
    assert actions.keep_check_in(ana.closed(), answers(closeness=20), form_id) == first
    assert len(access.own_of(ana.me).check_ins) == 1


def test_the_same_form_with_other_words_loses_nothing(ana: Cast) -> None:
    form_id = uuid4()
    actions.keep_check_in(ana.me, answers(line="one"), form_id)
    actions.keep_check_in(ana.me, answers(line="two"), form_id)
    assert {each.answers.line for each in access.own_of(ana.me).check_ins} == {"one", "two"}


def test_a_form_id_of_ana_gives_ben_a_row_of_his_own(pair: Pair) -> None:
    ana, ben = pair
    kept = UUID(checked_in(ana, closeness=20))
    bens = actions.keep_check_in(ben.me, answers(closeness=70), kept)
    assert bens != kept and len(access.own_of(ben.me).check_ins) == 1


def test_a_refused_check_in_leaves_nothing_behind(ana: Cast) -> None:
    for told in (answers(), answers(closeness=101), answers(line="x" * 281)):
        with pytest.raises(Refused):
            actions.keep_check_in(ana.me, told)
    assert not Mine.objects.exists()


def test_a_change_keeps_the_day(ana: Cast) -> None:
    with seam.pretend_it_is(datetime(2026, 3, 1, 20, tzinfo=UTC)):
        kept = UUID(checked_in(ana, closeness=20))
    actions.change_check_in(ana.me, kept, answers(closeness=30))
    changed = access.check_in_for(ana.me, kept)
    assert (changed.at.day, changed.at.month, changed.answers) == (1, 3, answers(closeness=30))


def test_nobody_changes_or_erases_anothers(pair: Pair) -> None:
    ana, ben = pair
    kept = UUID(checked_in(ana, closeness=20))
    with pytest.raises(Http404):
        actions.change_check_in(ben.me, kept, answers(closeness=30))
    with pytest.raises(Http404):
        actions.erase_check_in(ben.me, kept)
    with pytest.raises(Http404):
        actions.show_to_partner(ben.me, kept, ["closeness"])
    actions.change_check_in(ana.me, kept, answers(closeness=30))
    actions.erase_check_in(ana.me, kept)
    assert access.own_of(ana.me).check_ins == []


def test_only_the_chosen_parts_are_shown(pair: Pair) -> None:
    ana, ben = pair
    shown_by_ana(ana, "tension")
    (slice_,) = access.shown_to(ben.anew()).slices
    assert slice_.answers == answers(tension=80)


def test_showing_again_replaces_what_was_shown(pair: Pair) -> None:
    ana, ben = pair
    kept = UUID(checked_in(ana, **ALL))
    for parts in (["tension"], ["line"]):
        actions.show_to_partner(ana.me, kept, parts)
    (slice_,) = access.shown_to(ben.anew()).slices
    assert slice_.answers == answers(line="anas line")


def test_a_later_change_does_not_reach_what_was_shown(pair: Pair) -> None:
    ana, ben = pair
    kept = UUID(checked_in(ana, **ALL))
    actions.show_to_partner(ana.me, kept, ["line"])
    actions.change_check_in(ana.me, kept, answers(line="a new and private line"))
    (slice_,) = access.shown_to(ben.anew()).slices
    assert slice_.answers.line == "anas line"


def test_taken_back_is_gone_also_with_front_only(pair: Pair) -> None:
    ana, ben = pair
    shown = shown_by_ana(ana, "line")
    actions.take_back(ana.closed(), shown)
    assert access.shown_to(ben.anew()).slices == []
    assert not RowWrap.objects.filter(row=shown).exists() and not Mine.objects.filter(pk=shown).exists()
    assert access.own_of(ana.me).check_ins[0].shown is None


def test_ben_cannot_take_back_what_ana_showed(pair: Pair) -> None:
    ana, ben = pair
    shown = shown_by_ana(ana, "line")
    with pytest.raises(Http404):
        actions.take_back(ben.me, shown)
    actions.take_back(ana.me, shown)


def test_a_check_in_is_not_taken_back_as_if_it_were_a_slice(ana: Cast) -> None:
    kept = UUID(checked_in(ana, closeness=20))
    with pytest.raises(Http404):
        actions.take_back(ana.me, kept)
    assert len(access.own_of(ana.me).check_ins) == 1


def test_erasing_a_check_in_takes_back_what_was_shown_of_it(pair: Pair) -> None:
    ana, ben = pair
    kept = UUID(checked_in(ana, **ALL))
    actions.show_to_partner(ana.me, kept, ["line"])
    actions.erase_check_in(ana.me, kept)
    assert access.shown_to(ben.anew()).slices == [] and access.own_of(ana.me).rows == []


def test_a_pause_stops_showing_but_not_taking_back(pair: Pair) -> None:
    ana, ben = pair
    shown = shown_by_ana(ana, "line")
    people.pause(ben.me)
    for who in (ana, ben):
        with pytest.raises(Refused, match="paused"):
            actions.show_to_partner(who.anew(), UUID(checked_in(who, closeness=20)), ["closeness"])
    actions.take_back(ana.anew(), shown)
    people.resume(ben.anew())
    assert access.shown_to(ben.anew()).slices == []
    actions.show_to_partner(ana.anew(), access.own_of(ana.me).check_ins[0].id, ["closeness"])


def test_alone_there_is_nobody_to_show_to(ana: Cast) -> None:
    with pytest.raises(Refused, match="alone"):
        actions.show_to_partner(ana.me, UUID(checked_in(ana, closeness=20)), ["closeness"])


def test_showing_needs_the_private_half(pair: Pair) -> None:
    ana, _ = pair
    kept = UUID(checked_in(ana, closeness=20))
    with pytest.raises(BackClosed):
        actions.show_to_partner(ana.closed(), kept, ["closeness"])


def test_who_left_quietly_still_sees_what_is_shown_and_can_take_it_back(pair: Pair) -> None:
    ana, _ben = pair
    shown = shown_by_ana(ana, "line")
    people.leave(ana.anew(), Leaving.QUIETLY)
    now = ana.anew()
    (kept,) = access.own_of(now).check_ins
    assert kept.shown is not None and kept.shown.id == shown
    actions.take_back(now, shown)
    assert access.own_of(ana.anew()).check_ins[0].shown is None


def test_leaving_and_taking_back_leaves_no_check_in_marked_as_shown(pair: Pair) -> None:
    ana, ben = pair
    shown_by_ana(ana, "line")
    people.leave(ana.anew(), Leaving.QUIETLY, take_back=True)
    assert access.own_of(ana.anew()).check_ins[0].shown is None
    assert access.shown_to(ben.anew()).slices == []


def test_the_own_slider_has_one_name_that_can_change_and_go(ana: Cast) -> None:
    for name in ("Sleep", "Hope", ""):
        actions.name_own_slider(ana.me, name)
        assert access.own_of(ana.me).slider_name == name
    assert Mine.objects.count() == 1


def test_a_check_in_made_with_the_private_half_closed_goes_by_the_name_of_the_slider(pair: Pair) -> None:
    ana, ben = pair
    actions.name_own_slider(ana.me, "Sleep")
    kept = actions.keep_check_in(ana.closed(), answers(own=70))
    actions.show_to_partner(ana.me, kept, ["own"])
    assert access.shown_to(ben.anew()).slices[0].answers == answers(own=70, own_name="Sleep")
