"""Files that no good program writes: good ones mutated, cut, blown up, contradicted, and in other encodings."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from goldseam.engines.measures.forms.redcap_table import COLUMNS

URL = "http://hl7.org/fhir/StructureDefinition/"
CHOICES = [
    {
        "extension": [{"url": URL + "ordinalValue", "valueDecimal": number}],
        "valueCoding": {"system": "urn:example:often", "code": f"often-{number}", "display": f"{number} times"},
    }
    for number in range(4)
]
GOOD: dict[str, Any] = {
    "resourceType": "Questionnaire",
    "status": "active",
    "name": "mood",
    "title": "Mood",
    "_title": {"extension": [{"url": URL + "translation", "extension": [{"url": "lang", "valueCode": "de"}]}]},
    "contained": [
        {
            "resourceType": "ValueSet",
            "id": "set",
            "compose": {"include": [{"system": "s", "concept": [{"code": "a", "display": "A"}, {"code": "b"}]}]},
        }
    ],
    "item": [
        {"linkId": "words", "type": "display", "text": "Think of the last two weeks."},
        {
            "linkId": "group",
            "type": "group",
            "text": "How often?",
            "item": [
                {"linkId": f"often-{number}", "type": "choice", "text": f"Thing {number}?", "answerOption": CHOICES}
                for number in range(4)
            ],
        },
        {"linkId": "set", "type": "open-choice", "answerValueSet": "#set", "repeats": True},
        {
            "linkId": "more",
            "type": "integer",
            "enableWhen": [
                {"question": "often-1", "operator": "=", "answerCoding": {"code": "often-2"}},
                {"question": "often-2", "operator": "exists", "answerBoolean": True},
            ],
            "enableBehavior": "any",
            "extension": [{"url": URL + "minValue", "valueInteger": 0}, {"url": URL + "maxValue", "valueInteger": 9}],
        },
    ],
}
del GOOD["_title"]
ROWS = [
    {"name": "record_id", "form": "mood", "type": "text", "label": "Record ID"},
    {"name": "how", "form": "mood", "section": "Now", "type": "radio", "label": "How?", "choices": "0, Low | 1, High"},
    {"name": "which", "form": "mood", "type": "checkbox", "label": "<b>Which</b>?", "choices": "a, Aah | b, Be, too"},
    {"name": "m1", "form": "mood", "type": "radio", "label": "One", "choices": "1, x | 2, y", "matrix": "m"},
    {"name": "m2", "form": "mood", "type": "radio", "label": "Two", "choices": "1, x | 2, y", "matrix": "m"},
    {"name": "near", "form": "mood", "type": "slider", "label": "Near?", "choices": "far | | near"},
    {"name": "n", "form": "mood", "type": "text", "label": "N", "validation": "integer", "low": "0", "high": "9"},
    {"name": "why", "form": "mood", "type": "notes", "label": "Why?", "logic": "[how] = '1' and [which(a)] = '1'"},
]
VALUES: list[Any] = [None, True, "", "x", "\x00", "\ud800", [], {}, [[]], [None], 0, -1, 1.5, 1e308, -1e308, 10**30]
VALUES += ["=cmd|' /C calc'!A0", "a" * 30_000, "#set", "#nowhere", "http://elsewhere.example/set", "choice", "coding"]
VALUES += [
    "often-1",
    "group",
    "more",
    {"code": "often-1"},
    [{"linkId": "words", "type": "display"}],
    "quantity",
    "\u202e",
]
CELLS = ["=1+1", "@HIDDEN", "@IF([a]='1','@HIDDEN','')", "|||", ",", "1", "x" * 30_000, "\x00", "\ud800", "[how] = '1'"]
CELLS += [
    "[why] = '1'",
    "(" * 3_000,
    "[how] > '1e308'",
    "[a][b] = 1",
    "<script>" * 2_000,
    "<!--" * 4_000,
    "&#0;&#xD800;",
]
CELLS += [
    "calc",
    "radio",
    "sql",
    "slider",
    "text",
    "",
    '"',
    "\r\n",
    "0, a | 0, b",
    "nan, x | inf, y",
    "1e5, x",
    "'" * 999,
]
CELLS += ["1, " + "<" * 20_000, "-1", "99999999999999999999", "y", "today", "1900-02-30", "date_ymd", "<br>" * 3_000]


def fhir_files(generator: random.Random, count: int) -> Iterator[bytes]:
    whole = [_replaced, _renamed, _circle, _deep, _many, _constants, _twice]
    for _ in range(count):
        said = copy.deepcopy(GOOD)
        for _ in range(generator.randint(1, 3)):
            said = generator.choice(whole)(generator, said)
        data = said if isinstance(said, bytes) else json.dumps(said).encode()
        yield _bytes(generator, data) if generator.random() < 0.4 else data


def redcap_files(generator: random.Random, count: int) -> Iterator[bytes]:
    for _ in range(count):
        rows = [dict(row) for row in ROWS]
        for _ in range(generator.randint(1, 3)):
            generator.choice([_cell, _cell, _row_gone, _row_twice, _rows_mixed])(generator, rows)
        data = _table(generator, rows)
        yield _bytes(generator, data) if generator.random() < 0.4 else data


# -- JSON -------------------------------------------------------------------------------------------------------------


def _places(said: Any) -> list[tuple[Any, Any]]:
    keys = list(said) if isinstance(said, dict) else range(len(said)) if isinstance(said, list) else []
    return [place for key in keys for place in [(said, key), *_places(said[key])]]


def _replaced(generator: random.Random, said: Any) -> Any:
    if isinstance(said, dict) and (found := _places(said)):
        above, key = generator.choice(found)
        above[key] = generator.choice(VALUES)
    return said


def _renamed(generator: random.Random, said: Any) -> Any:
    dicts = [above for above, _ in _places(said) if isinstance(above, dict)] if isinstance(said, dict) else []
    if dicts:
        above = generator.choice(dicts)
        key = generator.choice(list(above) or ["x"])
        words = [
            "repeats",
            "modifierExtension",
            "extension",
            "answerValueSet",
            "implicitRules",
            "linkId",
            "_text",
            "type",
        ]
        above[generator.choice(words)] = above.pop(key, generator.choice(VALUES))
    return said


def _circle(generator: random.Random, said: Any) -> Any:
    if isinstance(said, dict) and isinstance(said.get("item"), list):
        for one, other in ((1, 2), (2, 1)):
            when = {"question": f"c{other}", "operator": "=", "answerBoolean": True}
            said["item"].append({"linkId": f"c{one}", "type": "boolean", "enableWhen": [when]})
    return said


def _deep(generator: random.Random, said: Any) -> Any:
    depth = generator.choice([5, 13, 200, 5_000])
    if generator.random() < 0.5:
        return b'{"resourceType": "Questionnaire", "item": ' + b"[" * depth * 10
    inner = '{"linkId": "x", "type": "boolean"}'
    for number in range(depth):
        inner = f'{{"linkId": "{number}", "type": "group", "item": [{inner}]}}'
    return f'{{"resourceType": "Questionnaire", "item": [{inner}]}}'.encode()


def _many(generator: random.Random, said: Any) -> Any:
    if isinstance(said, dict) and isinstance(said.get("item"), list):
        kind = generator.choice(["boolean", "open-choice", "display"])
        more = [{"linkId": f"m{number}", "type": kind} for number in range(generator.choice([10, 300, 2_000]))]
        said["item"] += [{**one, "answerValueSet": "#set"} if kind == "open-choice" else one for one in more]
    return said


def _constants(generator: random.Random, said: Any) -> Any:
    if isinstance(said, dict) and (found := _places(said)):
        above, key = generator.choice(found)
        above[key] = generator.choice([float("nan"), float("inf"), -float("inf")])
    return said


def _twice(generator: random.Random, said: Any) -> Any:
    if isinstance(said, bytes):
        return said
    text = json.dumps(said)
    return text.replace('"linkId"', '"linkId": "first", "linkId"', 1).encode() if generator.random() < 0.3 else said


# -- tables -----------------------------------------------------------------------------------------------------------


def _cell(generator: random.Random, rows: list[dict[str, str]]) -> None:
    if rows:
        generator.choice(rows)[generator.choice(COLUMNS)[0]] = generator.choice(CELLS)


def _row_gone(generator: random.Random, rows: list[dict[str, str]]) -> None:
    if rows:
        rows.pop(generator.randrange(len(rows)))


def _row_twice(generator: random.Random, rows: list[dict[str, str]]) -> None:
    if rows:
        times = generator.choice([1] * 9 + [1_500])
        rows += [{**generator.choice(rows), "name": f"r{number}"} for number in range(times)]


def _rows_mixed(generator: random.Random, rows: list[dict[str, str]]) -> None:
    generator.shuffle(rows)


def _table(generator: random.Random, rows: list[dict[str, str]]) -> bytes:
    sign = generator.choice([",", ",", ",", ";", "\t", "|"])
    end = generator.choice(["\r\n", "\n", "\r"])
    titles = [title for _, title, _ in COLUMNS]
    if generator.random() < 0.2:
        titles[generator.randrange(18)] = generator.choice(["", "Form Name", "Something else", "=1+1"])
    lines = [titles, *([row.get(ours, "") for ours, *_ in COLUMNS] for row in rows)]
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in line] for line in lines]
    text = end.join(sign.join(line[: generator.choice([18, 18, 18, 9])]) for line in quoted)
    return text.encode("utf-8", "surrogatepass")


# -- bytes ------------------------------------------------------------------------------------------------------------


def _bytes(generator: random.Random, data: bytes) -> bytes:
    deeds: list[Callable[[], bytes]] = [
        lambda: data[: generator.randrange(len(data) + 1)],
        lambda: data[generator.randrange(len(data) + 1) :],
        lambda: _flipped(generator, data),
        lambda: data.decode("utf-8", "replace").encode("utf-16"),
        lambda: b"\xef\xbb\xbf" + data,
        lambda: data.decode("utf-8", "replace").encode("latin-1", "replace") + b"\xe9",
        lambda: generator.randbytes(generator.randrange(300)),
        lambda: data[:500] * generator.choice([2, 40]),
        lambda: data + b" " * 2_100_000,
        lambda: b"",
        lambda: b"<Questionnaire/>",
        lambda: data.replace(b'"', b"'"),
        lambda: data.replace(b",", b"\x00"),
    ]
    return generator.choice(deeds)()


def _flipped(generator: random.Random, data: bytes) -> bytes:
    found = bytearray(data)
    for _ in range(generator.choice([1, 1, 5, 50])):
        if found:
            found[generator.randrange(len(found))] = generator.choice(b'"{}[],:0\n\xff\x00ae|')
    return bytes(found)
