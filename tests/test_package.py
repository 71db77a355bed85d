"""What somebody installs: few packages, pinned by name and version alone, and a wheel with everything in it."""

import re
import subprocess
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
MOST = 30


def needed_by(name: str, extras: frozenset[str], seen: dict[str, frozenset[str]]) -> None:
    """Adds to `seen` what installing this brings along."""
    key = re.sub(r"[-_.]+", "-", name).lower()
    if extras <= seen.get(key, frozenset()) and key in seen:
        return
    seen[key] = seen.get(key, frozenset()) | extras
    try:
        wanted = [Requirement(line) for line in requires(name) or []]
    except PackageNotFoundError:
        return  # wanted on other systems only
    for one in wanted:
        surroundings = [{"extra": extra} for extra in (*extras, "")]
        if one.marker is None or any(one.marker.evaluate(where) for where in surroundings):
            needed_by(one.name, frozenset(one.extras), seen)


def test_few_packages_are_needed_to_run() -> None:
    seen: dict[str, frozenset[str]] = {}
    needed_by("goldseam", frozenset(), seen)
    print(f"{len(seen)} packages to run, at most {MOST}: {', '.join(sorted(seen))}")
    assert {"django", "cryptography", "fido2", "uvicorn"} <= set(seen), "the walk went through"
    assert "pytest" not in seen
    assert len(seen) <= MOST


def test_every_package_is_pinned_and_no_address_is_written() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    strange = [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+", line)]
    assert strange == []
    pinned = {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines}
    seen: dict[str, frozenset[str]] = {}
    needed_by("goldseam", frozenset({"dev"}), seen)
    print(f"{len(seen)} packages looked at")
    assert set(seen) - pinned - {"goldseam", "colorama", "tomli", "greenlet"} == set()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (built,) = place.glob("*.whl")
    with zipfile.ZipFile(built) as opened:
        return set(opened.namelist())


def test_the_wheel_holds_every_file_that_pages_need(wheel: set[str]) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "goldseam"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    needed = {file for file in tracked if "/tests/" not in file and (ROOT / file).exists()}
    print(f"{len(needed)} files looked at")
    assert len(needed) > 50 or not tracked
    assert needed - wheel == set()


def test_the_wheel_leaves_the_tests_at_home(wheel: set[str]) -> None:
    assert [name for name in wheel if "/tests/" in name] == []
    assert any(name.endswith("licenses/LICENSE") for name in wheel)
