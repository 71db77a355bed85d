"""The pair's page, and the first words of something to try. Thin: the door, a verb, a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldseam.people.doors import signed_in
from goldseam.people.me import Me
from goldseam.road.insights.both import reads
from goldseam.road.insights.both.forms import TryForm
from goldseam.road.insights.both.trying import LABEL
from goldseam.statements import access as statements
from goldseam.statements import actions as words
from goldseam.statements import reads as words_reads
from goldseam.statements import wording as words_wording
from goldseam.statements.rules import Refused


@require_safe
@signed_in
def both(request: HttpRequest, me: Me) -> HttpResponse:
    """Only what both may know: the same page for the two, word for word."""
    live = words_reads.live_for(me)
    statement = statements.statement_of(me, LABEL)
    return _page(request, "both", live=live, page=reads.page_for(me, statement), statement=statement)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def try_something(request: HttpRequest, me: Me) -> HttpResponse:
    """Refused words stay in the form. What lies there already stays beside these."""
    statement = statements.statement_of(me, LABEL)
    form = TryForm(request.POST if request.method == "POST" else None, statement=statement)
    if form.is_bound and form.is_valid():
        try:
            words.write(me, LABEL, form.cleaned_data)
            return redirect("insights-both")
        except Refused as refused:
            form.add_error(None, str(words_wording.refusal(refused.code)))
    return _page(request, "try", status=400 if form.errors else 200, form=form, statement=statement)


def _page(request: HttpRequest, name: str, *, status: int = 200, **told: Any) -> HttpResponse:
    return render(request, f"road/insights/both/{name}.html", {"place": "us", **told}, status=status)
