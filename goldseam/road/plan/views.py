"""Pages of the road: one's own behind the PIN, and the one of both. Thin: the door, a verb, a page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldseam.people.doors import private, signed_in
from goldseam.people.me import Me
from goldseam.road.plan import access, actions, content, reads, wording
from goldseam.road.plan.choosing import Deed, Refused
from goldseam.road.plan.days import day_now
from goldseam.road.plan.forms import FrameForm, RoadForm, SwapForm

# -- one's own ----------------------------------------------------------------------------------------------------


@require_safe
@private
def road(request: HttpRequest, me: Me) -> HttpResponse:
    found = access.road_of(me)
    if found is None or found.ended:
        way = reads.way_of(me).value
        return _page(request, "none", road=found, way=way, pair=access.both(me).pair.value)
    return _page(request, "road", shown=reads.road_page(me, found))


@require_http_methods(["GET", "HEAD", "POST"])
@private
def make(request: HttpRequest, me: Me) -> HttpResponse:
    """Begins a road, or changes its days. "A hard month ahead" is answered once with two suggestions."""
    found, book, today = access.road_of(me), content.book(), day_now()
    running = found if found and not found.ended else None
    first = {"start": today, "weeks": book.weeks_usual, "sittings": book.sittings_usual}
    if running:
        first = {"start": running.frame.start, "weeks": running.frame.weeks, "sittings": running.sittings}
    form = RoadForm(request.POST if request.method == "POST" else None, today=today, initial=first)
    if not form.is_valid():
        return _page(request, "make", form=form, is_new=running is None, status=400 if form.errors else 200)
    wish = actions.Wish(form.cleaned_data["start"], form.cleaned_data["weeks"], form.cleaned_data["sittings"])
    if form.cleaned_data["hard"]:
        later = max(wish.start, today) + timedelta(weeks=book.later_weeks)
        return _page(request, "hard", wish=wish, later=later, light=book.light_sittings)
    actions.make(me, wish)
    return redirect("road")


@require_safe
@private
def step(request: HttpRequest, me: Me, step: str) -> HttpResponse:
    return _step(request, me, step)


@require_POST
@private
def choose(request: HttpRequest, me: Me, step: str) -> HttpResponse:
    found, deed = reads.step_called(step), request.POST.get("deed", "")
    try:
        if deed == "take-in":
            actions.take_in_again(me, found.id)
        else:
            actions.choose(me, found.id, Deed(deed), request.POST.get("other", ""))
    except ValueError:
        return _step(request, me, step, refused=wording.OTHERWISE)
    except Refused as refused:
        return _step(request, me, step, refused=wording.refusal(refused.code))
    return redirect("road")


@require_POST
@private
def undo(request: HttpRequest, me: Me) -> HttpResponse:
    try:
        actions.undo(me)
    except Refused:
        return redirect("road")
    return redirect("road")


@require_safe
@signed_in
def rules(request: HttpRequest, _me: Me) -> HttpResponse:
    """The same for everybody: the file that the engine reads."""
    return _page(request, "rules", told=content.told())


def _step(request: HttpRequest, me: Me, slug: str, *, refused: object = "") -> HttpResponse:
    page = reads.step_page(me, access.road_of(me), slug)
    swap = SwapForm(others=page.others) if page.others else None
    return _page(request, "step", page=page, swap=swap, refused=refused, status=400 if refused else 200)


# -- of both ------------------------------------------------------------------------------------------------------


@require_safe
@signed_in
def both(request: HttpRequest, me: Me) -> HttpResponse:
    return _both(request, me)


@require_POST
@signed_in
def ask(request: HttpRequest, me: Me) -> HttpResponse:
    """From when, and how long: an own wish, or yes to the other's, which is the same wish."""
    form = FrameForm(request.POST, today=day_now())
    if not form.is_valid():
        return _both(request, me, form=form)
    try:
        actions.ask_for(me, form.cleaned_data["start"], form.cleaned_data["weeks"])
    except Refused as refused:
        return _both(request, me, refused=wording.refusal(refused.code))
    return redirect("road-both")


@require_safe
@signed_in
def both_step(request: HttpRequest, me: Me, step: str) -> HttpResponse:
    return _both_step(request, me, step)


@require_POST
@signed_in
def choose_for_both(request: HttpRequest, me: Me, step: str) -> HttpResponse:
    found = reads.step_called(step)
    try:
        actions.choose_for_both(me, found.id, Deed(request.POST.get("deed", "")), request.POST.get("other", ""))
    except ValueError:
        return _both(request, me, refused=wording.OTHERWISE)
    except Refused as refused:
        return _both(request, me, refused=wording.refusal(refused.code))
    return redirect("road-both")


@require_POST
@signed_in
def undo_for_both(request: HttpRequest, me: Me, mark_id: UUID) -> HttpResponse:
    try:
        actions.undo_for_both(me, mark_id)
    except Refused as refused:
        return _both(request, me, refused=wording.refusal(refused.code))
    return redirect("road-both")


def _both(request: HttpRequest, me: Me, *, form: FrameForm | None = None, refused: object = "") -> HttpResponse:
    page = reads.both_page(me)
    if form is None:
        frame, today = page.asked or page.frame, day_now()
        usual = {"start": today, "weeks": content.book().weeks_usual}
        first = {"start": frame.start, "weeks": frame.weeks} if frame and frame.end > today else usual
        form = FrameForm(today=today, initial=first)
    status = 400 if refused or form.errors else 200
    return _page(request, "both", place="us", page=page, form=form, refused=refused, status=status)


def _both_step(request: HttpRequest, me: Me, slug: str) -> HttpResponse:
    page = reads.both_step_page(me, slug)
    swap = SwapForm(others=page.others) if page.others else None
    return _page(request, "both_step", place="us", page=page, swap=swap)


def _page(request: HttpRequest, name: str, *, status: int = 200, place: str = "me", **told: Any) -> HttpResponse:
    return render(request, f"road/plan/{name}.html", {"place": place, **told}, status=status)
