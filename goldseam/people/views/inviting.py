"""Inviting somebody, and opening the door when they have come."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goldseam.people import actions, keeping, reads, texts
from goldseam.people.doors import private, signed_in
from goldseam.people.forms_pair import BesideForm, InviteForm
from goldseam.people.me import Me
from goldseam.people.rules import Refused
from goldseam.vault.errors import Missing


@require_http_methods(["GET", "HEAD", "POST"])
@private
def invite(request: HttpRequest, me: Me) -> HttpResponse:
    """The words are shown in the answer to the form, once: no address leads to them."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            words = actions.invite(me, own_name=form.cleaned_data["shown_name"])
        except Refused:
            return redirect("invite")
        return _show_words(request, me, words)
    shown = reads.inviting(me)
    if not form.is_bound:
        form = InviteForm(initial={"shown_name": shown.own_name})
    return _page(request, "invite", shown=shown, form=form, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def beside(request: HttpRequest, me: Me) -> HttpResponse:
    """For a partner who lost their account: a seat beside the old one."""
    form = BesideForm(request.POST if request.method == "POST" else None)
    shown = reads.inviting(me)
    if shown.together is None or not shown.together.has_partner or shown.together.partner_left:
        return redirect("invite")
    if form.is_bound and form.is_valid():
        return _show_words(request, me, actions.invite_beside(me), beside=True)
    return _page(request, "beside", shown=shown, form=form, status=400 if form.errors else 200)


@require_POST
@private
def cancel(request: HttpRequest, me: Me) -> HttpResponse:
    """Pressed twice, or too late, it comes to the same."""
    with suppress(Missing):
        actions.cancel_invitation(me)
    return redirect("invite")


@require_POST
@signed_in
def let_in(request: HttpRequest, me: Me) -> HttpResponse:
    with suppress(Missing):
        actions.let_in(me)
    return redirect("invite")


@require_POST
@signed_in
def send_away(request: HttpRequest, me: Me) -> HttpResponse:
    with suppress(Missing):
        actions.send_away(me)
    return HttpResponseRedirect(keeping.local_path(request.POST.get("next", reverse("invite"))))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def compare(request: HttpRequest, me: Me) -> HttpResponse:
    """Two slow runs, so only when asked."""
    if request.method != "POST":
        return _page(request, "compare", possible=reads.has_somebody_to_compare_with(me))
    try:
        found = reads.eight_words(me)
    except Missing:
        return _page(request, "compare", possible=False)
    return _page(request, "compare", possible=True, found=found)


def _show_words(request: HttpRequest, me: Me, words: list[str], *, beside: bool = False) -> HttpResponse:
    return _page(
        request, "words", shown=reads.words_page(me, words), beside=beside, picture_name=_("The link as a picture")
    )


def _page(request: HttpRequest, name: str, *, status: int = 200, **told: object) -> HttpResponse:
    told = {"place": "us", "rule": texts.rule(), "sees": texts.what_the_inviter_sees(), **told}
    return render(request, f"people/pair/{name}.html", told, status=status)
