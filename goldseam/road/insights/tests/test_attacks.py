"""Words of people in sentences about figures: they are words, whatever they look like."""

from __future__ import annotations

import pytest

from conftest import Cast, browser_of
from goldseam.growth import actions as growth
from goldseam.road.insights import reads
from goldseam.road.insights.both.rules import Marked
from goldseam.road.insights.tests.weeks import lived, steady, today

pytestmark = pytest.mark.django_db
ODD = "{names} {0} %(x)s <i>&\"'"


def test_names_that_look_like_a_pattern_or_markup_stay_names(ana: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    lived(ana, range(40), own=steady(50), closeness=steady(60))
    growth.name_own_slider(ana.anew(), ODD)
    marked = frozenset(today().toordinal() - day for day in range(1, 30, 3))
    monkeypatch.setattr(reads, "happened", lambda _me: [Marked("times.words.odd", ODD, marked)])
    for _ in range(2):
        answer = browser_of(ana).get("/me/insights/")
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "<i>" not in page
        assert page.count("{names} {0} %(x)s &lt;i&gt;&amp;&quot;&#x27;") >= 3
        assert "of the" in page and "days after it" in page
