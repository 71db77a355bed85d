"""One's own insights: thin, like every page here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldseam.people.doors import private
from goldseam.people.me import Me
from goldseam.questionnaires import reads as questionnaires
from goldseam.road.insights import reads


@require_safe
@private
def own(request: HttpRequest, me: Me) -> HttpResponse:
    told = {"place": "me", "told": reads.told(me), "papers": questionnaires.told_for(me)}
    return render(request, "road/insights/own.html", told)
