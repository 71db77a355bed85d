"""The second lock: chosen at the first private page, asked again after two minutes away."""

from __future__ import annotations

from contextlib import suppress
from typing import Literal

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from goldseam.people import account_actions, keeping, signing_in, ways_in
from goldseam.people.doors import me_of, signed_in
from goldseam.people.forms_account import ChangePinForm, KindForm, NewPinForm, PassphraseForm, PinForm
from goldseam.people.keeping import Kept
from goldseam.people.me import Me
from goldseam.people.rules import Refused
from goldseam.people.views.entering import refused_form
from goldseam.vault import sessions
from goldseam.vault.errors import Missing, WrongSecret

How = Literal["choose", "type", "passphrase"]
FORMS: dict[How, type[KindForm]] = {"choose": NewPinForm, "type": PinForm, "passphrase": PassphraseForm}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def pin(request: HttpRequest, me: Me) -> HttpResponse:
    kept = keeping.kept_in(request)
    how = _how(request, me)
    form = FORMS[how](request.POST) if request.method == "POST" and _is_sent(request, how) else FORMS[how]()
    if form.is_bound and form.is_valid():
        try:
            return _opened(request, me, how, form, kept)
        except Refused as refused:
            if refused.code == "pin-gone":
                how, form = "passphrase", refused_form(PassphraseForm, refused)
            else:
                form.refuse(refused, "passphrase" if how == "passphrase" else "pin")
    return _page(request, how, form, kept)


@keeping.page_of("pin")
def at_door(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The PIN page over a form that was sent with the private half closed."""
    me = me_of(request)
    assert me is not None
    how = _how(request, me)
    return _page(request, how, FORMS[how](), kept)


def _how(request: HttpRequest, me: Me) -> How:
    has_pin = sessions.has_pin(me.keyring.holder_id)
    if not has_pin:
        return "choose" if me.is_private_open else "passphrase"
    wants_passphrase = "passphrase" in request.GET or "passphrase" in request.POST
    return "passphrase" if wants_passphrase or not sessions.may_try_pin(me.keyring) else "type"


def _is_sent(request: HttpRequest, how: How) -> bool:
    return ("passphrase" if how == "passphrase" else "pin") in request.POST


def _opened(request: HttpRequest, me: Me, how: How, form: KindForm, kept: Kept) -> HttpResponse:
    """The next page. Raises Refused."""
    cookie = signing_in.cookie_of(request)
    if how == "choose":
        account_actions.choose_pin(me, cookie, form.cleaned_data["pin"].strip())
        return _after_first_pin(me, kept) if not kept else keeping.onward(request, kept)
    if how == "type":
        _open_with_pin(me, cookie, form.cleaned_data["pin"].strip())
        return keeping.onward(request, kept)
    pass_key = ways_in.require_passphrase(request, me, form.cleaned_data["passphrase"])
    account_actions.open_with_passphrase(me, cookie, pass_key)
    if not sessions.has_pin(me.keyring.holder_id):
        return _page(request, "choose", NewPinForm(), kept)
    return keeping.onward(request, kept)


def _open_with_pin(me: Me, cookie: str, typed: str) -> None:
    try:
        sessions.open_with_pin(me.keyring, cookie, typed)
    except WrongSecret as error:
        raise Refused("pin-wrong" if sessions.may_try_pin(me.keyring) else "pin-gone") from error
    except Missing as error:
        raise Refused("pin-gone") from error


def _after_first_pin(me: Me, kept: Kept) -> HttpResponse:
    """Right after the first PIN comes the recovery sheet, once; it can wait."""
    if account_actions.sheet_is_done(me):
        return HttpResponseRedirect(kept.next)
    return HttpResponseRedirect(f"{reverse('new-sheet')}?{urlencode({'next': kept.next})}")


def _page(request: HttpRequest, how: How, form: KindForm, kept: Kept) -> HttpResponse:
    return render(request, f"people/pin_{how}.html", {"form": form, "kept": kept})


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """A sign of life, sent by a script while somebody types. Says the same to everyone."""
    me = me_of(request)
    if me is not None:
        with suppress(Missing):  # the sign-in may have ended in this very moment
            sessions.stay_open(me.keyring, signing_in.cookie_of(request))
    return HttpResponse(status=204)


@require_POST
@signed_in
def close(request: HttpRequest, me: Me) -> HttpResponse:
    """Closes the private half now: before the phone goes into another hand."""
    sessions.close_back(me.keyring)
    return HttpResponseRedirect("/")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: HttpRequest, me: Me) -> HttpResponse:
    """Another PIN, another window: the passphrase is asked, and every other device asks for it once."""
    form = ChangePinForm(request.POST or None, initial={"seconds": _seconds_now(me)})
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, me, form)
            return HttpResponseRedirect(f"{reverse('account')}?done=pin")
        except Refused as refused:
            form.refuse(refused, "passphrase" if refused.code == "passphrase-wrong" else "pin")
    return render(request, "people/pin_change.html", {"form": form, "place": "me"})


def _seconds_now(me: Me) -> str:
    try:
        return str(sessions.pin_rule(me.keyring).seconds) if me.is_private_open else str(sessions.BACK_SECONDS)
    except Missing:
        return str(sessions.BACK_SECONDS)


def _change(request: HttpRequest, me: Me, form: ChangePinForm) -> None:
    told = form.cleaned_data
    pass_key = ways_in.require_passphrase(request, me, told["passphrase"])
    account_actions.change_pin(me, signing_in.cookie_of(request), pass_key, told["pin"].strip(), int(told["seconds"]))
