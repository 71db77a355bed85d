"""Words are data: a file `<folder>/<language>/<name>.json` for each kind, in the reader's language where we have it.

Each entry has an id that never changes and a version. A language without a file falls back to English.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

FALLBACK = "en"


def words_of(folder: Path, name: str) -> Any:
    """One file of a practice's content folder. Raises FileNotFoundError for a name that no language has."""
    return _file(folder, name, (get_language() or FALLBACK).partition("-")[0])


@cache
def _file(folder: Path, name: str, language: str) -> Any:
    place = folder / language / f"{name}.json"
    return json.loads((place if place.exists() else folder / FALLBACK / place.name).read_text(encoding="utf-8"))
