"""Forms of the road: when, how long, how much; and why somebody stops, if they like to say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goldseam.road.plan import choosing, content, wording
from goldseam.road.plan.reads import Shown
from goldseam.ui import widgets

AHEAD_MOST, BACK_MOST = timedelta(days=366), timedelta(days=90)


class Day(forms.DateInput):
    """The browser's own picker; where there is none, a line to type in."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__({"autocomplete": "off"}, format="%Y-%m-%d")


def _whole(label: Any) -> forms.TypedChoiceField:
    told = {"invalid_choice": wording.OTHERWISE, "required": wording.OTHERWISE}
    return forms.TypedChoiceField(label=label, coerce=int, error_messages=told)


class FrameForm(forms.Form):
    """From when, and how long."""

    start = forms.DateField(
        label=_("From which day?"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": wording.refusal("day"), "required": wording.refusal("day")},
        widget=Day,
    )
    weeks = _whole(_("How many weeks?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        book = content.book()
        self.today = today
        weeks = self.fields["weeks"]
        assert isinstance(weeks, forms.TypedChoiceField)
        weeks.choices = [
            (n, gettext("%(n)s weeks") % {"n": n}) for n in range(book.weeks_least, book.weeks_most + 1)
        ]  # fmt: skip

    def clean_start(self) -> date:
        start: date = self.cleaned_data["start"]
        if not self.today - BACK_MOST <= start <= self.today + AHEAD_MOST:
            raise forms.ValidationError(str(wording.refusal("far")))
        return start


class RoadForm(FrameForm):
    """One's own: also how much in a week, and whether a hard month is ahead."""

    sittings = forms.TypedChoiceField(
        label=_("How much in a week?"),
        coerce=int,
        error_messages={"invalid_choice": wording.OTHERWISE, "required": wording.OTHERWISE},
        widget=widgets.Choices,
    )
    hard = forms.BooleanField(label=_("A hard month is ahead of me"), required=False)

    field_order = ("start", "sittings", "weeks", "hard")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        book, sittings = content.book(), self.fields["sittings"]
        assert isinstance(sittings, forms.TypedChoiceField)
        told = {
            1: gettext("One sitting\nFor a full time of life"),
            2: gettext("Two sittings\nThe usual: ten to twenty minutes each"),
            3: gettext("Three sittings\nIf you have the room"),
        }
        sittings.choices = [(n, told.get(n, str(n))) for n in book.sittings_choices]


class SwapForm(forms.Form):
    """What to take in place of a step."""

    other = forms.ChoiceField(
        label=_("Which one instead?"),
        error_messages={"required": wording.refusal("nothing-chosen"), "invalid_choice": wording.OTHERWISE},
        widget=widgets.Choices,
    )

    def __init__(self, *args: Any, others: Sequence[Shown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        other = self.fields["other"]
        assert isinstance(other, forms.ChoiceField)
        other.choices = [
            (each.id, each.title + "\n" + gettext("About %(n)s minutes") % {"n": each.minutes}) for each in others
        ]


class EndForm(forms.Form):
    """Why one stops: asked once, and nobody has to say."""

    reasons = forms.MultipleChoiceField(
        label=_("If you like to say: why?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": wording.OTHERWISE},
    )
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=choosing.WORDS_MOST,
        error_messages={"max_length": wording.refusal("words-long")},
        widget=widgets.Words({"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = self.fields["reasons"]
        assert isinstance(reasons, forms.MultipleChoiceField)
        reasons.choices = [(name, content.words(f"end-{name}")) for name in choosing.REASONS]
