"""The sentence with its gaps: each can be filled from a list, in words of one's own, with both, or left open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from goldseam.ui import widgets
from goldseam.understanding.cycle import rules, wording
from goldseam.understanding.cycle.rules import Half, Refused


@dataclass(frozen=True)
class Gap:
    """One gap of the sentence as the page shows it: folded, with what fills it now."""

    beginning: str
    filled: str
    picked: BoundField
    words: BoundField
    is_open: bool


class HalfForm(forms.Form):
    """One's half of the loop. `initial` are the answers that it begins with."""

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        half = _half(initial)
        for part in rules.PARTS:
            piece = half.get(part, rules.NOTHING)
            self.fields[part] = forms.MultipleChoiceField(
                label=wording.HINTS[part],
                required=False,
                choices=[(each, wording.choice(part, each)) for each in rules.CHOICES[part]],
                error_messages={"invalid_choice": wording.OTHERWISE},
                widget=forms.CheckboxSelectMultiple,
                initial=list(piece.picked),
            )
            self.fields[words_of(part)] = forms.CharField(
                label=_("Or in your own words"),
                required=False,
                max_length=rules.WORDS_MOST,
                error_messages={"max_length": wording.REFUSALS["long"]},
                widget=widgets.Line,
                initial=piece.words,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            told = {part: {"picked": cleaned[part], "words": cleaned[words_of(part)]} for part in rules.PARTS}
            try:
                self.checked = rules.checked(told)
            except Refused as refused:
                self.add_error(refused.part or None, str(wording.refusal(refused)))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """What was said. Only of a valid form."""
        return self.checked

    @property
    def gaps(self) -> list[Gap]:
        """Open is the first that nothing fills; in a form that came back, those with something to mend."""
        filled = {part: self._filling(part) for part in rules.PARTS}
        wrong = {name.removesuffix("_words") for name in self.errors}
        first = next((part for part in rules.PARTS if not filled[part]), None)
        return [
            Gap(
                beginning=wording.beginning(part),
                filled=filled[part],
                picked=self[part],
                words=self[words_of(part)],
                is_open=part in wrong or (not wrong and part == first),
            )
            for part in rules.PARTS
        ]

    def _filling(self, part: str) -> str:
        picked = [each for each in self[part].value() or [] if each in rules.CHOICES[part]]
        words = rules.plain_words(self[words_of(part)].value() or "")
        return wording.filling(part, rules.Piece(tuple(picked), words))


def words_of(part: str) -> str:
    """The field of one's own words beside the list."""
    return f"{part}_words"


def _half(answers: Mapping[str, Any] | None) -> Half:
    """What was kept once under another version begins empty."""
    try:
        return rules.half_of(answers or {})
    except Refused:
        return {}
