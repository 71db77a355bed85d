"""Pages of check-ins, and the one small thing to try. Thin: the door, a verb, a page."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldseam.growth import access, actions, content, reads, rules, tried, wording
from goldseam.growth.forms import FORM_ID, CheckInForm, OwnSliderForm, ShowForm, TryForm
from goldseam.people.doors import private, signed_in
from goldseam.people.me import Me
from goldseam.vault import seam

CARRIED = re.compile(r"carry_[a-z0-9_]{1,40}\Z")
CARRIED_MOST, CARRIED_LENGTH = 12, 2000


# -- the place Me -------------------------------------------------------------------------------------------------


@require_safe
@private
def me_place(request: HttpRequest, me: Me) -> HttpResponse:
    return _page(request, "me", shown=reads.me_page(me, request.GET.get("page", "1")))


@require_http_methods(["GET", "HEAD", "POST"])
@private
def own_slider(request: HttpRequest, me: Me) -> HttpResponse:
    form = OwnSliderForm(request.POST or None, initial={"name": access.own_of(me).slider_name})
    if request.method == "POST" and form.is_valid():
        actions.name_own_slider(me, form.cleaned_data["name"])
        return redirect("me")
    return _page(request, "own_slider", form=form, status=400 if form.errors else 200)


# -- a check-in ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def check_in(request: HttpRequest, me: Me) -> HttpResponse:
    """Writing needs no PIN. With the private half closed, or before there is a PIN at all, what was just given is said
    back from the form itself."""
    own_name = access.own_of(me).slider_name if me.is_private_open else ""
    sent = request.POST if request.method == "POST" else None
    form = CheckInForm(sent, own_name=own_name, initial={FORM_ID: seam.uuid()})
    if sent is None or not form.is_valid():
        exercise = content.exercise("check-in")
        status = 400 if form.errors else 200
        return _page(request, "check_in", form=form, is_open=me.is_private_open, exercise=exercise, status=status)
    kept = actions.keep_check_in(me, form.checked, form.sent_id)
    if me.is_private_open and me.person.holder.pin:
        return redirect("checkin-one", kept)
    answers = form.checked
    return _page(request, "kept", id=kept, told=reads.told(answers), picture=reads.picture(answers))


@require_safe
@private
def one(request: HttpRequest, me: Me, check_in_id: UUID) -> HttpResponse:
    return _one(request, me, check_in_id)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def change(request: HttpRequest, me: Me, check_in_id: UUID) -> HttpResponse:
    own = access.own_of(me)
    found = access.check_in_among(own, check_in_id)
    sent = request.POST if request.method == "POST" else None
    form = CheckInForm(sent, own_name=own.slider_name, answers=found.answers)
    if sent is not None and form.is_valid():
        actions.change_check_in(me, check_in_id, form.checked)
        return redirect("checkin-one", check_in_id)
    return _page(request, "change", form=form, check_in=found, is_open=True, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def erase(request: HttpRequest, me: Me, check_in_id: UUID) -> HttpResponse:
    found = access.check_in_for(me, check_in_id)
    if request.method == "POST":
        actions.erase_check_in(me, check_in_id)
        return redirect("me")
    return _page(request, "erase", check_in=found)


# -- showing some of it -------------------------------------------------------------------------------------------


@require_POST
@private
def show(request: HttpRequest, me: Me, check_in_id: UUID) -> HttpResponse:
    """First how it will look to the partner, then, with one more press, shown."""
    try:
        if "sure" in request.POST and "again" not in request.POST:
            actions.show_to_partner(me, check_in_id, request.POST.getlist("parts"))
            return redirect("checkin-one", check_in_id)
        found, answers = reads.named_answers(access.own_of(me), check_in_id)
        partner = access.together_to_show(me).partner_name or ""
        form = ShowForm(request.POST, answers=answers, partner=partner)
        if not form.is_valid() or "again" in request.POST:
            return _one(request, me, check_in_id, form=form)
        parts = form.cleaned_data["parts"]
        chosen = reads.picture(rules.shown_slice(answers, parts))
    except rules.Refused as refusal:
        return _one(request, me, check_in_id, refused=wording.refusal(refusal.code))
    return _page(request, "preview", check_in=found, picture=chosen, parts=parts, partner=partner)


@require_POST
@signed_in
def take_back(request: HttpRequest, me: Me, slice_id: UUID) -> HttpResponse:
    actions.take_back(me, slice_id)
    if me.is_private_open and "check_in" in request.POST:
        return redirect("checkin-one", access.check_in_for(me, _uuid(request.POST["check_in"])).id)
    return redirect("us")


def _one(request: HttpRequest, me: Me, check_in_id: UUID, **more: Any) -> HttpResponse:
    own = access.own_of(me)
    found, answers = reads.named_answers(own, check_in_id)
    partner, may_show = access.whom_to_show(me)
    form = more.pop("form", None)
    if form is None and partner and may_show:
        form = ShowForm(answers=answers, partner=partner)
    return _page(
        request,
        "one",
        check_in=found,
        told=reads.told_beside(own, found),
        picture=reads.picture(answers),
        shown=reads.picture(found.shown.answers) if found.shown else None,
        partner=partner,
        form=form,
        status=400 if more.get("refused") or (form is not None and form.errors) else 200,
        **more,
    )


# -- the one small thing, for everybody ---------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def try_it(request: HttpRequest) -> HttpResponse:
    """Asks nobody who they are, opens no session and stores nothing; an invitation's words pass through."""
    sent = request.POST if "go" in request.POST else None
    form = TryForm(sent)
    told: dict[str, Any] = {"carried": _carried(request), "exercise": content.exercise("try-one-look")}
    if sent is None or not form.is_valid():
        return _page(request, "try", form=form, status=400 if form.errors else 200, place="", **told)
    answers = form.checked
    told |= {"told": reads.told(answers), "picture": reads.picture(answers), "kept": tried.as_fields(answers)}
    return _page(request, "tried", place="", **told)


def _carried(request: HttpRequest) -> dict[str, str]:
    """What another page gave us to hand on, untouched."""
    found = {name: value for name, value in request.POST.items() if isinstance(value, str) and CARRIED.match(name)}
    fitting = [(name, value) for name, value in found.items() if len(value) <= CARRIED_LENGTH]
    return dict(fitting[:CARRIED_MOST])


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _page(request: HttpRequest, name: str, *, status: int = 200, place: str = "me", **told: Any) -> HttpResponse:
    return render(request, f"growth/{name}.html", {"place": place, **told}, status=status)
