"""Where it is counted how often somebody tried: nobody pushes a count out, and what lies there is never a program."""

from __future__ import annotations

import pickle
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from allauth.core import ratelimit
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory

from goldseam.site import limits


def test_wrong_codes_stay_counted_while_many_addresses_try_other_things(settings: Any) -> None:
    settings.CACHES = {"default": limits.counted_in({"ENGINE": "django.db.backends.sqlite3"})}
    request = RequestFactory().post("/enter/code/")
    while ratelimit.consume(request, action="wrong_code", key="ana"):
        pass
    for number in range(5000):
        request.META["REMOTE_ADDR"] = f"2001:db8:0:{number:x}::1"
        ratelimit.consume(request, action="join")
    assert not ratelimit.consume(request, action="wrong_code", key="ana", dry_run=True)
    cache.clear()


# -- in a database that servers share --------------------------------------------------------------------------------


@pytest.fixture
def shared(settings: Any, db: None) -> None:
    settings.CACHES = {"default": limits.counted_in({"ENGINE": "django.db.backends.postgresql"})}
    call_command("createcachetable", verbosity=0)


class Program:
    """What a stored object may do when it is read as one."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> Any:
        return Path.touch, (self.file,)


def test_whoever_may_write_rows_can_put_no_program_among_the_counts(shared: None, tmp_path: Path) -> None:
    """By SQL alone nobody gets a program of theirs to run where keys are open."""
    cache.set("count", [1.0], 60)
    put = b64encode(pickle.dumps(Program(tmp_path / "it-ran"))).decode()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {limits.TABLE} SET value = %s", [put])
    assert cache.get("count") is None
    assert not (tmp_path / "it-ran").exists()


def test_counts_are_kept_until_their_end(shared: None) -> None:
    cache.set("count", [2.5, 1.0], 60)
    assert cache.get("count") == [2.5, 1.0] and cache.has_key("count")
    assert not cache.add("count", [3.0], 60) and cache.get("count") == [2.5, 1.0]
    cache.set("count", [4.0], 60)
    assert cache.get("count") == [4.0]
    cache.set("over", [1.0], -1)
    assert cache.get("over") is None and not cache.has_key("over")
    assert cache.add("over", True, 60) and cache.get("over") is True
    assert cache.delete("over") and not cache.delete("over")
    cache.set("for ever", 1, None)
    assert cache.get("for ever") == 1
    cache.clear()
    assert cache.get("count") is None


def test_thirty_wrong_codes_are_counted_there_too(shared: None) -> None:
    request = RequestFactory().post("/enter/code/")
    assert [ratelimit.consume(request, action="wrong_code", key="ana") for _ in range(31)] == [True] * 30 + [False]
