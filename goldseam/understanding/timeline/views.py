"""Pages of the line. Thin: the door, a verb, a page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldseam.people.doors import private, signed_in
from goldseam.people.me import Me
from goldseam.understanding.timeline import access, actions, reads, rules, wording
from goldseam.understanding.timeline.forms import MomentForm, ShowForm
from goldseam.understanding.timeline.rules import Moment, Refused, Sort
from goldseam.vault import seam

# -- one's own ----------------------------------------------------------------------------------------------------


@require_safe
@private
def line(request: HttpRequest, me: Me) -> HttpResponse:
    shown = reads.line_page(me, request.GET.get("page", "1"))
    partner, _may_show = access.whom_to_show(me)
    return _page(request, "line", shown=shown, partner=partner, exercises=reads.exercises())


@require_http_methods(["GET", "HEAD", "POST"])
@private
def new(request: HttpRequest, me: Me) -> HttpResponse:
    sort = _sort(request)
    form = MomentForm(request.POST if request.method == "POST" else None, sort=sort, form_id=seam.uuid())
    if request.method == "POST" and form.is_valid():
        return redirect("line-one", actions.keep_moment(me, form.moment, form.sent_id))
    prompts = reads.prompts(sort or Sort.GOOD)
    return _page(request, "new", form=form, prompts=prompts, status=400 if form.errors else 200)


@require_safe
@private
def one(request: HttpRequest, me: Me, moment_id: UUID) -> HttpResponse:
    kept = access.moment_for(me, moment_id)
    partner, may_show = access.whom_to_show(me)
    shown = reads.told_words(kept.shown.moment) if kept.shown else None
    return _page(request, "one", kept=kept, told=reads.told(kept), shown=shown, partner=partner, may_show=may_show)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def change(request: HttpRequest, me: Me, moment_id: UUID) -> HttpResponse:
    kept, stands = access.moment_for(me, moment_id), None
    sent = request.POST if request.method == "POST" else None
    form = MomentForm(sent, moment=kept.moment, version=kept.version)
    if sent is not None and form.is_valid():
        try:
            actions.change_moment(me, moment_id, form.moment, form.based_on)
            return redirect("line-one", moment_id)
        except Refused as refusal:
            again = sent.copy()
            again["version"] = str(kept.version)
            form, stands = MomentForm(again, moment=kept.moment), reads.told(kept)
            form.is_valid()
            form.say(refusal)
    status = 400 if form.errors else 200
    return _page(request, "change", form=form, kept=kept, told=reads.told(kept), stands=stands, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def erase(request: HttpRequest, me: Me, moment_id: UUID) -> HttpResponse:
    kept = access.moment_for(me, moment_id)
    if request.method == "POST":
        actions.erase_moment(me, moment_id)
        return redirect("line")
    return _page(request, "erase", kept=kept, told=reads.told(kept))


@require_http_methods(["GET", "HEAD", "POST"])
@private
def show(request: HttpRequest, me: Me, moment_id: UUID) -> HttpResponse:
    """In words that are meant for the other; then how it will look to them; then, with one more press, shown."""
    kept, refused, preview = access.moment_for(me, moment_id), None, None
    partner, may_show = access.whom_to_show(me)
    first = kept.shown.moment if kept.shown else kept.moment
    sent = request.POST if request.method == "POST" else None
    form = ShowForm(sent, initial={"what": first.what, "felt": first.felt})
    if sent is not None and form.is_valid():
        what, felt = form.cleaned_data["what"], form.cleaned_data["felt"]
        try:
            if "sure" in sent and "again" not in sent:
                actions.show_moment(me, moment_id, what, felt)
                return redirect("line-one", moment_id)
            access.together_to_show(me)
            words = rules.checked(Moment(kept.moment.when, kept.moment.sort, what, felt))
            preview = reads.told_words(words, "you") if "again" not in sent else None
        except Refused as refusal:
            refused = wording.refusal(refusal.code)
    told: dict[str, Any] = {
        "kept": kept,
        "told": reads.told(kept),
        "form": form,
        "partner": partner,
        "may_show": may_show,
    }
    name = "preview" if preview else "show"
    status = 400 if refused or form.errors else 200
    return _page(request, name, preview=preview, refused=refused, status=status, **told)


# -- what lies between the two ------------------------------------------------------------------------------------


@require_POST
@signed_in
def back(request: HttpRequest, me: Me, shown_id: UUID) -> HttpResponse:
    actions.take_back(me, shown_id)
    return redirect("line" if "own" in request.POST and me.is_private_open else "us-line")


@require_safe
@signed_in
def us_line(request: HttpRequest, me: Me) -> HttpResponse:
    """Only what was shown, for whoever holds the phone."""
    live = reads.live_for(me)
    return _page(request, "us_line", place="us", live=live, shown=reads.us_line_page(me, request.GET.get("page", "1")))


def _sort(request: HttpRequest) -> Sort | None:
    """Which of the three a link asked for."""
    asked = request.GET.get("sort", "")
    return Sort(asked) if asked in list(Sort) else None


def _page(request: HttpRequest, name: str, *, status: int = 200, place: str = "me", **told: Any) -> HttpResponse:
    return render(request, f"understanding/timeline/{name}.html", {"place": place, **told}, status=status)
