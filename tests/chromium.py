"""Debian's Chromium, quiet and offline. Without one, a test is left out by name."""

from __future__ import annotations

import os
import shutil

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
    """Where it is; empty where there is none."""
    return os.environ.get("GOLDSEAM_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
