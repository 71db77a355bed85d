"""The form of words for two, as the pages of this room use it: with first words of its own, and nothing typed lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from goldseam.people.me import Me
from goldseam.statements import actions, wording
from goldseam.statements.access import Statement, Version
from goldseam.statements.forms import WordsForm
from goldseam.statements.rules import Refused

DRAWN_FROM = "from"


@dataclass(frozen=True)
class Saying:
    """One form on its way: whose, what was sent, and about which statement."""

    me: Me
    form: WordsForm
    statement: Statement
    is_sent: bool

    @staticmethod
    def of(
        me: Me,
        sent: QueryDict | None,
        statement: Statement,
        first: Mapping[str, Any],
        before: tuple[Version, ...] = (),
    ) -> Saying:
        """`before` are the versions that these words are made from; a form that was sent says so itself."""
        if sent is not None:
            named = set(sent.getlist(DRAWN_FROM))
            before = tuple(version for version in statement.versions if str(version.id) in named)
        form = WordsForm(sent, statement=statement, before=before)
        form.initial.update(first)
        return Saying(me, form, statement, sent is not None)

    def is_written(self) -> bool:
        """Kept as a version of both. What was refused stands in the form, over the untouched words."""
        if not self.form.is_valid():
            return False
        try:
            drawn_from = self.form.drawn_from
            actions.write(self.me, self.statement.kind.label, self.form.cleaned_data, drawn_from)
        except Refused as refused:
            self.form.add_error(None, str(wording.refusal(refused.code)))
            return False
        return True
