"""The room on a phone that was handed over. Thin: the door, a verb, a page.

Nothing of these pages is drawn or done while the owner's private half is open.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldseam.dialogue import access, actions, wording
from goldseam.dialogue.access import Talk
from goldseam.dialogue.one_phone import phone as one_phone
from goldseam.dialogue.one_phone.forms import SignHereForm
from goldseam.dialogue.room import forms, reads
from goldseam.dialogue.room.views import ENDS_OR_BEGINS
from goldseam.dialogue.rules.acts import Refused
from goldseam.people import rules as people
from goldseam.people.doors import signed_in
from goldseam.people.me import Me
from goldseam.statements import rules as statements
from goldseam.statements import wording as words
from goldseam.vault import sessions

CHOSEN = ("few", "on")
"""What whoever holds the phone chose: fewer words, past the quiet minute. It lies in the address only."""


@require_POST
@signed_in
def hand(request: HttpRequest, me: Me, talk_id: UUID) -> HttpResponse:
    """The owner's private half closes before the phone goes into the other hand."""
    talk = one_phone.talk_for(me, talk_id)
    one_phone.forget_how_stirred(me, talk)
    sessions.close_back(me.keyring)
    return redirect("talk-here", talk.id)


@require_safe
@signed_in
def here(request: HttpRequest, me: Me, talk_id: UUID) -> HttpResponse:
    live = reads.live_for(me, talk_id)
    talk = one_phone.talk_for(me, talk_id)
    if me.is_private_open:
        return _hand_first(request, talk)
    return _page(request, _room(request, me, talk, live=live))


@require_POST
@signed_in
def act(request: HttpRequest, me: Me, talk_id: UUID) -> HttpResponse:
    """In the other's voice. Refused, the page comes back with every word that was typed."""
    talk = one_phone.talk_for(me, talk_id)
    sessions.close_back(me.keyring)
    try:
        wish = one_phone.as_done_here(forms.wish_from(request.POST))
        if wish.deed in ENDS_OR_BEGINS:
            actions.tend(me)
        actions.do(me, talk.id, wish, here=True)
    except Refused as refused:
        said = str(wording.refusal(refused.code))
        return _page(request, _room(request, me, one_phone.talk_for(me, talk_id), refused=said), status=400)
    return HttpResponseRedirect(_address("talk-here", talk_id, request))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sign(request: HttpRequest, me: Me, talk_id: UUID) -> HttpResponse:
    """The other's name under what both see. The passphrase is in no answer, and no door keeps the form."""
    talk = one_phone.talk_for(me, talk_id)
    if request.method == "POST":
        sessions.close_back(me.keyring)
    elif me.is_private_open:
        return _hand_first(request, talk)
    form = SignHereForm(request.POST if request.method == "POST" else None, name=talk.names["you"])
    said = ""
    if form.is_valid():
        try:
            one_phone.sign(request, me, talk, _version_in(request), form.cleaned_data["passphrase"])
            return redirect("talk-sign", talk.id)
        except people.Refused as refused:
            form.refuse(refused, "passphrase")
        except statements.Refused as refused:
            said = str(words.refusal(refused.code))
    return _sign_page(request, me, talk, form, said)


def _version_in(request: HttpRequest) -> UUID:
    """Nothing has the id that stands for a missing one."""
    try:
        return UUID(request.POST.get("version", ""))
    except ValueError:
        return UUID(int=0)


def _sign_page(request: HttpRequest, me: Me, talk: Talk, form: SignHereForm, said: str) -> HttpResponse:
    page = one_phone.words_to_sign(me, talk)
    told = {
        "talk": access.turned(talk),
        "page": page,
        "open": one_phone.unsigned_by_the_other(page),
        "form": form,
        "refused": said,
    }
    wrong = bool(said) or form.is_bound
    return render(request, "dialogue/sign.html", {"place": "talk", **told}, status=400 if wrong else 200)


def _hand_first(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Somebody came here by an address while their own private half is open: the phone isn't handed over yet."""
    return render(request, "dialogue/hand_first.html", {"place": "talk", "talk": talk})


def _room(request: HttpRequest, me: Me, talk: Talk, *, refused: str = "", live: reads.Live | None = None) -> reads.Room:
    """The room as whoever holds the phone reads it. They too are offered the quiet minute before they begin."""
    turned, few = access.turned(talk), "few" in request.GET
    typed = request.POST if refused else None
    room = reads.room_for(me, turned, here=True, few=few, typed=typed, refused=refused, live=live)
    act_url, room_url = (_address(name, talk.id, request) for name in ("talk-here-act", "talk-here"))
    if one_phone.is_minute_due(turned) and not (refused or room.rests or "on" in request.GET):
        room = replace(room, step=wording.step("calm", turned.partner, by_letter=False))
    return replace(room, act_url=act_url, room_url=room_url)


def _address(name: str, talk_id: UUID, request: HttpRequest) -> str:
    chosen = {each: "1" for each in CHOSEN if each in request.GET}
    address = reverse(name, args=[talk_id])
    return f"{address}?{urlencode(chosen)}" if chosen else address


def _page(request: HttpRequest, shown: reads.Room, *, status: int = 200) -> HttpResponse:
    return render(request, "dialogue/here.html", {"place": "talk", "room": shown}, status=status)
