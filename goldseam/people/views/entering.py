"""Signing up, signing in, and going out again."""

from __future__ import annotations

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_POST

from goldseam.people import access, account_actions, actions, carrying, keeping, signing_in, ways_in
from goldseam.people.doors import kind, me_of
from goldseam.people.forms_account import BackForm, CodeForm, EnterForm, KindForm, NewForm
from goldseam.people.keeping import Kept
from goldseam.people.rules import Refused
from goldseam.people.views import account

TODAY = "/"
Form = TypeVar("Form", bound=KindForm)


# -- signing in ----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@kind
def enter(request: HttpRequest) -> HttpResponse:
    kept = keeping.kept_in(request)
    if request.method != "POST":
        if me_of(request):
            return HttpResponseRedirect(kept.next)
        return _enter_page(request, _fresh_form(request), kept)
    form = EnterForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            response = ways_in.by_passphrase(
                request, told["name"], told["passphrase"], stay=told["stay"], onward=kept.next
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            if response is not None:
                return after_door(request, response, kept)
            form.refuse("sign-in-wrong")
    return _enter_page(request, form, kept)


@keeping.page_of("enter")
def at_door(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The sign-in page over a form that was sent too late."""
    return _enter_page(request, _fresh_form(request), kept)


def after_door(request: HttpRequest, response: HttpResponse, kept: Kept) -> HttpResponse:
    """Where allauth's stages lead: on, or to the code. A kept form is carried along in the page."""
    if not kept:
        return response
    if me_of(request):
        return keeping.again(request, kept)
    if ways_in.waiting(request):
        return _code_page(request, CodeForm(), kept)
    return response


def _fresh_form(request: HttpRequest) -> EnterForm:
    return EnterForm(initial={"name": signing_in.half_signed_in(request)})


def _enter_page(request: HttpRequest, form: KindForm, kept: Kept) -> HttpResponse:
    half = bool(signing_in.half_signed_in(request))
    return render(request, "people/enter.html", {"form": form, "kept": kept, "half": half})


@require_http_methods(["GET", "HEAD", "POST"])
@kind
def code(request: HttpRequest) -> HttpResponse:
    """The authenticator's code, while the keys wait."""
    kept = keeping.kept_in(request)
    stage = ways_in.waiting(request)
    if stage is None:
        return begin_again(request, kept, "waited-too-long") if request.method == "POST" else _to_enter(kept)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            response = ways_in.by_code(request, stage, form.cleaned_data["code"])
        except Refused as refused:
            return begin_again(request, kept, refused.code)
        if response is not None:
            return after_door(request, response, kept)
        form.refuse("code-digits-wrong", "code")
    return _code_page(request, form, kept)


def begin_again(request: HttpRequest, kept: Kept, why: str) -> HttpResponse:
    """The sign-in page with the reason why a way came to its end."""
    return _enter_page(request, refused_form(EnterForm, why), kept)


def refused_form(form_class: type[Form], why: Refused | str) -> Form:
    """An empty form that says why."""
    form = form_class({})
    form.full_clean()
    form.errors.clear()
    form.refuse(why)
    return form


def _to_enter(kept: Kept) -> HttpResponse:
    return HttpResponseRedirect(reverse("enter"))


def _code_page(request: HttpRequest, form: CodeForm, kept: Kept) -> HttpResponse:
    return render(request, "people/code.html", {"form": form, "kept": kept})


@require_http_methods(["GET", "HEAD", "POST"])
@kind
def back(request: HttpRequest) -> HttpResponse:
    """By the recovery sheet: a new passphrase and a new sheet; everything else that could open ends."""
    form = BackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            ways_in.require_not_too_often(request, "login")
            person, keyring, drawn = account_actions.recover(told["name"], told["sheet"], told["passphrase"])
        except Refused as refused:
            form.refuse(refused, "passphrase" if refused.code.startswith("passphrase") else None)
        else:
            me = signing_in.begin(request, person, keyring, stay=False)
            return account.sheet_page(request, me, account_actions.sheet_of(me, drawn), why="back")
    return render(request, "people/back.html", {"form": form})


@require_POST
def out(request: HttpRequest) -> HttpResponse:
    """Ends this browser's sign-in. Nothing needs to be open for that."""
    signing_in.end_this_sign_in(request)
    return HttpResponseRedirect(TODAY)


# -- signing up ----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@kind
def new(request: HttpRequest) -> HttpResponse:
    words = request.POST.get("words") or request.POST.get("carry_words", "")  # the second after something was tried
    carried = carrying.carried(request.POST.dict())
    if me_of(request):
        return _onward_from_new(request, words)
    first = access.is_first_person()
    needs_code = not (first or words or settings.SIGN_UP == "open")
    # A form with the words of an invitation, or with what was tried, comes here by POST to be filled in.
    if request.method != "POST" or "passphrase" not in request.POST:
        return _new_page(request, NewForm(with_code=needs_code), words, carried, closed=needs_code)
    form = NewForm(request.POST, with_code=needs_code or bool(request.POST.get("code")))
    if form.is_valid():
        response = _sign_up(request, form, words, carried)
        if response is not None:
            return response
    return _new_page(request, form, words, carried, closed=needs_code)


def _sign_up(request: HttpRequest, form: NewForm, words: str, carried: dict[str, str]) -> HttpResponse | None:
    """The way on, or None with the form saying why not."""
    told = form.cleaned_data
    try:
        ways_in.require_not_too_often(request, "signup")
        door = account_actions.door_for(is_open=settings.SIGN_UP == "open", code=told.get("code", ""), invitation=words)
        me, _sheet = actions.sign_up(told["name"], told["passphrase"], door=door)
    except Refused as refused:
        if refused.code in ("name-taken", "closed", "code-used", "code-wrong", "invitation-used"):
            response = _was_sent_twice(request, told["name"], told["passphrase"], words)
            if response is not None:
                return response
        form.refuse(refused, _field_of(refused))
        return None
    me = signing_in.begin(request, me.person, me.keyring, stay=False)
    carrying.hand_on(me, carried)
    return _onward_from_new(request, words)


def _was_sent_twice(request: HttpRequest, name: str, passphrase: str, words: str) -> HttpResponse | None:
    """A form pressed twice made the account the first time: name and passphrase then simply sign in."""
    try:
        response = ways_in.by_passphrase(request, name, passphrase, stay=False, onward=TODAY)
    except Refused:
        return None
    if response is None:
        return None
    return _onward_from_new(request, words) if me_of(request) else response


def _field_of(refused: Refused) -> str | None:
    part = refused.code.partition("-")[0]
    return {"name": "name", "passphrase": "passphrase", "code": "code"}.get(part)


def _onward_from_new(request: HttpRequest, words: str) -> HttpResponse:
    """Light on day one: straight to Today, or on to the pair with the invitation's words in hand."""
    if not words:
        return HttpResponseRedirect(TODAY)
    try:
        path = reverse("join")
    except NoReverseMatch:
        return HttpResponseRedirect(TODAY)
    return render(request, "people/onward.html", {"path": path, "words": words})


def _new_page(
    request: HttpRequest, form: NewForm, words: str, carried: dict[str, str], *, closed: bool
) -> HttpResponse:
    return render(request, "people/new.html", {"form": form, "words": words, "carried": carried, "closed": closed})
