"""One page of a questionnaire as a form. The words are the file's; what is kept is only what was chosen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goldseam.questionnaires import answering, wording
from goldseam.questionnaires.rules import SAID_LENGTH, Said
from goldseam.questionnaires.shelf import Paper, Question, short, shown
from goldseam.ui import widgets

if TYPE_CHECKING:
    from goldseam.engines.measures.forms.entries import Item

LEFT_OUT = " "
"""No file's code is a blank, and a question that nobody touched has nothing chosen, not even this."""
DEEDS = ("on", "back", "later", "done")


class PageForm(forms.Form):
    """The questions of one page. `was` travels with it, so that two devices can't undo each other."""

    form_id = forms.UUIDField(error_messages={"invalid": wording.OTHERWISE}, widget=forms.HiddenInput)
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    page = forms.IntegerField(min_value=1, max_value=1000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, paper: Paper, places: list[int], said: Said, **kwargs: Any) -> None:
        shows = {place: said[place] for place in places if place in said}
        first = {_name(place): _as_chosen(paper.questions[place], answer) for place, answer in shows.items()}
        kwargs["initial"] = {**first, "was": json.dumps(shows), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.paper, self.places = paper, places
        for place in places:
            self.fields[_name(place)] = _field(paper.questions[place].item, paper.questions[place].text)

    def questions(self) -> list[tuple[Question, BoundField]]:
        return [(self.paper.questions[place], self[_name(place)]) for place in self.places]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for place, why in answering.wrong_with(self.paper, self.said).items():
            self.add_error(_name(place), str(wording.refusal(why)))
        return cleaned

    @property
    def said(self) -> Said:
        """What was answered on this page. Only of a valid form."""
        told = {place: _as_said(self.cleaned_data.get(_name(place))) for place in self.places}
        return {place: answer for place, answer in told.items() if answer}

    @property
    def had_shown(self) -> Said:
        """What the page says that it had shown. One that can't be read had shown nothing: then all counts."""
        try:
            told = json.loads(self.cleaned_data.get("was", ""))
            return {int(place): str(answer) for place, answer in told.items() if int(place) in self.places}
        except (ValueError, TypeError, AttributeError, RecursionError):
            return {}

    @property
    def sent_id(self) -> UUID:
        found: UUID = self.cleaned_data["form_id"]
        return found


def as_fields(form: PageForm, sent: QueryDict) -> list[tuple[str, str]]:
    """The form once more, for somebody who chooses to keep what they answered."""
    return [(name, value) for name in form.fields for value in sent.getlist(name)]


def _name(place: int) -> str:
    return f"q{place}"


def _field(item: Item, text: str) -> forms.Field:
    note = shown(item.note)
    if item.kind == "boolean":
        return _chosen(text, note, [("true", gettext("Yes")), ("false", gettext("No"))])
    choices = [(each.code, short(each.shown)) for each in item.choices]
    if choices and not item.repeats:
        return _chosen(text, note, choices)
    if choices:
        return forms.MultipleChoiceField(
            label=text,
            help_text=escape(note),
            required=False,
            choices=choices,
            error_messages={"invalid_choice": wording.REFUSALS["not a choice"]},
            widget=forms.CheckboxSelectMultiple({"autocomplete": "off"}),
        )
    most = min(item.most_letters or SAID_LENGTH, SAID_LENGTH)
    return forms.CharField(
        label=text,
        help_text=escape(" ".join(part for part in (note, _range(item)) if part)),
        required=False,
        max_length=most,
        error_messages={"max_length": wording.REFUSALS["too long"]},
        widget=_widget(item),
    )


def _chosen(text: str, note: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=text,
        help_text=escape(note),
        required=False,
        choices=[*choices, (LEFT_OUT, _("Leave this out"))],
        error_messages={"invalid_choice": wording.REFUSALS["not a choice"]},
        widget=widgets.Choices({"autocomplete": "off"}),
    )


def _widget(item: Item) -> forms.Widget:
    if item.kind == "integer":
        return widgets.Line({"inputmode": "numeric"})
    if item.kind == "decimal":
        return widgets.Line({"inputmode": "decimal"})
    if item.kind == "date":
        return forms.DateInput({"type": "date", "autocomplete": "off"})
    return widgets.Words({"rows": 3}) if item.kind == "text" else widgets.Line()


def _range(item: Item) -> str:
    ends = " – ".join(shown(end) for end in item.ends)
    if item.low is None or item.high is None or item.kind not in ("integer", "decimal"):
        return ends
    told = gettext("From %(low)s to %(high)s.") % {"low": item.low, "high": item.high}
    return f"{told} {ends}" if ends else told


def _as_said(told: object) -> str:
    """One word for what was chosen; several are kept in one, and none is no answer."""
    if isinstance(told, list):
        return answering.joined([str(each) for each in told])
    return str(told or "").strip()


def _as_chosen(question: Question, answer: str) -> object:
    return answering.parted(answer) if question.item.choices and question.item.repeats else answer
