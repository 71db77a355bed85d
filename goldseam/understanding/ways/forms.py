"""Forms of this room. Each carries the version that it began with, so that no device writes over another unseen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goldseam.ui import widgets
from goldseam.understanding.ways import content, rules, wording
from goldseam.understanding.ways.access import Listed, Written
from goldseam.understanding.ways.rules import PIECES, UNTIL, Piece, Standing, Ticked


class WhereForm(forms.Form):
    """The four answers; nothing is chosen beforehand."""

    standing = forms.ChoiceField(
        label=_("Today I would say:"),
        widget=widgets.Choices,
        error_messages={
            "required": wording.refusal("no-answer"),
            "invalid_choice": wording.OTHERWISE,
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["standing"]
        assert isinstance(field, forms.ChoiceField)
        answers = [(each.value, content.answer(each)) for each in Standing]
        field.choices = [(value, f"{told.label}\n{told.hint}") for value, told in answers]

    @property
    def chosen(self) -> Standing:
        return Standing(self.cleaned_data["standing"])


class Versioned(forms.Form):
    """A form of something that may be written on two devices."""

    version = forms.IntegerField(
        min_value=0,
        widget=forms.HiddenInput,
        error_messages={"required": wording.OTHERWISE, "invalid": wording.OTHERWISE},
    )

    def say(self, refusal: rules.Refused) -> None:
        self.add_error(None, str(wording.refusal(refusal.code)))


class PieceForm(Versioned):
    """One short piece of writing."""

    def __init__(self, data: Any, *, name: str, written: Written) -> None:
        first: dict[str, Any] = {**written.piece.words, "day": written.piece.day, "version": written.version}
        super().__init__(data, initial=first, auto_id=f"{name}_%s")
        self.name, self.told = name, content.piece(name)
        if name == UNTIL:
            self.fields["day"] = forms.DateField(
                label=gettext("The day on which I look again"),
                required=False,
                widget=forms.DateInput({"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
                error_messages={"invalid": str(wording.refusal("no-day"))},
            )
        for field in PIECES[name]:
            words = self.told["fields"][field]
            self.fields[field] = forms.CharField(
                label=words["label"],
                help_text=words["help"],
                required=False,
                max_length=rules.WORDS_MOST,
                widget=widgets.Words({"rows": 3}),
                error_messages={"max_length": wording.refusal("words-long")},
            )

    @property
    def piece(self) -> Piece:
        told = self.cleaned_data
        return Piece({field: told.get(field, "") for field in PIECES[self.name]}, told.get("day"))


class ListForm(Versioned):
    """The practical list: ticks, and a note to each part."""

    def __init__(self, data: Any, *, listed: Listed) -> None:
        self.kept = listed.ticked
        super().__init__(data, initial={"version": listed.version})
        self.told = content.sections()
        for name, section in self.told.items():
            items = list(section["items"].items())
            self.fields[f"done_{name}"] = forms.MultipleChoiceField(
                label=section["title"],
                required=False,
                choices=items,
                initial=[item for item, _text in items if item in listed.ticked.done],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": str(wording.OTHERWISE)},
            )
            self.fields[f"note_{name}"] = forms.CharField(
                label=gettext("A note of your own"),
                required=False,
                max_length=rules.WORDS_MOST,
                initial=listed.ticked.notes.get(name, ""),
                widget=widgets.Words({"rows": 2}),
                error_messages={"max_length": wording.refusal("words-long")},
            )

    def sections(self) -> list[tuple[Any, BoundField, BoundField, bool]]:
        """Each part: its words, its ticks, its note, and whether it has anything in it."""
        return [
            (section, self[f"done_{name}"], self[f"note_{name}"], self._is_open(name))
            for name, section in self.told.items()
        ]

    def _is_open(self, name: str) -> bool:
        wrong = any(f"{part}_{name}" in self.errors for part in ("done", "note"))
        return wrong or bool(self[f"done_{name}"].value() or self[f"note_{name}"].value())

    @property
    def ticked(self) -> Ticked:
        """What was ticked and noted; ticks and notes to parts that the list no longer has are kept as they were."""
        told, items = self.cleaned_data, {item for section in self.told.values() for item in section["items"]}
        done = {item for name in self.told for item in told[f"done_{name}"]}
        notes = {name: told[f"note_{name}"] for name in self.told}
        older = {name: text for name, text in self.kept.notes.items() if name not in self.told}
        return Ticked(frozenset(done | (self.kept.done - items)), older | notes)
