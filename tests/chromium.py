"""Debian's Chromium, quiet and offline. Without one, a test is left out by name."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def chromium() -> str:
    return os.environ.get("GOLDSEAM_CHROMIUM") or shutil.which("chromium") or ""


@contextmanager
def chromium_or_skip() -> Iterator[Browser]:
    if not chromium():
        pytest.skip("no Chromium here; install one, or name it in GOLDSEAM_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with a_loop_in_this_thread(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def a_loop_in_this_thread() -> Iterator[None]:
    """Playwright's loop lives in the tests' own thread, also for tests that come after: none of them is async."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield
