"""The four questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goldseam.ui import widgets
from goldseam.understanding import content
from goldseam.understanding.story import rules

TOO_LONG = format_lazy(_("That is longer than {n} signs. Fewer words fit."), n=rules.WORDS_MOST)


class StoryForm(forms.Form):
    """Four places to write. Each may stay empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part, words in content.words_of("story").items():
            self.fields[part] = forms.CharField(
                label=words["question"],
                help_text=words["hint"],
                required=False,
                max_length=rules.WORDS_MOST,
                error_messages={"max_length": TOO_LONG},
                widget=widgets.Words({"rows": 5}),
            )

    def answers(self) -> dict[str, Any]:
        """Only of a valid form."""
        return rules.checked({part: self.cleaned_data.get(part, "") for part in rules.PARTS})
