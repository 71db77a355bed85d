"""What a page says to each refusal: what is so, and what to do."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goldseam.people.rules import PASSPHRASE_LEAST, PASSPHRASE_MOST, PIN_LEAST, PIN_MOST, Refused

SENTENCES: dict[str, Promise | str] = {
    "name-missing": _("Please choose a name to sign in with."),
    "name-unusable": _("This name can’t be used. Please take a shorter one, of letters and numbers."),
    "name-taken": _("This name can’t be had here. Please choose another one; your passphrase is fine."),
    "passphrase-short": format_lazy(
        _("This passphrase is too short. It needs at least {n} characters."), n=PASSPHRASE_LEAST
    ),
    "passphrase-long": format_lazy(_("This passphrase is too long. {n} characters are the most."), n=PASSPHRASE_MOST),
    "passphrase-known": _("Too many people use this passphrase, or it is easy to guess. Please choose another one."),
    "passphrase-same": _("This is the passphrase you have now. Please choose one that nobody has seen."),
    "pin-short": format_lazy(_("A PIN is {least} to {most} digits."), least=PIN_LEAST, most=PIN_MOST),
    "pin-plain": _("This PIN is the first that others would try. Please mix the digits more."),
    "codes-too-many": _(
        "There were too many wrong codes today, perhaps from somebody else who has your passphrase. Your recovery "
        "sheet lets you in and gives you a new one. Or try again tomorrow. Nothing was changed."
    ),
    "too-many": _("That was wrong too often. Please wait a minute, then try again. Nothing was changed."),
    "waited-too-long": _("That took longer than five minutes, so nothing was opened. Please sign in again."),
    "closed": _("This server is closed to new people. An invitation or a door code opens it."),
    "code-used": _("This code was used by somebody else just now. Please ask for a new one."),
    "invitation-used": _("Somebody made an account with these words already. Sign in with it, or ask for new words."),
    "code-wrong": _("This code opens nothing: mistyped, used, or older than a week. Please ask for a new one."),
    "sign-in-wrong": _("This name and this passphrase don’t go together. Please look at both again."),
    "passphrase-wrong": _("This is not your passphrase. Please look at it again."),
    "passphrase-too-often": _(
        "That was wrong too often on this phone, so it asks no more for a while. Your own phone works as before. "
        "Nothing was changed."
    ),
    "own-phone": _("You sign in with a code as well, so this can only be done on your own phone. Nothing was changed."),
    "pin-wrong": _("This is not your PIN. After five wrong tries your passphrase is asked instead."),
    "pin-gone": _("The PIN was wrong five times. Your passphrase opens this, and then the PIN works again."),
    "sheet-wrong": _("These words don’t open this account. Please look at the name and each word again."),
    "words-typed-wrong": _("These are not the two words. Please look at your sheet again."),
    "code-digits-wrong": _("This code doesn’t fit, or was used already. Please wait for the next one and type it."),
    "passkey-wrong": _("This passkey did not open the door. Please try again, or use your passphrase."),
    "passkey-no-secret": _("This passkey can sign you in, but your device gives it no secret to open your words with."),
    "passkey-test-failed": _("The test did not open your keys, so this passkey was not kept. Please try once more."),
    "ticket-old": _("That took too long, so nothing was changed. Please begin again."),
}


def of(refused: Refused | str) -> Promise | str:
    """The sentence for a refusal or its code."""
    code = refused.code if isinstance(refused, Refused) else refused
    return SENTENCES.get(code, _("This can’t be done from here. Nothing was changed."))
