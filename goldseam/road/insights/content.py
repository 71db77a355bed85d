"""The words of one's own insights: data in `content/<language>/insights.json`, each with an id that never changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from goldseam.library import texts

FOLDER = Path(__file__).parent.parent / "content"


def words() -> Any:
    return texts.words_of(FOLDER, "insights")
