"""The pages that are the same bytes for everyone. Each is made once, from no request, and kept in memory.

So they cannot depend on who asks; they need no database and no session; and they stay up when the disk is full.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import groupby

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from goldseam.safety import lines, words


@dataclass(frozen=True)
class NumberFor:
    """One emergency number and the countries where it is the first to call."""

    line: lines.Line
    countries: tuple[str, ...]


@cache
def help_page() -> bytes:
    countries = lines.countries()
    numbers = emergency_numbers(countries)
    shown = {section.id: section for section in words.sections()}
    return _page(
        "safety/help.html",
        {
            "place": "help",
            "shared": [number for number in numbers if len(number.countries) > 1],
            "single": [number for number in numbers if len(number.countries) == 1],
            "countries": countries,
            "now": shown["now"],
            "others": [section for section in shown.values() if section.id != "now"],
            "check": words.check(),
        },
    )


@cache
def away_page() -> bytes:
    return _page("safety/away.html", {})


@cache
def offline_page() -> bytes:
    return _page("safety/offline.html", {})


def emergency_numbers(countries: list[lines.Country]) -> list[NumberFor]:
    """The first number of each country, the one that most share first."""
    first = sorted(((country.of("emergency")[0], country.name) for country in countries), key=lambda p: p[0].number)
    groups = [(number, list(group)) for number, group in groupby(first, key=lambda pair: pair[0].number)]
    groups.sort(key=lambda group: (-len(group[1]), group[0]))
    return [NumberFor(group[0][0], tuple(name for _, name in group)) for _, group in groups]


def _page(template: str, context: dict[str, object]) -> bytes:
    with override(settings.LANGUAGE_CODE):
        return render_to_string(template, context).encode()
