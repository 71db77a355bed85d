"""Addresses of static files: worked out once, and the same as ever."""

from __future__ import annotations

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

from goldseam.site.statics import Gathered


def test_an_address_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def stored(self: object, name: str) -> str:
        asked.append(name)
        return name.replace(".css", ".0123456789ab.css")

    monkeypatch.setattr(ManifestStaticFilesStorage, "stored_name", stored)
    monkeypatch.setattr(ManifestStaticFilesStorage, "load_manifest", lambda self: ({}, ""))
    storage = Gathered(location="nowhere", base_url="/static/")
    assert {storage.url("ui/a.css") for _ in range(3)} == {"/static/ui/a.0123456789ab.css"}
    assert storage.url("ui/b.css") == "/static/ui/b.0123456789ab.css"
    assert asked == ["ui/a.css", "ui/b.css"]
