"""The form with which somebody asks for a talk: the least first, the rest folded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goldseam.dialogue import content, wording
from goldseam.dialogue.actions import Asking
from goldseam.dialogue.rules import written
from goldseam.dialogue.rules.acts import Refused, Shape, Way
from goldseam.library.exercises import Exercise
from goldseam.ui import widgets
from goldseam.vault import seam

ME, YOU = "me", "you"


@dataclass(frozen=True)
class Kind:
    """What may be asked for: its shape, the ways in which it is held, the step of a road, and its exercise."""

    step: str
    shape: Shape
    ways: tuple[Way, ...]
    name: str

    @property
    def by_letter(self) -> bool:
        return self.ways == (Way.LETTERS,)

    @property
    def exercise(self) -> Exercise:
        return content.exercise(self.name)

    @property
    def minutes(self) -> tuple[int, ...]:
        return () if self.by_letter else content.shape(self.shape).minutes


KINDS = {
    "talk": Kind("dialogue.talk", Shape.FULL, (Way.TWO, Way.ONE), "talk"),
    "letters": Kind("dialogue.letters", Shape.FULL, (Way.LETTERS,), "letters"),
    "weekly": Kind("dialogue.weekly", Shape.WEEKLY, (Way.TWO, Way.ONE), "weekly"),
    "daily": Kind("dialogue.daily", Shape.DAILY, (Way.TWO, Way.ONE), "daily"),
}


class AskForm(forms.Form):
    """About what, and how; in a fold: what one hopes for, how long, who begins. `talk` makes sent twice be one."""

    talk = forms.UUIDField(widget=forms.HiddenInput)
    topic = forms.CharField(
        label=_("What is it about?"),
        required=False,
        max_length=written.TOPIC_MOST,
        widget=widgets.Line,
        error_messages={"max_length": _("That is long for one line. A few words are enough.")},
    )
    way = forms.ChoiceField(
        label=_("How?"), widget=widgets.Choices, error_messages={"invalid_choice": wording.OTHERWISE}
    )
    hope = forms.CharField(
        label=_("What do you hope that you both understand?"),
        required=False,
        max_length=written.HOPE_MOST,
        widget=widgets.Words({"rows": 2}),
        error_messages={"max_length": _("That is long for here. One sentence is enough.")},
    )
    minutes = forms.TypedChoiceField(label=_("How long?"), coerce=int, required=False, empty_value=None)
    first = forms.ChoiceField(label=_("Who begins?"), widget=widgets.Choices, required=False)

    def __init__(self, data: Any, *, kind: Kind, partner: str) -> None:
        first = {"talk": seam.uuid(), "way": kind.ways[0].value, "first": ME}
        super().__init__(data, initial=first)
        self.kind = kind
        self._choose("way", [(each.value, _told(each)) for each in kind.ways])
        self._choose("minutes", [(each, gettext("%(n)s minutes") % {"n": each}) for each in kind.minutes])
        begins = gettext("%(name)s begins") % {"name": partner or gettext("The other")}
        self._choose("first", [(ME, gettext("I begin")), (YOU, begins)])
        hints = content.shape(kind.shape)
        self.fields["topic"].help_text = _example(hints.topic_hint)
        self.fields["hope"].help_text = _example(hints.intention_hint)

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_topic(self) -> str:
        topic = str(self.cleaned_data["topic"])
        if self.kind.shape is Shape.FULL and not topic.strip():
            raise forms.ValidationError(str(wording.refusal("topic")))
        return topic

    @property
    def asking(self) -> Asking:
        """Only of a valid form. A day to come is asked for by its own button; letters have no clock."""
        told = self.cleaned_data
        return Asking(
            topic=told["topic"],
            hope=told["hope"],
            way=Way(told["way"]),
            shape=self.kind.shape,
            minutes=told["minutes"] or content.shape(self.kind.shape).minutes[0],
            asker_first=told["first"] != YOU,
            now=self.kind.by_letter or "later" not in self.data,
        )

    @property
    def talk_id(self) -> UUID:
        found = self.cleaned_data["talk"]
        assert isinstance(found, UUID)
        return found

    @property
    def is_more_open(self) -> bool:
        """The fold stands open where something in it is to be looked at, or was written."""
        return any(name in self.errors for name in ("hope", "minutes", "first")) or bool(self["hope"].value())

    @property
    def typed(self) -> list[str]:
        """What was written, to be copied where there is nobody to ask."""
        return [words for name in ("topic", "hope") if (words := self.data.get(name, "").strip())]

    def say(self, refused: Refused) -> None:
        self.add_error("topic" if refused.code == "topic" else None, str(wording.refusal(refused.code)))


def _told(way: Way) -> str:
    told = content.way(way)
    return f"{told.title}\n{told.text}"


def _example(hints: tuple[str, ...]) -> str:
    return gettext("For example: %(hint)s.") % {"hint": hints[0]}
