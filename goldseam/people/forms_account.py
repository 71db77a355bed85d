"""The forms of the account: few fields, and sentences for what can go wrong."""

from __future__ import annotations

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goldseam.people import sentences
from goldseam.people.rules import PASSPHRASE_LEAST, PASSPHRASE_MOST, Refused
from goldseam.ui.widgets import Choices, Line, Passphrase, Pin, Words

NAME_ATTRS = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "maxlength": "64"}


class KindForm(forms.Form):
    """A form that takes a refusal as its own error."""

    def refuse(self, refused: Refused | str, field: str | None = None) -> None:
        self.add_error(field if field in self.fields else None, str(sentences.of(refused)))


def name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Name"),
        max_length=64,
        error_messages={
            "required": _("Please choose a name to sign in with."),
            "max_length": _("This name is too long. Please choose a shorter one."),
        },
        widget=forms.TextInput(NAME_ATTRS),
    )


def passphrase_field(label: object = None) -> forms.CharField:
    return forms.CharField(
        label=label or _("Passphrase"),  # type: ignore[arg-type]
        strip=False,
        max_length=PASSPHRASE_MOST * 4,
        error_messages={"required": _("Please type your passphrase.")},
        widget=Passphrase(),
    )


def new_passphrase_field(label: object = None) -> forms.CharField:
    hint = _("At least {n} characters. Four or five words that don’t belong together are easy to keep in mind.")
    return forms.CharField(
        label=label or _("Passphrase"),  # type: ignore[arg-type]
        help_text=format_lazy(hint, n=PASSPHRASE_LEAST),
        strip=False,
        max_length=PASSPHRASE_MOST * 4,
        error_messages={"required": _("Please choose a passphrase.")},
        widget=Passphrase(new=True),
    )


def pin_field(label: object, hint: object = "") -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        help_text=hint,  # type: ignore[arg-type]
        max_length=40,
        error_messages={"required": _("Please type the PIN.")},
        widget=Pin(),
    )


class EnterForm(KindForm):
    name = name_field()
    passphrase = passphrase_field()
    stay = forms.BooleanField(
        label=_("Stay signed in on this phone for 14 days"),
        required=False,
        help_text=_("Leave this off on a phone or computer that others use. Then it ends after twelve hours."),
    )


class NewForm(KindForm):
    name = name_field()
    passphrase = new_passphrase_field()
    adult = forms.BooleanField(
        label=_("I am 18 or older"),
        error_messages={"required": _("This place is for adults. Please tick this if you are 18 or older.")},
    )
    code = forms.CharField(
        label=_("Door code"),
        help_text=_(
            "Six words from whoever keeps this server. With an invitation from your partner, use that instead."
        ),
        required=False,
        max_length=200,
        widget=Line({"autocapitalize": "none", "data-from-fragment": ""}),
    )

    def __init__(self, *args: object, with_code: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["name"].help_text = _("Only for signing in. It need not be your own name.")
        if not with_code:
            del self.fields["code"]


class CodeForm(KindForm):
    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        error_messages={"required": _("Please type the six digits.")},
        widget=forms.TextInput({"class": "code", "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class BackForm(KindForm):
    name = name_field()
    sheet = forms.CharField(
        label=_("The ten words of your sheet"),
        max_length=400,
        error_messages={"required": _("Please type the ten words.")},
        widget=Words({"rows": 3, "autocapitalize": "none"}),
    )
    passphrase = new_passphrase_field(_("A new passphrase"))


class PinForm(KindForm):
    """The PIN that is known."""

    pin = pin_field(_("PIN"))


class NewPinForm(KindForm):
    """The PIN that is chosen."""

    pin = pin_field(_("Your PIN"), _("Six digits or more. If you forget it, your passphrase makes a new one."))


class PassphraseForm(KindForm):
    passphrase = passphrase_field(_("Your passphrase"))


WINDOWS = [
    ("120", _("Two minutes\nSafest when somebody else may pick up your phone")),
    ("300", _("Five minutes")),
    ("900", _("A quarter of an hour")),
    ("3600", _("An hour\nOnly where nobody else comes near")),
]


class ChangePinForm(KindForm):
    passphrase = passphrase_field(_("Your passphrase"))
    pin = pin_field(_("A new PIN"), _("Leave this empty to keep the one you have."))
    seconds = forms.ChoiceField(label=_("Close the private part after"), choices=WINDOWS, widget=Choices)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["pin"].required = False


class ChangePassphraseForm(KindForm):
    passphrase = passphrase_field(_("Your passphrase until now"))
    new_passphrase = new_passphrase_field(_("The new passphrase"))


class TwoWordsForm(KindForm):
    """Two words of a fresh sheet, typed back. `check` is sealed to this person and lives in the page only."""

    first = forms.CharField(max_length=40, widget=Line({"autocapitalize": "none"}))
    second = forms.CharField(max_length=40, widget=Line({"autocapitalize": "none"}))
    check = forms.CharField(widget=forms.HiddenInput, max_length=2000)

    def __init__(self, places: tuple[int, int], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, place in zip(("first", "second"), places, strict=True):
            self.fields[name].label = format_lazy(_("Word {n}"), n=place)
            self.fields[name].error_messages["required"] = _("Please type this word from your sheet.")


MAIL_MARKS = [
    ("none", _("None\nNo address is kept")),
    ("mine", _("Only mine\nNobody else reads this mailbox")),
    ("shared", _("Shared\nSomebody else can read it too")),
]


class MailForm(KindForm):
    mark = forms.ChoiceField(label=_("Whose mailbox is it?"), choices=MAIL_MARKS, widget=Choices)
    mail = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=200,
        error_messages={"invalid": _("This does not look like an e-mail address. Please look at it again.")},
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, object]:
        told = super().clean() or {}
        if told.get("mark") != "none" and not told.get("mail") and "mail" not in self.errors:
            self.add_error("mail", str(_("Please type the address, or choose “None”.")))
        return told
