"""The one file that a person takes along, and what of such a file may come back in. Memory only; no Django, no clock.

The file says nothing about who made it, where and when: neutral names, one fixed moment for every entry, no comments.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from io import BytesIO
from typing import Any

from goldseam.practice import Json

NAME = "notes.zip"
WORDS, PAGE, LOOK = "notes.json", "notes.html", "notes.css"
FORMAT, VERSION = "notes", 1
FILE_MOST = 8 * 1024 * 1024
WORDS_MOST = 8 * 1024 * 1024
ENTRIES_MOST = 50
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)


class Unusable(Exception):
    """A file that can't be taken in. `code` names the sentence that the page shows; `most` is how many rows could."""

    def __init__(self, code: str, most: int = 0) -> None:
        super().__init__(code)
        self.code, self.most = code, most


def packed(parts: dict[str, Json], page: str, look: str) -> bytes:
    """The zip's bytes: for machines, for people, and how it looks."""
    told = {"format": FORMAT, "version": VERSION, "parts": parts}
    words = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in ((PAGE, page), (LOOK, look), (WORDS, words)):
            archive.writestr(_entry(name), text.encode())
    return content.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _NO_MOMENT)
    entry.create_system = 0
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def parts_in(content: bytes) -> dict[str, Any]:
    """The parts of an export, by label. Raises Unusable; nothing in the file is trusted, its own sizes least of all."""
    if len(content) > FILE_MOST:
        raise Unusable("too-large")
    try:
        told = json.loads(_words_in(content))
    except (ValueError, RecursionError) as error:
        raise Unusable("broken") from error
    return _require_ours(told)


def _words_in(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if len(archive.infolist()) > ENTRIES_MOST:
                raise Unusable("foreign")
            with archive.open(WORDS) as words:
                found = words.read(WORDS_MOST + 1)
    except KeyError as error:
        raise Unusable("foreign") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise Unusable("broken") from error
    if len(found) > WORDS_MOST:
        raise Unusable("too-large")
    return found


def _require_ours(told: Any) -> dict[str, Any]:
    if not isinstance(told, dict) or told.get("format") != FORMAT or not isinstance(told.get("parts"), dict):
        raise Unusable("foreign")
    if told.get("version") != VERSION:
        raise Unusable("newer")
    return dict(told["parts"])
