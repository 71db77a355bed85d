"""A save that meets a closed door: the door opens over the untouched form, and the form is sent once more.

What was typed lies in the page itself, in hidden fields, and nowhere else. Forms that carry a passphrase, a PIN or a
passkey's secret are not kept: their page is opened again instead.

Each form of a page that was drawn for somebody carries a mark of that person. It tells nothing but whether whoever
signs in is the same one: only then the kept form is shown, or sent. Two people may share one phone.
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
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from goldseam.people import signing_key
from goldseam.people.rules import Leaving

MOST = 400_000  # characters; the page carries it once there and once back
MOST_FIELDS = 250
SECRET = re.compile(r"pass|pin|prf|credential|^code$", re.IGNORECASE)
MARK = "kept_mark"
_OWN = {MARK, "csrfmiddlewaretoken", "kept_path", "kept_fields", "kept_files", "kept_whose", "next"}

Page = Callable[[HttpRequest, "Kept"], HttpResponse]
ASKS_FIRST = ("/us/part/", "/us/pause/", "/account/", "/invite/", "/join/")
"""What is done here is done to somebody, or hard to undo: it goes by a press only, never by itself."""
_deeds: dict[str, Promise | str] = {
    "part": _("Leave"),
    "part-back": _("Take your place again"),
    "pause": _("Pause or go on"),
    "invite": _("Make an invitation"),
    "invite-cancel": _("Cancel the invitation"),
    "invite-beside": _("Invite somebody beside you"),
    "invite-let-in": _("Let somebody in"),
    "invite-send-away": _("Send somebody away"),
    "join": _("Look at an invitation"),
    "join-yes": _("Join"),
    "compare": _("Compare words"),
    "mail": _("Change your e-mail"),
    "device-end": _("End the sign-in of a device"),
    "devices-end": _("End all other sign-ins"),
}

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

    def marked(page: Page) -> Page:
        _pages[door] = page
        return page

    return marked


def name_deeds(deeds: dict[str, Promise | str]) -> None:
    """What a form that is sent to these addresses (by their names) does, in a few neutral words."""
    _deeds.update(deeds)


def _deed_of(kept: Kept) -> Promise | str:
    name = resolve(kept.path.partition("?")[0]).url_name or ""
    if name == "part" and ("how", Leaving.WITH_A_WORD) in kept.fields:
        return _("Leave with a word")
    return _deeds.get(name, _("Save what you wrote"))


def mark_for(request: HttpRequest | None) -> str:
    """For the forms of a page that a door or a page opened for somebody. Public pages touch no session for it."""
    me = getattr(request, "me", None)
    return _mark(me.person.pk) if me else ""


def _from_form(request: HttpRequest) -> Kept:
    fields = [(name, str(value)) for name, values in request.POST.lists() for value in values if name not in _OWN]
    path = request.get_full_path()
    if len(fields) > MOST_FIELDS or sum(len(name) + len(value) for name, value in fields) > MOST:
        return Kept(next=path, too_large=True)
    return Kept(path, fields, sorted(request.FILES), next=path, whose=_whose(request))


def _whose(request: HttpRequest) -> str:
    """By the page that the form stood on, or else by what this browser still knows."""
    return request.POST.get(MARK) or _mark(request.session.get("_auth_user_id"))


def _mark(person_id: object) -> str:
    """Whose form it was, if this browser still knows: a mark that tells only whether two are the same."""
    return _marks(person_id)[0] if person_id else ""


def _marks(person_id: object) -> list[str]:
    """Today's mark, and those that a form drawn before a rotation of the key may carry."""
    place = "goldseam.people.keeping"
    return [salted_hmac(place, str(person_id), secret=key).hexdigest() for key in signing_key.accepted()]


def _is_of(mark: str, person_id: object) -> bool:
    return bool(person_id) and any(constant_time_compare(mark, known) for known in _marks(person_id))


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
    except (ValueError, TypeError, RecursionError):
        return Kept(next=onward)
    return Kept(path, fields, files, next=path, whose=request.POST.get("kept_whose", ""))


def onward(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The door is open: on to the page, or the kept form once more."""
    if not kept:
        return HttpResponseRedirect(kept.next)
    return again(request, kept)


def again(request: HttpRequest, kept: Kept) -> HttpResponse:
    """Offers the kept form to be sent, and says what it does. With a script it goes by itself, once, if that is safe.

    Whoever it was, if it isn't surely the person who signed in now, nothing of it is shown or sent.
    """
    if not _is_of(kept.whose, request.session.get("_auth_user_id")):
        return render(request, "people/not_kept.html")
    by_itself = not kept.files and not kept.path.startswith(ASKS_FIRST)
    return render(request, "people/again.html", {"kept": kept, "by_itself": by_itself, "deed": _deed_of(kept)})
