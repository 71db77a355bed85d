"""A draft is put: written without being read, with the private half closed, as often as a page likes."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from conftest import PIN, Cast
from goldseam.vault import change, circles, contents, holders, ledger, listing, mine, own, sessions, upkeep
from goldseam.vault.errors import BackClosed, Missing, Tampered
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Holder, LedgerNote, Mine
from goldseam.vault.tests.test_two_at_once import in_threads, threads_meet
from goldseam.vault.tests.test_wall import on_postgres, standing_for

__all__ = ["threads_meet"]

KIND, OTHER = "test.draft", "test.note"
TALK = UUID(int=6)
DEEDS = 10_000 if os.environ.get("GOLDSEAM_PROVE") else 300
SEED = 66


def closed(who: Cast) -> Keyring:
    """A later request in which the private half is closed."""
    return replace(who.anew().keyring, back=None, memo={})


def place_of(who: Cast, source: UUID = TALK) -> UUID:
    return own.row_id_from(who.keyring, "test.draft", source)


def put(who: Cast, words: str, keyring: Keyring | None = None) -> UUID:
    row_id = place_of(who)
    mine.put(keyring or closed(who), KIND, {"words": words}, row_id)
    return row_id


def words_of(who: Cast) -> list[str]:
    return [entry.body["words"] for entry in mine.of_kind(who.anew().keyring, KIND)]


def listed(who: Cast) -> listing.Listing | None:
    return listing.read(who.anew().keyring, Holder.objects.get(pk=who.keyring.holder_id))


def test_a_draft_is_put_again_and_again_with_the_private_half_closed(ana: Cast) -> None:
    assert not mine.is_there(closed(ana), place_of(ana))
    for words in ("I", "I feel", "I feel far away"):
        row = put(ana, words)
        assert mine.is_there(closed(ana), row)
    (entry,) = mine.everything(ana.anew().keyring)
    assert (entry.id, entry.kind, entry.body, entry.version) == (row, KIND, {"words": "I feel far away"}, 3)
    assert mine.require_all_signed(ana.anew().keyring) == 1
    with pytest.raises(BackClosed):
        mine.one(closed(ana), row)


def test_each_version_lies_under_a_key_of_its_own(ana: Cast) -> None:
    """Whoever kept the key of an older version opens nothing that came later."""
    row = put(ana, "before")
    old = mine._row_key(ana.anew().keyring, Mine.objects.get(pk=row))
    put(ana, "after")
    now = Mine.objects.get(pk=row)
    assert mine._row_key(ana.anew().keyring, now) != old
    with pytest.raises(Tampered):
        contents.opened(old, mine._place(now), bytes(now.body))


def test_the_list_of_rows_fits_afterwards_and_the_newest_version_is_opened(ana: Cast) -> None:
    mine.keep(ana.keyring, OTHER, {"words": "a note"})
    upkeep.tend_private(ana.anew().keyring)
    for words in ("I", "I feel"):
        put(ana, words, ana.anew().keyring)
        assert [(one.kind, one.version) for one in listed(ana) or []][-1] == (KIND, 1 + (words == "I feel"))
        assert len(listed(ana) or []) == 2
    assert words_of(ana) == ["I feel"]
    put(ana, "I feel far away")
    assert Holder.objects.get().mine_index is None, "with the private half closed nobody can bring it along"
    assert words_of(ana) == ["I feel far away"]
    sessions.open_with_pin(ana.keyring, ana.cookie, PIN)
    assert [one.version for one in listed(ana) or [] if one.kind == KIND] == [3]


def test_the_ledger_hears_nothing_of_it(ana: Cast) -> None:
    before = list(ledger.read(ledger.path()))
    put(ana, "one")
    put(ana, "two", ana.anew().keyring)
    assert not LedgerNote.objects.exists() and list(ledger.read(ledger.path())) == before


def test_asking_whether_it_is_there_is_one_question_by_its_id(ana: Cast) -> None:
    row, keyring = put(ana, "here"), closed(ana)
    with CaptureQueriesContext(connection) as asked:
        assert mine.is_there(keyring, row)
    assert len(asked) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
            assert all(
                "USING" in step[3] and "INDEX" in step[3] for step in cursor.fetchall() if "vault_mine" in step[3]
            )


# -- whose ---------------------------------------------------------------------------------------------------------


def test_somebody_elses_row_is_neither_there_nor_overwritten(ana: Cast, ben: Cast) -> None:
    row = put(ana, "hers")
    for keyring in (ben.anew().keyring, closed(ben)):
        assert not mine.is_there(keyring, row)
        with pytest.raises(Missing):
            mine.put(keyring, KIND, {"words": "his"}, row)
    assert words_of(ana) == ["hers"] and words_of(ben) == []


@on_postgres
def test_behind_the_second_wall_it_is_missing_all_the_same(ana: Cast, ben: Cast) -> None:
    """There the row isn't even found, and the database refuses a second one with its id."""
    row, keyring = put(ana, "hers"), ben.anew().keyring
    with standing_for(ben.keyring.holder_id), transaction.atomic():
        with pytest.raises(Missing):
            mine.put(keyring, KIND, {"words": "his"}, row)
        mine.put(keyring, KIND, {"words": "his"}, place_of(ben))
    assert (words_of(ana), words_of(ben)) == (["hers"], ["his"])


