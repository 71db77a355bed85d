"""No item's wording stands anywhere in the project.

What is looked for lies here as fingerprints only: of each six words in a row of the items of our questionnaires, in
lower case and without signs, the first eight bytes of BLAKE2b.
"""

import re
import zlib
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[4]
READ = frozenset({".json", ".md", ".html", ".txt", ".po", ".py", ".csv"})
IN_A_ROW = 6


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower().replace("’", "").replace("'", ""))


def fingerprint(words: str) -> str:
    return blake2b(words.encode(), digest_size=8).hexdigest()


def known() -> frozenset[str]:
    return frozenset((HERE / "prints_of_items.txt").read_text().split())


def quoted(text: str, prints: frozenset[str]) -> Iterator[str]:
    words = words_of(text)
    for start in range(len(words) - IN_A_ROW + 1):
        row = " ".join(words[start : start + IN_A_ROW])
        if fingerprint(row) in prints:
            yield row


def project_files() -> Iterator[Path]:
    for folder in ("goldseam", "docs", "tests"):
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in READ and "__pycache__" not in file.parts and file.is_file():
                yield file


def test_the_search_finds_six_words_in_a_row_however_they_are_set() -> None:
    prints = frozenset({fingerprint("ana had tea with ben on")})
    assert list(quoted("“Ana had\ntea, with BEN on Monday’s walk.”", prints))
    assert not list(quoted("Ana had some tea with Ben on Monday.", prints))


def test_no_file_of_the_project_quotes_an_item() -> None:
    prints = known()
    assert len(prints) > 600
    seen: set[int] = set()
    found = []
    for file in project_files():
        text = file.read_text(errors="replace")
        if (same := zlib.crc32(text.encode())) not in seen:
            seen.add(same)
            found += [f"{file.relative_to(ROOT)}: {row}" for row in quoted(text, prints)]
    assert found == []
