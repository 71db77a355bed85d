"""What the service worker may keep is a closed list, drawn from the public pages."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from goldseam.safety import shell
from goldseam.safety.tests.conftest import fetch

pytestmark = pytest.mark.urls("goldseam.safety.tests.urls")


def status(address: str) -> int:
    return int(fetch(address).status_code)


def listed() -> list[str]:
    found = re.search(r"const KEPT = (\[.*?\]);", Client().get("/sw.js").content.decode())
    assert found
    kept: list[str] = json.loads(found[1])
    return kept


def test_the_workers_list_is_the_allow_list() -> None:
    assert listed() == list(shell.allowed())
    print(f"{len(listed())} addresses may be kept")


def test_the_list_holds_the_public_pages_and_files_and_nothing_else() -> None:
    others = [one for one in listed() if one not in shell.PAGES and not one.startswith("/static/")]
    assert others == []
    assert {"/help/", "/away/", "/offline/", "/static/ui/goldseam.css", "/static/safety/check.js"} <= set(listed())
    assert [one for one in listed() if one.endswith(".woff2")]


def test_everything_on_the_list_is_there_for_somebody_without_cookies() -> None:
    """One missing file, and the browser would keep none of them."""
    assert [one for one in listed() if status(one) != 200] == []


def test_a_changed_page_changes_the_name_of_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    before = shell.worker()
    monkeypatch.setitem(shell.PAGES, "/help/", lambda: b"<p>changed</p>")
    shell.allowed.cache_clear()
    shell.worker.cache_clear()
    try:
        assert shell.worker() != before
    finally:
        monkeypatch.undo()
        shell.allowed.cache_clear()
        shell.worker.cache_clear()


def test_the_script_is_a_script_and_the_manifest_is_neutral() -> None:
    worker = Client().get("/sw.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert '"ALLOWED"' not in worker.content.decode()
    told = Client().get("/manifest.webmanifest")
    assert told.headers["Content-Type"] == "application/manifest+json"
    assert told.json()["name"] == told.json()["short_name"] == "Notes"
    assert "oldseam" not in told.content.decode()
    for icon in told.json()["icons"]:
        assert status(icon["src"]) == 200
