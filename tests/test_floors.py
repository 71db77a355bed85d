"""Imports go down. The same check finds a planted import that goes up, or a second user of cryptography."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def kept(tree: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    return subprocess.run(
        [str(linter), "--no-cache"], cwd=tree, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__", "static", "templates", "tests")
    shutil.copytree(ROOT / "goldseam", tmp_path / "goldseam", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_floor_stands_on_those_below(copy: Path) -> None:
    result = kept(copy)
    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout


@pytest.mark.parametrize(
    ("file", "line", "promise"),
    [
        ("goldseam/vault/planted.py", "import goldseam.people.apps", "Floors"),
        ("goldseam/people/planted.py", "import goldseam.growth.apps", "Floors"),
        ("goldseam/ui/planted.py", "import goldseam.vault.seam", "Floors"),
        ("goldseam/people/planted.py", "import cryptography", "One gate"),
        ("goldseam/growth/views.py", "import goldseam.vault.models", "Views are thin"),
    ],
)
def test_a_planted_import_is_found(copy: Path, file: str, line: str, promise: str) -> None:
    with open(copy / file, "a") as planted:
        planted.write(f"\n{line}\n")
    result = kept(copy)
    assert result.returncode != 0
    broken = [words for words in result.stdout.splitlines() if words.endswith("BROKEN")]
    assert len(broken) == 1, result.stdout
    assert broken[0].startswith(promise)
