"""One's own account: devices, passphrase, recovery sheet, mail. Everything here needs the private half open."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldseam.people import account_actions, factors, keeping, signing_in, ways_in
from goldseam.people.account_actions import Sheet
from goldseam.people.doors import private
from goldseam.people.forms_account import ChangePassphraseForm, MailForm, TwoWordsForm
from goldseam.people.me import Me
from goldseam.people.rules import Refused
from goldseam.vault import sessions

MINUTES_TO_WRITE = 10  # ten words by hand take longer than the usual two minutes
DEVICES = {"phone": _("A phone"), "tablet": _("A tablet"), "computer": _("A computer")}
DONE = {
    "pin": _("Your PIN and its closing time are kept."),
    "ended": _("That sign-in has ended."),
    "mail": _("This is kept, sealed."),
    "sheet": _("Your sheet is ready. Keep it where only you look."),
    "codes-on": _("From now on a code is asked after your passphrase."),
    "codes-off": _("No code is asked any more."),
    "passkey": _("Your passkey opens everything. It was tested just now."),
    "passkey-plain": _("Your passkey signs you in; your passphrase opens your words after it."),
    "passkey-gone": _("That passkey opens nothing here any more. Delete it on your device as well."),
}


@require_safe
@private
def account(request: HttpRequest, me: Me) -> HttpResponse:
    devices = [(device, DEVICES.get(device.label, device.label)) for device in sessions.devices(me.keyring)]
    context = {
        "devices": devices,
        "others": len(devices) > 1,
        "name": me.person.username,
        "sheet_done": account_actions.sheet_is_done(me),
        "codes": factors.has_codes(me.person),
        "passkeys": factors.passkeys_of(me),
        "mail": account_actions.mail_of(me),
        "done": DONE.get(request.GET.get("done", "")),
    }
    return _page(request, me, "account", context)


@require_POST
@private
def end_device(request: HttpRequest, me: Me, device: UUID) -> HttpResponse:
    """Ends one sign-in; this very one is signed out as usual."""
    if device == me.keyring.session_id:
        signing_in.end_this_sign_in(request)
        return HttpResponseRedirect("/")
    sessions.end_one(me.keyring, device)
    return _done("ended")


@require_POST
@private
def end_others(request: HttpRequest, me: Me) -> HttpResponse:
    sessions.end_others(me.keyring)
    return _done("ended")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def passphrase(request: HttpRequest, me: Me) -> HttpResponse:
    form = ChangePassphraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _changed(request, me, form)
        except Refused as refused:
            form.refuse(refused, "passphrase" if refused.code == "passphrase-wrong" else "new_passphrase")
    return _page(request, me, "passphrase", {"form": form, "passkeys": factors.passkeys_of(me)})


def _changed(request: HttpRequest, me: Me, form: ChangePassphraseForm) -> HttpResponse:
    """Signed in anew on this device, with the new sheet on the page. Raises Refused."""
    old = ways_in.require_passphrase(request, me, form.cleaned_data["passphrase"])
    stay = sessions.is_long(me.keyring)
    keyring, drawn = account_actions.change_passphrase(me, old, form.cleaned_data["new_passphrase"])
    me = signing_in.begin(request, me.person, keyring, stay=stay)
    return sheet_page(request, me, account_actions.sheet_of(me, drawn), why="passphrase")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def mail(request: HttpRequest, me: Me) -> HttpResponse:
    now = account_actions.mail_of(me)
    form = MailForm(request.POST or None, initial={"mark": now.mark, "mail": now.address})
    if request.method == "POST" and form.is_valid():
        account_actions.keep_mail(me, form.cleaned_data["mark"], form.cleaned_data["mail"])
        return _done("mail")
    return _page(request, me, "mail", {"form": form})


# -- the recovery sheet --------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@private
def sheet(request: HttpRequest, me: Me) -> HttpResponse:
    """Made when asked for, shown once, and done when two of its words were typed back."""
    onward = keeping.kept_in(request).next
    if request.method == "POST" and "check" in request.POST:
        return _confirm(request, me, onward)
    if request.method == "POST":
        return sheet_page(request, me, account_actions.make_sheet(me), onward=onward)
    done = account_actions.sheet_is_done(me)
    return _page(request, me, "sheet", {"next": onward, "sheet_done": done})


def sheet_page(request: HttpRequest, me: Me, made: Sheet, *, onward: str = "/", why: str = "") -> HttpResponse:
    """The ten words, this once."""
    form = TwoWordsForm(made.places, initial={"check": made.check})
    context = {"sheet": made, "form": form, "next": onward, "why": why, "idle_minutes": MINUTES_TO_WRITE}
    return _page(request, me, "sheet_shown", context)


def _confirm(request: HttpRequest, me: Me, onward: str) -> HttpResponse:
    check = request.POST["check"]
    try:
        form = TwoWordsForm(account_actions.places_asked(me, check), request.POST)
        if form.is_valid():
            typed = form.cleaned_data["first"], form.cleaned_data["second"]
            account_actions.confirm_sheet(me, check, typed)
            return HttpResponseRedirect(onward) if onward != "/" else _done("sheet")
    except Refused as refused:
        form = TwoWordsForm(account_actions.places_or_first(me, check), request.POST)
        form.refuse(refused)
    return _page(request, me, "sheet_again", {"form": form, "next": onward})


def _page(request: HttpRequest, me: Me, name: str, context: dict[str, object]) -> HttpResponse:
    idle = account_actions.window_minutes(me)
    return render(request, f"people/{name}.html", {"place": "me", "idle_minutes": idle, **context})


def _done(what: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('account')}?done={what}")
