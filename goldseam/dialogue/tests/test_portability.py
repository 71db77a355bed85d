"""What is taken along, erased, and taken in again; and that a file tells nobody when the other was here."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from conftest import Cast
from goldseam.dialogue import access, actions, portability
from goldseam.dialogue.access import Mark
from goldseam.dialogue.alone import afterwards, drafts, prepared
from goldseam.dialogue.models import Act, Talk
from goldseam.dialogue.rules.acts import KEEP, Deed
from goldseam.dialogue.rules.prepared import Prepared
from goldseam.dialogue.tests.talking import asks, begun, closed, does, heard
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.practice import TooMany
from goldseam.road import actions as road
from goldseam.vault import mine, seam, verify

Pair = tuple[Cast, Cast]
NOTE = {"talk": UUID(int=7).hex, "note": "I was calmer than I thought.", "heard": 70, "at": "2026-05-04T09:00:00+00:00"}


def taken(who: Cast) -> Any:
    return portability.export(who.anew())


def prepares(who: Cast, **words: str) -> UUID:
    return prepared.keep(who.anew(), Prepared("The bill", words), seam.uuid())


def test_each_takes_along_a_kept_talk_as_they_read_it(pair: Pair) -> None:
    ana, ben = pair
    closed(pair, keep=(KEEP, KEEP))
    for who, by_me in ((ana, True), (ben, False)):
        (told,) = taken(who)["talks"]
        said = next(act for act in told["acts"] if act["deed"] == "say")
        assert (said["words"], said["by_me"]) == ({"free": "I felt alone."}, by_me)


def test_no_file_outlives_the_end_of_a_talk_with_the_words_of_the_other_in_it(pair: Pair) -> None:
    ana, ben = pair
    talk = begun(pair)
    heard(ana, ben, talk, "I felt alone.")
    assert "I felt alone." in json.dumps(taken(ana))
    assert all(act["by_me"] for act in taken(ben)["talks"][0]["acts"])


def test_a_file_has_times_only_for_what_its_owner_did(pair: Pair) -> None:
    ana, ben = pair
    talk = begun(pair)
    heard(ana, ben, talk)
    does(ana, talk, Deed.CLOSE)
    for who in pair:
        does(who, talk, Deed.REQUEST, words="A walk.")
    for who in pair:
        (told,) = taken(who)["talks"]
        assert {act["by_me"] for act in told["acts"]} == {True, False}
        assert all(("at" in act) == act["by_me"] for act in told["acts"])
        assert ("asked" in told) == (who is ana)


def test_who_closed_a_talk_takes_no_time_of_the_other_along(pair: Pair) -> None:
    closed(pair)
    for who in pair:
        (told,) = taken(who)["talks"]
        assert "asked" not in told and len(told["closed_on"]) == len("2026-05-04")


def test_words_that_no_page_shows_any_more_are_in_no_file(pair: Pair) -> None:
    ana, ben = pair
    with seam.pretend_it_is(seam.now() - timedelta(days=1, minutes=1)):
        talk = begun(pair)
        heard(ana, ben, talk, "I felt alone.")
        does(ana, talk, Deed.CLOSE)
        does(ana, talk, Deed.REQUEST, words="Supper on Friday.")
        does(ana, talk, Deed.DONE, choice="let-go")
        assert "I felt alone." in json.dumps(taken(ben))
    assert "I felt alone." not in json.dumps(taken(ben))
    assert "Supper on Friday." in json.dumps(taken(ben))


def test_ones_own_mark_is_in_ones_own_file_only(pair: Pair) -> None:
    ana, ben = pair
    talk = begun(pair)
    actions.mark(ana.anew(), talk, Mark(stirred=8))
    assert [taken(who)["talks"][0]["stirred"] for who in (ana, ben)] == [8, None]


def test_ones_own_rows_come_back_once_from_the_same_file(pair: Pair) -> None:
    ana, ben = pair
    prepares(ana, when="the bill came", need="to know")
    mine.keep(ana.anew().keyring, afterwards.KIND, dict(NOTE))
    part = json.loads(json.dumps(taken(ana)))
    assert [portability.restore(ana.anew(), part), portability.restore(ben.anew(), part)] == [0, 2]
    assert portability.restore(ben.anew(), part) == 0
    assert [each.prepared.words for each in prepared.all_of(ben.anew())] == [
        {"when": "the bill came", "need": "to know"}
    ]
    assert [row.body for row in mine.of_kind(ben.anew().keyring, afterwards.KIND)] == [NOTE]


def test_what_was_begun_in_a_talk_goes_along_and_isnt_taken_in(pair: Pair) -> None:
    ana, ben = pair
    talk = begun(pair)
    drafts.keep(ana.anew(), talk, "say-0", {"free": "I wanted to"})
    part = taken(ana)
    assert "I wanted to" in json.dumps(part)
    assert portability.restore(ben.anew(), part) == 0


def test_no_talk_is_made_of_a_file(pair: Pair) -> None:
    ana, ben = pair
    closed(pair, keep=(KEEP, KEEP))
    part = taken(ana)
    road.erase(ana.anew())
    before = Act.objects.count()
    assert portability.restore(ben.anew(), part) == 0
    assert Act.objects.count() == before


@pytest.mark.parametrize(
    "part",
    [
        None,
        [],
        {},
        {"format": 2, "rows": [], "talks": []},
        {"format": 1, "rows": [], "talks": "x"},
        {"format": 1, "rows": "x", "talks": []},
        {"format": 1, "rows": ["x"], "talks": []},
        {"format": 1, "rows": [{"id": "1", "kind": "dialogue.prepared", "body": {}}], "talks": []},
        {"format": 1, "rows": [{"id": str(UUID(int=1)), "kind": "growth.check-in", "body": {}}], "talks": []},
        {"format": 1, "rows": [{"id": str(UUID(int=1)), "kind": ["x"], "body": {}}], "talks": []},
        {"format": 1, "rows": [{"id": str(UUID(int=1)), "kind": "dialogue.prepared", "body": {
            "about": "x", "words": {"when": ""}, "is_letter": False}}], "talks": []},
        {"format": 1, "rows": [{"id": str(UUID(int=1)), "kind": afterwards.KIND, "body": {
            **NOTE, "heard": 101}}], "talks": []},
        {"format": 1, "rows": [{"id": str(UUID(int=1)), "kind": afterwards.KIND, "body": {
            **NOTE, "at": "soon"}}], "talks": []},
    ],
)  # fmt: skip
def test_another_file_is_refused_by_name_and_nothing_is_kept(ana: Cast, part: Any) -> None:
    with pytest.raises(portability.Unreadable):
        portability.restore(ana.anew(), part)
    assert not portability.did_something(ana.anew())


def test_a_file_with_too_many_rows_is_refused(ana: Cast) -> None:
    row: Any = {"id": str(UUID(int=1)), "kind": prepared.KIND, "body": {}}
    with pytest.raises(TooMany):
        portability.restore(ana.anew(), {"format": 1, "rows": [row] * (portability.ROWS_MOST + 1), "talks": []})


def test_what_was_left_behind_can_still_be_taken(pair: Pair) -> None:
    ana, _ben = pair
    asks(ana, "The kitchen")
    people.leave(ana.anew(), Leaving.QUIETLY)
    assert [told["acts"][0]["words"]["topic"] for told in taken(ana)["talks"]] == ["The kitchen"]


def test_who_erases_takes_their_words_notes_and_drafts_with_them_and_bens_stay(pair: Pair) -> None:
    ana, ben = pair
    talk = closed(pair, keep=(KEEP, KEEP))
    prepares(ana, free="For me.")
    drafts.keep(ana.anew(), asks(ana), "say-0", {"free": "I wanted to"})
    portability.erase(ana.anew())
    assert not mine.of_kind(ana.anew().keyring, *portability.KINDS, drafts.KIND)
    assert [frame.id for frame in access.frames_of(ben.anew())] == [talk]
    assert {act.author_id for act in Act.objects.all()} == {ben.keyring.holder_id}
    portability.erase(ben.anew())
    assert not Talk.objects.exists() and verify.everything().faults == []
