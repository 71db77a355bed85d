"""Killed in the middle of writing, again and again: what was acknowledged is there, and opens."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from tests.command_line import ROOT, surroundings

PROVE = os.environ.get("GOLDSEAM_PROVE") == "1"
WRITES = 10_000 if PROVE else 300
A_LIFE = 250 if PROVE else 50


def one_life(data: Path, how: str, writes: int, pause: float) -> tuple[set[str], set[str]]:
    """Starts a writer, kills it a moment after so many acknowledgements: what it found at first, what it said."""
    command = [sys.executable, "-m", "tests.writer_to_kill", str(data), how]
    environment = surroundings(PYTHONPATH=str(ROOT))
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        opened, *found = process.stdout.readline().split()
        assert opened == "opened"
        said = {process.stdout.readline().strip() for _ in range(writes)}
        time.sleep(pause)
        process.kill()
        said |= {line.strip() for line in process.stdout if line.endswith("\n")}
    return set(found), said


def lost(data: Path, how: str, writes: int) -> tuple[int, int, int]:
    """How many acknowledged writes are gone after how many, over how many kills."""
    chance = random.Random(9)
    acknowledged: set[str] = set()
    kills = 0
    while len(acknowledged) < writes:
        _, said = one_life(data, how, min(A_LIFE, writes - len(acknowledged)), chance.uniform(0, 0.01))
        acknowledged |= said
        kills += 1
        if PROVE:
            print(f"{len(acknowledged)} of {writes} writes, {kills} kills", flush=True)
    found, _ = one_life(data, "careful", 0, 0)
    return len(acknowledged - found), len(acknowledged), kills


def test_no_acknowledged_write_is_lost(tmp_path: Path) -> None:
    gone, looked_at, kills = lost(tmp_path / "data", "careful", WRITES)
    print(f"{looked_at} acknowledged writes, {kills} kills, {gone} lost")
    assert looked_at >= WRITES
    assert gone == 0


def test_a_writer_that_speaks_too_soon_is_found(tmp_path: Path) -> None:
    gone = sum(lost(tmp_path / f"data{turn}", "careless", 1)[0] for turn in range(2))
    print(f"{gone} lost by a careless writer")
    assert gone > 0
