"""Forms. A slider that nobody moved is no answer, with or without a script."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goldseam.growth import content, rules, wording
from goldseam.growth.rules import OWN, Answers
from goldseam.ui import sliders, widgets

FORM_ID = "form_id"


def _asked(part: str, own_name: str) -> sliders.Asked:
    words = content.slider(part, own_name)
    return sliders.Asked(words.label if part == OWN and own_name else words.question, words.low, words.high)


class SliderForm(sliders.SliderForm):
    """A few of the sliders of a check-in."""

    parts: tuple[str, ...] = ()
    out_of_reach = wording.refusal("out-of-reach")

    def __init__(self, *args: Any, own_name: str = "", answers: Answers | None = None, **kwargs: Any) -> None:
        asked = {part: _asked(part, own_name) for part in self.parts}
        super().__init__(*args, asked=asked, values=answers.values if answers else {}, **kwargs)

    def sliders(self) -> Iterable[tuple[BoundField, BoundField]]:
        """All but the person's own, which has a place of its own."""
        return [self.slider(part) for part in self.parts if part != OWN]

    def own_slider(self) -> tuple[BoundField, BoundField]:
        return self.slider(OWN)

    def answers(self) -> Answers:
        """What was answered. Only of a valid form."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.checked = rules.checked(self.answers())
            except rules.Refused as refusal:
                raise forms.ValidationError(str(wording.refusal(refusal.code))) from refusal
        return cleaned


class CheckInForm(SliderForm):
    """Five sliders and a line; one answer is enough. The own slider is asked by its name once it has one."""

    parts = rules.SLIDERS

    own_name = forms.CharField(
        label=_("What is it called?"),
        help_text=_("Sleep, patience, hope: whatever matters to you."),
        required=False,
        max_length=rules.NAME_MOST,
        error_messages={"max_length": wording.refusal("name-long")},
        widget=widgets.Line,
    )
    line = forms.CharField(
        label=_("A word or a line"),
        required=False,
        max_length=rules.LINE_MOST,
        error_messages={"max_length": wording.refusal("line-long")},
        widget=widgets.Words({"rows": 3}),
    )
    form_id = forms.UUIDField(required=False, error_messages={"invalid": wording.OTHERWISE}, widget=forms.HiddenInput)

    def __init__(self, *args: Any, own_name: str = "", answers: Answers | None = None, **kwargs: Any) -> None:
        own_name = (answers.own_name if answers else "") or own_name
        first = {"own_name": own_name, "line": answers.line if answers else ""}
        self.need = answers.need if answers else ""
        self.is_named = bool(first["own_name"])
        kwargs["initial"] = {**first, **kwargs.get("initial", {})}
        super().__init__(*args, own_name=own_name, answers=answers, **kwargs)

    def answers(self) -> Answers:
        told = self.cleaned_data
        own_name = told.get("own_name", "") or self.initial.get("own_name", "")
        return Answers(self.values(), own_name, self.need, told.get("line", ""))

    @property
    def sent_id(self) -> UUID | None:
        found: UUID | None = self.cleaned_data.get(FORM_ID)
        return found

    @property
    def own_is_open(self) -> bool:
        """Is the fold with the own slider open from the start?"""
        return any(name in self.errors for name in (OWN, "own_name")) or bool(self["own_name"].value())


class TryForm(SliderForm):
    """Two sliders and a wish, without an account."""

    parts = ("closeness", "tension")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"] = forms.ChoiceField(
            label=gettext("What would help most today?"),
            required=False,
            choices=content.need_choices(),
            error_messages={"invalid_choice": wording.OTHERWISE},
            widget=widgets.Choices,
        )

    def answers(self) -> Answers:
        return Answers(self.values(), need=self.cleaned_data.get("need", ""))


class ShowForm(forms.Form):
    """Which parts the partner may read. Nothing is ticked beforehand."""

    parts = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, answers: Answers, partner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["parts"]
        assert isinstance(choices, forms.MultipleChoiceField)
        choices.label = gettext("What may %(name)s read?") % {"name": partner}
        choices.choices = [(part, _part_name(part, answers)) for part in answers.parts]
        choices.error_messages["invalid_choice"] = str(wording.refusal("not-answered"))

    def clean_parts(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["parts"]
        if not chosen:
            raise forms.ValidationError(str(wording.refusal("nothing-chosen")))
        return chosen


class OwnSliderForm(forms.Form):
    """The name of one's own slider."""

    name = forms.CharField(
        label=_("What is your own slider called?"),
        help_text=_("Sleep, patience, hope: whatever matters to you. Empty takes the name away."),
        required=False,
        max_length=rules.NAME_MOST,
        error_messages={"max_length": wording.refusal("name-long")},
        widget=widgets.Line,
    )


def _part_name(part: str, answers: Answers) -> str:
    """A part's name; words of one's own are shown below it, so that it's clear what goes out."""
    if part == "line":
        return gettext("Your line") + "\n" + " ".join(answers.line.split())
    if part == "need":
        return gettext("What would help") + "\n" + content.need(answers.need)
    return content.slider(part, answers.own_name).label
