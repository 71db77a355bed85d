"""Pages of this room. The three ways are the same bytes for everybody, so that reading one tells nothing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldseam.people.doors import private
from goldseam.people.me import Me
from goldseam.understanding.ways import access, actions, content, reads
from goldseam.understanding.ways.access import Written
from goldseam.understanding.ways.forms import ListForm, PieceForm, WhereForm
from goldseam.understanding.ways.rules import PIECES, Refused

# -- for everybody ------------------------------------------------------------------------------------------------


@require_safe
def ways(request: HttpRequest) -> HttpResponse:
    """Asks nobody who they are."""
    return _page(request, "ways", ways=content.ways())


@require_safe
def way(request: HttpRequest, slug: str) -> HttpResponse:
    """As above."""
    if slug not in content.SLUGS:
        raise Http404
    exercise = content.exercise(content.EXERCISE_OF[slug])
    return _page(request, "way", way=content.way(slug), exercise=exercise)


# -- for oneself alone --------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@private
def where(request: HttpRequest, me: Me) -> HttpResponse:
    """Whatever is answered, the way back is the same."""
    if request.method == "POST" and "forget" in request.POST:
        actions.forget_standing(me)
        return redirect("where")
    form = WhereForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.stand(me, form.chosen)
        return redirect("where")
    return _page(request, "where", form=form, status=400 if form.errors else 200, **reads.where(me))


@require_http_methods(["GET", "HEAD", "POST"])
@private
def weigh(request: HttpRequest, me: Me) -> HttpResponse:
    """Four short pieces; each is kept by itself, and can be gone on with on another day."""
    if request.method != "POST":
        return _weigh(request, me)
    if "forget" in request.POST:
        actions.erase_pieces(me)
        return redirect("way-weigh")
    name = request.POST.get("piece", "")
    if name not in PIECES:
        raise Http404
    form = PieceForm(request.POST, name=name, written=Written())
    if form.is_valid():
        try:
            actions.keep_piece(me, name, form.piece, form.cleaned_data["version"])
            return redirect("way-weigh")
        except Refused as refusal:
            stands = access.pieces_of(me).get(name, Written())
            form = _begun_anew(PieceForm, request, stands.version, name=name, written=Written())
            form.say(refusal)
    return _weigh(request, me, form)


def _weigh(request: HttpRequest, me: Me, sent: PieceForm | None = None) -> HttpResponse:
    pieces = reads.pieces_for(me, sent)
    told = {"day_has_come": reads.day_has_come(me), "exercise": content.exercise("unsure")}
    anything = any(piece.written.id for piece in pieces)
    return _page(request, "weigh", pieces=pieces, sent=sent, anything=anything, status=400 if sent else 200, **told)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def parting_list(request: HttpRequest, me: Me) -> HttpResponse:
    """A list to tick, for oneself."""
    if request.method == "POST" and "forget" in request.POST:
        actions.erase_list(me)
        return redirect("way-list")
    listed = access.list_of(me)
    form = ListForm(request.POST if request.method == "POST" else None, listed=listed)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_list(me, form.ticked, form.cleaned_data["version"])
            return redirect("way-list")
        except Refused as refusal:
            form = _begun_anew(ListForm, request, listed.version, listed=listed)
            form.say(refusal)
    moved = ListForm(None, listed=listed).sections() if form.errors else None
    return _page(request, "list", form=form, stands=moved, anything=listed.id, status=400 if form.errors else 200)


def _begun_anew(make: Any, request: HttpRequest, version: int, **more: Any) -> Any:
    """The same words, on top of what stands now: sent once more, they are kept."""
    sent = request.POST.copy()
    sent["version"] = str(version)
    form = make(sent, **more)
    form.is_valid()
    return form


def _page(request: HttpRequest, name: str, *, status: int = 200, **told: Any) -> HttpResponse:
    return render(request, f"understanding/ways/{name}.html", {"place": "me", **told}, status=status)
