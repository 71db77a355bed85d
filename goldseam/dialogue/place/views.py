"""The place Talk, asking for a talk, and the talk on paper. Thin: the door, a verb, a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldseam.dialogue import actions, content
from goldseam.dialogue.place import reads as reads_place
from goldseam.dialogue.place.asking import KINDS, AskForm
from goldseam.dialogue.rules.acts import Refused
from goldseam.people import signing_in
from goldseam.people.doors import me_of, signed_in
from goldseam.people.me import Me


@require_safe
def place(request: HttpRequest) -> HttpResponse:
    """For a visitor what a talk is; a sign-in that opens nothing goes to the door."""
    if me_of(request) is None and signing_in.SESSION_KEY not in request.session:
        return _page(request, "talk", shown=None)
    return _own_place(request)


@signed_in
def _own_place(request: HttpRequest, me: Me) -> HttpResponse:
    return _page(request, "talk", shown=reads_place.place_for(me))


@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """The same for everybody, also without an account: it is a guide on paper and keeps nothing."""
    return _page(request, "paper", guide=content.paper())


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask(request: HttpRequest, me: Me, kind: str) -> HttpResponse:
    """For now, it goes on in the room; for another day, to the form that suggests a time."""
    asked_for = KINDS[kind]
    between, partner = reads_place.standing_for(me)
    form = AskForm(request.POST if request.method == "POST" else None, kind=asked_for, partner=partner)
    if form.is_valid():
        try:
            actions.tend(me)
            made = actions.ask(me, form.asking, form.talk_id)
            if form.asking.now:
                return redirect("talk-room", made)
            return redirect(f"{reverse('time-suggest')}?step={asked_for.step}")
        except Refused as refused:
            form.say(refused)
    told = {"form": form, "kind": asked_for, "exercise": asked_for.exercise, "between": between, "partner": partner}
    return _page(request, "new", status=400 if form.errors else 200, **told)


def _page(request: HttpRequest, name: str, *, status: int = 200, **told: Any) -> HttpResponse:
    return render(request, f"dialogue/{name}.html", {"place": "talk", **told}, status=status)
