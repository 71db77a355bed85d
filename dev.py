#!/usr/bin/env python3
"""The one door for working on Goldseam. Standard library only: a machine with Python 3.11, pip and git is enough.

python3 dev.py run      serve on http://localhost:8000, data in .data/
python3 dev.py demo     the same with an example pair, in a folder of its own
python3 dev.py test     everything that the tests hold, with the short forms of the long proofs
python3 dev.py prove    the long proofs in full
python3 dev.py bench    speeds, as ratios
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def say(words: str) -> None:
    print(f"── {words}", flush=True)


def do(*command: str | Path, **environment: str) -> int:
    """Runs and shows a command; its return code is the answer."""
    return subprocess.call([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment})


def must(*command: str | Path, **environment: str) -> None:
    if do(*command, **environment):
        sys.exit(f"This step failed: {' '.join(str(part) for part in command)}")


# ── The environment ─────────────────────────────────────────────────────────────────────────────────────────────────
def ready(extra: str = "") -> None:
    """An environment with the pinned versions, made or refreshed only when something changed."""
    make_environment()
    # As pip does where Goldseam is installed: it takes a third off each start, wherever Python keeps nothing by itself.
    must(PYTHON, "-m", "compileall", "-q", ROOT / "goldseam")
    stamp = VENV / f".goldseam{extra or '-run'}"
    wanted = hashlib.sha256(
        (ROOT / "pyproject.toml").read_bytes() + (ROOT / "constraints.txt").read_bytes()
    ).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Installing the pinned packages (a minute or two, the first time)")
    what = f"{ROOT}[{extra}]" if extra else str(ROOT)
    must(*installer(), "-c", ROOT / "constraints.txt", "-e", what)
    stamp.write_text(wanted)


def make_environment() -> None:
    if PYTHON.exists():
        return
    if sys.version_info < (3, 11):  # noqa: UP036 - it is what an older Python gets to read
        sys.exit("Goldseam needs Python 3.11 or newer. Nothing was installed.")
    say("Making the environment in .venv")
    if do(sys.executable, "-m", "venv", VENV) == 0:
        return
    # Debian splits venv off; uv comes as an ordinary package and brings its own.
    shutil.rmtree(VENV, ignore_errors=True)
    say("This Python cannot make environments by itself; fetching uv, which can")
    must(sys.executable, "-m", "pip", "install", "-q", "--target", ROOT / ".tools", "uv")
    must(ROOT / ".tools" / "bin" / "uv", "venv", "-q", "--python", sys.executable, VENV)


def installer() -> list[str | Path]:
    if (BIN / "pip").exists():
        return [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    return [ROOT / ".tools" / "bin" / "uv", "pip", "install", "-q", "--python", PYTHON]


# ── Serving ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def run(rest: list[str]) -> int:
    ready()
    return do(BIN / "goldseam", "serve", "--data", os.environ.get("GOLDSEAM_DATA", str(ROOT / ".data" / "run")), *rest)


def demo(rest: list[str]) -> int:
    ready()
    return do(BIN / "goldseam", "demo", *rest)


# ── Proving ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test(rest: list[str]) -> int:
    """Runs everything that can run here, says what could not, and fails when something failed."""
    started = time.monotonic()
    ready("dev")
    left_out, browser = find_browser()
    environment = {"GOLDSEAM_CHROMIUM": browser} if browser else {}
    steps: list[tuple[str, list[str | Path]]] = [
        ("ruff: rules", [BIN / "ruff", "check", "."]),
        ("ruff: layout", [BIN / "ruff", "format", "--check", "-q", "."]),
        ("mypy: types", [BIN / "mypy"]),
        ("import-linter: floors", [BIN / "lint-imports", "--no-cache"]),
    ]
    failed = [name for name, command in steps if announced(name, command, environment)]
    say(f"pytest ({round(time.monotonic() - started)} s so far)")
    if do(PYTHON, "-m", "pytest", "-n", "2", "-q", "-rsfE", "--durations=10", *rest, **environment):
        failed += alone_once_more(environment)
    return close(failed, left_out)


def alone_once_more(environment: dict[str, str]) -> list[str]:
    """What failed while browsers, servers and killed writers shared the cores runs once more with nothing beside it.

    The names of the first run stay on the screen: a test that needs this often is to be mended.
    """
    say("Failed with others beside it, see above; once more, alone")
    again = ["--last-failed", "--last-failed-no-failures", "none", "-q", "-rfE"]
    return ["pytest"] if do(PYTHON, "-m", "pytest", *again, **environment) else []


def announced(name: str, command: list[str | Path], environment: dict[str, str]) -> int:
    say(name)
    return do(*command, **environment)


def close(failed: list[str], left_out: list[str]) -> int:
    print(f"LEFT OUT: {'; '.join(left_out) or 'none'}")
    print(f"FAILED: {', '.join(failed) or 'none'}", flush=True)
    return 1 if failed or (left_out and os.environ.get("CI") == "true") else 0


def find_browser() -> tuple[list[str], str]:
    """A Chromium, installed from Debian when this is root; else the name of what its lack leaves out."""
    known = os.environ.get("GOLDSEAM_CHROMIUM", "")
    found = known if Path(known).is_file() else next(filter(None, map(shutil.which, BROWSERS)), "")
    if found:
        return [], found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing Debian's chromium, for the journeys in two browsers (some minutes)")
        if do("apt-get", "update", "-q") == 0:
            do(
                "apt-get",
                "install",
                "-y",
                "-q",
                "--no-install-recommends",
                "chromium",
                DEBIAN_FRONTEND="noninteractive",
            )
        found = shutil.which("chromium") or ""
    if found:
        return [], found
    return ["browser tests (no Chromium here; install one, or name it in GOLDSEAM_CHROMIUM)"], ""


def prove(rest: list[str]) -> int:
    ready("dev")
    _, browser = find_browser()
    say("The long proofs in full: this may take hours")
    environment = {"GOLDSEAM_PROVE": "1", **({"GOLDSEAM_CHROMIUM": browser} if browser else {})}
    return do(PYTHON, "-m", "pytest", "-n", "2", "-v", *rest, **environment)


def bench(rest: list[str]) -> int:
    ready("dev")
    failed = 0
    for script in sorted((ROOT / "benchmarks").glob("*.py")):
        say(script.stem.replace("_", " "))
        failed |= do(PYTHON, script, *rest)
    return failed


DEEDS = {"run": run, "demo": demo, "test": test, "prove": prove, "bench": bench}


def main() -> int:
    if len(sys.argv) < 2 or sys.argv[1] not in DEEDS:
        print(__doc__)
        return 2
    try:
        return DEEDS[sys.argv[1]](sys.argv[2:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
