"""Forms of the line. Roughly is enough: a year will do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from goldseam.ui import widgets
from goldseam.understanding.timeline import rules, wording
from goldseam.understanding.timeline.rules import Moment, Refused, Sort
from goldseam.vault import seam

FORM_ID = "form_id"
FIELD_OF = {"what-empty": "what", "what-long": "what", "felt-long": "felt", "year-far": "year", "future": "year"}
FIELD_OF |= {"day-without-month": "month", "no-such-day": "day"}


def _words(label: Any, most: int, code: str, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, error_messages={"max_length": wording.refusal(code)}, **more)


class MomentForm(forms.Form):
    """When, what, which of the three, and how it felt then."""

    sort = forms.ChoiceField(
        label=_("What kind of time was it?"),
        choices=[(sort.value, sort.value) for sort in Sort],
        widget=widgets.Choices,
        error_messages={"required": wording.refusal("sort-none"), "invalid_choice": wording.OTHERWISE},
    )
    what = _words(
        _("What was it?"),
        rules.WHAT_MOST,
        "what-long",
        required=False,
        help_text=_("A line is enough, so that you know later what is meant."),
        widget=widgets.Words({"rows": 3}),
    )
    year = forms.IntegerField(
        label=_("In which year, roughly?"),
        widget=widgets.Line({"inputmode": "numeric", "class": "code"}),
        error_messages={
            "required": wording.refusal("year-none"),
            "invalid": wording.refusal("year-far"),
        },
    )
    month = forms.ChoiceField(
        label=_("Month"),
        required=False,
        widget=forms.Select({"autocomplete": "off"}),
        error_messages={"invalid_choice": wording.OTHERWISE},
    )
    day = forms.ChoiceField(
        label=_("Day"),
        required=False,
        choices=[("", "–"), *((day, day) for day in range(1, 32))],
        widget=forms.Select({"autocomplete": "off"}),
        error_messages={"invalid_choice": wording.OTHERWISE},
    )
    felt = _words(
        _("How did it feel then?"),
        rules.FELT_MOST,
        "felt-long",
        required=False,
        widget=widgets.Line,
    )
    form_id = forms.UUIDField(required=False, error_messages={"invalid": wording.OTHERWISE}, widget=forms.HiddenInput)
    version = forms.IntegerField(
        required=False, error_messages={"invalid": wording.OTHERWISE}, widget=forms.HiddenInput
    )

    def __init__(self, data: Any, *, moment: Moment | None = None, **first: Any) -> None:
        super().__init__(data, initial=first | (_as_fields(moment) if moment else {}))
        sort, month = self.fields["sort"], self.fields["month"]
        assert isinstance(sort, forms.ChoiceField) and isinstance(month, forms.ChoiceField)
        sort.choices = [(each.value, f"{wording.SORTS[each]}\n{wording.HINTS[each]}") for each in Sort]
        month.choices = [("", "–"), *((number, name) for number, name in MONTHS.items())]
        self.has_more = any(self[name].value() for name in ("month", "day", "felt"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                when = rules.when(cleaned["year"], int(cleaned["month"] or 0), int(cleaned["day"] or 0))
                rules.require_past(when, timezone.localdate(seam.now()))
                found = Moment(when, Sort(cleaned["sort"]), cleaned.get("what", ""), cleaned.get("felt", ""))
                self.moment = rules.checked(found)
            except Refused as refusal:
                self.say(refusal)
        return cleaned

    def say(self, refusal: Refused) -> None:
        self.add_error(FIELD_OF.get(refusal.code), str(wording.refusal(refusal.code)))

    @property
    def sent_id(self) -> UUID | None:
        found: UUID | None = self.cleaned_data.get(FORM_ID)
        return found

    @property
    def based_on(self) -> int:
        return self.cleaned_data.get("version") or 0


class ShowForm(forms.Form):
    """The words that the other would read: as they were kept, or in words meant for them."""

    what = forms.CharField(
        label=_("What it was"),
        max_length=rules.WHAT_MOST,
        help_text=_("You can say it here in words that are meant for the other. Your own line stays as it is."),
        error_messages={"required": wording.refusal("what-empty"), "max_length": wording.refusal("what-long")},
        widget=widgets.Words({"rows": 3}),
    )
    felt = _words(
        _("How it felt then"),
        rules.FELT_MOST,
        "felt-long",
        required=False,
        help_text=_("Empty it, if that is only yours."),
        widget=widgets.Line,
    )


def _as_fields(moment: Moment) -> dict[str, Any]:
    when = moment.when
    told = {"sort": moment.sort.value, "what": moment.what, "felt": moment.felt, "year": when.year}
    return told | {"month": when.month or "", "day": when.day or ""}
