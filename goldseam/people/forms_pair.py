"""The forms of a pair: one field or two each."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goldseam.people.actions import LAST_WORD_MOST
from goldseam.ui import widgets

SHOWN_NAME_MOST = 40
TYPED_WORDS_MOST = 200


def shown_name() -> forms.CharField:
    return forms.CharField(
        label=_("Your name, as the other should read it"),
        help_text=_("A first name is enough. It is not your sign-in name."),
        max_length=SHOWN_NAME_MOST,
        widget=widgets.Line(),
        error_messages={
            "required": _("Please write a name. Any name the other knows you by."),
            "max_length": _("This name is too long. Please choose a shorter one."),
        },
    )


def agree(label: Any) -> forms.BooleanField:
    return forms.BooleanField(
        label=label,
        error_messages={
            "required": _("Without a yes to the rule this can't begin. You may also say no, and close it.")
        },
    )


def take_back() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Take back what I have shown"),
        help_text=_("They may notice that it is gone."),
        required=False,
    )


class InviteForm(forms.Form):
    """The inviter's name and yes."""

    shown_name = shown_name()
    agree = agree(_("I agree to this rule. The other will be asked the same."))


class BesideForm(forms.Form):
    """A yes to letting in a new account beside a lost one."""

    sure = forms.BooleanField(
        label=_("They told me so themselves, and I know it was them."),
        error_messages={"required": _("Please be sure first: call them, or ask them face to face.")},
    )


class WordsForm(forms.Form):
    """Six words, however they were typed."""

    words = forms.CharField(
        label=_("The six words"),
        help_text=_("In their order. Capitals, commas and dashes don't matter."),
        max_length=TYPED_WORDS_MOST,
        widget=widgets.Line({"autocapitalize": "none", "data-from-link": ""}),
        error_messages={
            "required": _("Please type the six words that you were given."),
            "max_length": _("This is more than six words. Please look at it again."),
        },
    )


class JoinForm(forms.Form):
    """The joiner's name and yes. The words come along unseen."""

    words = forms.CharField(max_length=TYPED_WORDS_MOST, widget=forms.HiddenInput)
    shown_name = shown_name()
    agree = agree(_("I agree to this rule. The other has agreed to the same."))


class LeaveQuietlyForm(forms.Form):
    """Leaving with one press."""

    take_back = take_back()


class LeaveWithAWordForm(forms.Form):
    """Leaving, and saying so."""

    farewell = forms.CharField(
        label=_("Your word to them"),
        help_text=_("They read it once you have left. You may leave this empty: then they read only that you left."),
        required=False,
        max_length=LAST_WORD_MOST,
        error_messages={"max_length": _("Your word is too long for one page. Please make it a little shorter.")},
        widget=widgets.Words(),
    )
    take_back = take_back()
