"""The words of this practice: data in `content/<language>/`, a file or two for each room."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from goldseam.library import exercises, texts
from goldseam.library.exercises import Exercise

FOLDER = Path(__file__).parent / "content"


def words_of(name: str) -> Any:
    return texts.words_of(FOLDER, name)


def exercise(name: str, room: str) -> Callable[[], Exercise]:
    """For a step: its exercise out of the file of its room, in the language of whoever reads it then."""
    return partial(exercises.exercise, FOLDER, name, f"{room}-exercises")