def test_the_same_talk_has_another_place_for_each(ana: Cast, ben: Cast) -> None:
    put(ana, "hers")
    put(ben, "his")
    assert (words_of(ana), words_of(ben)) == (["hers"], ["his"])


def test_a_row_that_is_shared_is_not_put(ana: Cast) -> None:
    row, circle = put(ana, "shown"), circles.make(ana.keyring)
    mine.share(ana.anew().keyring, row, circle)
    for keyring in (ana.anew().keyring, closed(ana)):
        with pytest.raises(ValueError, match="shared"):
            put(ana, "behind their back", keyring)
    assert words_of(ana) == [entry.body["words"] for entry in mine.shared_with(ana.anew().keyring, circle)] == ["shown"]
    mine.withdraw(ana.anew().keyring, row, circle)
    put(ana, "mine again")
    assert words_of(ana) == ["mine again"]


# -- somebody with the disk ----------------------------------------------------------------------------------------


def put_back(row: Mine) -> Callable[[], object]:
    return lambda: row.save()


def spoiled(rows: list[Mine]) -> Iterator[tuple[str, Callable[[], object]]]:
    """What somebody does to the disk after a draft was put twice: `rows` are its two versions, and another row."""
    first, second, other = rows
    here = Mine.objects.filter(pk=first.pk)
    yield "an old version with its old key", put_back(first)
    yield "the old words under the newest number", lambda: here.update(key=first.key, body=first.body)
    yield "the old number on the newest words", lambda: here.update(version=first.version)
    yield "a number that comes later", lambda: here.update(version=second.version + 1)
    yield "another row's words", lambda: here.update(key=other.key, body=other.body, version=other.version)
    yield "nothing any more", lambda: here.delete()
    yield "another owner", lambda: here.update(owner=Holder.objects.exclude(pk=first.owner_id)[0])


@pytest.mark.parametrize("puts", [0, 1, 2])
@pytest.mark.parametrize("place", range(7))
def test_what_was_done_on_the_disk_is_found_also_when_the_draft_is_put_again(
    ana: Cast, ben: Cast, puts: int, place: int
) -> None:
    other = mine.keep(ana.keyring, KIND, {"words": "another"})
    versions = [Mine.objects.get(pk=put(ana, words)) for words in ("first", "second")]
    _, spoil = list(spoiled([*versions, Mine.objects.get(pk=other)]))[place]
    spoil()
    for number in range(puts):
        try:
            put(ana, f"later {number}")
        except Missing:  # it is somebody else's now
            assert Mine.objects.get(pk=versions[0].pk).owner_id == ben.keyring.holder_id
    with pytest.raises(Tampered):
        mine.everything(ana.anew().keyring)
    with pytest.raises(Tampered):
        words_of(ana)


