"""The gather floor's pages: welcome and Today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldseam.people import signing_in
from goldseam.people.doors import me_of, signed_in
from goldseam.people.me import Me
from goldseam.road import reads
from goldseam.road.bowl import MENDED


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """Today for who is signed in, the welcome for everybody else; a sign-in that opens nothing goes to sign-in."""
    if me_of(request) is None and signing_in.SESSION_KEY not in request.session:
        return render(request, "road/welcome.html", {"place": "today", "bowl": MENDED})
    return today(request)


@signed_in
def today(request: HttpRequest, me: Me) -> HttpResponse:
    return render(request, "road/today.html", {"place": "today", "day": reads.day_for(me)})
