"""Which database the tests run on, and on PostgreSQL a database of its own for each data folder that a test serves."""

from __future__ import annotations

import atexit
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

ROOT = Path(__file__).resolve().parent.parent
ON = os.environ.get("GOLDSEAM_TEST_DATABASE_URL", "")
_made: dict[Path, str] = {}


def setting_for(folder: Path | str) -> dict[str, str]:
    """What makes a process that serves this folder use the database under test; nothing for the file in the folder."""
    return {"GOLDSEAM_DATABASE_URL": url_for(folder)} if ON else {}


def url_for(folder: Path | str) -> str:
    """An empty database at first, the same one for the same folder. It goes when the tests end."""
    place = Path(folder).resolve()
    parts = urlsplit(ON)
    if place not in _made:
        _made[place] = name = f"{parts.path.lstrip('/')}_{sha256(str(place).encode()).hexdigest()[:12]}"
        _say(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    return urlunsplit(parts._replace(path=f"/{_made[place]}"))


@contextmanager
def opened(folder: Path) -> Iterator[Any]:
    """The database of this folder, past all of our code, for what carries no wall."""
    if ON:
        import psycopg

        with psycopg.connect(url_for(folder)) as postgres:
            yield postgres
        return
    with closing(sqlite3.connect(folder / "goldseam.sqlite3")) as file:
        yield file


def is_not_asked(item: pytest.Item) -> bool:
    """A test that can't tell one database from another: it has none, and starts nothing that has; or it is about what a
    page shows of rows that other tests read there. Those of the whole house are asked all the same, and they come to
    every page. In `prove` all pages are asked."""
    if not isinstance(item, pytest.Function) or item.path.is_relative_to(ROOT / "tests"):
        return False
    if "pages" in item.path.stem and not os.environ.get("GOLDSEAM_PROVE"):
        return True
    uses = {"db", "transactional_db", "live_server"} & set(item.fixturenames)
    starts = {getattr(value, "__module__", "") for value in vars(item.module).values()}
    starts_something = starts & {"tests.command_line", "tests.served"}
    return not (uses or item.get_closest_marker("django_db") or starts_something)


def _say(*statements: str) -> None:
    import psycopg

    with psycopg.connect(urlunsplit(urlsplit(ON)._replace(path="/postgres")), autocommit=True) as keeper:
        for statement in statements:
            keeper.execute(statement.encode())


@atexit.register
def _drop_all() -> None:
    if _made:
        _say(*(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in _made.values()))
