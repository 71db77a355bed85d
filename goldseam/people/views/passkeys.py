"""Passkeys: made with the passphrase, wrapped by one ceremony and tested by another; and the sign-in by one."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from goldseam.people import account_actions, factors, keeping, ways_in
from goldseam.people.doors import kind, private
from goldseam.people.factors import Passkey
from goldseam.people.forms_account import KindForm, PassphraseForm
from goldseam.people.keeping import Kept
from goldseam.people.me import Me
from goldseam.people.rules import Refused
from goldseam.people.views import entering

TICKET = "passkey"

# -- signing in ----------------------------------------------------------------------------------------------------


@require_POST
def options(request: HttpRequest) -> JsonResponse:
    """What the browser needs to ask for any passkey of this place. Names nobody."""
    try:
        ways_in.require_not_too_often(request, "login")
    except Refused:
        return JsonResponse({}, status=429)
    return JsonResponse(factors.begin_asking(None))


@require_POST
@kind
def enter(request: HttpRequest) -> HttpResponse:
    """By passkey: with its secret everything opens, without one nothing does until the passphrase comes."""
    kept = keeping.kept_in(request)
    try:
        ways_in.require_not_too_often(request, "login")
        person, credential = factors.asked(None, request.POST.get("credential", ""))
    except Refused as refused:
        return entering.begin_again(request, kept, refused.code)
    prf = factors.prf_of(request.POST.get("prf", ""))
    keyring = factors.keys_by_passkey(person, credential, prf) if prf else None
    stay = request.POST.get("stay") == "on"
    response = ways_in.by_keys(request, person, keyring, stay=stay, onward=kept.next, passkey=True)
    if keyring is None:
        return _still_closed(request, kept)
    return entering.after_door(request, response, kept)


def _still_closed(request: HttpRequest, kept: Kept) -> HttpResponse:
    if kept:
        return entering.at_door(request, kept)
    return HttpResponseRedirect(f"{reverse('enter')}?{urlencode({'next': kept.next})}")


# -- in one's account ----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@private
def passkeys(request: HttpRequest, me: Me) -> HttpResponse:
    """The list, and its three steps: made, wrapped, tested. Each step but the first carries a sealed ticket."""
    steps = {"begin": _begin, "made": _made, "wrap": _wrap, "test": _test}
    step = steps.get(request.POST.get("step", ""))
    if request.method != "POST" or step is None:
        return _list(request, me, PassphraseForm())
    try:
        return step(request, me)
    except Refused as refused:
        form = entering.refused_form(PassphraseForm, refused)
        return _list(request, me, form)


@require_POST
@private
def remove(request: HttpRequest, me: Me, passkey: UUID) -> HttpResponse:
    factors.remove(me, passkey)
    return _done("passkey-gone")


def _list(request: HttpRequest, me: Me, form: KindForm) -> HttpResponse:
    context = {"form": form, "passkeys": factors.passkeys_of(me), "place": "me"}
    return render(request, "people/passkeys.html", context)


def _begin(request: HttpRequest, me: Me) -> HttpResponse:
    """The passphrase first. Then a new passkey, or one that is known and needs confirming."""
    form = PassphraseForm(request.POST)
    if not form.is_valid():
        return _list(request, me, form)
    ways_in.require_passphrase(request, me, form.cleaned_data["passphrase"])
    known = request.POST.get("passkey", "")
    passkey = next((one for one in factors.passkeys_of(me) if str(one.name) == known), None)
    if passkey is not None:
        return _ceremony(request, me, passkey, "wrap")
    context = {
        "options": json.dumps(factors.begin_making(me.person)),
        "ceremony": "create",
        "step": "made",
        "ticket": account_actions.ticket(me, TICKET, {"step": "made"}),
        "place": "me",
    }
    return render(request, "people/passkey_step.html", context)


def _made(request: HttpRequest, me: Me) -> HttpResponse:
    account_actions.told_by_ticket(me, TICKET, request.POST.get("ticket", ""), step="made")
    made = factors.passkey_for(me, factors.made(me.person, request.POST.get("credential", "")))
    assert made is not None
    prf = factors.prf_of(request.POST.get("prf", ""))
    if prf is None:
        return _ceremony(request, me, made, "wrap")
    factors.let_open(me, made.credential, prf)
    return _ceremony(request, me, made, "test")


def _wrap(request: HttpRequest, me: Me) -> HttpResponse:
    passkey, prf = _answer(request, me, "wrap")
    if prf is None:
        return _done("passkey-plain")
    factors.let_open(me, passkey.credential, prf)
    return _ceremony(request, me, passkey, "test")


def _test(request: HttpRequest, me: Me) -> HttpResponse:
    """A second ceremony must give the same secret; otherwise nothing of the wrap stays."""
    try:
        passkey, prf = _answer(request, me, "test")
    except Refused:
        _forget_untested(request, me)
        raise
    if prf is None or not factors.does_open(me, passkey.credential, prf):
        factors.stop_opening(me, passkey.credential)
        raise Refused("passkey-test-failed")
    return _done("passkey")


def _answer(request: HttpRequest, me: Me, step: str) -> tuple[Passkey, bytes | None]:
    told = account_actions.told_by_ticket(me, TICKET, request.POST.get("ticket", ""), step=step)
    passkey = factors.passkey_for(me, int(told["passkey"]))
    _, credential = factors.asked(me.person, request.POST.get("credential", ""))
    if passkey is None or credential != passkey.credential:
        raise Refused("passkey-wrong")
    return passkey, factors.prf_of(request.POST.get("prf", ""))


def _forget_untested(request: HttpRequest, me: Me) -> None:
    told = account_actions.told_by_ticket(me, TICKET, request.POST.get("ticket", ""), step="test")
    passkey = factors.passkey_for(me, int(told["passkey"]))
    if passkey is not None:
        factors.stop_opening(me, passkey.credential)


def _ceremony(request: HttpRequest, me: Me, passkey: Passkey, step: str) -> HttpResponse:
    context = {
        "options": json.dumps(factors.begin_asking(me.person, only=passkey.credential)),
        "ceremony": "get",
        "step": step,
        "ticket": account_actions.ticket(me, TICKET, {"step": step, "passkey": passkey.id}),
        "place": "me",
    }
    return render(request, "people/passkey_step.html", context)


def _done(what: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('account')}?done={what}")
