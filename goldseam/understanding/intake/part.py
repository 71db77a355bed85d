"""Intake: four short looks, each alone."""

from __future__ import annotations

from typing import Any

from goldseam.understanding.intake import access, rules
from goldseam.understanding.part import Part, Unreadable


def _row_of_a_file(body: Any) -> dict[str, Any]:
    try:
        return rules.as_body(rules.from_body(body))
    except ValueError as error:
        raise Unreadable("look") from error


PART = Part(label="intake", kinds={access.KIND: _row_of_a_file})
