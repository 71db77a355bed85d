"""Authenticator codes after the passphrase: on with one code from the app, off with the passphrase."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldseam.people import account_actions, factors, qr, ways_in
from goldseam.people.doors import private
from goldseam.people.forms_account import CodeForm, PassphraseForm
from goldseam.people.me import Me
from goldseam.people.rules import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@private
def codes(request: HttpRequest, me: Me) -> HttpResponse:
    if request.method == "POST" and "check" in request.POST:
        return _try_code(request, me, request.POST["check"])
    form = PassphraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ways_in.require_passphrase(request, me, form.cleaned_data["passphrase"])
        except Refused as refused:
            form.refuse(refused, "passphrase")
        else:
            return _turn(request, me)
    on = factors.has_codes(me.person)
    return render(request, "people/codes.html", {"form": form, "on": on, "place": "me"})


def _turn(request: HttpRequest, me: Me) -> HttpResponse:
    if factors.has_codes(me.person):
        factors.turn_codes_off(me.person)
        return _done("codes-off")
    secret = factors.new_code_secret()
    check = account_actions.ticket(me, "codes", {"secret": secret})
    return _show(request, me, CodeForm(), secret, check)


def _try_code(request: HttpRequest, me: Me, check: str) -> HttpResponse:
    """The secret comes back in the page's own sealed field; it is stored only once a code has fitted."""
    try:
        secret = str(account_actions.told_by_ticket(me, "codes", check)["secret"])
    except Refused:
        return HttpResponseRedirect(reverse("codes"))
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            factors.turn_codes_on(me.person, secret, form.cleaned_data["code"])
            return _done("codes-on")
        except Refused as refused:
            form.refuse(refused, "code")
    return _show(request, me, form, secret, check)


def _show(request: HttpRequest, me: Me, form: CodeForm, secret: str, check: str) -> HttpResponse:
    context = {
        "form": form,
        "check": check,
        "picture": qr.picture(factors.code_address(me.person, secret)),
        "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        "place": "me",
    }
    return render(request, "people/codes_show.html", context)


def _done(what: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('account')}?done={what}")
