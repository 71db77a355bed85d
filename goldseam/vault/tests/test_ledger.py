"""What was taken back stays taken back, also when an older backup is restored."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core import serializers
from django.db import connection, transaction

from conftest import Cast
from goldseam.people import access, actions
from goldseam.people.rules import Leaving
from goldseam.vault import change, holders, ledger, mine, own, sessions, sums, upkeep, verify
from goldseam.vault.errors import Tampered, VaultError, WrongSecret
from goldseam.vault.models import Circle, Holder, LedgerNote, Mine, Replayed

NEW = "a heron stands in the shallow bay"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_file(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.LEDGER_FILE = tmp_path / "ledger.jsonl"
    yield


def circle_of(who: Cast) -> Circle:
    together = access.togetherness_of(who.anew())
    assert together is not None
    return together.circle


class Backup:
    """All tables as they are now, and back again, without what a backup leaves out."""

    TABLES = ("vault", "people")

    def __init__(self) -> None:
        self.rows = {table: self._read(table) for table in self._tables()}

    def _tables(self) -> list[str]:
        return [name for name in connection.introspection.table_names() if name.startswith(("vault_", "people_"))]

    def _read(self, table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            return [column[0] for column in cursor.description], cursor.fetchall()

    def restore(self) -> int:
        left_out = ("vault_session", "vault_pending", "people_session")
        with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
            for table, (columns, rows) in self.rows.items():
                cursor.execute(f'DELETE FROM "{table}"')
                if table not in left_out and rows:
                    places = ",".join(["%s"] * len(columns))
                    cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)
        return ledger.replay(ledger.path())


def signs_in(who: Cast, passphrase: str | None = None) -> None:
    holder = Holder.objects.get(pk=who.keyring.holder_id)
    opened = holders.open_by_pass_key(holder, holders.pass_key_of(holder, passphrase or who.passphrase))
    begun, who.cookie = sessions.begin(opened, stay=False, label="phone")
    who.me = who.me.with_keyring(begun)


def test_an_erased_row_stays_erased_and_the_sum_fits(ana: Cast) -> None:
    rows = [mine.keep(ana.keyring, "test.note", {"n": number}) for number in range(4)]
    backup = Backup()
    mine.change(ana.anew().keyring, rows[1], {"n": "changed"})
    mine.erase(ana.anew().keyring, rows[1])
    mine.erase(ana.anew().keyring, rows[2])
    assert backup.restore() == 2
    assert ledger.replay(ledger.path()) == 0, "a second time changes nothing"
    signs_in(ana)
    assert [entry.body["n"] for entry in mine.everything(ana.anew().keyring)] == [0, 3]
    assert not Replayed.objects.exists()


def test_what_was_erased_is_named_by_no_restored_list(ana: Cast) -> None:
    row = mine.keep(ana.keyring, "test.note", {"words": "kestrel"})
    upkeep.tend_private(ana.keyring)
    assert mine.has_kind(ana.anew().keyring, "test.note")
    backup = Backup()
    mine.erase(ana.anew().keyring, row)
    assert backup.restore() == 1
    assert Holder.objects.get(pk=ana.keyring.holder_id).mine_index is None


def test_an_older_erasure_takes_a_row_that_was_put_again_under_its_id(ana: Cast) -> None:
    """The file has no moment and a new row begins at its first version: so the two can't be told apart. Who may come
    again under an id is emptied by `put`, and erased only for good (docs/decisions/0066-a-draft-is-put.md)."""
    row = own.row_id_from(ana.keyring, "test.draft", UUID(int=1))
    mine.put(ana.anew().keyring, "test.draft", {"words": "first"}, row)
    mine.erase(ana.anew().keyring, row)
    mine.put(ana.anew().keyring, "test.draft", {"words": "again"}, row)
    assert Backup().restore() == 1
    signs_in(ana)
    assert mine.everything(ana.anew().keyring) == [] and not Replayed.objects.exists()


def test_a_draft_that_was_emptied_and_put_again_comes_back_from_a_backup(ana: Cast) -> None:
    row = own.row_id_from(ana.keyring, "test.draft", UUID(int=1))
    for words in ("first", "", "again"):
        mine.put(ana.anew().keyring, "test.draft", {"words": words}, row)
    backup = Backup()
    mine.put(ana.anew().keyring, "test.draft", {"words": "later"}, row)
    assert backup.restore() == 0
    signs_in(ana)
    assert [entry.body["words"] for entry in mine.everything(ana.anew().keyring)] == ["again"]
    mine.put(ana.anew().keyring, "test.draft", {"words": ""}, row)
    mine.erase(ana.anew().keyring, row)
    assert backup.restore() == 1
    signs_in(ana)
    assert mine.everything(ana.anew().keyring) == []


def test_a_draft_put_before_the_sum_is_mended_after_a_restore_stays(ana: Cast) -> None:
    """What is due at a visit may fail there and wait: a draft is saved all the same."""
    row, other = (own.row_id_from(ana.keyring, "test.draft", UUID(int=number)) for number in (1, 2))
    for place in (row, other):
        mine.put(ana.anew().keyring, "test.draft", {"words": "first"}, place)
    backup = Backup()
    mine.erase(ana.anew().keyring, row)
    assert backup.restore() == 1
    for place in (row, other):
        mine.put(replace(ana.keyring, back=None, memo={}), "test.draft", {"words": "again"}, place)
    signs_in(ana)
    assert {entry.id: entry.body["words"] for entry in mine.everything(ana.anew().keyring)} == {
        row: "again",
        other: "again",
    }


def test_a_restore_lets_nobody_take_away_what_wasnt_erased(ana: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator restores, deletes a row besides and says that the ledger did it."""
    rows = [mine.keep(ana.keyring, "test.note", {"n": number}) for number in range(3)]
    backup = Backup()
    mine.erase(ana.anew().keyring, rows[0])
    backup.restore()
    stolen = Mine.objects.get(pk=rows[1])
    real = Replayed.objects.get(deed=ledger.ERASED)
    Replayed.objects.create(
        deed=ledger.ERASED, holder=real.holder, table=real.table, row=stolen.pk, version=stolen.version,
        digest=sums.stored_digest(stolen), signature=real.signature,
    )  # fmt: skip
    stolen.delete()
    signs_in(ana)
    with pytest.raises(Tampered):
        mine.everything(ana.anew().keyring)
    monkeypatch.setattr(ledger, "_is_own", lambda keyring, found: True)
    signs_in(ana)
    assert len(mine.everything(ana.anew().keyring)) == 1, "without the check the theft passes"


