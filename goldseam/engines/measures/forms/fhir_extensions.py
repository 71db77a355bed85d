"""Extensions: the known ones are asked for by their address, the others are listed as left aside."""

from __future__ import annotations

import re

from . import fhir_names as names
from .bad import quoted
from .entries import Translations
from .taking import Taking

LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,6}")


class Extensions:
    def __init__(self, found: dict[str, list[Taking]]) -> None:
        self.left = found

    def has(self, url: str) -> bool:
        return url in self.left

    def one(self, url: str) -> Taking | None:
        """The extension with this address; a second one stays to be listed."""
        found = self.left.get(url, [])
        first = found.pop(0) if found else None
        if not found:
            self.left.pop(url, None)
        return first

    def is_true(self, url: str) -> bool:
        return any(one.left.get("valueBoolean") is True for one in self.left.get(url, []))

    def text(self, url: str) -> str:
        one = self.one(url)
        said = one.text("valueString") if one else ""
        if one:
            one.rest()
        return said

    def value(self, url: str) -> int | float | str | None:
        one = self.one(url)
        if one is None:
            return None
        said: int | float | str | None = None
        for key in ("valueInteger", "valueDecimal"):
            said = one.number(key) if said is None else said
        said = (one.text("valueDate") or None) if said is None else said
        if said is None:
            raise one.bad("A smallest or largest answer needs to be a number or a day.")
        one.rest()
        return said

    def control(self, known: tuple[str, ...]) -> str:
        """How it is shown, where that is known here; otherwise nothing, and it stays to be listed."""
        for one in self.left.get(names.ITEM_CONTROL, []):
            concept = one.left.get("valueCodeableConcept")
            codings = concept.get("coding") if isinstance(concept, dict) else None
            codes = [coding.get("code") for coding in codings or () if isinstance(coding, dict)]
            if isinstance(codings, list) and len(codes) == 1 and codes[0] in known:
                self.left.pop(names.ITEM_CONTROL)
                return str(codes[0])
        return ""

    def rest(self) -> None:
        for url, found in self.left.items():
            for one in found:
                one.leave(f"the extension {quoted(url.removeprefix(names.CORE).removeprefix(names.SDC))}")
        self.left = {}


def extensions_of(said: Taking) -> Extensions:
    found: dict[str, list[Taking]] = {}
    for one in said.objects("extension"):
        one.where = said.where
        found.setdefault(one.text("url"), []).append(one)
    return Extensions(found)


def translations_of(said: Taking, key: str) -> Translations:
    """The wording in other languages, which stands beside a text as `_text`."""
    beside = said.object(key)
    if beside is None:
        return ()
    extensions = extensions_of(beside)
    translations: dict[str, str] = {}
    while extensions.has(names.TRANSLATION):
        one = extensions.one(names.TRANSLATION)
        assert one is not None
        language, words = _translation(one)
        if language in translations:
            raise beside.bad(f"It is said twice in {quoted(language)}.")
        translations[language] = words
    extensions.rest()
    beside.rest()
    return tuple(translations.items())


def _translation(one: Taking) -> tuple[str, str]:
    parts = extensions_of(one)
    language, content = parts.one("lang"), parts.one("content")
    if language is None or content is None:
        raise one.bad("A translation needs a language and its words.")
    tag = language.text("valueCode")
    words = content.text("valueString") or content.text("valueMarkdown")
    if not LANGUAGE.fullmatch(tag) or not words:
        raise one.bad("A translation needs a language and its words.")
    parts.rest()
    one.rest()
    return tag, words
