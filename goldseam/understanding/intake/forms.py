"""Forms. A slider that nobody moved is no answer, with or without a script."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext

from goldseam.library.moments import moment_told
from goldseam.practice import Topic
from goldseam.ui import sliders, widgets
from goldseam.understanding import content
from goldseam.understanding.intake import rules, wording
from goldseam.understanding.intake.asked import topics_of
from goldseam.understanding.intake.items import Item, items
from goldseam.understanding.intake.rules import Answers, Drawn

FORM_ID = "form_id"


@dataclass(frozen=True)
class Section:
    """One topic on the page."""

    topic: Topic
    title: str
    ticks_label: str
    sliders: list[tuple[BoundField, BoundField]]
    ticked: list[tuple[BoundField, BoundField]]
    line: BoundField


class LookForm(sliders.SliderForm):
    """One sitting: its sliders, those that open with a tick, and a line for each topic."""

    out_of_reach = wording.REFUSALS["out-of-reach"]

    form_id = forms.UUIDField(required=False, error_messages={"invalid": wording.OTHERWISE}, widget=forms.HiddenInput)
    drawn = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, *args: Any, sitting: str, drawn: Drawn, **kwargs: Any) -> None:
        """`drawn` is what the page shows; it travels with the form, so that two devices can't undo each other."""
        self.sitting = sitting
        mine = [item for item in items().values() if item.sitting == sitting]
        self.ticked = [item for item in mine if item.ticked]
        asked = {item.id: sliders.Asked(item.question, item.low, item.high) for item in mine if not item.ticked}
        values = drawn.answers.values
        lines = {_line(topic): text for topic, text in drawn.answers.words.items()}
        ticks = {f"{item.id}_in": item.id in values for item in self.ticked}
        weights = {item.id: values.get(item.id, sliders.MIDDLE) for item in self.ticked}
        first = {**lines, **ticks, **weights, "drawn": as_text(drawn)}
        kwargs["initial"] = {**first, **kwargs.get("initial", {})}
        super().__init__(*args, asked=asked, values=values, **kwargs)
        for item in self.ticked:
            self.fields[f"{item.id}_in"] = _tick(item)
            self.fields[item.id] = self._slider(sliders.Asked(item.question, item.low, item.high))
        for topic in topics_of(sitting):
            self.fields[_line(topic)] = _line_field(topic)

    def sections(self) -> Iterable[Section]:
        known, topics = items(), content.words_of("intake-topics")
        return [
            Section(
                topic,
                topics[topic]["title"],
                topics[topic]["ticks"],
                [self.slider(name) for name in self.asked if known[name].topic == topic],
                [(self[f"{each.id}_in"], self[each.id]) for each in self.ticked if each.topic == topic],
                self[_line(topic)],
            )
            for topic in topics_of(self.sitting)
        ]

    def values(self) -> dict[str, int]:
        """Of those with a tick, the tick alone decides: what was ticked counts where its slider stands."""
        told = super().values()
        for item in self.ticked:
            if self.cleaned_data.get(f"{item.id}_in"):
                value = self.cleaned_data.get(item.id)
                told[item.id] = sliders.MIDDLE if value is None else value
        return told

    def answers(self) -> Answers:
        """What was answered. Only of a valid form."""
        words = {topic: self.cleaned_data.get(_line(topic), "") for topic in topics_of(self.sitting)}
        return Answers(self.values(), {topic: text for topic, text in words.items() if text})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.checked = rules.checked(self.sitting, self.answers())
            except rules.Refused as refusal:
                raise forms.ValidationError(str(wording.refusal(refusal.code))) from refusal
            if not (self.checked or self.was.answers):
                raise forms.ValidationError(str(wording.refusal("nothing-answered")))
        return cleaned

    @property
    def was(self) -> Drawn:
        """What the page had shown, as it says itself. One that can't be read had shown nothing: then all counts."""
        return from_text(self.sitting, self.cleaned_data.get("drawn", ""))

    @property
    def sent_id(self) -> UUID | None:
        found: UUID | None = self.cleaned_data.get(FORM_ID)
        return found


def as_text(drawn: Drawn) -> str:
    """What a page shows, as its hidden field carries it."""
    if drawn.begun is None:
        return ""
    return json.dumps(
        {
            "begun": drawn.begun.isoformat(),
            "values": dict(drawn.answers.values),
            "versions": dict(drawn.answers.versions),
            "words": {str(topic): text for topic, text in drawn.answers.words.items()},
        }
    )


def from_text(sitting: str, text: str) -> Drawn:
    try:
        told = json.loads(text)
        words = {Topic(name): line for name, line in told["words"].items()}
        answers = rules.checked(sitting, Answers(told["values"], words, told["versions"]))
        return Drawn(answers, moment_told(told["begun"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, rules.Refused):
        return Drawn()


def _line(topic: Topic) -> str:
    return f"line_{topic}"


def _line_field(topic: Topic) -> forms.CharField:
    return forms.CharField(
        label=content.words_of("intake-topics")[topic]["line"],
        required=False,
        max_length=rules.LINE_MOST,
        error_messages={"max_length": wording.refusal("line-long")},
        widget=widgets.Line,
    )


def _tick(item: Item) -> forms.BooleanField:
    tick = forms.CheckboxInput({"autocomplete": "off"})
    return forms.BooleanField(label=item.label, required=False, widget=tick)


class SettleForm(forms.Form):
    """Which of two devices' words stays."""

    topic = forms.ChoiceField(choices=[(topic, topic) for topic in Topic])
    text = forms.CharField(required=False, strip=False)
    both = forms.CharField(required=False)


class EraseForm(forms.Form):
    """This look, or all looks at this sitting."""

    which = forms.ChoiceField(
        choices=[("newest", ""), ("all", "")], required=False, widget=widgets.Choices, initial="newest"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        which = self.fields["which"]
        assert isinstance(which, forms.ChoiceField)
        which.label = gettext("You looked at this more than once. What shall go?")
        which.choices = [("newest", gettext("Only the newest look")), ("all", gettext("All looks at this part"))]
