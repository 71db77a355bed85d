"""The room of a talk. Thin: the door, a verb, a page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goldseam.dialogue import access, actions, wording
from goldseam.dialogue.room import forms, reads
from goldseam.dialogue.rules.acts import Deed, Refused
from goldseam.people.doors import signed_in
from goldseam.people.me import Me
from goldseam.times import zones

ENDS_OR_BEGINS = frozenset({Deed.READY, Deed.NOT_NOW, Deed.TALK_ON, Deed.REQUEST, Deed.THANKS, Deed.DONE})
"""With these, what is over in other talks is put away too; while the two are speaking, nothing may make them wait."""


@require_safe
@signed_in
def room(request: HttpRequest, me: Me, talk_id: UUID) -> HttpResponse:
    live = reads.live_for(me, talk_id)
    found, take = access.talk_for(me, talk_id), request.GET.get("take", "")
    return _page(request, reads.room_for(me, found, live=live, take=take))


@require_POST
@signed_in
def act(request: HttpRequest, me: Me, talk_id: UUID) -> HttpResponse:
    """Whatever is done in a talk. Refused, the page comes back with every word that was typed."""
    zones.follow_device(me, request.POST.get("clock", ""))
    try:
        wish = forms.wish_from(request.POST)
        if wish.deed in ENDS_OR_BEGINS:
            actions.tend(me)
        actions.do(me, talk_id, wish)
    except Refused as refused:
        return _refused(request, me, talk_id, refused)
    return redirect("talk-room", talk_id)


@require_POST
@signed_in
def calm(request: HttpRequest, me: Me, talk_id: UUID) -> HttpResponse:
    """One's own mark: the minute is done, how stirred up one is, few words or all. Only its owner's page changes."""
    mark = access.mark_of(me, access.talk_for(me, talk_id))
    actions.mark(me, talk_id, forms.mark_from(request.POST, mark))
    return redirect("talk-room", talk_id)


@require_POST
@signed_in
def offer(request: HttpRequest, me: Me, talk_id: UUID) -> HttpResponse:
    """Takes back one's own asking; afterwards there is no such room any more."""
    try:
        actions.take_back_offer(me, talk_id)
    except Refused as refused:
        return _refused(request, me, talk_id, refused)
    return redirect("talk")


def _refused(request: HttpRequest, me: Me, talk_id: UUID, refused: Refused) -> HttpResponse:
    said = str(wording.refusal(refused.code))
    found = access.talk_for(me, talk_id)
    return _page(request, reads.room_for(me, found, typed=request.POST, refused=said), status=400)


def _page(request: HttpRequest, shown: reads.Room, *, status: int = 200) -> HttpResponse:
    return render(request, "dialogue/room.html", {"place": "talk", "room": shown}, status=status)
