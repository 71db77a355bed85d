"""A wrong number is the worst fault in the house."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from goldseam.safety import lines, pages

TEL = re.compile(r"tel:(%23|\+)?[0-9]{2,15}")
GOOD: dict[str, Any] = json.loads(lines.FILE.read_text())


def test_the_file_is_sound() -> None:
    assert lines.faults(GOOD) == []
    print(f"looked at {len(GOOD['lines'])} entries")


def test_at_least_twenty_countries_have_an_emergency_number_somebody_to_talk_to_and_help_against_violence() -> None:
    countries = lines.countries()
    needed = ("emergency", "suicide", "violence")
    serving = [country for country in countries if all(country.of(purpose) for purpose in needed)]
    print(f"{len(serving)} of {len(countries)} countries, {sum(len(c.lines) for c in countries)} confirmed lines")
    assert len(serving) >= 20


def test_every_number_on_the_page_can_be_called() -> None:
    shown = re.findall(r'href="((?:tel|sms):[^"]*)"', pages.help_page().decode())
    assert len(shown) > 150
    assert [one for one in shown if not TEL.fullmatch(one.replace("sms:", "tel:"))] == []


def test_an_unconfirmed_line_stays_in_the_file_and_off_the_page() -> None:
    page = pages.help_page().decode()
    held_back = [line for line in lines.load() if not line.confirmed]
    shown = {(line.country, line.href or line.chat) for country in lines.countries() for line in country.lines}
    unmistakable = [line.href for line in held_back if len(line.number) > 5]
    assert held_back
    assert unmistakable
    assert [line.id for line in held_back if (line.country, line.href) in shown] == []
    assert [href for href in unmistakable if f'"{href}"' in page] == []


def test_every_confirmed_line_is_on_the_page_with_its_number() -> None:
    page = pages.help_page().decode()
    confirmed = [line for line in lines.load() if line.confirmed]
    assert [line.id for line in confirmed if line.number and f'href="{line.href}"' not in page] == []


def test_the_emergency_numbers_come_before_everything_else() -> None:
    page = pages.help_page().decode()
    assert page.index("<h1>") < page.index('href="tel:112"') < page.index("<details")


def test_an_old_entry_is_named_and_a_fresh_one_is_not() -> None:
    today = date(2026, 11, 22)
    entries = lines.load()
    planted = replace(entries[0], id="planted", seen=today - timedelta(days=181))
    edge = replace(entries[0], id="edge", seen=today - timedelta(days=180))
    assert lines.stale([*entries, planted, edge], today) == [planted]
    assert lines.stale(entries, today) == []
    assert len(lines.stale(entries, today + timedelta(days=400))) == len(entries)


def test_no_entry_was_seen_after_it_was_written() -> None:
    assert {line.id for line in lines.load() if line.page_date and line.page_date > line.seen.isoformat()} == set()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "08OO 111"),
        ("number", "call us"),
        ("source", "somebody told me"),
        ("seen", "last week"),
        ("page_date", "yesterday"),
        ("country", "XX"),
        ("purposes", ["sales"]),
        ("purposes", []),
        ("confirmed", "yes"),
        ("name", ""),
        ("chat", "https://somewhere.example/?from=us"),
        ("text", "88788"),
        ("colour", "red"),
    ],
)
def test_a_planted_fault_is_named(field: str, value: object) -> None:
    document = deepcopy(GOOD)
    document["lines"][0][field] = value
    found = lines.faults(document)
    assert found, field
    assert all(fault.startswith(document["lines"][0]["id"]) for fault in found)


def test_an_entry_that_nobody_can_reach_and_one_that_is_there_twice_are_named() -> None:
    document = deepcopy(GOOD)
    document["lines"].append(deepcopy(document["lines"][1]))
    del document["lines"][0]["number"]
    assert len(lines.faults(document)) == 2


def test_a_broken_file_is_refused_whole(tmp_path: Any) -> None:
    document = deepcopy(GOOD)
    document["lines"][0]["number"] = "nine one one"
    file = tmp_path / "lines.json"
    file.write_text(json.dumps(document))
    with pytest.raises(lines.BadLines, match="nine one one"):
        lines.load(file)