def test_a_version_number_only_rises(ana: Cast) -> None:
    row, seen = place_of(ana), []
    for number in range(4):
        put(ana, str(number), closed(ana) if number % 2 else ana.anew().keyring)
        seen.append(Mine.objects.get(pk=row).version)
    mine.change(ana.anew().keyring, row, {"words": "changed"})
    put(ana, "after it")
    assert [*seen, Mine.objects.get(pk=row).version] == [1, 2, 3, 4, 6]


def test_after_a_change_of_keys_it_is_put_for_the_new_ones(ana: Cast) -> None:
    put(ana, "before")
    old = ana.keyring
    renewed, ana.sheet = change.new_keys(ana.anew().keyring, holders.new_pass_key("a heron stands in the bay"))
    begun, ana.cookie = sessions.begin(renewed, stay=False, label="phone")
    ana.me = ana.me.with_keyring(begun)
    assert words_of(ana) == ["before"]
    row = place_of(ana)
    mine.put(closed(ana), KIND, {"words": "after"}, row)
    assert sorted(words_of(ana)) == ["after", "before"], "ids come from front: a new front has places of its own"
    (before,) = [entry for entry in mine.everything(ana.anew().keyring) if entry.id != row]
    mine.put(closed(ana), KIND, {"words": "the old row, put"}, before.id)
    assert sorted(words_of(ana)) == ["after", "the old row, put"]
    with pytest.raises(Tampered):
        mine.put(replace(old, back=None, memo={}), KIND, {"words": "with old keys"}, row)
    assert sorted(words_of(ana)) == ["after", "the old row, put"]


# -- at once, and in any order -------------------------------------------------------------------------------------


@pytest.mark.on_both
def test_two_at_once_stand_in_line_and_one_is_last(threads_meet: None) -> None:
    from conftest import arrive

    ana = arrive("ana")

    def life(name: str) -> None:
        for number in range(8):
            put(ana, f"{name} {number}")

    assert in_threads([lambda: life("phone"), lambda: life("tablet")]) == []
    (entry,) = mine.everything(ana.anew().keyring)
    assert entry.version == 16 and entry.body["words"] in {"phone 7", "tablet 7"}


def test_in_any_order_it_is_what_a_dictionary_would_be(ana: Cast) -> None:
    """Keeping, putting, changing and erasing, open and closed, beside a plain dictionary."""
    dice = random.Random(SEED)
    model: dict[UUID, tuple[str, dict[str, str]]] = {}
    sources = [place_of(ana, UUID(int=number)) for number in range(6)]
    versions: dict[UUID, int] = {}
    for number in range(DEEDS):
        row, deed = dice.choice(sources), dice.choice(["keep", "put", "put", "put", "change", "erase"])
        keyring, kind = dice.choice([ana.anew().keyring, closed(ana)]), dice.choice([KIND, OTHER])
        words = {"words": f"{deed} {number}"}
        if deed == "keep":
            mine.keep(keyring, kind, words, row)
            model.setdefault(row, (kind, words))
        elif deed == "put":
            mine.put(keyring, kind, words, row)
            model[row] = (kind, words)
        elif row not in model:
            with pytest.raises(Missing):
                mine.erase(keyring, row)
            continue
        elif deed == "change":
            mine.change(ana.anew().keyring, row, words)
            model[row] = (model[row][0], words)
        else:
            mine.erase(keyring, row)
            del model[row], versions[row]
        if row in model:
            version = Mine.objects.get(pk=row).version
            assert version == versions.get(row, 0) + (deed != "keep" or row not in versions)
            versions[row] = version
        _fits(ana, model, with_a_list=dice.random() < 0.2)


def _fits(who: Cast, model: dict[UUID, tuple[str, dict[str, str]]], *, with_a_list: bool) -> None:
    if with_a_list:
        upkeep.tend_private(who.anew().keyring)
    keyring = who.anew().keyring
    assert {entry.id: (entry.kind, entry.body) for entry in mine.everything(keyring)} == model
    for kind in (KIND, OTHER):
        found = {entry.id: entry.body for entry in mine.of_kind(keyring, kind)}
        assert found == {row: words for row, (its_kind, words) in model.items() if its_kind == kind}
    assert Mine.objects.count() == sum(mine.is_there(keyring, row) for row in model) == len(model)
