"""A backup made before a change of the database goes after thirty days, whether or not another change comes."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from goldseam.site import tidying
from goldseam.vault import seam


@pytest.mark.django_db(transaction=True)
def test_old_backups_go_and_young_ones_stay(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR, settings.LEDGER_FILE = tmp_path, tmp_path / "ledger.jsonl"
    monkeypatch.setattr(tidying, "drop_old_pages", lambda: None)
    tidying.tidy()  # without a shelf
    (tmp_path / "backups").mkdir()
    for name, age in (("old", timedelta(days=31)), ("young", timedelta(days=29))):
        file = tmp_path / "backups" / f"before-{name}.goldseam"
        file.write_bytes(b"")
        moment = (seam.now() - age).timestamp()
        os.utime(file, (moment, moment))
    tidying.tidy()
    assert [file.name for file in (tmp_path / "backups").iterdir()] == ["before-young.goldseam"]
