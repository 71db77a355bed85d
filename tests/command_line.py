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

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-m", "goldseam.site.cli"]


def surroundings(**more: str) -> dict[str, str]:
    """This environment without our own settings, which the tests have set for themselves."""
    left = ("GOLDSEAM_", "DJANGO_SETTINGS_MODULE", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(left)} | more


def goldseam(*arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=ROOT,
        env=surroundings(**settings),
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
def serving(data: Path, deed: str = "serve", *more: str, **settings: str) -> Iterator[Serving]:
    port = free_port()
    process = subprocess.Popen(
        [*COMMAND, deed, "--data", str(data), "--port", str(port), *more],
        cwd=ROOT,
        env=surroundings(**settings),
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
