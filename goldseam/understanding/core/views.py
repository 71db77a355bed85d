"""What both make together: one sentence, what they want, a time to try. Thin: the door, a verb, a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldseam.apart import access as apart
from goldseam.people.doors import signed_in
from goldseam.people.me import Me
from goldseam.statements import access as statements
from goldseam.statements import actions
from goldseam.statements import reads as words
from goldseam.statements import wording as statements_wording
from goldseam.statements.rules import Refused
from goldseam.understanding import content
from goldseam.understanding.core import period, problem, reads, wants, wording
from goldseam.understanding.core.rules import Start
from goldseam.understanding.core.saying import Saying


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def shape(request: HttpRequest, me: Me) -> HttpResponse:
    """One sentence out of two. The form may begin with either, with both, or with nothing."""
    statement, opened = statements.statement_of(me, problem.LABEL), apart.newest(me, problem.LABEL)
    first = {problem.SENTENCE: reads.begun_with(opened, _start(request.GET.get("begin", "")))}
    said = Saying.of(me, request.POST if request.method == "POST" else None, statement, first)
    return _said(request, said, "core", round=opened)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def say(request: HttpRequest, me: Me) -> HttpResponse:
    """What both want, in words of theirs, with both pictures above the form."""
    statement, opened = statements.statement_of(me, wants.LABEL), apart.newest(me, wants.LABEL)
    said = Saying.of(me, request.POST if request.method == "POST" else None, statement, {})
    return _said(request, said, "wants", round=opened)


def _start(typed: str) -> Start:
    return Start(typed) if typed in list(Start) else Start.NEW


# -- a time to try ------------------------------------------------------------------------------------------------


@require_safe
@signed_in
def one_period(request: HttpRequest, me: Me) -> HttpResponse:
    return _period(request, me)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def write_period(request: HttpRequest, me: Me) -> HttpResponse:
    """A new one; or, after one that stands, the same words once more with a day that is still to come."""
    statement = statements.statement_of(me, period.LABEL)
    standing = statement.standing
    first = reads.first_period(me, standing.parts if standing else None)
    sent = request.POST if request.method == "POST" else None
    said = Saying.of(me, sent, statement, first, (standing,) if standing else ())
    said.form.fields[period.REVIEW].widget.attrs |= reads.day_bounds(me)
    examples = [wording.example("try"), wording.example("leave")]
    return _said(request, said, "period", examples=examples, again=standing is not None)


@require_POST
@signed_in
def end_period(request: HttpRequest, me: Me) -> HttpResponse:
    """One alone, at once, without a reason; also while things rest. Ending what has ended is no mistake."""
    try:
        actions.end(me, period.LABEL)
    except Refused as refused:
        return _period(request, me, refused=str(statements_wording.refusal(refused.code)))
    return redirect("period")


def _period(request: HttpRequest, me: Me, *, refused: str = "") -> HttpResponse:
    live = None if refused else words.live_for(me)  # what was refused stays to be read
    told = {"live": live, "shown": reads.period_page(me), "refused": refused}
    exercise = content.exercise("wants-talk", "core")()
    return _page(request, "period", status=400 if refused else 200, exercise=exercise, **told)


# -- what these pages share ---------------------------------------------------------------------------------------


def _said(request: HttpRequest, said: Saying, name: str, **told: Any) -> HttpResponse:
    if said.is_sent and said.is_written():
        return redirect(name)
    told |= {"form": said.form, "statement": said.statement, "shown": words.page_of(said.statement)}
    return _page(request, f"{name}_say", status=400 if said.form.errors else 200, back=name, **told)


def _page(request: HttpRequest, name: str, *, status: int = 200, **told: Any) -> HttpResponse:
    return render(request, f"understanding/core/{name}.html", {"place": "us", **told}, status=status)
