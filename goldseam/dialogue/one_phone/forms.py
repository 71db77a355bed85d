"""What somebody types on the other's phone to put their name under words."""

from __future__ import annotations

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goldseam.people.forms_account import KindForm
from goldseam.people.rules import PASSPHRASE_MOST
from goldseam.ui.widgets import Passphrase


class SignHereForm(KindForm):
    """One's own passphrase. The browser isn't asked for the one it keeps: that is the phone owner's."""

    passphrase = forms.CharField(
        strip=False,
        max_length=PASSPHRASE_MOST * 4,
        error_messages={"required": _("Please type your passphrase.")},
        widget=Passphrase(new=True),
    )

    def __init__(self, *args: object, name: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["passphrase"].label = format_lazy(_("Your passphrase, {name}"), name=name)
