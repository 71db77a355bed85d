"""One byte string for one meaning: what is signed, committed to and sealed."""

import json
from typing import Any
from uuid import UUID

Json = dict[str, Any] | list[Any] | str | int | float | bool | None


def to_bytes(value: Json) -> bytes:
    """JSON with sorted keys and no spaces, UTF-8. Raises ValueError for NaN and infinities."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def from_bytes(raw: bytes) -> Any:
    return json.loads(raw)


def number(value: int) -> bytes:
    return value.to_bytes(8, "big", signed=False)


def ident(value: UUID) -> bytes:
    return value.bytes
