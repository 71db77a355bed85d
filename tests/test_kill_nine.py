"""No acknowledged write is lost when the process is killed in the middle of writing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = 10_000 if os.environ.get("GOLDSEAM_PROVE") else 300
SEED = 20_261_122


def run(folder: Path, kills: int, *flags: str) -> dict[str, int]:
    script = Path(__file__).parent / "kill_nine.py"
    command = [sys.executable, str(script), str(folder), str(kills), str(SEED), *flags]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    print(result)
    return result


@pytest.mark.slow
@pytest.mark.on_both
def test_no_acknowledged_write_is_lost(tmp_path: Path) -> None:
    result = run(tmp_path, KILLS)
    assert result["acknowledged"] >= KILLS
    assert result["lost"] == 0


def test_an_acknowledgement_before_the_commit_would_be_found(tmp_path: Path) -> None:
    assert run(tmp_path, 20, "--planted")["lost"] > 0
