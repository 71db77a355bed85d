#!/usr/bin/env python3
"""The one door for working on Goldseam. Standard library only: a machine with Python 3.11, pip and git is enough.

python3 dev.py run      serve on http://localhost:8000, data in .data/
python3 dev.py demo     the same with an example pair, in a folder of its own
python3 dev.py test     everything that the tests hold, on both databases, with the short forms of the long proofs
python3 dev.py prove    the long proofs in full, on both databases
python3 dev.py bench    speeds, as ratios
"""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OLDEST_POSTGRES = 15
# What a browser draws and presses doesn't depend on the database: the journey of two people and the bell are walked
# on both.
ON_POSTGRES = "not (browser or slow) or on_both"


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
    failed = side_by_side(steps, environment)
    say(f"pytest on SQLite ({round(time.monotonic() - started)} s so far)")
    failed += tested("pytest on SQLite", rest, environment)
    with throwaway_postgres() as (lacking, url, where):
        left_out += lacking
        if url:
            say(f"pytest on PostgreSQL ({round(time.monotonic() - started)} s so far)")
            say("There only what can depend on the database; the other long proofs and journeys run on it in prove")
            on_postgres = {**environment, "GOLDSEAM_TEST_DATABASE_URL": url, "PGDATA": where}
            failed += tested("pytest on PostgreSQL", ["-m", ON_POSTGRES, *rest], on_postgres)
    say(f"All of it took {round(time.monotonic() - started)} s")
    return close(failed, left_out)


def tested(name: str, rest: list[str], environment: dict[str, str]) -> list[str]:
    if not do(
        PYTHON, "-m", "pytest", "-n", "2", "--dist", "worksteal", "-q", "-rsfE", "--durations=40", *rest, **environment
    ):
        return []
    return [name] if alone_once_more(environment) else []


def alone_once_more(environment: dict[str, str]) -> list[str]:
    """What failed while browsers, servers and killed writers shared the cores runs once more with nothing beside it.

    The names of the first run stay on the screen: a test that needs this often is to be mended.
    """
    say("Failed with others beside it, see above; once more, alone")
    again = ["--last-failed", "--last-failed-no-failures", "none", "-q", "-rfE"]
    return ["pytest"] if do(PYTHON, "-m", "pytest", *again, **environment) else []


