"""One page, and a deed for each choice on it. What is wrong with a form is said on the same page."""

from __future__ import annotations

from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from goldseam.people import account_actions, signing_in
from goldseam.people.doors import private
from goldseam.people.me import Me
from goldseam.reminders import binding, choosing, reads
from goldseam.reminders.forms import FOREIGN, BrowserForm, KindsForm, MailboxForm, TimesForm
from goldseam.vault import push, seam

WORDS = {"phone": _("A phone"), "tablet": _("A tablet"), "computer": _("A computer")}
MANY = _("Many places ring for you already. Take one away first, then let this one ring.")
DONE = {
    "times": _("Your times are kept. What waits already moves along."),
    "kinds": _("This is kept."),
    "place": _("From now on it rings there too."),
    "away": _("It rings there no more."),
    "tried": _("The one message is on its way. It should be there within a few seconds."),
    "tried-enough": _("You have tried it a few times since yesterday. Nothing was sent. Tomorrow there is room again."),
    "off": _("Nothing rings any more."),
}


@require_safe
@private
def reminders(request: HttpRequest, me: Me) -> HttpResponse:
    return _page(request, me)


@require_POST
@private
def times(request: HttpRequest, me: Me) -> HttpResponse:
    form = TimesForm(request.POST, reads.choices_of(me, "").chosen.slots)
    if not form.is_valid():
        return _page(request, me, times=form)
    choosing.choose_slots(me, form.cleaned_data["slots"])
    return _done("times")


@require_POST
@private
def choose_kinds(request: HttpRequest, me: Me) -> HttpResponse:
    form = KindsForm(request.POST, frozenset())
    if not form.is_valid():
        return _page(request, me, kinds=form)
    choosing.choose_kinds(me, form.cleaned_data["on"])
    return _done("kinds")


@require_POST
@private
def mail(request: HttpRequest, me: Me) -> HttpResponse:
    form = MailboxForm(request.POST)
    if not form.is_valid():
        return _page(request, me, mail=form)
    choosing.ring_mailbox(me, form.cleaned_data["mail"])
    return _done("place")


@require_POST
@private
def browser(request: HttpRequest, me: Me) -> HttpResponse:
    form = BrowserForm(request.POST)
    told = form.browser(signing_in.device_word(request)) if form.is_valid() else None
    if told is None:
        return _page(request, me, problem=FOREIGN)
    cookie = binding.cookie_of(request) or push.to_text(seam.random_bytes(32))
    try:
        choosing.ring_browser(me, told, cookie)
    except choosing.TooMany:
        return _page(request, me, problem=MANY)
    return binding.with_cookie(_done("place"), cookie)


@require_POST
@private
def away(_request: HttpRequest, me: Me, place: UUID) -> HttpResponse:
    choosing.take_away(me, place)
    return _done("away")


@require_POST
@private
def try_it(_request: HttpRequest, me: Me) -> HttpResponse:
    try:
        choosing.try_it(me)
    except choosing.TooMany:
        return _done("tried-enough")
    return _done("tried")


@require_POST
@private
def off(_request: HttpRequest, me: Me) -> HttpResponse:
    choosing.all_off(me)
    return _done("off")


def _page(request: HttpRequest, me: Me, *, problem: object = "", **forms: Form) -> HttpResponse:
    choices = reads.choices_of(me, binding.cookie_of(request))
    context = {
        "place": "me",
        "idle_minutes": account_actions.window_minutes(me),
        "choices": choices,
        "places": [(place, WORDS.get(place.name, _("A browser"))) for place in choices.places],
        "times": forms.get("times") or TimesForm(None, choices.chosen.slots),
        "kinds": forms.get("kinds") or KindsForm(None, choices.chosen.off),
        "mail": forms.get("mail") or MailboxForm(initial={"mail": choices.noted_mail}),
        "browser": BrowserForm(initial={"key": choices.key_name}),
        "problem": problem,
        "done": DONE.get(request.GET.get("done", "")),
    }
    return render(request, "reminders/reminders.html", context)


def _done(what: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('reminders')}?done={what}")
