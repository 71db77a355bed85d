"""Pages of questionnaires. Thin: the door, a verb, a page."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldseam.people.doors import private
from goldseam.people.me import Me
from goldseam.questionnaires import access, actions, reads, rules, shelf, wording
from goldseam.questionnaires.forms import PageForm, as_fields
from goldseam.questionnaires.rules import Answered
from goldseam.questionnaires.shelf import Paper
from goldseam.vault import seam


@require_safe
@private
def papers(request: HttpRequest, me: Me) -> HttpResponse:
    return _page(request, "papers", shown=reads.papers(me))


@require_http_methods(["GET", "HEAD", "POST"])
@private
def ask(request: HttpRequest, me: Me, paper_id: UUID) -> HttpResponse:
    """One page of questions after the other; what was answered is kept on the way. About safety nothing is kept."""
    paper = access.paper_to_answer(me, paper_id)
    stands = access.begun_with(me, paper.id) or Answered(seam.uuid(), paper.id, seam.now())
    if request.method != "POST":
        return _asked(request, me, paper, stands, reads.page_to_begin(paper, stands, request.GET.get("page", "")))
    number = reads.page_number(paper, request.POST.get("page", ""))
    form = _form(paper, stands, number, request.POST)
    if not form.is_valid():
        return _asked(request, me, paper, stands, number, form=form)
    if paper.is_about_safety and "keep" not in request.POST:
        return _once(request, me, paper, stands, form)
    return _kept(request, me, paper, stands, number, form)


@require_safe
@private
def told(request: HttpRequest, me: Me, row_id: UUID) -> HttpResponse:
    answered = access.answered_for(me, row_id)
    if not answered.done_at and shelf.paper(answered.paper):
        return redirect("questions-ask", answered.paper)
    return _page(request, "told", shown=reads.told(me, answered))


@require_safe
@private
def file(request: HttpRequest, me: Me, row_id: UUID) -> HttpResponse:
    """For somebody whom its owner gives it to: FHIR, without a name."""
    found = reads.as_fhir(access.answered_for(me, row_id))
    answer = HttpResponse(json.dumps(found, ensure_ascii=False, indent=1), content_type="application/fhir+json")
    answer.headers["Content-Disposition"] = 'attachment; filename="notes.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@private
def erase(request: HttpRequest, me: Me, row_id: UUID) -> HttpResponse:
    answered = access.answered_for(me, row_id)
    if request.method == "POST":
        actions.erase(me, row_id)
        return redirect("questions")
    return _page(request, "erase", answered=answered, title=reads.title_of(answered))


def _kept(
    request: HttpRequest, me: Me, paper: Paper, stands: Answered, number: int, form: PageForm
) -> HttpResponse:  # fmt: skip
    deed = request.POST.get("do", "on")
    is_last = reads.next_page(paper, {**stands.said, **form.said}, number) is None
    is_done = paper.is_about_safety or (deed == "on" and is_last)
    try:
        row_id = actions.keep(me, paper, form.said, form.had_shown, form.sent_id, done=is_done)
    except rules.Refused as refusal:
        form.add_error(None, str(wording.refusal(refusal.code)))
        return _asked(request, me, paper, stands, number, form=form)
    if is_done and row_id:
        return redirect("questions-told", row_id)
    if deed == "later":
        return redirect("questions")
    said = reads.said_now(me, paper)
    step = reads.previous_page(paper, said, number) if deed == "back" else reads.next_page(paper, said, number)
    return redirect(f"{reverse('questions-ask', args=[paper.id])}?page={step or number}")


def _once(request: HttpRequest, me: Me, paper: Paper, stands: Answered, form: PageForm) -> HttpResponse:
    """What was answered about safety is said back from the form itself, and is nowhere afterwards."""
    if not form.said:
        form.add_error(None, str(wording.refusal("nothing-answered")))
        return _asked(request, me, paper, stands, 1, form=form)
    return _page(request, "once", paper=paper, says=reads.says(paper, form.said), fields=as_fields(form, request.POST))


def _asked(
    request: HttpRequest, me: Me, paper: Paper, stands: Answered, number: int, form: PageForm | None = None
) -> HttpResponse:
    shown = form or _form(paper, stands, number)
    status = 400 if shown.errors else 200
    return _page(request, "ask", shown=reads.asking(me, paper, stands, number), form=shown, status=status)


def _form(paper: Paper, stands: Answered, number: int, sent: Any = None) -> PageForm:
    places = reads.asked_on(paper, stands.said, number)
    return PageForm(sent, paper=paper, places=places, said=stands.said, initial={"form_id": stands.id, "page": number})


def _page(request: HttpRequest, name: str, *, status: int = 200, **told: Any) -> HttpResponse:
    return render(request, f"questionnaires/{name}.html", {"place": "me", **told}, status=status)
