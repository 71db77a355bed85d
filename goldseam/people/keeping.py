"""A save that meets a closed door: the door opens over the untouched form, and the form is sent once more.

What was typed lies in the page itself, in hidden fields, and nowhere else. Forms that carry a passphrase, a PIN or a
passkey's secret are not kept: their page is opened again instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

MOST = 400_000  # characters; the page carries it once there and once back
MOST_FIELDS = 250
SECRET = re.compile(r"pass|pin|prf|credential|^code$", re.IGNORECASE)
_OWN = {"csrfmiddlewaretoken", "kept_path", "kept_fields", "kept_files", "kept_whose", "next"}

Page = Callable[[HttpRequest, "Kept"], HttpResponse]
_pages: dict[str, Page] = {}


@dataclass(frozen=True)
class Kept:
    """A form on its way through a door. Empty `path`: none; then `next` says where to go after the door."""

    path: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    next: str = "/"
    whose: str = ""
    too_large: bool = False

    def __bool__(self) -> bool:
        return bool(self.path)

    @property
    def as_text(self) -> str:
        return json.dumps(self.fields)

    @property
    def file_names(self) -> str:
        return json.dumps(self.files)


def local_path(text: str) -> str:
    """This very path, if it is one of ours; otherwise Today's."""
    if not text.startswith("/") or text.startswith("//") or not url_has_allowed_host_and_scheme(text, None):
        return "/"
    try:
        resolve(text.partition("?")[0])
    except Resolver404:
        return "/"
    return text


def at_door(request: HttpRequest, door: str) -> HttpResponse:
    """To the door named `door`: a page that was looked at comes after it by itself, a form is kept in the page."""
    if request.method != "POST" or any(SECRET.search(name) for name in request.POST):
        return HttpResponseRedirect(f"{reverse(door)}?{urlencode({'next': request.get_full_path()})}")
    return _pages[door](request, _from_form(request))


def page_of(door: str) -> Callable[[Page], Page]:
    """Marks the view's function that draws a door's page over a kept form; views stand above this file."""

    def mark(page: Page) -> Page:
        _pages[door] = page
        return page

    return mark


def _from_form(request: HttpRequest) -> Kept:
    fields = [(name, str(value)) for name, values in request.POST.lists() for value in values if name not in _OWN]
    path = request.get_full_path()
    if len(fields) > MOST_FIELDS or sum(len(name) + len(value) for name, value in fields) > MOST:
        return Kept(next=path, too_large=True)
    return Kept(path, fields, sorted(request.FILES), next=path, whose=_mark(request.session.get("_auth_user_id")))


def _mark(person_id: object) -> str:
    """Whose form it was, if this browser still knows: a mark that tells only whether two are the same."""
    return salted_hmac("goldseam.people.keeping", str(person_id)).hexdigest() if person_id else ""


def kept_in(request: HttpRequest) -> Kept:
    """What a door's own form carries: a kept form, or only where to go afterwards."""
    sent = request.POST if request.method == "POST" else request.GET
    onward = local_path(sent.get("next", "/"))
    path = request.POST.get("kept_path", "")
    if not path or local_path(path) != path:
        return Kept(next=onward)
    try:
        fields = [(str(name), str(value)) for name, value in json.loads(request.POST.get("kept_fields", "[]"))]
        files = [str(name) for name in json.loads(request.POST.get("kept_files", "[]"))]
    except (ValueError, TypeError):
        return Kept(next=onward)
    return Kept(path, fields, files, next=path, whose=request.POST.get("kept_whose", ""))


def onward(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The door is open: on to the page, or the kept form once more."""
    if not kept:
        return HttpResponseRedirect(kept.next)
    return again(request, kept)


def again(request: HttpRequest, kept: Kept) -> HttpResponse:
    """Offers the kept form to be sent. With a script it goes by itself, once, if it is surely this person's own.

    On a phone that two share, somebody else may have signed in over it: then nothing of it is shown or sent.
    """
    here = _mark(request.session.get("_auth_user_id"))
    if kept.whose and kept.whose != here:
        return HttpResponseRedirect("/")
    by_itself = kept.whose == here and not kept.files
    return render(request, "people/again.html", {"kept": kept, "by_itself": by_itself})
