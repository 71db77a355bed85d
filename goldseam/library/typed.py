"""What somebody typed, as it may be kept; and a form that comes twice. No Django: rules read words by it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID


def plain_text(typed: str) -> str:
    """Lines of one's own, in one spelling, without signs that can't be seen and without blank space around them."""
    kept = unicodedata.normalize("NFC", typed).replace("\r\n", "\n")
    return "".join(sign for sign in kept if sign == "\n" or not unicodedata.category(sign).startswith("C")).strip()


def id_of_sent(form_id: UUID, told: Mapping[str, Any]) -> UUID:
    """The same form sent twice is one row; the same form with other words is another, so that nothing is lost."""
    words = json.dumps(told, sort_keys=True)
    return UUID(bytes=sha256(form_id.bytes + words.encode()).digest()[:16], version=4)