def test_a_withdrawn_row_stays_withdrawn_and_a_later_sharing_stays_shared(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    circle = circle_of(ana)
    first, second = (mine.keep(ana.keyring, "test.note", {"n": number}) for number in (1, 2))
    for row in (first, second):
        mine.share(ana.anew().keyring, row, circle)
    old = Backup()
    for row in (first, second):
        mine.withdraw(ana.anew().keyring, row, circle)
    mine.share(ana.anew().keyring, second, circle)
    young = Backup()
    assert young.restore() == 0
    signs_in(ben)
    assert [entry.body["n"] for entry in mine.shared_with(ben.anew().keyring, circle_of(ben))] == [2]
    assert old.restore() == 2
    for who in pair:
        signs_in(who)
    assert mine.shared_with(ben.anew().keyring, circle_of(ben)) == []
    assert verify.everything().faults == []
    assert not Replayed.objects.exists()


def test_rows_of_ours_that_were_erased_stay_gone(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    actions.leave(ana.anew(), Leaving.WITH_A_WORD, word="I wish you well.")
    backup = Backup()
    (seat,) = access.left_seats(ana.anew())
    actions.come_back(ana.anew(), seat)
    assert backup.restore() == 1
    signs_in(ana)
    signs_in(ben)
    from goldseam.people.models import LastWord

    assert not LastWord.objects.exists()
    assert verify.everything().faults == []


def test_a_strangers_signature_takes_no_row_of_ours_away(pair: tuple[Cast, Cast], cleo: Cast) -> None:
    from goldseam.people.models import LastWord

    ana, ben = pair
    actions.leave(ana.anew(), Leaving.WITH_A_WORD, word="I wish you well.")
    row, table = LastWord.objects.get().pk, LastWord._meta.label_lower
    ledger.note_erased(cleo.keyring, table, row)
    ledger.flush()
    assert ledger.replay(ledger.path()) == 0
    assert LastWord.objects.filter(pk=row).exists()
    ledger.note_erased(ben.keyring, table, row)
    ledger.flush()
    assert ledger.replay(ledger.path()) == 1
    assert not LastWord.objects.exists()


def test_an_old_passphrase_opens_nothing_after_a_restore(ana: Cast) -> None:
    mine.keep(ana.keyring, "test.note", {"words": "kestrel"})
    backup = Backup()
    old = holders.pass_key_of(Holder.objects.get(), ana.passphrase)
    change.passphrase(ana.anew().keyring, holders.new_pass_key(NEW))
    assert backup.restore() == 2
    with pytest.raises(WrongSecret):
        holders.open_by_pass_key(Holder.objects.get(), old)
    with pytest.raises(WrongSecret):
        holders.open_by_recovery(Holder.objects.get(), " ".join(ana.sheet))
    person = access.person_named("ana")
    assert person is not None and not person.check_password(old.verifier)
    assert person.check_password(holders.pass_key_of(Holder.objects.get(), NEW).verifier)
    signs_in(ana, NEW)
    assert mine.everything(ana.anew().keyring)[0].body == {"words": "kestrel"}


def test_changed_keys_stay_changed_and_all_still_opens(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    row = mine.keep(ana.keyring, "test.note", {"words": "kestrel"})
    gone = mine.keep(ana.keyring, "test.note", {"words": "gone"})
    mine.share(ana.anew().keyring, row, circle_of(ana))
    backup = Backup()
    mine.erase(ana.anew().keyring, gone)
    change.new_keys(ana.anew().keyring, holders.new_pass_key(NEW))
    assert backup.restore() == 4
    assert Holder.objects.get(pk=ana.keyring.holder_id).mine_index is None, "it opened with the keys before"
    signs_in(ana, NEW)
    signs_in(ben)
    assert [entry.body for entry in mine.everything(ana.anew().keyring)] == [{"words": "kestrel"}]
    for who in pair:
        assert [entry.body for entry in mine.shared_with(who.anew().keyring, circle_of(who))] == [{"words": "kestrel"}]
    assert verify.everything().faults == []


def test_every_circle_gets_a_new_key_at_the_next_visit(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    backup = Backup()
    backup.restore()
    before = Circle.objects.get().epoch
    signs_in(ben)
    after = Circle.objects.get()
    assert (after.epoch, after.rotate_due) == (before + 1, False)
    signs_in(ana)
    assert Circle.objects.get().epoch == after.epoch
    row = mine.keep(ana.keyring, "test.note", {"words": "kestrel"})
    mine.share(ana.anew().keyring, row, circle_of(ana))
    assert mine.shared_with(ben.anew().keyring, circle_of(ben))


# -- kill at any moment --------------------------------------------------------------------------------------------


class Killed(BaseException):
    pass


def test_wherever_it_is_killed_nothing_is_lost_and_nothing_is_replayed_wrongly(
    ana: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before the commit, after it, inside the file, after the file: an erasure is in both worlds or in none."""
    points = ["commit", "flush", "write", "fsync", "forget"]
    for point in points:
        row = mine.keep(ana.keyring, "test.note", {"at": point})
        backup = Backup()
        with monkeypatch.context() as killing:
            _kill_at(killing, point)
            with pytest.raises(Killed):
                mine.erase(ana.anew().keyring, row)
        is_erased = not Mine.objects.filter(pk=row).exists()
        assert is_erased == (point != "commit")
        ledger.flush()
        assert not LedgerNote.objects.exists()
        live = Backup()
        backup.restore()
        assert Mine.objects.filter(pk=row).exists() != is_erased
        live.restore()
        signs_in(ana)
    print(f"killed at {len(points)} places")


def _kill_at(killing: pytest.MonkeyPatch, point: str) -> None:
    def kill(*_: object, **__: object) -> None:
        raise Killed

    def half_a_line(handle: int, text: bytes) -> int:
        os.pwrite(handle, text[: len(text) // 2], os.fstat(handle).st_size)
        raise Killed

    places: dict[str, tuple[Any, str, Any]] = {
        "commit": (Mine, "delete", kill),
        "flush": (ledger, "flush", kill),
        "write": (ledger.os, "write", half_a_line),  # type: ignore[attr-defined]
        "fsync": (ledger.os, "fsync", kill),  # type: ignore[attr-defined]
        "forget": (LedgerNote.objects, "filter", kill),
    }
    killing.setattr(*places[point])


def test_an_undone_deed_is_never_in_the_file(ana: Cast) -> None:
    row = mine.keep(ana.keyring, "test.note", {})
    with pytest.raises(Killed), transaction.atomic():
        mine.erase(ana.anew().keyring, row)
        raise Killed
    assert list(ledger.read(ledger.path())) == []
    assert not LedgerNote.objects.exists()


def test_a_full_disk_keeps_the_line_for_later(ana: Cast, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    row = mine.keep(ana.keyring, "test.note", {})
    settings.LEDGER_FILE = Path("/dev/full")
    mine.erase(ana.anew().keyring, row)
    assert LedgerNote.objects.count() == 1


def test_the_file_is_private_and_holds_no_words(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    row = mine.keep(ana.keyring, "test.note", {"words": "kestrel"})
    mine.share(ana.anew().keyring, row, circle_of(ana))
    mine.withdraw(ana.anew().keyring, row, circle_of(ana))
    mine.erase(ana.anew().keyring, row)
    change.new_keys(ana.anew().keyring, holders.new_pass_key(NEW))
    assert ledger.path().stat().st_mode & 0o777 == 0o600
    text = ledger.path().read_text()
    secrets = [ana.keyring.front, ana.keyring.require_back(), ana.keyring.signing, *map(str.encode, ana.sheet)]
    assert not any(secret.hex() in text for secret in secrets)
    assert "kestrel" not in text and NEW not in text
    assert len(list(ledger.read(ledger.path()))) >= 5


def test_two_at_once_write_whole_lines(ana: Cast, tmp_path: Path) -> None:
    file = ledger.path()
    for number in range(3):
        mine.erase(ana.anew().keyring, mine.keep(ana.keyring, "test.note", {"n": number}))
    with file.open("ab") as handle:
        handle.write(b'{"id": "torn", "deed": "era')
    mine.erase(ana.anew().keyring, mine.keep(ana.keyring, "test.note", {}))
    assert len(list(ledger.read(file))) == 4
    shutil.copy(file, tmp_path / "twice")
    with (tmp_path / "twice").open("ab") as handle:
        handle.write(file.read_bytes())
    assert len(list(ledger.read(tmp_path / "twice"))) == 4


def test_strange_lines_change_nothing(ana: Cast, tmp_path: Path) -> None:
    mine.keep(ana.keyring, "test.note", {})
    before = serializers.serialize("json", Mine.objects.all())
    file = tmp_path / "strange"
    row, holder = Mine.objects.get().pk.hex, ana.keyring.holder_id.hex
    unsigned = {"signature": "00" * 64}
    lines = [
        json.dumps({"id": "1", "deed": "unknown", "holder": holder}),
        json.dumps({"id": "2", "deed": "erased", "holder": holder, "table": "vault.mine", "row": row, **unsigned}),
        json.dumps({"id": "3", "deed": "erased", "holder": holder, "table": "vault.holder", "row": holder, **unsigned}),
        "[]",
        "not json",
    ]
    file.write_text("\n".join(lines))
    assert ledger.replay(file) == 0
    assert serializers.serialize("json", Mine.objects.all()) == before
    with pytest.raises(VaultError):
        mine.one(ana.anew().keyring, Holder.objects.get().pk)
