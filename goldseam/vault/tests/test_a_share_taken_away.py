"""A share that was taken away is noticed, also under an excuse that its owner signed for something else."""

from pathlib import Path
from typing import Any

import pytest

from conftest import Cast
from goldseam.people import access
from goldseam.vault import ledger, mine
from goldseam.vault.errors import Tampered
from goldseam.vault.models import Replayed, RowWrap


@pytest.mark.django_db(transaction=True)
def test_an_old_withdrawal_is_no_excuse_for_a_share_that_came_after_it(
    pair: tuple[Cast, Cast], settings: Any, tmp_path: Path
) -> None:
    """The operator keeps the signature of a true withdrawal, and takes the same row away once it is shown again."""
    settings.LEDGER_FILE = tmp_path / "ledger.jsonl"
    ana, ben = pair
    together = access.togetherness_of(ana.anew())
    assert together is not None
    circle = together.circle
    row = mine.keep(ana.keyring, "test.note", {"n": 1})
    mine.share(ana.anew().keyring, row, circle)
    mine.withdraw(ana.anew().keyring, row, circle)
    mine.share(ana.anew().keyring, row, circle)
    told = next(entry for entry in ledger.read(ledger.path()) if entry["deed"] == ledger.WITHDRAWN)
    RowWrap.objects.filter(row=row).delete()
    Replayed.objects.create(
        deed=ledger.WITHDRAWN, holder=ana.keyring.holder_id, circle=circle.pk, table=told["table"], row=row,
        version=told["version"], digest=bytes(32), signature=bytes.fromhex(told["signature"]),
    )  # fmt: skip
    with pytest.raises(Tampered):
        mine.shared_with(ben.anew().keyring, circle)