def side_by_side(steps: list[tuple[str, list[str | Path]]], environment: dict[str, str]) -> list[str]:
    """The names of what failed. mypy keeps one core busy for as long as all others take on the other."""
    around = {"cwd": ROOT, "env": {**os.environ, **environment}, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    running = [(name, subprocess.Popen(list(map(str, command)), text=True, **around)) for name, command in steps]  # type: ignore[call-overload]
    for name, process in running:
        say(name)
        print(process.communicate()[0], end="", flush=True)
    return [name for name, process in running if process.returncode]


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
    say("Installing Debian's chromium, for the journeys in two browsers (some minutes)")
    found = (shutil.which("chromium") or "") if installed("chromium") else ""
    if found:
        return [], found
    return ["browser tests (no Chromium here; install one, or name it in GOLDSEAM_CHROMIUM)"], ""


def installed(package: str) -> bool:
    """By Debian's apt, where this is root."""
    if os.geteuid() != 0 or not shutil.which("apt-get") or do("apt-get", "update", "-q"):
        return False
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", package]
    return do(*install, DEBIAN_FRONTEND="noninteractive") == 0


# ── A PostgreSQL of our own, for as long as the tests run ───────────────────────────────────────────────────────────
@contextmanager
def throwaway_postgres() -> Iterator[tuple[list[str], str, str]]:
    """What its lack leaves out, its address and its files: a cluster in a folder that goes, whatever happens."""
    binaries = find_postgres()
    if binaries is None:
        yield [f"all tests on PostgreSQL (no PostgreSQL {OLDEST_POSTGRES} or newer here; install one)"], "", ""
        return
    folder = Path(tempfile.mkdtemp(prefix="goldseam-postgres-"))
    cluster = Cluster(binaries, folder)
    try:
        yield [], cluster.start(), str(folder / "data")
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def find_postgres() -> Path | None:
    """The folder with initdb: in the path, or where Debian puts it; installed from Debian when this is root."""
    found = newest_postgres()
    if found is None:
        say("Installing Debian's postgresql, for the tests on it")
        found = newest_postgres() if installed("postgresql") else None
    return found


def newest_postgres() -> Path | None:
    in_path = shutil.which("initdb")
    folders = [Path(in_path).resolve().parent] if in_path else []
    folders += [file.parent for file in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    known = {folder: version_of(folder) for folder in folders}
    fit = [folder for folder, version in known.items() if version >= OLDEST_POSTGRES]
    return max(fit, key=lambda folder: known[folder], default=None)


def version_of(folder: Path) -> int:
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    digits = "".join(sign if sign.isdigit() else " " for sign in said).split()
    return int(digits[0]) if digits else 0


class Cluster:
    """It refuses to run as root, so there it runs as Debian's postgres, or as nobody. Nothing of it must last, so it
    writes nothing through to the disk. The tests' role is a plain one: a superuser would walk through the second wall.
    """

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.binaries, self.folder, self.password = binaries, folder, secrets.token_hex(16)
        self.user: dict[str, int] = {}
        if os.geteuid() == 0:
            who = next(entry for entry in pwd.getpwall() if entry.pw_name in ("postgres", "nobody"))
            who = next((entry for entry in pwd.getpwall() if entry.pw_name == "postgres"), who)
            os.chown(folder, who.pw_uid, who.pw_gid)
            self.user = {"user": who.pw_uid, "group": who.pw_gid}

    def start(self) -> str:
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            port = door.getsockname()[1]
        fast = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
        where = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -p {port}"
        data, rights = self.folder / "data", ["--auth-local=trust", "--auth-host=scram-sha-256"]
        self.run("initdb", "-D", data, "-U", "keeper", *rights, "-E", "UTF8", "--no-locale", "--no-sync")
        self.run("pg_ctl", "-D", data, "-w", "-l", self.folder / "log", "-o", f"{fast} {where}", "start")
        role = f"CREATE ROLE goldseam LOGIN CREATEDB PASSWORD '{self.password}'"
        ask = ["-h", self.folder, "-p", str(port), "-U", "keeper", "-d", "postgres", "-q"]
        self.run("psql", *ask, "-c", role, "-c", "CREATE DATABASE goldseam OWNER goldseam")
        return f"postgresql://goldseam:{self.password}@127.0.0.1:{port}/goldseam"

    def stop(self) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self.run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop", may_fail=True)

    def run(self, name: str, *rest: str | Path, may_fail: bool = False) -> None:
        command = [str(self.binaries / name), *map(str, rest)]
        quiet = {"HOME": str(self.folder), "PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}
        groups = {"extra_groups": []} if self.user else {}
        done = subprocess.run(command, cwd=self.folder, env=quiet, stdout=subprocess.DEVNULL, **self.user, **groups)  # type: ignore[call-overload]
        if done.returncode and not may_fail:
            sys.exit(f"This step failed: {name}")


def prove(rest: list[str]) -> int:
    """Both databases, and on both the browsers too."""
    ready("dev")
    left_out, browser = find_browser()
    say("The long proofs in full: this may take hours")
    environment = {"GOLDSEAM_PROVE": "1", **({"GOLDSEAM_CHROMIUM": browser} if browser else {})}
    command = [PYTHON, "-m", "pytest", "-n", "2", "-v", "-rsfE", *rest]
    failed = ["pytest on SQLite"] if do(*command, **environment) else []
    with throwaway_postgres() as (lacking, url, where):
        if url and do(*command, **environment, GOLDSEAM_TEST_DATABASE_URL=url, PGDATA=where):
            failed.append("pytest on PostgreSQL")
    return close(failed, left_out + lacking)


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
