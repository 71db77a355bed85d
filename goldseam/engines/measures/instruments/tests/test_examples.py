"""What docstrings and pages show is what happens."""

import doctest
from pathlib import Path
from types import ModuleType

import pytest

from goldseam.engines.measures.instruments import change, fields, load, rule, score

PAGES = Path(__file__).parents[5] / "docs" / "algorithms"


@pytest.mark.parametrize("module", [change, fields, load, rule, score], ids=lambda module: str(module.__name__))
def test_the_examples_are_right(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("page", ["instruments.md", "change.md"])
def test_what_the_pages_show_is_what_happens(page: str) -> None:
    shown = doctest.testfile(str(PAGES / page), module_relative=False)
    assert shown.attempted > 0
    assert shown.failed == 0


def test_the_page_has_a_row_for_every_questionnaire_and_for_every_change_that_can_be_told() -> None:
    page = (PAGES / "instruments.md").read_text()
    for known in load.all_rules().values():
        row = next(line for line in page.splitlines() if line.startswith(f"| {known.name} |"))
        points = {change.points_needed(known, scale) for scale in known.scales} - {None}
        assert all(f"{needed} points" in row for needed in points)
        assert ("**" in row) is bool(points)
