"""The first visit stays small, and every file from elsewhere is the one that was looked at."""

import gzip
import hashlib
import json
import re

from django.template.loader import render_to_string

from goldseam.ui.tests.stylesheet import STATIC, STYLE

VENDORED = json.loads((STATIC / "vendor.json").read_text())
SCRIPTS = sorted(STATIC.glob("*.js"))
KB = 1024


def packed(text: bytes) -> int:
    return len(gzip.compress(text, 9))


def test_every_vendored_file_is_the_one_named_with_its_licence() -> None:
    assert len(VENDORED) == 3
    for each in VENDORED:
        found = hashlib.sha256((STATIC / each["file"]).read_bytes()).hexdigest()
        assert found == each["sha256"], each["file"]
        assert (STATIC / each["licence_file"]).read_text().strip()
        assert each["name"] and each["version"] and each["licence"] and each["source"]


def test_no_file_from_elsewhere_is_missing_from_the_list() -> None:
    there = {str(path.relative_to(STATIC)) for folder in ("fonts", "vendor") for path in (STATIC / folder).iterdir()}
    assert there == {each[key] for each in VENDORED for key in ("file", "licence_file")}


def test_each_font_is_small() -> None:
    sizes = {path.name: path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2")}
    print(sizes)
    assert len(sizes) == 2
    assert max(sizes.values()) <= 25 * KB
    assert sum(sizes.values()) <= 45 * KB


def test_the_stylesheet_is_small() -> None:
    size = packed(STYLE.encode())
    print(f"style: {size} bytes gzipped")
    assert size <= 20_000


def test_the_scripts_are_small() -> None:
    own = sum(packed(path.read_bytes()) for path in SCRIPTS)
    htmx = packed((STATIC / "vendor" / "htmx.min.js").read_bytes())
    print(f"own scripts: {own} bytes gzipped in {len(SCRIPTS)} files; htmx: {htmx}")
    assert len(SCRIPTS) >= 8
    assert own <= 6_000
    assert own + htmx <= 30_000


def test_no_script_leaves_a_global_or_writes_markup() -> None:
    for path in SCRIPTS:
        code = re.sub(r"^\s*//.*$", "", path.read_text(), flags=re.MULTILINE).strip()
        assert code.startswith(("(() => {", "navigator.serviceWorker")), path.name
        assert not re.search(r"innerHTML|document\.write|eval\(|localStorage|sessionStorage|indexedDB", code), path.name


def test_the_stylesheet_knows_no_physical_side() -> None:
    loose = re.sub(r"/\*.*?\*/|safe-area-inset-\w+|to (left|right)", "", STYLE, flags=re.DOTALL)
    sides = re.compile(r"(?<![\w-])(left|right)(?![\w-])|(margin|padding|border|inset)-(left|right|top|bottom)")
    assert [hit.group() for hit in sides.finditer(loose)] == []
    assert sides.search("margin-left: 1px") and sides.search("text-align: right")


def test_the_stylesheet_asks_for_nothing_from_elsewhere() -> None:
    assert set(re.findall(r"url\(\"?([^)\"]+)", STYLE)) == {"fonts/fraunces.woff2", "fonts/atkinson.woff2"}
    assert "@import" not in STYLE


def test_a_first_visit_leaves_most_of_its_hundred_kilobytes_to_the_words() -> None:
    fonts = sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2"))
    own = sum(packed(path.read_bytes()) for path in SCRIPTS)
    frame = packed(render_to_string("ui/page.html").encode())
    total = fonts + own + packed(STYLE.encode()) + frame + (STATIC / "icon.svg").stat().st_size
    print(f"frame {frame}, all of the house on a first visit: {total} bytes")
    assert total <= 60 * KB
