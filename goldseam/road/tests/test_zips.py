"""The file that people take along, and every broken, foreign or malicious file that may come in its place."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from goldseam.road import zips
from goldseam.road.zips import Unusable, packed, parts_in


def zip_of(words: bytes | str, name: str = zips.WORDS) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, words)
    return content.getvalue()


def told(**changed: object) -> bytes:
    return zip_of(json.dumps({"format": "notes", "version": 1, "parts": {"a": 1}, **changed}))


def refused(content: bytes) -> str:
    with pytest.raises(Unusable) as refusal:
        parts_in(content)
    return refusal.value.code


def test_what_was_packed_comes_out_again() -> None:
    assert parts_in(packed({"growth": {"line": "Straße ☂"}}, "<p>", "p{}")) == {"growth": {"line": "Straße ☂"}}


def test_the_file_tells_neither_when_nor_where_nor_by_whom_it_was_made() -> None:
    content = packed({"a": 1}, "page", "look")
    assert content == packed({"a": 1}, "page", "look")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        assert archive.comment == b""
    assert {entry.filename for entry in entries} == {"notes.json", "notes.html", "notes.css"}
    for entry in entries:
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert (entry.create_system, entry.extra, entry.comment, entry.external_attr >> 16 & 0o7000) == (0, b"", b"", 0)
    assert b"oldseam" not in content


def test_a_good_file_is_taken() -> None:
    assert parts_in(told()) == {"a": 1}


def test_what_is_no_zip_or_a_torn_one_is_broken() -> None:
    assert refused(b"") == refused(b"Dear Ben") == refused(b"PK\x03\x04" + bytes(200)) == "broken"
    whole = told()
    for length in range(1, len(whole)):
        assert refused(whole[:length]) in ("broken", "foreign")


def test_each_flipped_byte_is_refused_or_harmless() -> None:
    whole = told()
    for place in range(len(whole)):
        changed = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        try:
            assert parts_in(changed) == {"a": 1}
        except Unusable as refusal:
            assert refusal.code in ("broken", "foreign", "newer", "too-large")


def test_another_zip_is_foreign() -> None:
    assert refused(zip_of("x", "holiday.jpg")) == "foreign"
    assert refused(zip_of("[]")) == refused(zip_of("7")) == "foreign"
    assert refused(told(format="diary")) == refused(told(parts=[1])) == "foreign"


def test_a_file_of_a_newer_house_is_named_so() -> None:
    assert refused(told(version=2)) == "newer"


def test_words_that_are_no_json_are_broken() -> None:
    assert refused(zip_of("{")) == refused(zip_of(b"\xff\xfe\x00")) == refused(zip_of("[" * 200_000)) == "broken"


def test_a_bomb_is_read_only_as_far_as_its_limit() -> None:
    bomb = zip_of(b" " * (zips.WORDS_MOST * 8))
    assert len(bomb) < 100_000
    assert refused(bomb) == "too-large"
    assert refused(bytes(zips.FILE_MOST + 1)) == "too-large"


def test_a_bomb_that_lies_about_its_size_is_read_no_further_either() -> None:
    bomb = bytearray(zip_of(b" " * (zips.WORDS_MOST * 8)))
    with zipfile.ZipFile(io.BytesIO(bytes(bomb))) as archive:
        true_size = archive.getinfo(zips.WORDS).file_size.to_bytes(4, "little")
    lied = bytes(bomb).replace(true_size, (2**31 - 1).to_bytes(4, "little"))
    assert refused(lied) in ("too-large", "broken")
    lied = bytes(bomb).replace(true_size, (9).to_bytes(4, "little"))
    assert refused(lied) in ("too-large", "broken")


def test_a_zip_with_a_great_many_entries_is_foreign() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number in range(zips.ENTRIES_MOST + 1):
            archive.writestr(f"{number}", "")
        archive.writestr(zips.WORDS, "{}")
    assert refused(content.getvalue()) == "foreign"


def test_a_locked_or_oddly_packed_file_is_broken() -> None:
    locked = bytearray(told())
    for start in (locked.index(b"PK\x03\x04") + 6, locked.index(b"PK\x01\x02") + 8):
        locked[start] |= 1  # the flag that says "encrypted"
    assert refused(bytes(locked)) == "broken"
    odd = bytearray(told())
    for start in (odd.index(b"PK\x03\x04") + 8, odd.index(b"PK\x01\x02") + 10):
        odd[start] = 99
    assert refused(bytes(odd)) == "broken"
