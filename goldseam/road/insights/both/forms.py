"""The first words of something to try on days by chance."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from goldseam.road.insights.both.rules import FORTNIGHT, frame_from
from goldseam.road.insights.both.trying import USUALLY
from goldseam.road.plan.days import day_now
from goldseam.statements.access import Statement
from goldseam.statements.forms import WordsForm


class TryForm(WordsForm):
    """It begins tomorrow and lasts two fortnights, unless somebody chooses otherwise."""

    def __init__(self, sent: Any = None, *, statement: Statement) -> None:
        super().__init__(sent, statement=statement, before=[])
        tomorrow = day_now() + timedelta(days=1)
        last = tomorrow + USUALLY - timedelta(days=1)
        self.initial = {**self.initial, "start": tomorrow.isoformat(), "until": last.isoformat()}

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        frame = frame_from(str(told.get("start") or ""), str(told.get("until") or ""))
        if frame and not frame.fortnights and "until" not in self.errors:
            self.add_error(
                "until",
                _("That is less than %(n)s days. Choose a later day, so that a whole fortnight fits in.")
                % {"n": FORTNIGHT.days},
            )
        return told
