"""What the docstrings show is what happens."""

import doctest
from types import ModuleType

import pytest

from goldseam.engines.measures.instruments import change, fields, load, rule, score


@pytest.mark.parametrize("module", [change, fields, load, rule, score], ids=lambda module: str(module.__name__))
def test_the_examples_are_right(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0
