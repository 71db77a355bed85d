"""The end of a talk, what stays of it, and what each keeps for themselves. Thin: the door, a verb, a page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldseam.dialogue import access, actions, wording
from goldseam.dialogue.alone import afterwards
from goldseam.dialogue.alone.forms import LookForm
from goldseam.dialogue.closing import ground
from goldseam.dialogue.closing import reads as reads_closing
from goldseam.dialogue.room import reads
from goldseam.dialogue.rules.acts import STAYS, Refused
from goldseam.people.doors import private, signed_in
from goldseam.people.me import Me
from goldseam.statements import rules as statements
from goldseam.statements import wording as statements_wording

# -- what both read -----------------------------------------------------------------------------------------------


@require_POST
@signed_in
def put_ground(request: HttpRequest, me: Me, talk_id: UUID) -> HttpResponse:
    """Words about this talk, for both to sign. Refused, they stand in their form again."""
    sent = request.POST
    try:
        ground.put(me, talk_id, sent.get(ground.WORDS, ""), sent.get(ground.ABOUT, ""))
    except statements.Refused as refused:
        return _room(request, me, talk_id, str(statements_wording.refusal(refused.code)), typed=sent)
    return redirect("talk-room", talk_id)


@require_safe
@signed_in
def words(request: HttpRequest, me: Me, talk_id: UUID) -> HttpResponse:
    """What both chose to keep. Where nothing is kept, the talk's own page says what is left."""
    talk = access.talk_for(me, talk_id)
    kept = reads_closing.kept_for(talk)
    if kept is None:
        return redirect("talk-room", talk_id)
    return _page(request, "words", talk=talk, room={"talk": talk}, kept=kept)


@require_POST
@signed_in
def take_back(request: HttpRequest, me: Me, talk_id: UUID) -> HttpResponse:
    """One's own words go, for both. Afterwards the page on which they stood."""
    before = access.talk_for(me, talk_id)
    act = before.act(_id_in(request.POST, "act"))
    try:
        if act is not None:
            actions.take_back_words(me, talk_id, act.id)
    except Refused as refused:
        return _room(request, me, talk_id, str(wording.refusal(refused.code)))
    stood_there = act is None or act.deed not in STAYS
    return redirect("talk-words" if before.kept and stood_there else "talk-room", talk_id)


def _room(request: HttpRequest, me: Me, talk_id: UUID, refused: str, *, typed: QueryDict | None = None) -> HttpResponse:
    shown = reads.room_for(me, access.talk_for(me, talk_id), typed=typed, refused=refused)
    return render(request, "dialogue/room.html", {"place": "talk", "room": shown}, status=400)


# -- what each keeps alone ----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def mine(request: HttpRequest, me: Me, talk_id: UUID) -> HttpResponse:
    """Writing needs no PIN; reading what was kept does."""
    talk = access.talk_for(me, talk_id)
    form = LookForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        afterwards.keep(me, talk.id, form.look, form.sent_id)
        return _page(request, "mine_kept", talk=talk)
    return _page(request, "mine", status=400 if form.errors else 200, talk=talk, form=form, is_open=me.is_private_open)


@require_safe
@private
def notes(request: HttpRequest, me: Me) -> HttpResponse:
    return _page(request, "notes", notes=reads_closing.notes_of(me))


@require_http_methods(["GET", "HEAD", "POST"])
@private
def note(request: HttpRequest, me: Me, note_id: UUID) -> HttpResponse:
    """The very form that it was written with."""
    found = afterwards.one(me, note_id)
    form = LookForm(request.POST if request.method == "POST" else None, before=found)
    if form.is_bound and form.is_valid():
        try:
            afterwards.change(me, note_id, form.look, form.version)
            return redirect("talk-notes")
        except Refused:
            form.add_error(None, str(wording.refusal("changed-elsewhere")))
    return _page(request, "note", status=400 if form.errors else 200, note=found, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def erase_note(request: HttpRequest, me: Me, note_id: UUID) -> HttpResponse:
    if request.method == "POST":
        afterwards.erase(me, note_id)
        return redirect("talk-notes")
    return _page(request, "note_erase", note=afterwards.one(me, note_id))


# -- what these pages share ---------------------------------------------------------------------------------------


def _id_in(sent: QueryDict, name: str) -> UUID:
    """Nothing has the id that stands for a missing one."""
    try:
        return UUID(sent.get(name, ""))
    except ValueError:
        return UUID(int=0)


def _page(request: HttpRequest, name: str, *, status: int = 200, **told: Any) -> HttpResponse:
    return render(request, f"dialogue/{name}.html", {"place": "talk", **told}, status=status)
