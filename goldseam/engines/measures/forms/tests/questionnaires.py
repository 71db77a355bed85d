"""Questionnaires that hypothesis makes up, within what FHIR, and what REDCap, can hold."""

from __future__ import annotations

import string
from typing import Any

from hypothesis import strategies as st

from goldseam.engines.measures.forms.entries import Choice, Coding, Entries, Group, Item, When
from goldseam.engines.measures.forms.questionnaire import Questionnaire
from goldseam.engines.measures.forms.redcap_choices import weight_of

AWKWARD = [
    "=1+1",
    "+a",
    "-1",
    "@home",
    "a | b",
    "a, b",
    'say "hi"',
    "it's",
    "<b>not bold</b>",
    "1 < 2",
    "&amp; &lt;",
    "\n",
]
AWKWARD += [
    " led",
    "two\nlines",
    "\r\n",
    "\u202eright",
    "é ü 你好 עברית",
    "{}",
    "[a] = '1'",
    "&#61;",
    "<br>",
    "</script>",
    "\x85",
]
words = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\r"), max_size=30),
)
said = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=12)
days = st.dates().map(lambda day: day.isoformat())
wholes = st.integers(-(10**9), 10**9)
points = st.floats(-(10**6), 10**6).map(lambda number: round(number, 3))
codes = st.text(string.ascii_letters + string.digits + "._-", min_size=1, max_size=8)
languages = st.sampled_from(["de", "fr-CA", "ar", "zh-Hans"])
translations = st.dictionaries(languages, said, max_size=2).map(lambda found: tuple(found.items()))
codings = st.lists(st.builds(Coding, said, said, said), max_size=2).map(tuple)
SIGNS = {"integer": wholes, "decimal": points, "date": days}


def _between(draw: Any, numbers: Any, start: str = "") -> dict[str, Any]:
    low, high = sorted([draw(numbers), draw(numbers)])
    ends = start or draw(st.sampled_from(["none", "low", "high", "both"]))
    return {
        **({"low": low} if ends in ("low", "both") else {}),
        **({"high": high} if ends in ("high", "both") else {}),
    }


def _condition(draw: Any, other: Item, is_exact: bool) -> When:
    numbers = SIGNS.get(other.kind)
    if other.kind == "choice":
        sign = draw(st.sampled_from(["=", "!="]))
        return When(other.link_id, sign, draw(st.sampled_from([choice.code for choice in other.choices])))
    if draw(st.booleans()):
        return When(other.link_id, "exists", draw(st.booleans()))
    if other.choices:
        found = draw(st.sampled_from([choice.code for choice in other.choices]))
        return When(other.link_id, "=", int(found) if other.kind == "integer" else found)
    if other.kind == "boolean":
        return When(other.link_id, draw(st.sampled_from(["=", "!="])), draw(st.booleans()))
    if numbers is not None:
        return When(other.link_id, draw(st.sampled_from(["=", "!=", ">", "<", ">=", "<="])), draw(numbers))
    answers = said.filter(lambda one: "'" not in one or '"' not in one) if is_exact else said
    return When(other.link_id, draw(st.sampled_from(["=", "!="])), draw(answers))


def _conditions(draw: Any, before: list[Item], is_exact: bool = False) -> dict[str, Any]:
    if not before or draw(st.integers(0, 3)):
        return {}
    others = draw(st.lists(st.sampled_from(before), min_size=1, max_size=3))
    when = tuple(_condition(draw, other, is_exact) for other in others)
    return {"when": when, "when_any": len(when) > 1 and draw(st.booleans())}


# -- FHIR -------------------------------------------------------------------------------------------------------------


def _fhir_choices(draw: Any, kind: str) -> tuple[Choice, ...]:
    weights = st.one_of(st.none(), st.integers(-5, 20), points)
    if kind == "integer":
        found = draw(st.lists(st.integers(-10, 10), min_size=1, max_size=4, unique=True))
        return tuple(Choice(str(one), str(one), draw(weights)) for one in found)
    names = draw(st.lists(said, min_size=1, max_size=4, unique=True))
    if kind == "string":
        return tuple(Choice(name, name, draw(weights)) for name in names)
    systems = st.sampled_from(["", "urn:example:answers"])
    return tuple(Choice(name, draw(words), draw(weights), draw(systems), draw(translations)) for name in names)


def _fhir_item(draw: Any, link_id: str, before: list[Item], depth: int) -> Item:
    kind = draw(
        st.sampled_from(["choice", "choice", "integer", "decimal", "boolean", "string", "text", "date", "display"])
    )
    common: dict[str, Any] = {"text": draw(words), "prefix": draw(words), "note": draw(words)}
    common |= {"translations": draw(translations), **_conditions(draw, before)}
    if kind == "display":
        return Item(link_id, kind, **common)
    common |= {"codes": draw(codings), "required": draw(st.booleans()), "read_only": draw(st.booleans())}
    if kind == "choice" or (kind in ("integer", "string") and draw(st.booleans())):
        common |= {"choices": _fhir_choices(draw, kind), "repeats": draw(st.booleans())}
        common |= {"own_words": kind != "integer" and draw(st.booleans())}
        common |= {"control": draw(st.sampled_from(["", "radio-button", "drop-down", "check-box"]))}
    elif kind in SIGNS:
        common |= _between(draw, SIGNS[kind])
        if kind == "integer" and draw(st.booleans()):
            common |= {"control": "slider", **_between(draw, wholes, "both")}
            common |= {"ends": draw(st.sampled_from([(), ("low", "", "high"), ("", "", "only")]))}
    elif kind in ("string", "text"):
        common |= {"most_letters": draw(st.one_of(st.none(), st.integers(1, 500)))}
    item = Item(link_id, kind, **common)
    if depth < 2 and not draw(st.integers(0, 5)):
        hanging = _fhir_item(draw, f"{link_id}/more", [*before, item], depth + 2)
        return Item(link_id, kind, **common, items=(hanging,))
    return item


