"""Pages of the plan against one stress. Thin: the door, a verb, a page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldseam.people import access as people
from goldseam.people.doors import private, signed_in
from goldseam.people.me import Me
from goldseam.statements import access as statements
from goldseam.statements import actions as words
from goldseam.statements import reads as words_reads
from goldseam.statements import wording as words_wording
from goldseam.statements.rules import Refused as WordsRefused
from goldseam.understanding.content import exercise
from goldseam.understanding.outside import access, actions, reads, wording
from goldseam.understanding.outside.forms import PlanForm, SharedForm
from goldseam.understanding.outside.rules import Plan, Refused
from goldseam.understanding.outside.shared import LABEL


@require_safe
@signed_in
def outside(request: HttpRequest, me: Me) -> HttpResponse:
    """What both may know. One's own plans lie behind the PIN, whether there are any or not."""
    live = words_reads.live_for(me)
    statement, heavy = statements.statement_of(me, LABEL), reads.heavy(me)
    together = exercise("outside-plan", "outside")()
    return _page(request, "outside", live=live, statement=statement, heavy=heavy, exercise=together)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def write(request: HttpRequest, me: Me) -> HttpResponse:
    """The first words of a plan for both, with both names in it already."""
    return _shared(request, me, Plan())


@require_safe
@private
def mine(request: HttpRequest, me: Me) -> HttpResponse:
    return _page(request, "mine", plans=reads.plans(me), exercise=_alone(), place="me")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def new(request: HttpRequest, me: Me) -> HttpResponse:
    return _written(request, me, PlanForm(request.POST or None), None)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def one(request: HttpRequest, me: Me, plan_id: UUID) -> HttpResponse:
    """What was erased or changed on another device meanwhile: what was typed here is kept beside it."""
    kept = access.plan_for(me, plan_id)
    return _written(request, me, PlanForm(request.POST or None, plan=kept.plan, version=kept.version), plan_id)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def erase(request: HttpRequest, me: Me, plan_id: UUID) -> HttpResponse:
    if request.method == "POST":
        actions.erase_plan(me, plan_id)
        return redirect("outside-mine")
    return _page(request, "erase", shown=reads.plan(access.plan_for(me, plan_id)), place="me")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def bring(request: HttpRequest, me: Me, plan_id: UUID) -> HttpResponse:
    """One's own plan as the beginning of a plan for both. What is in the form is what the other reads; no more."""
    return _shared(request, me, access.plan_for(me, plan_id).plan, plan_id)


def _written(request: HttpRequest, me: Me, form: PlanForm, plan_id: UUID | None) -> HttpResponse:
    if form.is_bound and form.is_valid():
        version = form.version
        try:
            based_on = (plan_id, version) if plan_id and version else None
            return redirect("outside-one", actions.keep_plan(me, form.plan, based_on))
        except Refused as refused:
            form.add_error(None, str(wording.refusal(refused)))
    told: dict[str, Any] = {"plan_id": plan_id, "partner": people.names_of(me)[1], "exercise": _alone()}
    return _page(request, "one", status=400 if form.errors else 200, form=form, place="me", **told)


def _shared(request: HttpRequest, me: Me, plan: Plan, plan_id: UUID | None = None) -> HttpResponse:
    """Brought beside what lies there: nothing is written over. Refused words stay in the form."""
    statement, names = statements.statement_of(me, LABEL), people.names_of(me)
    first = reads.first_words(plan, names)
    sent = request.POST if request.method == "POST" else None
    form = SharedForm(sent, statement=statement, before=[], first=first, names=names)
    if sent is not None and form.is_valid():
        try:
            words.write(me, LABEL, form.cleaned_data)
            return redirect("outside")
        except WordsRefused as refused:
            form.add_error(None, str(words_wording.refusal(refused.code)))
    told: dict[str, Any] = {"statement": statement, "partner": names[1], "plan_id": plan_id}
    page = "bring" if plan_id else "write"
    return _page(request, page, status=400 if form.errors else 200, form=form, **told)


def _alone() -> Any:
    return exercise("outside-alone", "outside")()


def _page(request: HttpRequest, name: str, *, status: int = 200, place: str = "us", **told: Any) -> HttpResponse:
    return render(request, f"understanding/outside/{name}.html", {"place": place, **told}, status=status)
