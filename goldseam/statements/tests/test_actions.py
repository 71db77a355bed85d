"""Writing, asking for a change, signing, ending, erasing: what each of the two can do, and what follows from it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import Cast
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.road import actions as road
from goldseam.statements import access, actions, rules
from goldseam.statements import models as rows
from goldseam.statements.rules import Refused
from goldseam.statements.tests.two import ENDING, LABEL, now, sign, signed_by_both, write
from goldseam.vault import seam, verify

Pair = tuple[Cast, Cast]


def test_what_ana_writes_ben_reads_and_it_counts_when_both_have_signed_it(pair: Pair) -> None:
    ana, ben = pair
    made = write(ana, "We stop listening when we are tired.")
    read = now(ben).one(made)
    assert read is not None
    assert (read.parts["sentence"], read.by_me) == ("We stop listening when we are tired.", False)
    sign(ana, made)
    assert now(ben).standing is None
    assert access.standing(ben.anew(), LABEL) is None
    sign(ben, made)
    for who in pair:
        standing = now(who).standing
        assert standing is not None
        assert (standing.id, standing.signed_by_both, standing.is_standing) == (made, True, True)
        cheap = access.standing(who.anew(), LABEL)
        assert cheap is not None
        assert (cheap.id, cheap.parts, cheap.signed_by_both) == (made, standing.parts, True)


def test_what_was_written_on_an_older_page_comes_beside_the_newer_words(pair: Pair) -> None:
    ana, ben = pair
    first = write(ana, "One.")
    hers, his = write(ana, "One and two.", first), write(ben, "One and three.", first)
    assert [head.id for head in now(ana).heads] == [hers, his]
    joined = write(ben, "One, two and three.")
    assert [head.id for head in now(ana).heads] == [joined]
    assert {each.parts["sentence"] for each in now(ana).versions} == {
        "One.", "One and two.", "One and three.", "One, two and three.",
    }  # fmt: skip


def test_the_same_form_twice_is_one_version(pair: Pair) -> None:
    ana, ben = pair
    first = write(ana, "One.")
    assert write(ana, "Two.", first) == write(ana, "Two.", first)
    assert write(ana, "  Two. ", first) == now(ben).heads[0].id
    assert write(ben, "Two.") == now(ben).heads[0].id  # the very words that are open
    assert len(now(ana).versions) == 2


def test_the_same_words_again_keep_their_signatures(pair: Pair) -> None:
    ana, ben = pair
    made = signed_by_both(ana, ben, "One.")
    assert write(ben, "One.") == made
    assert now(ana).standing is not None


def test_what_stands_stays_while_newer_words_are_shaped(pair: Pair) -> None:
    ana, ben = pair
    first = signed_by_both(ana, ben, "One.")
    second = write(ben, "Two.")
    sign(ben, second)
    assert access.standing(ana.anew(), LABEL).id == first  # type: ignore[union-attr]
    sign(ana, second)
    assert access.standing(ben.anew(), LABEL).id == second  # type: ignore[union-attr]
    assert rows.Signature.objects.count() == 2


def test_a_name_taken_off_is_off_and_nothing_is_told(pair: Pair) -> None:
    ana, ben = pair
    made = write(ana, "One.")
    sign(ana, made)
    actions.unsign(ana.anew(), made)
    assert not rows.Signature.objects.exists()
    actions.unsign(ana.anew(), made)
    sign(ben, made)
    assert now(ana).standing is None
    sign(ana, made)
    actions.unsign(ana.anew(), made)
    standing = now(ben).standing
    assert standing is not None and (standing.signed_by_me, standing.signed_by_them) == (True, False)


def test_either_ends_an_agreement_at_once_and_it_can_begin_again(pair: Pair) -> None:
    ana, ben = pair
    made = signed_by_both(ana, ben, "Sundays are ours.", ENDING)
    actions.end(ben.anew(), ENDING)
    actions.end(ana.anew(), ENDING)
    for who in pair:
        assert now(who, ENDING).ended and now(who, ENDING).standing is None
        assert access.standing(who.anew(), ENDING) is None
        assert [head.id for head in now(who, ENDING).heads] == [made]
    sign(ana, made)
    assert now(ben, ENDING).ended
    sign(ben, made)
    assert not now(ben, ENDING).ended and now(ben, ENDING).standing is not None
    assert verify.everything().faults == []


def test_a_remark_is_read_by_both_and_goes_with_its_version(pair: Pair) -> None:
    ana, ben = pair
    made = write(ana, "One.")
    asked = actions.remark(ben.anew(), made, "Say it shorter.")
    assert actions.remark(ben.anew(), made, "Say it shorter. ") == asked
    assert [(each.words, each.by_me) for each in now(ana).heads[0].remarks] == [("Say it shorter.", False)]
    actions.erase_words(ana.anew(), made)
    assert not rows.Remark.objects.exists()


def test_who_wrote_words_can_take_them_away_and_the_record_stays_whole(pair: Pair) -> None:
    ana, ben = pair
    first = write(ana, "One.")
    middle = write(ana, "Two.")
    last = write(ben, "Three.")
    actions.erase_words(ana.anew(), middle)
    actions.erase_words(ana.anew(), middle)
    assert [head.id for head in now(ben).heads] == [last]
    assert [each.id for each in now(ben).versions] == [first, last]
    assert verify.everything().faults == []


def test_erasing_what_both_signed_ends_it_and_brings_nothing_older_back(pair: Pair) -> None:
    ana, ben = pair
    signed_by_both(ana, ben, "One.")
    second = signed_by_both(ana, ben, "Two.")
    actions.erase_words(ana.anew(), second)
    for who in pair:
        assert now(who).standing is None
        assert access.standings(who.anew()) == {}
    assert verify.everything().faults == []


@pytest.mark.parametrize(
    ("words", "code"), [("", "empty"), (" \n ", "empty"), ("x" * 301, "long"), ("\u200f\x00", "empty")]
)
def test_bad_words_are_refused_kindly(pair: Pair, words: str, code: str) -> None:
    if words.startswith("\u200f"):
        words = "\x00\u202e"
    with pytest.raises(Refused, match=code):
        write(pair[0], words)


def test_a_day_is_one_to_come_and_one_that_stood_there_may_stay(pair: Pair) -> None:
    ana, _ = pair
    a_month_ago = seam.now() - timedelta(days=30)
    gone_by = (a_month_ago + timedelta(days=9)).date().isoformat()
    with seam.pretend_it_is(a_month_ago):
        made = actions.write(ana.anew(), ENDING, {"words": "Sundays are ours.", "until": gone_by})
    with pytest.raises(Refused, match="past"):
        actions.write(ana.anew(), ENDING, {"words": "Sundays.", "until": "2020-01-01"}, [made])
    again = actions.write(ana.anew(), ENDING, {"words": "Sundays.", "until": gone_by}, [made])
    assert now(ana, ENDING).one(again).parts["until"] == gone_by  # type: ignore[union-attr]
    with pytest.raises(Refused, match="past"):
        sign(ana, again)


def test_alone_nothing_is_written(ana: Cast) -> None:
    with pytest.raises(Refused, match="alone"):
        write(ana, "One.")
    assert now(ana).is_empty


def test_while_things_rest_one_only_takes_back(pair: Pair) -> None:
    ana, ben = pair
    made = signed_by_both(ana, ben, "Sundays are ours.", ENDING)
    mine = write(ana, "One.")
    people.pause(ben.anew())
    for who in pair:
        for act in (lambda me: actions.sign(me, mine), lambda me: actions.remark(me, mine, "Shorter.")):
            with pytest.raises(Refused, match="paused"):
                act(who.anew())
        with pytest.raises(Refused, match="paused"):
            write(who, "Two.")
    actions.unsign(ana.anew(), made)
    actions.end(ana.anew(), ENDING)
    actions.erase_words(ana.anew(), mine)
    assert now(ben, ENDING).ended and now(ben).is_empty


def test_quiet_leaving_looks_like_a_pause(pair: Pair) -> None:
    ana, ben = pair
    signed_by_both(ana, ben, "One.")
    people.leave(ben.anew(), Leaving.QUIETLY)
    left = now(ana)
    assert left.standing is not None and left.standing.signed_by_both and not left.may_write
    with pytest.raises(Refused, match="paused"):
        write(ana, "Two.")


def test_after_the_partner_erased_themselves_ones_own_words_are_there(pair: Pair) -> None:
    ana, ben = pair
    write(ana, "One.")
    signed_by_both(ben, ana, "Two.")
    road.erase(ben.anew())
    kept = now(ana)
    assert [each.parts["sentence"] for each in kept.versions] == ["One."]
    assert kept.standing is None and not kept.may_write
    assert verify.everything().faults == []


def test_nobody_is_flooded(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = pair
    monkeypatch.setattr(rules, "VERSIONS_A_DAY", 3)
    monkeypatch.setattr(rules, "REMARKS_A_DAY", 2)
    monkeypatch.setattr(rules, "VERSIONS_MOST", 4)
    with seam.pretend_it_is(seam.now() - timedelta(days=2)):
        for number in range(3):
            made = write(ana, f"Words {number}.")
        with pytest.raises(Refused, match="enough-today"):
            write(ana, "More.")
        write(ben, "His own.")
        for number in range(2):
            actions.remark(ben.anew(), made, f"Ask {number}.")
        with pytest.raises(Refused, match="enough-today"):
            actions.remark(ben.anew(), made, "More.")
    write(ana, "Room again.")
    with pytest.raises(Refused, match="many"):
        write(ana, "And no more.")
