"""Every filter that keeps somebody out is removed once, in a copy of the tree. The tests must notice each time.

A mutant that survives means that a filter is either not tested or not needed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Mutant:
    """One filter taken out: in `file`, `old` becomes `new`; `tests` are those that should notice."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...] = ("goldseam/people/tests/test_togetherness.py", "tests/test_model.py")


TALK = ("goldseam/dialogue/tests/test_actions.py",)
MUTANTS = [
    Mutant(
        "anybody's seat is mine",
        "goldseam/people/access.py",
        "    for seat in around:\n        if seat.person_id == me.person.pk:",
        "    for seat in around:\n        if True:",
    ),
    Mutant(
        "who quietly left still sits",
        "goldseam/people/access.py",
        "if not (state.left_quietly or state.left_openly):",
        "if not state.left_openly:",
    ),
    Mutant(
        "who openly left still sits",
        "goldseam/people/access.py",
        "if not (state.left_quietly or state.left_openly):",
        "if not state.left_quietly:",
    ),
    Mutant(
        "an arrival is in without being let in",
        "goldseam/people/access.py",
        "    if arrival is not None or invites.waits_on_another(me.keyring, waiting):\n",
        "    if False:\n",
    ),
    Mutant(
        "any row can be shared by anybody",
        "goldseam/vault/mine.py",
        "    return {row.pk: row for row in _verified_rows(keyring)}",
        "    return {row.pk: row for row in Mine.objects.all()}",
    ),
    Mutant(
        "an old row is opened, whatever the list says of it",
        "goldseam/vault/mine.py",
        "listed.row in rows and listed.is_still(rows[listed.row]) for listed",
        "listed.row in rows for listed",
        ("goldseam/vault/tests/test_listing.py",),
    ),
    Mutant(
        "an old row is shared, whatever the list says of it",
        "goldseam/vault/mine.py",
        "row_id in known and row_id in rows and known[row_id].is_still(rows[row_id]) for row_id",
        "row_id in rows for row_id",
        ("goldseam/vault/tests/test_listing.py",),
    ),
    Mutant(
        "any row can be erased by anybody",
        "goldseam/vault/mine.py",
        "row = Mine.objects.filter(pk=row_id, owner=holder).first()",
        "row = Mine.objects.filter(pk=row_id).first()",
    ),
    Mutant(
        "everybody's rows are mine",
        "goldseam/vault/mine.py",
        "        rows = list(Mine.objects.filter(owner=holder))",
        "        rows = list(Mine.objects.all())",
    ),
    Mutant(
        "what is shared with any circle is shown to this one",
        "goldseam/vault/mine.py",
        "    return RowWrap.objects.filter(circle=circle, table=TABLE)",
        "    return RowWrap.objects.filter(table=TABLE).exclude(pk=circle)",
    ),
    Mutant(
        "a used invitation opens again",
        "goldseam/vault/invites.py",
        ".filter(lookup=keys.lookup, joiner__isnull=True, end__gt=seam.now())",
        ".filter(lookup=keys.lookup, end__gt=seam.now())",
        ("goldseam/people/tests/test_join.py",),
    ),
    Mutant(
        "a pause stops nothing",
        "goldseam/people/rules.py",
        "return not (mine.paused or mine.left_quietly or mine.left_openly or others_paused or others_left)",
        "return True",
    ),
    Mutant(
        "withdrawing leaves the wrap",
        "goldseam/vault/mine.py",
        "    _unshare(keyring, circle, row)\n    kept",
        "    kept",
    ),
    Mutant(
        "anybody's draft is overwritten",
        "goldseam/vault/mine.py",
        "    if row.owner_id != holder.pk:\n        raise Missing",
        "    if False:\n        raise Missing",
        ("goldseam/vault/tests/test_put.py",),
    ),
    Mutant(
        "the other's voice speaks on a phone that wasn't handed over",
        "goldseam/dialogue/actions.py",
        "    if here and talk.offer.way is not Way.ONE:\n",
        "    if False:\n",
        TALK,
    ),
    Mutant(
        "the words stay though one let them go",
        "goldseam/dialogue/rules/acts.py",
        "return all(self.done.get(side) == KEEP for side in SIDES)",
        "return any(self.done.get(side) == KEEP for side in SIDES)",
        TALK,
    ),
    Mutant(
        "the words stay on the disk when a talk is closed",
        "goldseam/dialogue/actions.py",
        "    _erase_what_goes(me, talk, kept=talk.state.keeps)\n",
        "",
        TALK,
    ),
]


def survives(mutant: Mutant, folder: Path) -> bool:
    copy = folder / "tree"
    for part in ("goldseam", "tests", "conftest.py", "pyproject.toml"):
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / part)
    target = copy / mutant.file
    text = target.read_text()
    assert text.count(mutant.old) == 1, f"{mutant.name}: the line to mutate is gone; write the mutant anew"
    target.write_text(text.replace(mutant.old, mutant.new))
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *mutant.tests]
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    return subprocess.run(command, cwd=copy, env=environment, capture_output=True).returncode == 0


ASKED = MUTANTS if os.environ.get("GOLDSEAM_PROVE") else MUTANTS[::3]
"""In the short form one of three, from every file; that each still fits the code is asked of all."""


def test_every_mutant_fits_the_code() -> None:
    sources = {mutant.file: (ROOT / mutant.file).read_text() for mutant in MUTANTS}
    assert [mutant.name for mutant in MUTANTS if sources[mutant.file].count(mutant.old) != 1] == []


@pytest.mark.slow
@pytest.mark.parametrize("mutant", ASKED, ids=lambda mutant: mutant.name)
def test_removing_a_filter_is_noticed(mutant: Mutant, tmp_path: Path) -> None:
    assert not survives(mutant, tmp_path)
