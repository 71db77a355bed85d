"""The server is killed at every step of a whole talk: what was acknowledged is there, once, for both."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import ROOT, surroundings

TALKS = 40 if os.environ.get("GOLDSEAM_PROVE") else 1
SEED = 20_261_123


def run(folder: Path, talks: int, *flags: str) -> dict[str, int]:
    command = [sys.executable, "tests/talk_killed.py", str(folder), str(talks), str(SEED), *flags]
    done = subprocess.run(command, cwd=ROOT, env=surroundings(folder), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    result: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    print(result)
    return result


@pytest.mark.slow
@pytest.mark.on_both
def test_no_act_of_a_talk_is_lost_or_done_twice(tmp_path: Path) -> None:
    told = run(tmp_path, TALKS)
    assert told["kills"] == TALKS * told["steps"]
    assert told["acknowledged"] > 0
    assert (told["lost"], told["doubled"]) == (0, 0)


@pytest.mark.parametrize(("flag", "found"), [("--early", "lost"), ("--twice", "doubled")])
def test_an_answer_before_the_act_or_an_act_for_each_form_would_be_found(tmp_path: Path, flag: str, found: str) -> None:
    assert run(tmp_path, 1, flag)[found] > 0