def _fhir_entries(draw: Any, prefix: str, before: list[Item], depth: int) -> Entries:
    found: list[Group | Item] = []
    for number in range(draw(st.integers(1, 3))):
        link_id = f"{prefix}{number}"
        if depth < 3 and not draw(st.integers(0, 3)):
            about: dict[str, Any] = {"text": draw(words), "prefix": draw(words), "codes": draw(codings)}
            about |= {"required": draw(st.booleans()), "control": draw(st.sampled_from(["", "table"]))}
            about |= {"translations": draw(translations), **_conditions(draw, before)}
            found.append(Group(link_id, items=_fhir_entries(draw, f"{link_id}.", before, depth + 1), **about))
        else:
            item = _fhir_item(draw, link_id, before, depth)
            found.append(item)
            if item.kind != "display":
                before.append(item)
    return tuple(found)


@st.composite
def for_fhir(draw: Any) -> Questionnaire:
    entries = _fhir_entries(draw, draw(st.sampled_from(["", "/", "q "])).strip() or "q", [], 0)
    texts = {name: draw(words) for name in ("title", "description", "purpose", "copyright", "publisher")}
    names = {name: draw(st.one_of(st.just(""), said)) for name in ("name", "version", "url")}
    names["id"] = draw(st.one_of(st.just(""), codes.map(lambda code: code.replace("_", "-"))))
    names["date"] = draw(st.one_of(st.just(""), days, st.just("2026"), st.just("2018-09-12T18:03:40-04:00")))
    has_coded = st.sampled_from(["option", "coding"])
    return Questionnaire(
        entries,
        **texts,
        **names,
        language=draw(st.sampled_from(["", "en", "de-CH"])),
        status=draw(st.sampled_from(["draft", "active", "retired", "unknown"])),
        experimental=draw(st.sampled_from([None, True, False])),
        subject_type=draw(st.sampled_from([(), ("Patient",), ("Patient", "Person")])),
        codes=draw(codings),
        translations=draw(translations),
        weights_on=draw(has_coded) if _all_weights_are_of_codes(entries) else "option",
    )


def _all_weights_are_of_codes(entries: Entries) -> bool:
    """Where a file has its scores can only be seen when it has some, and all of them with codes."""
    weighted = []
    for entry in entries:
        if isinstance(entry, Group):
            weighted.append(_all_weights_are_of_codes(entry.items))
        elif any(choice.weight is not None for choice in entry.choices):
            weighted.append(entry.kind == "choice" and not entry.items)
        if isinstance(entry, Item) and entry.items:
            weighted.append(False)
    return bool(weighted) and all(weighted)


# -- REDCap -----------------------------------------------------------------------------------------------------------


def _redcap_choices(draw: Any) -> tuple[Choice, ...]:
    found = draw(st.lists(st.one_of(st.integers(0, 20).map(str), codes), min_size=1, max_size=4, unique=True))
    return tuple(Choice(code, draw(words), weight_of(code)) for code in found)


def _redcap_item(draw: Any, name: str, before: list[Item], middle: bool) -> Item:
    kind = draw(
        st.sampled_from(["choice", "choice", "integer", "decimal", "boolean", "string", "text", "date", "display"])
    )
    askable = [one for one in before if not (one.repeats and one.kind != "choice")]
    common: dict[str, Any] = {"text": draw(words), "prefix": draw(words), "note": draw(words)}
    common |= _conditions(draw, askable, is_exact=True)
    if kind == "display":
        return Item(name, kind, **common)
    common |= {"required": draw(st.booleans()), "read_only": draw(st.booleans())}
    if kind == "choice":
        common |= {"choices": _redcap_choices(draw), "repeats": draw(st.booleans())}
        common |= {"control": "" if common["repeats"] else draw(st.sampled_from(["", "drop-down"]))}
    elif kind in SIGNS:
        common |= _between(draw, SIGNS[kind])
        if kind == "integer" and draw(st.booleans()):
            ends = [(), ("low", "", "high"), *([("", "mid | dle", "high")] if middle else [])]
            common |= {"control": "slider", **_between(draw, wholes, "both"), "ends": draw(st.sampled_from(ends))}
    return Item(name, kind, **common)


def _redcap_run(draw: Any, prefix: str, before: list[Item], middle: bool) -> Entries:
    found: list[Group | Item] = []
    for number in range(draw(st.integers(1, 3))):
        name = f"{prefix}_{number}"
        if not draw(st.integers(0, 4)):
            shared = _redcap_choices(draw)
            rows = tuple(Item(f"{name}_{row}", "choice", draw(words), choices=shared) for row in "ab")
            found.append(Group(f"matrix:{name}", items=rows, control="table"))
            before.extend(rows)
        else:
            item = _redcap_item(draw, name, before, middle)
            found.append(item)
            if item.kind != "display":
                before.append(item)
    return tuple(found)


def _first(entries: Entries) -> str:
    first = entries[0]
    return first.link_id if isinstance(first, Item) else _first(first.items)


@st.composite
def for_redcap(draw: Any, middle: bool = True) -> Questionnaire:
    before: list[Item] = []
    entries: list[Group | Item] = list(_redcap_run(draw, "q", before, middle))
    for number in range(draw(st.integers(0, 2))):
        inside = _redcap_run(draw, f"s{number}", before, middle)
        heading = draw(words.filter(lambda one: bool(one)))
        entries.append(Group("section:" + _first(inside), heading, items=inside))
    return Questionnaire(tuple(entries), name=draw(st.sampled_from(["mood", "how_it_is"])))
