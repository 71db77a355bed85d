"""A demo is filled afresh each time, since its passphrases are random and stored nowhere. Only a folder that a demo
itself has marked is ever emptied (docs/decisions/0005-demo-starts-afresh.md)."""

from __future__ import annotations

from pathlib import Path

from goldseam.site.refusal import Refusal

MARK = "this-is-a-demo"


def refuse_real(folder: Path) -> None:
    if (folder / "goldseam.sqlite3").exists() and not (folder / MARK).exists():
        raise Refusal(
            f"The folder {folder} holds real accounts, and a demo would replace them. Nothing was changed. "
            "Give the demo another folder with --data, or none."
        )


def empty(folder: Path) -> None:
    """Called with the folder's lock held."""
    refuse_real(folder)
    (folder / MARK).touch(mode=0o600)
    for left in [*folder.glob("goldseam.sqlite3*"), folder / "ledger.jsonl"]:
        left.unlink(missing_ok=True)
