"""Forms: a day and a time first, the rest folded."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goldseam.practice import steps
from goldseam.times import rules, wording, zones
from goldseam.times.actions import Wish
from goldseam.ui import widgets
from goldseam.vault import seam

AS_TYPED = "%Y-%m-%dT%H:%M"


class DayAndTime(forms.DateTimeInput):
    """The browser's own picker; where there is none, a line to type in."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "step": "60", **(attrs or {})}, format=AS_TYPED)


class LocalMoment(forms.Field):
    """A day and a time as a clock shows them. Which clock, the form knows; Django would take the server's."""

    widget = DayAndTime

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            typed = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
        except ValueError as error:
            raise forms.ValidationError(str(wording.refusal("no-time"))) from error
        if typed.tzinfo is not None:
            raise forms.ValidationError(str(wording.refusal("no-time")))
        return typed.replace(second=0, microsecond=0)


class TimeForm(forms.Form):
    """When, and if they like: what it is for, and how long."""

    at = LocalMoment(label=_("When?"), error_messages={"required": wording.refusal("no-time")})
    what = forms.CharField(
        label=_("What is it for?"),
        required=False,
        max_length=rules.WHAT_MOST,
        error_messages={"max_length": wording.refusal("what-long")},
        widget=widgets.Line,
    )
    minutes = forms.TypedChoiceField(
        label=_("How long?"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": wording.refusal("minutes")},
    )

    step = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        now = seam.now()  # a day of room on both sides, for a device that goes by another clock
        self.fields["at"].help_text = gettext("On the clock of %(place)s.") % {"place": zones.in_words(zone)}
        bounds = {"min": now - timedelta(days=1), "max": now + rules.AHEAD_MOST - timedelta(days=1)}
        self.fields["at"].widget.attrs |= {
            name: zones.on_the_clock(at, zone).strftime(AS_TYPED) for name, at in bounds.items()
        }
        self.fields["what"].help_text = gettext("Empty means: %(usual)s.") % {"usual": wording.usual_what().lower()}
        minutes = self.fields["minutes"]
        assert isinstance(minutes, forms.TypedChoiceField)
        minutes.choices = [(n, gettext("%(n)s minutes") % {"n": n}) for n in rules.MINUTES]

    def clean_at(self) -> datetime:
        try:
            return rules.moment_of(self.cleaned_data["at"], self.zone, seam.now())
        except rules.Refused as refused:
            raise forms.ValidationError(str(wording.refusal(refused.code))) from refused

    def clean_what(self) -> str:
        try:
            return rules.plain_what(self.cleaned_data["what"])
        except rules.Refused as refused:
            raise forms.ValidationError(str(wording.refusal(refused.code))) from refused

    def clean_step(self) -> str:
        """One that a practice registered for two; anything else is no step, and the time is a time all the same."""
        found = steps().get(self.cleaned_data["step"])
        return found.id if found and found.who != "alone" else ""

    @property
    def wish(self) -> Wish:
        """Only of a valid form."""
        told = self.cleaned_data
        return Wish(told["what"], told["at"], told["minutes"] or rules.MINUTES_USUAL, told["step"])

    @property
    def is_more_open(self) -> bool:
        """The fold stands open where something in it is to be looked at, or was written."""
        return any(name in self.errors for name in ("what", "minutes")) or bool(self["what"].value())
