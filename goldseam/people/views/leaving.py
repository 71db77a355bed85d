"""Leaving: quietly, with a word, or with an old account only.

Nobody is asked, no reason is wanted, and nothing here tries to hold anybody.
"""

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from goldseam.people import actions, reads
from goldseam.people.doors import private, signed_in
from goldseam.people.forms_pair import LeaveQuietlyForm, LeaveWithAWordForm
from goldseam.people.me import Me
from goldseam.people.rules import Leaving, Refused
from goldseam.vault.errors import Missing


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def part(request: HttpRequest, me: Me) -> HttpResponse:
    if request.method != "POST":
        return _page(request, me)
    if request.POST.get("take_back"):
        answer: HttpResponse = _leave_with_private_open(request)  # the PIN may come first, over the untouched form
        return answer
    return _leave(request, me)


@private
def _leave_with_private_open(request: HttpRequest, me: Me) -> HttpResponse:
    return _leave(request, me)


def _leave(request: HttpRequest, me: Me) -> HttpResponse:
    said = request.POST.get("how", "")
    how = Leaving(said) if said in list(Leaving) else Leaving.QUIETLY
    form = LeaveWithAWordForm(request.POST) if how is Leaving.WITH_A_WORD else LeaveQuietlyForm(request.POST)
    if not form.is_valid():
        return _page(request, me, openly=form)
    told = form.cleaned_data
    with suppress(Missing, Refused):  # pressed twice: already gone; or no newer account is there: the page says so
        actions.leave(me, how, word=told.get("farewell", ""), take_back=told["take_back"])
    return redirect("part")


@require_POST
@signed_in
def back(request: HttpRequest, me: Me) -> HttpResponse:
    """Taking the own seat again. It rests until one goes on, so nothing starts by itself."""
    try:
        seat = reads.left_seat(me, UUID(request.POST.get("seat", "")))
        actions.come_back(me, seat)
    except ValueError as error:
        raise Missing("seat") from error
    except Refused:
        return redirect("part")
    return redirect("pause")


def _page(request: HttpRequest, me: Me, *, openly: LeaveWithAWordForm | LeaveQuietlyForm | None = None) -> HttpResponse:
    shown = reads.leaving(me)
    told = {
        "place": "us",
        "shown": shown,
        "quietly": LeaveQuietlyForm(auto_id="quietly_%s"),
        "old_account": LeaveQuietlyForm(auto_id="old_account_%s"),
        "openly": openly or LeaveWithAWordForm(),
    }
    return render(request, "people/pair/part.html", told, status=400 if openly else 200)
