"""The form of a statement, made from the parts of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from goldseam.statements import actions, rules, wording
from goldseam.statements.access import Statement, Version
from goldseam.statements.kinds import PartField
from goldseam.ui import widgets


class Day(forms.DateInput):
    """The browser's own picker; where there is none, a line to type in."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})}, format="%Y-%m-%d")


class WordsForm(forms.Form):
    """One field for each part. It knows from which versions it was drawn: what came since stays beside it."""

    def __init__(self, sent: Any = None, *, statement: Statement, before: Sequence[Version]) -> None:
        super().__init__(sent, initial=prefilled(statement, before))
        self.statement, self.before = statement, before
        for part in statement.kind.parts:
            self.fields[part.name] = _field(part)

    def clean(self) -> dict[str, Any]:
        told = dict(super().clean() or self.cleaned_data)
        days = {version.parts[part.name] for version in self.before for part in self.statement.kind.parts}
        for part in self.statement.kind.parts:
            try:
                told[part.name] = actions.checked_part(part, told.get(part.name) or "", before=days)
            except rules.Refused as refused:
                self.add_error(part.name, str(wording.refusal(refused.code)))
        return told

    @property
    def drawn_from(self) -> Sequence[UUID]:
        return [version.id for version in self.before]


def prefilled(statement: Statement, before: Sequence[Version]) -> dict[str, str]:
    """What the form begins with: the words it is made from; where several lie side by side, all of them."""
    told = {}
    for part in statement.kind.parts:
        ones = [version.parts[part.name] for version in before if version.parts[part.name]]
        told[part.name] = rules.joined(ones) if part.kind == "words" else (ones[-1] if ones else "")
    return told


def _field(part: PartField) -> forms.Field:
    widget = {"words": widgets.Words(), "line": widgets.Line(), "date": Day()}[part.kind]
    return forms.CharField(label=part.label, help_text=part.help, required=False, strip=False, widget=widget)


class RemarkForm(forms.Form):
    """What somebody would rather read."""

    remark = forms.CharField(
        label=_("What would you rather read, or what is missing?"),
        required=False,
        strip=False,
        widget=widgets.Words({"rows": 2}),
    )
