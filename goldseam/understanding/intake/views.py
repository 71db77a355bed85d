"""Pages of the four looks. Thin: the door, a verb, a page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldseam.people.doors import private, signed_in
from goldseam.people.me import Me
from goldseam.practice import Topic
from goldseam.understanding import content
from goldseam.understanding.intake import access, actions, reads, rules, wording
from goldseam.understanding.intake.asked import SITTINGS
from goldseam.understanding.intake.forms import FORM_ID, EraseForm, LookForm, SettleForm
from goldseam.understanding.intake.rules import Drawn, Look
from goldseam.vault import seam


@require_safe
@signed_in
def looks(request: HttpRequest, me: Me) -> HttpResponse:
    """The four. What was done of them is told only behind the PIN."""
    is_open = _is_open(me)
    sittings = reads.overview(me) if is_open else [reads.sitting(name) for name in SITTINGS]
    exercise = content.exercise("look-first", "intake")()
    return _page(request, "looks", sittings=sittings, next=reads.next_of(sittings), is_open=is_open, exercise=exercise)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sitting(request: HttpRequest, me: Me, name: str) -> HttpResponse:
    """Writing needs no PIN. With the private half closed, or before there is a PIN at all, what was just given is said
    back from the form itself."""
    _require_sitting(name)
    again = "again" in (request.POST if request.method == "POST" else request.GET)
    look = access.look_at(me, name) if me.is_private_open and not again else None
    drawn = Drawn(look.answers, look.begun) if look else Drawn()
    sent = request.POST if request.method == "POST" else None
    form = LookForm(sent, sitting=name, drawn=drawn, initial={FORM_ID: seam.uuid()})
    if sent is None or not form.is_valid():
        told: dict[str, Any] = {"form": form, "sitting": reads.sitting(name), "look": look, "again": again}
        return _page(request, "sitting", is_open=me.is_private_open, status=400 if form.errors else 200, **told)
    actions.keep(me, name, form.checked, form.was, again=again, form_id=form.sent_id)
    if _is_open(me):
        return redirect("look-told", name) if access.look_at(me, name) else redirect("look")
    given, following = reads.told(name, form.checked), reads.after(name)
    return _page(request, "kept", sitting=reads.sitting(name), told=given, next=following)


@require_safe
@private
def told(request: HttpRequest, me: Me, name: str) -> HttpResponse:
    return _told(request, me, name)


@require_POST
@private
def words(request: HttpRequest, me: Me, name: str) -> HttpResponse:
    """Which of the words that two devices wrote stays."""
    _look_for(me, name)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _told(request, me, name, refused=wording.OTHERWISE)
    text = None if form.cleaned_data["both"] else form.cleaned_data["text"]
    try:
        actions.settle(me, name, Topic(form.cleaned_data["topic"]), text)
    except rules.Refused as refusal:
        code = "both-long" if refusal.code == "line-long" else refusal.code
        return _told(request, me, name, refused=wording.refusal(code))
    return redirect("look-told", name)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def erase(request: HttpRequest, me: Me, name: str) -> HttpResponse:
    look = _look_for(me, name)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.erase(me, name, all_looks=form.cleaned_data["which"] == "all")
        return redirect("look")
    several = any(each.sitting == name for each in access.earlier(me))
    status = 400 if form.errors else 200
    return _page(request, "erase", sitting=reads.sitting(name), look=look, form=form, several=several, status=status)


def _told(request: HttpRequest, me: Me, name: str, *, refused: object = "") -> HttpResponse:
    look = _look_for(me, name)
    return _page(
        request,
        "told",
        sitting=reads.sitting(name),
        look=look,
        told=reads.told_of(me, look),
        next=reads.next_of(reads.overview(me)),
        refused=refused,
        status=400 if refused else 200,
    )


def _is_open(me: Me) -> bool:
    return me.is_private_open and bool(me.person.holder.pin)


def _require_sitting(name: str) -> None:
    if name not in SITTINGS:
        raise Http404


def _look_for(me: Me, name: str) -> Look:
    look = access.look_at(me, name)
    if look is None:
        raise Http404
    return look


def _page(request: HttpRequest, name: str, *, status: int = 200, **told: Any) -> HttpResponse:
    return render(request, f"understanding/intake/{name}.html", {"place": "me", **told}, status=status)
