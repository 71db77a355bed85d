"""The few forms of this floor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goldseam.ui import widgets


class TakeIn(forms.Form):
    """A file from before, and whether the partner shall see again what they saw."""

    file = forms.FileField(
        label=_("The file you took along"),
        help_text=_("It is called notes.zip, unless you gave it another name."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={"required": _("Choose the file first."), "empty": _("This file is empty.")},
    )
    share_again = forms.BooleanField(
        required=False,
        label=_("Show my partner again what I had shown"),
        help_text=_("Leave this empty if you are not sure. You can show single things later."),
    )

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["share_again"]


class Erase(forms.Form):
    """A word that is meant: the passphrase, and a tick."""

    passphrase = forms.CharField(
        label=_("Your passphrase"),
        strip=False,
        widget=widgets.Passphrase,
        error_messages={"required": _("Type your passphrase, so that nobody else can do this.")},
    )
    sure = forms.BooleanField(
        label=_("Erase everything of mine. It can’t be brought back."),
        error_messages={"required": _("Tick this if you mean it.")},
    )
