"""Coming back, looking again, ending, and looking back. Each behind the PIN; nothing of it is told to anybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldseam.people.doors import private
from goldseam.people.me import Me
from goldseam.road.pace import reads
from goldseam.road.plan import access, actions
from goldseam.road.plan.choosing import Refused
from goldseam.road.plan.forms import EndForm


@require_http_methods(["GET", "HEAD", "POST"])
@private
def back(request: HttpRequest, me: Me) -> HttpResponse:
    """After a while away: on from here, smaller, or a good ending. Asked once: any answer is one."""
    road = access.road_of(me)
    if road is None or road.ended:
        return redirect("road")
    if request.method == "POST":
        actions.go_on(me, smaller=request.POST.get("how") == "smaller")
        return redirect("road")
    return _page(request, "back")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def end(request: HttpRequest, me: Me) -> HttpResponse:
    road = access.road_of(me)
    if road is None:
        return redirect("road")
    sent = request.POST if request.method == "POST" and not road.ended else None
    form = EndForm(sent)
    if sent is not None and form.is_valid():
        try:
            actions.end(me, form.cleaned_data["reasons"], form.cleaned_data["words"])
            return redirect("road-end")
        except Refused:
            return redirect("road")
    page = reads.end_page(me, road)
    name = "ended" if road.ended else "end"
    return _page(request, name, page=page, form=form, status=400 if form.errors else 200)


@require_safe
@private
def changed(request: HttpRequest, me: Me) -> HttpResponse:
    return _page(request, "changed", found=reads.changed(me))


@require_http_methods(["GET", "HEAD", "POST"])
@private
def look_back(request: HttpRequest, me: Me) -> HttpResponse:
    """Some months after the end. Said once that one has looked, it isn't offered again."""
    road = access.road_of(me)
    if road is None or not road.ended:
        return redirect("road")
    due = reads.place_of(me, road).back_due
    if request.method == "POST":
        if due:
            actions.looked_back(me, due)
        return redirect("road")
    return _page(request, "look_back", page=reads.end_page(me, road), due=reads.back_name(due))


def _page(request: HttpRequest, name: str, *, status: int = 200, **told: Any) -> HttpResponse:
    return render(request, f"road/pace/{name}.html", {"place": "me", **told}, status=status)
