"""Another language needs a catalogue and content files, and no change of a page. Told by a language made up here.

In it every letter that was translated wears brackets; what stands on a page without them was forgotten. It is written
from right to left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from goldseam.people import access
from tests import house
from tests.house import Visit
from tests.routes import TABLE

HOUSE = Path(__file__).parent.parent / "goldseam"
OPEN, CLOSE = "⟦", "⟧"
_TAGS = re.compile(
    r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|\{% blocktranslate.*?\{% endblocktranslate %\}", re.S
)
_ATTRIBUTES = re.compile(r"\{% block body_data %\}.*?\{% endblock %\}", re.S)
_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
SAME_IN_EVERY_LANGUAGE = {"Goldseam", "Notes", "URL"}
SPOKEN = ("alt", "aria-label", "title", "placeholder")


class Words(HTMLParser):
    """Every word of a template that stands in it as it is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        self.words += [value for name, value in attrs if name in SPOKEN and value and _LETTERS.search(value)]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words += _LETTERS.findall(data)


def forgotten(template: str) -> list[str]:
    bare = _CODE.sub(" ", _TAGS.sub(" ", _ATTRIBUTES.sub(" ", template)))
    return [word for word in Words(bare).words if word not in SAME_IN_EVERY_LANGUAGE]


def test_no_template_has_words_of_its_own() -> None:
    files = list(HOUSE.rglob("templates/**/*.html"))
    found = {str(file.relative_to(HOUSE)): words for file in files if (words := forgotten(file.read_text()))}
    print(f"{len(files)} templates looked at")
    assert len(files) > 40
    assert found == {}


def test_a_word_in_a_template_is_found() -> None:
    assert forgotten('<p>Hello {{ name }}</p><img alt="a bowl">{% translate "Us" %}') == ["Hello", "a bowl"]


def test_every_language_has_the_same_content_files() -> None:
    rooms = [room for room in HOUSE.rglob("content") if room.is_dir()]
    languages = {code for code, _ in settings.LANGUAGES}
    looked = 0
    for room in rooms:
        known = {
            place.name: {str(file.relative_to(place)) for file in place.rglob("*") if file.is_file()}
            for place in room.iterdir()
            if place.is_dir() and place.name != "__pycache__"
        }
        looked += sum(map(len, known.values()))
        assert not known or set(known) == languages, room
        assert len({frozenset(files) for files in known.values()}) <= 1, room
    print(f"{looked} content files in {len(rooms)} rooms looked at")
    assert looked > 8


@pytest.fixture
def brackets(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The language made up here, from right to left."""
    from django.utils.translation import trans_real

    def bracketed(words: str) -> str:
        return f"{OPEN}{words}{CLOSE}" if words.strip() else words

    class Catalogue:
        def gettext(self, message: str) -> str:
            return bracketed(message)

        def ngettext(self, one: str, many: str, number: int) -> str:
            return bracketed(one if number == 1 else many)

        def language(self) -> str:
            return "ar"

        def to_language(self) -> str:
            return "ar"

    monkeypatch.setattr(trans_real, "translation", lambda _language: Catalogue())
    monkeypatch.setattr(trans_real, "get_language_bidi", lambda: True)
    monkeypatch.setattr(translation._trans, "get_language_bidi", lambda: True, raising=False)
    monkeypatch.setattr(translation, "get_language_bidi", lambda: True)
    monkeypatch.setattr(trans_real, "_default", None)
    yield
    translation.deactivate()  # a request leaves its language on the thread, for the next test to stumble over


@pytest.mark.django_db
def test_pages_render_from_right_to_left_in_brackets(brackets: None) -> None:
    people = house.settle()
    visit: Any = Visit(house.browser_of(people.people["ana"]))
    assert access.togetherness_of(people.people["ana"].anew())
    looked = 0
    for route in house.routes():
        if "page" not in TABLE[route.name].get or route.name in ("help", "away", "offline"):
            continue
        answer = visit("GET", route.address(TABLE[route.name].thing(people)))[0]
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        text = answer.content.decode()
        assert 'dir="rtl"' in text and OPEN in text, route.pattern
        looked += 1
    print(f"{looked} pages looked at")
    assert looked > 20
