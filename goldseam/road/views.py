"""The gather floor's pages: welcome, Today, and what is mine to take."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from goldseam.people import signing_in, ways_in
from goldseam.people.doors import me_of, private, signed_in
from goldseam.people.me import Me
from goldseam.people.rules import Refused
from goldseam.people.sentences import of as told_of
from goldseam.practice import NotShown
from goldseam.road import actions, forms, reads, sentences, zips
from goldseam.road.bowl import MENDED
from goldseam.safety import leaving


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """Today for who is signed in, the welcome for everybody else; a sign-in that opens nothing goes to sign-in."""
    if me_of(request) is None and signing_in.SESSION_KEY not in request.session:
        return welcome(request)
    return today(request)


@gzip_page
def welcome(request: HttpRequest) -> HttpResponse:
    """Packed, because the first visit shall be small. Nothing in it is secret or echoed: its length tells nothing."""
    return render(request, "road/welcome.html", {"place": "today", "bowl": MENDED})


@signed_in
def today(request: HttpRequest, me: Me) -> HttpResponse:
    """With the private half open it tells what is one's own: after a while nobody touched it, it is asked for anew."""
    told = {"place": "today", "day": reads.day_for(me), "is_open": me.is_private_open}
    return render(request, "road/today.html", told)


@require_safe
@signed_in
def us(request: HttpRequest, me: Me) -> HttpResponse:
    return render(request, "road/us.html", {"place": "us", "us": reads.us_for(me)})


@require_http_methods(["GET", "HEAD", "POST"])
@private
def take(request: HttpRequest, me: Me) -> HttpResponse:
    if request.method != "POST":
        return render(request, "road/take.html", {"place": "me"})
    try:
        packed = actions.take_what_fits(me) if request.POST.get("in_part") else actions.take(me)
    except actions.Changed:
        return render(request, "road/take.html", {"place": "me", "changed": reads.what_changed(me)}, status=409)
    answer = HttpResponse(packed, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{zips.NAME}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@private
def take_in(request: HttpRequest, me: Me) -> HttpResponse:
    may_share = reads.may_share(me)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.TakeIn(*sent, may_share=may_share)
    if form.is_valid():
        try:
            wished = bool(request.POST.get("share_again"))  # also when somebody paused since the form was drawn
            actions.take_in(me, form.cleaned_data["file"].read(), share_again=wished)
            return redirect("taken-in")
        except NotShown:
            return redirect(f"{reverse('taken-in')}?shown=later")
        except zips.Unusable as error:
            form.add_error("file", sentences.unusable(error.code, error.most))
    status = 400 if form.errors else 200
    return render(request, "road/take_in.html", {"place": "me", "form": form}, status=status)


@require_safe
@private
def taken_in(request: HttpRequest, me: Me) -> HttpResponse:
    """A page of its own, so that looking at it again takes nothing in again."""
    later = request.GET.get("shown") == "later"
    return render(request, "road/taken_in.html", {"place": "me", "shown_later": later})


@require_http_methods(["GET", "HEAD", "POST"])
@private
def erase(request: HttpRequest, me: Me) -> HttpResponse:
    form = forms.Erase(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            ways_in.require_passphrase(request, me, form.cleaned_data["passphrase"])
            actions.erase(me)
            return leaving.leave(request)
        except Refused as refused:
            form.add_error("passphrase", format_lazy("{} {}", told_of(refused), _("Nothing was erased.")))
    status = 400 if form.errors else 200
    told = {"place": "me", "form": form, "backup_days": settings.BACKUP_DAYS}
    return render(request, "road/erase.html", told, status=status)
