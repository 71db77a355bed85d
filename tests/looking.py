"""Finding words in what somebody received, however they were written down: plain, packed, in base64 or in hex."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import cache

_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_DEEPEST = 3


@cache
def forms_of(words: str) -> tuple[bytes, ...]:
    """The bytes that give these words away: as they are, in hex, in UTF-16, and at each place of base64."""
    plain = words.encode()
    forms = [plain, plain.hex().encode(), plain.hex().upper().encode(), words.encode("utf-16-le"), plain[::-1]]
    for before in range(3):
        # The signs at both ends also depend on the bytes beside the words, so they are left away.
        written = base64.b64encode(b"\0" * before + plain)
        forms.append(written[4 if before else 0 : len(written) // 4 * 4 - 4])
    return tuple(forms)


def seen_in(body: bytes, words: Iterable[str]) -> set[str]:
    """Those of the words that stand in the body, in any form."""
    pieces = list(unpacked(body))
    return {one for one in words if any(form in piece for piece in pieces for form in forms_of(one))}


def unpacked(body: bytes, depth: int = 0) -> Iterator[bytes]:
    """The body, and all that is packed in it."""
    yield body
    if depth == _DEEPEST:
        return
    for inner in _inside(body):
        yield from unpacked(inner, depth + 1)


def _inside(body: bytes) -> Iterator[bytes]:
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as opened:
            yield "\n".join(opened.namelist()).encode() + opened.comment
            yield from (opened.read(name) for name in opened.namelist())
    if body[:2] == b"\x1f\x8b":
        yield gzip.decompress(body)
    for run in _BASE64.findall(body):
        yield from _packed_text(run)


def _packed_text(run: bytes) -> Iterator[bytes]:
    """Signed cookies hold packed text in base64."""
    try:
        raw = base64.urlsafe_b64decode(run.rstrip(b"=") + b"=" * (-len(run.rstrip(b"=")) % 4))
        if raw[:1] in (b"\x78", b"\x1f"):
            yield zlib.decompress(raw, 47)
    except (binascii.Error, ValueError, zlib.error):
        return
