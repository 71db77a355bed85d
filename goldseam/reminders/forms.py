"""The few things that somebody may choose. Each form keeps what was typed and says what it needs."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from goldseam.reminders import mailing, pushing, rules
from goldseam.reminders.kinds import kinds
from goldseam.reminders.mailing import NotAMailbox
from goldseam.reminders.pushing import Browser, ForeignAddress
from goldseam.reminders.rules import NotAClock, Slots
from goldseam.vault import server_key
from goldseam.vault.push import NotABrowsersKey

_CONTINENTS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
FOREIGN = _("This browser uses a service for messages that we don’t know, so nothing was sent there. E-mail works too.")


def zones() -> list[tuple[str, str]]:
    """Places, not abbreviations: they know their summer time."""
    places = sorted(zone for zone in available_timezones() if zone.partition("/")[0] in _CONTINENTS)
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in places)]


def a_time(label: object, *, required: bool = False) -> forms.TimeField:
    widget = forms.TimeInput({"type": "time"}, format="%H:%M")
    wrong = _("Please write a time such as 08:00.")
    sentences = {"required": _("Please choose at least one time."), "invalid": wrong}
    return forms.TimeField(label=label, required=required, widget=widget, error_messages=sentences)  # type: ignore[arg-type]


class TimesForm(forms.Form):
    """Up to three times of a day, on one clock."""

    first = a_time(_("First"), required=True)
    second = a_time(_("Second"))
    third = a_time(_("Third"))
    zone = forms.ChoiceField(label=_("On the clock of"), choices=zones)

    def __init__(self, data: Any, slots: Slots) -> None:
        now = dict(zip(("first", "second", "third"), slots.times, strict=False))
        super().__init__(data, initial={**now, "zone": slots.zone})
        known = [zone for zone, _name in self.fields["zone"].choices]  # type: ignore[attr-defined]
        if slots.zone not in known:
            self.fields["zone"].choices = [(slots.zone, slots.zone), *zones()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        typed = [told.get(name) for name in ("first", "second", "third")]
        if not self.errors:
            try:
                told["slots"] = Slots(told["zone"], rules.read_times(f"{at:%H:%M}" for at in typed if at))
            except NotAClock:
                self.add_error("first", _("Please choose at least one time."))
        return told


class MailboxForm(forms.Form):
    mail = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        error_messages={"required": _("Please type an address.")},
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )

    def clean_mail(self) -> str:
        try:
            return mailing.mailbox(self.cleaned_data["mail"])
        except NotAMailbox as error:
            raise forms.ValidationError(_("This doesn’t look like an e-mail address.")) from error


class BrowserForm(forms.Form):
    """What a browser says of itself; a script fills it in."""

    endpoint = forms.CharField(widget=forms.HiddenInput, max_length=pushing.ADDRESS_MOST)
    p256dh = forms.CharField(widget=forms.HiddenInput, max_length=200)
    auth = forms.CharField(widget=forms.HiddenInput, max_length=100)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def browser(self, word: str) -> Browser | None:
        """None for an address that this server won't send to."""
        told = self.cleaned_data
        if told["key"] not in server_key.names():
            return None
        try:
            return pushing.browser_from(told["endpoint"], told["p256dh"], told["auth"], told["key"], word)
        except (ForeignAddress, NotABrowsersKey):
            return None


class KindsForm(forms.Form):
    """Which kinds may ring."""

    on = forms.MultipleChoiceField(required=False, label=_("Ring for"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any, off: frozenset[str]) -> None:
        named = [(kind.label, kind.name) for kind in kinds() if kind.name]
        super().__init__(data, initial={"on": [label for label, _name in named if label not in off]})
        self.fields["on"].choices = named  # type: ignore[attr-defined]
