"""“Is all as you left it?”: everything opened once and compared, on request, with the answer in words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from goldseam.people import checking
from goldseam.people.doors import private
from goldseam.people.me import Me


@require_http_methods(["GET", "HEAD", "POST"])
@private
def check(request: HttpRequest, me: Me) -> HttpResponse:
    looked = checking.looked(me) if request.method == "POST" else None
    return render(request, "people/check.html", {"looked": looked, "place": "me"})
