"""The form of one's own plan, and that of the plan for both."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goldseam.statements.access import Statement, Version
from goldseam.statements.forms import WordsForm
from goldseam.ui import widgets
from goldseam.understanding.outside import rules, wording
from goldseam.understanding.outside.rules import STRESS_MOST, WORDS_MOST, Plan, Refused


def _words(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=WORDS_MOST,
        error_messages={"max_length": wording.REFUSALS["long"]},
        widget=widgets.Words({"rows": 2}),
    )


class PlanForm(forms.Form):
    """One's own plan: every part may stay empty. It knows which saving it was drawn from."""

    stress = forms.CharField(
        label=_("Or in your own words"),
        required=False,
        max_length=STRESS_MOST,
        error_messages={"max_length": wording.REFUSALS["stress-long"]},
        widget=widgets.Line,
    )
    does = _words(_("What does it do to you two?"), _("Less sleep, shorter words, no time alone: what you see."))
    signs = _words(_("How do you notice that it is loud?"), _("Early signs are the most useful ones."))
    i_do = _words(_("What could you do for the other, then?"), _("Small, and yours to do."))
    you_do = _words(
        _("What would help you, from the other?"), _("A wish. If you bring it to both, it is asked, not ordered.")
    )
    drop = _words(
        _("What could you two drop, or ask others for?"), _("A job, a visit, a lift, an evening with the children.")
    )
    drawn = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, plan: Plan | None = None, version: int | None = None) -> None:
        first = {part: getattr(plan, part) for part in rules.PARTS} if plan else {}
        super().__init__(data, initial={**first, "drawn": version})
        self.fields["about"] = forms.ChoiceField(
            label=_("What presses most just now?"),
            help_text=str(_("One thing for one plan.")),
            required=False,
            choices=wording.choices(),
            error_messages={"invalid_choice": wording.OTHERWISE},
            widget=widgets.Choices,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.plan = rules.checked(Plan(**{part: cleaned.get(part) or "" for part in rules.PARTS}))
            except Refused as refused:
                self.add_error(refused.part or None, str(wording.refusal(refused)))
        return cleaned

    @property
    def is_more_open(self) -> bool:
        """The second half begins folded, until one goes on with a plan, or something is in it."""
        more = ("i_do", "you_do", "drop")
        return bool(self.initial.get("drawn")) or any(self[name].value() or name in self.errors for name in more)

    @property
    def version(self) -> int | None:
        found: int | None = self.cleaned_data.get("drawn")
        return found


class SharedForm(WordsForm):
    """The plan for both, begun with what one wrote alone, and with both names."""

    def __init__(
        self,
        sent: Any = None,
        *,
        statement: Statement,
        before: list[Version],
        first: dict[str, str],
        names: tuple[str, str],
    ) -> None:
        super().__init__(sent, statement=statement, before=before)
        self.initial = {**self.initial, **first}
        self.names = names

    def clean(self) -> dict[str, Any]:
        """A name with nothing after it says nothing, so the field asks again."""
        for part, words in rules.without_bare_names(
            {part: str(self.cleaned_data.get(part) or "") for part in ("one", "other")}, self.names
        ).items():
            self.cleaned_data[part] = words
        return super().clean()
