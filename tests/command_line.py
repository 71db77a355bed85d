"""The installed command, run as people run it: another process, a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import databases

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-m", "goldseam.site.cli"]


def surroundings(folder: object = None, **more: str) -> dict[str, str]:
    """This environment without our own settings, which the tests have set for themselves; with a data folder, its
    database is of the kind that the tests run on."""
    left = ("GOLDSEAM_", "DJANGO_SETTINGS_MODULE", "PYTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left)}
    return kept | (databases.setting_for(str(folder)) if folder else {}) | more


def goldseam(*arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
    folder = arguments[arguments.index("--data") + 1] if "--data" in arguments else None
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=ROOT,
        env=surroundings(folder, **settings),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


class Serving:
    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process, self.port, self.said = process, port, ""

    def wait_until_ready(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        assert self.process.stdout
        while time.monotonic() < end:
            line = self.process.stdout.readline()
            self.said += line
            if "is ready" in line:
                return
            if not line:
                break
        self.process.kill()
        raise AssertionError(f"It did not start: {self.said}{self.process.communicate()[1]}")

    def get(self, address: str) -> tuple[int, Any, str]:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}{address}", timeout=20) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()


@contextmanager
def serving(
    data: Path, deed: str = "serve", *more: str, module: str = COMMAND[-1], **settings: str
) -> Iterator[Serving]:
    port = free_port()
    process = subprocess.Popen(
        [*COMMAND[:-1], module, deed, "--data", str(data), "--port", str(port), *more],
        cwd=ROOT,
        env=surroundings(data, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    running = Serving(process, port)
    try:
        running.wait_until_ready()
        yield running
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
