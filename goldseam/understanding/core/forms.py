"""What each writes apart: few fields, none of them long. What was typed stays, whatever comes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goldseam.ui import widgets
from goldseam.understanding.core import rules, wording


class ApartForm(forms.Form):
    """A form whose answers are read by the rules, the same that read a file and the other's side."""

    where: dict[str, str] = {}
    """At which field a refusal stands; else above the form."""

    def read(self, told: dict[str, str]) -> dict[str, Any]:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        told = {name: str(self.cleaned_data.get(name, "")) for name in self.fields}
        try:
            return self.read(told)
        except rules.Refused as refused:
            self.add_error(self.where.get(refused.code), str(wording.refusal(refused.code)))
        return told

    def answers(self) -> dict[str, Any]:
        """Only of a valid form."""
        return self.cleaned_data


class CoreForm(ApartForm):
    """One's own sentence, first for oneself."""

    where = {"no-sentence": "sentence", "sentence-long": "sentence", "why-long": "why"}

    sentence = forms.CharField(
        label=_("My sentence"),
        help_text=_("“The thing that keeps coming back between us is …”"),
        required=False,
        strip=False,
        widget=widgets.Words({"rows": 3}),
    )
    why = forms.CharField(
        label=_("Why this one?"),
        help_text=_("What it costs me, or what I would miss if it stayed."),
        required=False,
        strip=False,
        widget=widgets.Words({"rows": 3}),
    )

    def read(self, told: dict[str, str]) -> dict[str, Any]:
        return rules.core_answers(told)


class WantsForm(ApartForm):
    """Four prompts; any of them may stay empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for prompt in wording.prompts():
            self.fields[prompt.name] = forms.CharField(
                label=prompt.label,
                help_text=prompt.hint,
                required=False,
                strip=False,
                widget=widgets.Words({"rows": 3}),
            )

    def read(self, told: dict[str, str]) -> dict[str, Any]:
        return rules.wants_answers(told)
