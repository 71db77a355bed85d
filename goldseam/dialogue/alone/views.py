"""What somebody prepares alone: behind their PIN, and for nobody else. Thin: the door, a verb, a page."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from goldseam.dialogue import content, wording
from goldseam.dialogue.alone import drafts, prepared
from goldseam.dialogue.alone.prepared import Kept
from goldseam.dialogue.room import forms
from goldseam.dialogue.room.forms import Slip, words_of
from goldseam.dialogue.room.laid_out import picks
from goldseam.dialogue.rules.acts import Deed, Refused
from goldseam.dialogue.rules.prepared import Prepared
from goldseam.people import signing_in
from goldseam.people.doors import private, signed_in
from goldseam.people.me import Me
from goldseam.vault import seam, sessions
from goldseam.vault.errors import Missing

TEXT = "text/plain; charset=utf-8"


@require_http_methods(["GET", "HEAD", "POST"])
@private
def prepare(request: HttpRequest, me: Me) -> HttpResponse:
    """All that was prepared, and a sheet for something new; with `?as=letter` for a letter that isn't sent."""
    if request.method != "POST":
        return _page(
            request, "prepare", Prepared(is_letter=request.GET.get("as") == "letter"), rows=prepared.all_of(me)
        )
    typed = _typed(request.POST)
    try:
        kept = prepared.keep(me, typed, _id_of(request.POST.get("form", "")))
        return redirect("talk-prepared", kept)
    except Refused as refused:
        return _page(request, "prepare", typed, rows=prepared.all_of(me), refused=refused)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def one(request: HttpRequest, me: Me, row_id: UUID) -> HttpResponse:
    """One of them, to read, change or erase. A row that was erased a moment ago is erased."""
    if request.method == "POST" and "erase" in request.POST:
        prepared.erase(me, row_id)
        return redirect("talk-prepare")
    kept = prepared.one(me, row_id)
    if request.method != "POST":
        return _page(request, "prepared", kept.prepared, kept=kept)
    typed = _typed(request.POST)
    try:
        prepared.change(me, row_id, typed, _number(request.POST.get("version", "")))
        return redirect("talk-prepared", row_id)
    except Refused as refused:
        return _page(request, "prepared", typed, kept=prepared.one(me, row_id), refused=refused)


def _typed(sent: QueryDict) -> Prepared:
    return Prepared(sent.get("about", ""), words_of(sent, Deed.SAY), is_letter=bool(sent.get("letter")))


def _id_of(told: str) -> UUID:
    with suppress(ValueError):
        return UUID(told)
    return seam.uuid()


def _number(told: str) -> int:
    return int(told) if told.isdecimal() and len(told) < 10 else 0


def _laid_out(slip: Slip) -> dict[str, Any]:
    """What the parts of a sentence are drawn from, here and in a room alike."""
    ticks = {name: picks(name, slip.picked) for name in ("feelings", "needs")}
    return {"builder": content.builder(), **ticks}


def _page(
    request: HttpRequest,
    name: str,
    sheet: Prepared,
    *,
    refused: Refused | None = None,
    kept: Kept | None = None,
    **more: Any,
) -> HttpResponse:
    """The sheet stands as it was typed, also when it was refused: sent once more, it goes on top of what stands."""
    slip = Slip(Deed.SAY, seam.uuid(), words=sheet.words)
    told = {
        "sheet": sheet,
        "slip": slip,
        "desk": {"laid_out": _laid_out(slip)},
        "exercise": content.exercise("prepare"),
        "alone": content.paper(),
        "refused": wording.refusal(refused.code) if refused else "",
        "kept": kept,
    }
    return render(request, f"dialogue/{name}.html", {"place": "talk", **told, **more}, status=400 if refused else 200)


@require_POST
@signed_in
def draft(request: HttpRequest, me: Me, talk_id: UUID) -> HttpResponse:
    """Also with the private half closed, and while things rest: a draft is one's own. Typing is a sign of life."""
    place = request.POST.get("draft", "")
    try:
        drafts.keep(me, talk_id, place, forms.words_of(request.POST, drafts.deed_at(place)))
    except Refused as refused:
        return HttpResponse(str(wording.refusal(refused.code)), status=400, content_type=TEXT)
    with suppress(Missing):  # the sign-in may have ended in this very moment
        sessions.stay_open(me.keyring, signing_in.cookie_of(request))
    return HttpResponse(status=204)
