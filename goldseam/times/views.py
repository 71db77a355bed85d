"""Pages of times for two, and the calendar's. Thin: the door, a verb, a page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldseam.people.doors import private, signed_in
from goldseam.people.me import Me
from goldseam.times import access, actions, ics, reads, wording, zones
from goldseam.times.forms import TimeForm
from goldseam.times.rules import MINUTES_USUAL, Deed, Refused

CALENDAR = "text/calendar; charset=utf-8"
FILE_NAME = "notes.ics"


# -- a time for two -----------------------------------------------------------------------------------------------


@require_safe
@signed_in
def times(request: HttpRequest, me: Me) -> HttpResponse:
    return _page(request, "times", live=reads.live_for(me), shown=reads.page_for(me))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def suggest(request: HttpRequest, me: Me) -> HttpResponse:
    """A step for two may lead here by its id; its words and minutes stand in the form then."""
    first: dict[str, Any] = {"at": reads.usual_start(me), "minutes": MINUTES_USUAL}
    return _suggest(request, me, initial=first | reads.for_step(request.GET.get("step", "")))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def rather(request: HttpRequest, me: Me, time_id: UUID) -> HttpResponse:
    """Another time instead of this one. The same form, which begins with what stands."""
    shown, _ = reads.one(me, time_id)
    time = shown.time
    first = {"at": shown.local, "what": time.what, "minutes": time.minutes, "step": time.step}
    return _suggest(request, me, initial=first, instead=shown)


def _suggest(
    request: HttpRequest, me: Me, *, initial: dict[str, Any], instead: reads.Shown | None = None
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    if sent is not None:
        zones.follow_device(me, sent.get("clock", ""))
    form = TimeForm(sent, zone=zones.zone_of(me), initial=initial)
    if sent is not None and form.is_valid():
        try:
            made = actions.suggest(me, form.wish, instead_of=instead.id if instead else None)
            return redirect("time", made)
        except Refused as refused:
            form.add_error(None, str(wording.refusal(refused.code)))
    page, follows = reads.page_for(me), zones.may_follow_device(me)
    may = instead.may_change if instead else page.may_write
    status = 400 if form.errors else 200
    return _page(
        request, "suggest", form=form, shown=page, instead=instead, may_suggest=may, follows=follows, status=status
    )


@require_safe
@signed_in
def one(request: HttpRequest, me: Me, time_id: UUID) -> HttpResponse:
    return _one(request, me, time_id)


@require_POST
@signed_in
def answer(request: HttpRequest, me: Me, time_id: UUID) -> HttpResponse:
    try:
        actions.answer(me, time_id, Deed(request.POST.get("deed", "")))
    except ValueError:
        return _one(request, me, time_id, refused=wording.OTHERWISE)
    except Refused as refused:
        return _one(request, me, time_id, refused=wording.refusal(refused.code))
    return redirect("time", time_id)


@require_safe
@signed_in
def file(request: HttpRequest, me: Me, time_id: UUID) -> HttpResponse:
    """An agreed time for one's own calendar, with its title: whoever takes it knows what their calendar shows."""
    shown, _ = reads.one(me, time_id)
    if not shown.is_agreed:
        raise Http404
    made = ics.one(shown.id, shown.time.at, shown.time.minutes, shown.what)
    answer = HttpResponse(made, content_type=CALENDAR)
    answer["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return answer


def _one(request: HttpRequest, me: Me, time_id: UUID, *, refused: object = "") -> HttpResponse:
    live = None if refused else reads.live_for(me)  # what was refused stays to be read
    shown, times = reads.one(me, time_id)
    rests = times.together is not None and times.together.is_paused
    told: dict[str, Any] = {"live": live, "shown": shown, "partner": times.partner, "rests": rests, "refused": refused}
    return _page(request, "time", status=400 if refused else 200, **told)


# -- the calendar -------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@private
def calendar(request: HttpRequest, me: Me) -> HttpResponse:
    """The address is shown in the answer to the press that made it, and never again."""
    address = ""
    if request.method == "POST":
        try:
            if request.POST.get("do") == "end":
                actions.end_feed(me)
                return redirect("calendar")
            address = settings.SITE_URL + reverse("calendar-feed", args=[actions.make_feed(me)])
        except Refused:
            return redirect("calendar")
    return _page(request, "calendar", place="me", shown=reads.calendar_for(me, address))


@require_safe
def feed(_request: HttpRequest, token: str) -> HttpResponse:
    """For a calendar, which signs in nowhere: whoever knows the address may ask. Opens nothing, knows no cookie."""
    return HttpResponse(ics.feed(access.agreed_in(access.feed_called(token))), content_type=CALENDAR)


def _page(request: HttpRequest, name: str, *, status: int = 200, place: str = "us", **told: Any) -> HttpResponse:
    return render(request, f"times/{name}.html", {"place": place, **told}, status=status)
