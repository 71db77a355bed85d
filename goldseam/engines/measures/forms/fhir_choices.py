"""What can be chosen: options with a question, or a value set that the file contains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from . import fhir_names as names
from .bad import quoted
from .entries import Choice, Translations
from .fhir_extensions import LANGUAGE, Extensions, extensions_of, translations_of
from .sound import MOST_CHOICES
from .taking import Taking

CODED = ("choice", "open-choice", "coding")


@dataclass(frozen=True)
class Choices:
    choices: tuple[Choice, ...] = ()
    own_words: bool = False
    kind: Literal["choice", "integer", "string"] = "choice"


def choices_of(said: Taking, kind: str, sets: dict[str, Choices], weights: set[str]) -> Choices:
    """The choices of one question; `weights` gathers where their scores stand."""
    address = said.text("answerValueSet")
    options = said.objects("answerOption")
    constraint = said.text("answerConstraint")
    own_words = kind == "open-choice" or constraint == "optionsOrString"
    if constraint not in ("", "optionsOnly", "optionsOrString"):
        raise said.bad(f"Choices beside which anything may be said ({quoted(constraint)}) can't be asked here.")
    if address:
        if kind not in CODED:
            raise said.bad(f"A question of the kind “{quoted(kind)}” can't have a value set here.")
        if options:
            raise said.bad("It has choices of its own and a value set: it can't have both.")
        return Choices(_contained(said, address, sets).choices, own_words)
    if not options:
        if kind in CODED:
            raise said.bad("It is to be answered by choosing, and there is nothing to choose from.")
        return Choices()
    if len(options) > MOST_CHOICES:
        raise said.bad(f"More than {MOST_CHOICES} choices.")
    return _options(said, kind, options, own_words, weights)


def _contained(said: Taking, address: str, sets: dict[str, Choices]) -> Choices:
    if not address.startswith("#"):
        raise said.bad(
            f"Its choices stand elsewhere ({quoted(address)}). Put them into the file, as answerOption or contained."
        )
    if address[1:] not in sets:
        raise said.bad(f"The value set {quoted(address)} isn't in the file.")
    return sets[address[1:]]


def _options(said: Taking, kind: str, options: list[Taking], own_words: bool, weights: set[str]) -> Choices:
    found = [_option(option, weights) for option in options]
    kinds = {one.kind for one in found}
    if len(kinds) > 1:
        raise said.bad("Its choices are of several kinds; codes, whole numbers or texts are understood, one of them.")
    only = kinds.pop()
    expected = {"choice": only, "open-choice": only, "coding": "choice", "integer": "integer", "string": "string"}
    if expected.get(kind) != only:
        raise said.bad(f"A question of the kind “{kind}” can't have these choices.")
    return Choices(tuple(one.choices[0] for one in found), own_words, only)


def _option(option: Taking, weights: set[str]) -> Choices:
    values = [key for key in option.left if key.startswith("value")]
    if len(values) != 1 or values[0] not in ("valueCoding", "valueInteger", "valueString"):
        raise option.bad("A choice needs to be one code, one whole number or one text.")
    extensions = extensions_of(option)
    weight = _weight(option, extensions)
    if weight is not None:
        weights.add("option")
    if values[0] == "valueCoding":
        coding = option.object("valueCoding")
        assert coding is not None
        found = Choices((_coded(coding, weight, weights),))
    elif values[0] == "valueInteger":
        code = str(option.whole("valueInteger"))
        found = Choices((Choice(code, code, weight),), kind="integer")
    else:
        code = option.text("valueString")
        found = Choices((Choice(code, code, weight),), kind="string")
    extensions.rest()
    option.rest()
    return found


def _coded(coding: Taking, weight: float | None, weights: set[str]) -> Choice:
    extensions = extensions_of(coding)
    inner = _weight(coding, extensions)
    if inner is not None:
        weights.add("coding")
        if weight is not None and weight != inner:
            raise coding.bad(f"This choice counts for {weight} in one place and for {inner} in another.")
    code = coding.text("code")
    if not code:
        raise coding.bad("A choice without a code can't be kept as an answer.")
    choice = Choice(
        code,
        coding.text("display"),
        inner if weight is None else weight,
        coding.text("system"),
        translations_of(coding, "_display"),
    )
    extensions.rest()
    coding.rest()
    return choice


def _weight(said: Taking, extensions: Extensions) -> float | None:
    """The score of a choice: ordinalValue, which R5 calls itemWeight."""
    weights = set()
    for url in (names.ORDINAL_VALUE, names.ITEM_WEIGHT):
        while extensions.has(url):
            weights.add(_number_of(extensions, url))
    if len(weights) > 1:
        raise said.bad("This choice counts for two different numbers.")
    return weights.pop() if weights else None


def _number_of(extensions: Extensions, url: str) -> float:
    one = extensions.one(url)
    assert one is not None
    number = one.number("valueInteger" if "valueInteger" in one.left else "valueDecimal")
    if number is None:
        raise one.bad("A score needs to be a number.")
    one.rest()
    return number


def value_sets(top: Taking) -> dict[str, Choices]:
    """The value sets that the file contains, by their id."""
    found: dict[str, Choices] = {}
    for one in top.objects("contained"):
        kind, name = one.text("resourceType"), one.text("id")
        one.where = f"contained {quoted(kind)} {quoted(name)}"
        if kind != "ValueSet" or not name:
            one.leave("a contained resource that isn't a value set")
            continue
        if name in found:
            raise one.bad("Two value sets have this id.")
        found[name] = Choices(_listed(one))
        one.leave("the value set itself: its choices are kept with each question that uses it")
    return found


def _listed(one: Taking) -> tuple[Choice, ...]:
    """The codes that a value set lists; one that describes its codes by a rule would need a server to tell them."""
    compose, expansion = one.object("compose"), one.object("expansion")
    if compose is not None and not compose.left.get("exclude") and _lists_all(compose):
        includes = compose.objects("include")
        found = [_concept(part, include.text("system")) for include in includes for part in include.objects("concept")]
    elif expansion is not None:
        found = [_concept(part, part.text("system")) for part in expansion.objects("contains")]
    else:
        raise one.bad("This value set doesn't list its codes one by one, so its choices can't be known.")
    if not found or len(found) > MOST_CHOICES:
        raise one.bad(f"A value set needs at least one code, and at most {MOST_CHOICES}.")
    return tuple(found)


def _lists_all(compose: Taking) -> bool:
    includes = compose.left.get("include")
    return isinstance(includes, list) and all(
        isinstance(include, dict)
        and include.get("concept")
        and not include.get("filter")
        and not include.get("valueSet")
        for include in includes
    )


def _concept(part: Taking, system: str) -> Choice:
    if part.left.get("contains") or part.left.get("abstract"):
        raise part.bad("Codes under codes can't be offered as choices here.")
    extensions = extensions_of(part)
    weight = _weight(part, extensions)
    code, text = part.text("code"), part.text("display")
    if not code:
        raise part.bad("A choice without a code can't be kept as an answer.")
    translations = _designations(part)
    extensions.rest()
    part.rest()
    return Choice(code, text, weight, system, translations)


def _designations(part: Taking) -> Translations:
    translations: dict[str, str] = {}
    for one in part.objects("designation"):
        language, words = one.text("language"), one.text("value")
        if LANGUAGE.fullmatch(language) and words and language not in translations:
            translations[language] = words
        else:
            one.leave("another name of a choice")
        one.rest()
    return tuple(translations.items())
