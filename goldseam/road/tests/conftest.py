from __future__ import annotations

import pytest

from goldseam import practice
from goldseam.road.tests.told import Told


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """The only registered practice; it says what the test puts into it."""
    found = Told()
    monkeypatch.setattr(practice, "_registered", {"told": found.practice})
    return found
