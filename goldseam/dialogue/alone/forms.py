"""What somebody writes for themselves after a talk. A slider that nobody moved is no answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goldseam.dialogue import wording
from goldseam.dialogue.alone import afterwards
from goldseam.dialogue.alone.afterwards import Look
from goldseam.dialogue.rules.acts import Refused
from goldseam.ui import sliders, widgets
from goldseam.vault import seam

HEARD = "heard"


class LookForm(sliders.SliderForm):
    """A note, and how far one felt heard; one is enough. `based_on`: the version that a change began from."""

    out_of_reach = wording.refusal("out-of-reach")

    note = forms.CharField(
        label=_("A note to yourself"),
        help_text=_("What you want to remember, or what is still in you."),
        required=False,
        strip=False,
        widget=widgets.Words({"rows": 5}),
    )
    form_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, sent: Any = None, *, before: afterwards.Note | None = None) -> None:
        asked = {HEARD: sliders.Asked(gettext("Did you feel heard?"), gettext("not at all"), gettext("fully"))}
        look = before.look if before else Look()
        values = {} if look.heard is None else {HEARD: look.heard}
        first = {"note": look.note, "form_id": seam.uuid(), "based_on": before.version if before else 0}
        super().__init__(sent, asked=asked, values=values, initial=first)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.look = afterwards.checked(Look(told.get("note", ""), self.values().get(HEARD)))
            except Refused as refused:
                self.add_error("note" if refused.code == "long" else None, str(wording.refusal(refused.code)))
        return told

    @property
    def sent_id(self) -> UUID:
        found: UUID | None = self.cleaned_data["form_id"]
        return found or seam.uuid()

    @property
    def version(self) -> int:
        return self.cleaned_data["based_on"] or 0
