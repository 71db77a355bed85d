"""The words of insights, one's own and of both: data in `content/<language>/`, each with an id that never changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from goldseam.library import texts

FOLDER = Path(__file__).parent.parent / "content"


def words() -> Any:
    return texts.words_of(FOLDER, "insights")


def goes_along() -> Any:
    """What is said of better days, on both pages."""
    return texts.words_of(FOLDER, "goes-along")


def of_both() -> Any:
    """The words of the pair's page."""
    return texts.words_of(FOLDER, "insights-both")
