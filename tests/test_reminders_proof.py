"""No reminder is lost, none comes twice, and none comes after consent has ended, while workers are killed at random."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import databases

COUNT = 10_000 if os.environ.get("GOLDSEAM_PROVE") else 240
SEED = 20_261_122


def run(folder: Path, count: int, *flags: str) -> dict[str, Any]:
    script = Path(__file__).parent / "reminder_proof.py"
    surroundings = {**os.environ, **({"GOLDSEAM_TEST_DATABASE_URL": databases.url_for(folder)} if databases.ON else {})}
    command = [sys.executable, str(script), str(folder), str(count), str(SEED), *flags]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(result)
    return result


@pytest.mark.slow
@pytest.mark.on_both
def test_none_is_lost_none_comes_twice_and_none_after_consent(tmp_path: Path) -> None:
    result = run(tmp_path, COUNT)
    assert result["kills"] >= 4 and result["withdrew"] >= 1
    assert (result["lost"], result["twice"], result["after consent"]) == (0, 0, 0)
    assert result["different texts of mails"] == 1


def test_a_worker_that_holds_what_was_on_its_way_for_sent_is_found(tmp_path: Path) -> None:
    assert run(tmp_path, 60, "--planted")["lost"] > 0
