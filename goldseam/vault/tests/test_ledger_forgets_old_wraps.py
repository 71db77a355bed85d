"""What was replaced opens nothing, also for who has today's disk with its ledger and an old passphrase or sheet."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import Cast
from goldseam.people import access, account_actions, actions, portability
from goldseam.vault import holders, labels, ledger, primitives, words
from goldseam.vault.errors import WrongSecret
from goldseam.vault.models import Bundle, Holder, LedgerNote
from goldseam.vault.primitives import Stretch

SECOND, THIRD = "the second river runs north", "the third river runs south"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_file(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.LEDGER_FILE = tmp_path / "ledger.jsonl"
    yield


def change_to(who: Cast, old: str, new: str) -> None:
    account_actions.change_passphrase(who.me, holders.pass_key_of(holder_of(who), old), new)


def holder_of(who: Cast) -> Holder:
    return Holder.objects.get(pk=who.keyring.holder_id)


def bundles_in_the_file(way: str) -> list[Bundle]:
    made = [ledger._made(Bundle, entry["new"]) for entry in ledger.read(ledger.path()) if entry.get("new")]
    return [bundle for bundle in made if bundle.way == way]


def opened_by_passphrase(holder: Holder, typed: str) -> int:
    """How many wraps of the file this passphrase opens, for somebody who knows the protocol."""
    count = 0
    for bundle in bundles_in_the_file(Bundle.PASSPHRASE):
        cost = Stretch(bundle.memory, bundle.passes, bundle.lanes)
        count += _opens(holder, bundle, holders._derive(typed, bytes(bundle.salt), cost).wrapping)
    return count


def opened_by_sheet(holder: Holder, sheet: list[str]) -> int:
    code = words.to_bytes(" ".join(sheet), holders.RECOVERY_BYTES)
    return sum(
        _opens(holder, bundle, primitives.derive(code, labels.RECOVERY_WRAPPING, bytes(bundle.salt)))
        for bundle in bundles_in_the_file(Bundle.RECOVERY)
    )


def _opens(holder: Holder, bundle: Bundle, wrapping: bytes) -> bool:
    try:
        holders._open(holder, bundle, wrapping)
    except WrongSecret:
        return False
    return True


def test_an_old_passphrase_and_an_old_sheet_open_nothing_in_the_file(ana: Cast) -> None:
    sheet = account_actions.make_sheet(ana.me).words
    change_to(ana, ana.passphrase, SECOND)
    assert opened_by_passphrase(holder_of(ana), SECOND) == 1
    assert opened_by_sheet(holder_of(ana), sheet) == 0
    change_to(ana, SECOND, THIRD)
    assert opened_by_passphrase(holder_of(ana), SECOND) == 0
    assert opened_by_passphrase(holder_of(ana), THIRD) == 1
    verifiers = [entry["verifier"] for entry in ledger.read(ledger.path()) if entry.get("verifier")]
    assert [verifier.strip("0") != "" for verifier in verifiers] == [False, True]


def test_after_a_kill_between_line_and_zeros_the_zeros_come_with_the_next_line(
    ana: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_to(ana, ana.passphrase, SECOND)
    with monkeypatch.context() as killed:
        killed.setattr(ledger, "_blot_out", lambda gone: (_ for _ in ()).throw(OSError("killed")))
        change_to(ana, SECOND, THIRD)
        assert LedgerNote.objects.exists()
        assert opened_by_passphrase(holder_of(ana), SECOND) == 1
    ledger.flush()
    assert opened_by_passphrase(holder_of(ana), SECOND) == 0
    assert not LedgerNote.objects.exists()


def test_a_restore_still_ends_at_the_newest_passphrase(ana: Cast) -> None:
    bundles = list(Bundle.objects.all())
    change_to(ana, ana.passphrase, SECOND)
    change_to(ana, SECOND, THIRD)
    Bundle.objects.all().delete()
    Bundle.objects.bulk_create(bundles)
    ledger.replay(ledger.path())
    holders.open_by_pass_key(holder_of(ana), holders.pass_key_of(holder_of(ana), THIRD))
    person = access.person_named("ana")
    assert person is not None
    assert person.check_password(holders.pass_key_of(holder_of(ana), THIRD).verifier)


def test_who_erased_themselves_left_no_wrap_in_the_file(ana: Cast) -> None:
    change_to(ana, ana.passphrase, SECOND)
    holder = holder_of(ana)
    me, _ = actions.sign_up("somebody else", "another passphrase of theirs")
    account_actions.make_sheet(me)
    portability.erase(ana.me)
    assert opened_by_passphrase(holder, SECOND) == 0
    assert {bytes(bundle.front).strip(b"\x00") != b"" for bundle in bundles_in_the_file(Bundle.RECOVERY)} == {
        True,
        False,
    }, "and nobody else's was touched"
