"""At a prompt: figures, “not enough”, or a sentence that says what is wrong with the table; never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from goldseam.engines.measures.dyads.__main__ import main

HERE = Path(__file__).parent
DIARY = [str(HERE / "small_diary.csv"), "--outcome", "calm", "--predictor", "heard", "--couple", "pair"]
BY_ROLE = [*DIARY, "--role", "side", "--day", "day"]


def test_a_diary_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(BY_ROLE) == 0
    told = capsys.readouterr().out
    assert "REML, 24 couples, 279 answers used, 57 left out" in told
    assert "log-likelihood -340.4130" in told
    assert "harbour: partner's heard" in told


def test_actor_and_partner_effects_are_told_where_there_is_no_day(capsys: pytest.CaptureFixture[str]) -> None:
    pairs = [str(HERE / "small_pairs.csv"), "--outcome", "content", "--predictor", "trust", "--couple", "pair"]
    assert main([*pairs, "--role", "side", "--ml"]) == 0
    assert "ML, 30 couples, 55 answers used, 5 left out" in capsys.readouterr().out


def test_inertia_and_coordination_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BY_ROLE, "--model", "coordination"]) == 0
    told = capsys.readouterr().out
    assert "24 have too little to say anything" in told
    assert "answers have an earlier one to go by; 16 are needed" in told


def test_single_people_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        str(HERE / "small_single.csv"),
        "--model",
        "single",
        "--person",
        "who",
        "--day",
        "day",
        "--outcome",
        "calm",
    ]
    assert main([*words, "--predictor", "heard", "--covariate", "day", "--varying", "heard"]) == 0
    told = capsys.readouterr().out
    assert "REML, 24 people" in told
    assert "of a day's error 0.4471 is there the day after" in told
    assert main([*words, "--predictor", "heard", "--varying", "calm"]) == 2


def test_too_little_is_said_and_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BY_ROLE, "--only", "pair=p3"]) == 1
    assert capsys.readouterr().err == "Not enough: Couples that can be used: 1; this model needs 14.\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nowhere.csv", "--outcome", "calm", "--predictor", "heard", "--couple", "pair"], "nowhere.csv"),
        ([*BY_ROLE, "--predictor", "joy"], "There is no column “joy”"),
        ([*DIARY, "--day", "day"], "must say which person"),
        ([*BY_ROLE, "--model", "single"], "need --person and --day"),
        ([*DIARY[:5], "--role", "side"], "Name the column of couples"),
        ([*BY_ROLE, "--only", "pair"], "--only takes COLUMN=VALUE"),
        ([*BY_ROLE, "--covariate", "who", "--only", "pair=none"], "No row says “none” under “pair”"),
        ([*BY_ROLE, "--covariate", "side"], "should be a number"),
        ([*DIARY[:3], "--couple", "pair", "--role", "side", "--day", "day"], "at least one --predictor"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert says in capsys.readouterr().err


def test_it_runs_as_a_module_without_the_house() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "goldseam.engines.measures.dyads", *BY_ROLE], capture_output=True, text=True, check=True
    )
    assert "log-likelihood -340.4130" in ran.stdout
