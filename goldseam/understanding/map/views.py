"""Pages of the map: giving one's side, waiting, reading both. Thin: the door, a verb, a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldseam.apart.rules import Refused
from goldseam.people import access as people
from goldseam.people.doors import private, signed_in
from goldseam.people.me import Me
from goldseam.understanding import content
from goldseam.understanding.map import access, actions, forms, pictures, reads, wording
from goldseam.understanding.map.rules import NotAsSeen, Side

MAY_GIVE = ("unanswered", "taken-back")


# -- reading ------------------------------------------------------------------------------------------------------


@require_safe
@signed_in
def the_map(request: HttpRequest, me: Me) -> HttpResponse:
    """The newest map. Before there is one, what will be here, and behind the PIN one's own side."""
    page = reads.map_page(me)
    if page is not None:
        return _map(request, page)
    is_open = me.is_private_open and bool(me.person.holder.pin)
    own = reads.picture_of(access.own_side(me)) if is_open else None
    base = "ui/private.html" if is_open else "ui/page.html"
    _, partner = people.names_of(me)
    return _page(request, "none", base=base, own=own, is_open=is_open, partner=partner, limits=pictures.limits())


@require_safe
@signed_in
def one_map(request: HttpRequest, me: Me, number: int) -> HttpResponse:
    page = reads.map_page(me, number)
    assert page is not None
    return _map(request, page)


def _map(request: HttpRequest, page: reads.MapPage) -> HttpResponse:
    return _page(request, "map", page=page, limits=pictures.limits())


@require_safe
@signed_in
def talk(request: HttpRequest, me: Me) -> HttpResponse:
    """How to read it together: the same for everybody."""
    return _page(request, "talk", guide=pictures.guide(), exercise=content.exercise("map-talk", "map")())


# -- giving -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@private
def give(request: HttpRequest, me: Me) -> HttpResponse:
    """First one chooses, then one sees it as the other would read it, then one gives; each by a press."""
    if request.method != "POST" and "anew" not in request.GET and reads.is_news(me):
        return redirect("map")  # whoever waited for it comes back to this address
    side, seen = access.own_side(me), reads.seen(me)
    if request.method != "POST":
        if seen.standing not in MAY_GIVE or side.is_empty:
            return _standing(request, me, side)
        return _choose(request, me, side, reads.begins_with(me, side))
    sent = forms.read(request.POST, side, reads.begins_with(me, side))
    if seen.standing not in MAY_GIVE:
        return _standing(request, me, side, refused=_code_of(seen.standing))
    if sent.deed not in ("look", "give"):
        return _choose(request, me, side, sent.shown, open_at=sent.open_at)
    if not sent.shown:
        return _choose(request, me, side, sent.shown, refused="nothing-chosen")
    if sent.deed == "look":
        return _preview(request, me, side, sent)
    try:
        actions.give(me, sent.shown, sent.mark, sent.number)
    except NotAsSeen:
        return _preview(request, me, side, sent, refused="look-again")
    except Refused as refused:
        return _standing(request, me, side, refused=refused.code)
    return redirect("map") if _is_open(me, sent.number) else redirect("map-give")


@require_POST
@private
def look(request: HttpRequest, me: Me) -> HttpResponse:
    """Whether it opened by this or not yet."""
    return redirect("map") if actions.look(me) else _standing(request, me, access.own_side(me), looked=True)


@require_POST
@private
def back(request: HttpRequest, me: Me) -> HttpResponse:
    try:
        return redirect("map") if actions.take_back(me) else redirect("map-give")
    except Refused as refused:
        return _standing(request, me, access.own_side(me), refused=refused.code)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def remove(request: HttpRequest, me: Me, number: int) -> HttpResponse:
    """Takes one's own side out of an open map. The other's side stays the other's."""
    found = access.map_for(me, number)
    if request.method == "POST":
        try:
            actions.remove_own(me, number)
        except Refused as refused:
            return _page(request, "remove", shown=found, refused=wording.refusal(refused.code), status=400)
        return redirect("map-one", number)
    return _page(request, "remove", shown=found)


def _code_of(standing: str) -> str:
    return {"alone": "alone", "answered": "answered"}.get(standing, "paused")


def _is_open(me: Me, number: int) -> bool:
    return any(each.number == number for each in access.summaries(me))


def _choose(
    request: HttpRequest, me: Me, side: Side, shown: frozenset[str], *, open_at: str = "", refused: str = ""
) -> HttpResponse:
    told: dict[str, Any] = {"form": reads.choosing(side, shown, open_at), "newest": reads.last_opened(me)}
    if refused:
        told |= {"refused": wording.refusal(refused), "status": 400}
    exercise = content.exercise("map-give", "map")()
    return _page(request, "choose", seen=reads.seen(me), exercise=exercise, **told)


def _preview(request: HttpRequest, me: Me, side: Side, sent: forms.Sent, *, refused: str = "") -> HttpResponse:
    told: dict[str, Any] = {"refused": wording.refusal(refused), "status": 400} if refused else {}
    return _page(request, "preview", seen=reads.seen(me), preview=reads.preview(me, side, sent.shown), **told)


def _standing(request: HttpRequest, me: Me, side: Side, *, refused: str = "", looked: bool = False) -> HttpResponse:
    """Alone, resting, at a door, or given: where one is, with one's own side as a picture for oneself."""
    live = None if refused or looked else reads.live_for(me)  # what was just said stays to be read
    seen = reads.seen(me)
    told: dict[str, Any] = {"refused": wording.refusal(refused), "status": 400} if refused else {}
    told |= {"own": reads.picture_of(side), "given": reads.given_picture(me) if seen.has_given else None}
    names = {"look": "map-look", "back": "map-back"}
    return _page(request, "waiting", live=live, seen=seen, names=names, looked=looked, **told)


def _page(request: HttpRequest, name: str, *, status: int = 200, **told: Any) -> HttpResponse:
    return render(request, f"understanding/map/{name}.html", {"place": "us", **told}, status=status)
