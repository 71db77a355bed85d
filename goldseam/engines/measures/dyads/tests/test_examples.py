"""The examples in the explanations are right."""

import doctest
from types import ModuleType

import pytest

from goldseam.engines.measures.dyads import coordination, fit, reading, rties, students_t


@pytest.mark.parametrize("module", [coordination, fit, reading, rties, students_t], ids=lambda module: module.__name__)
def test_the_examples_are_right(module: ModuleType) -> None:
    told = doctest.testmod(module)
    assert told.attempted > 0
    assert told.failed == 0
