"""Doors before pages: signed in, and private. What was typed waits on the far side, in the page itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from goldseam.people import signing_in
from goldseam.people.me import Me
from goldseam.vault import sessions
from goldseam.vault.errors import BackClosed, Missing, Tampered

View = Callable[..., HttpResponse]


def me_of(request: HttpRequest) -> Me | None:
    """The signed-in person with open keys, opened once per request."""
    if not hasattr(request, "me"):
        request.me = signing_in.me_of(request)  # type: ignore[attr-defined]
    return request.me  # type: ignore[attr-defined,no-any-return]


def signed_in(view: View) -> View:
    """The view gets `me` as its second argument. Otherwise the sign-in page comes, over the untouched form."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        me = me_of(request)
        if me is None:
            return _kept(request, "enter")
        return _seen_through(request, view, me, args, kwargs)

    return door


def private(view: View) -> View:
    """As `signed_in`, and the private half must be open. Otherwise the PIN page comes, over the untouched form.

    The first private page of all lets its person choose the PIN.
    """

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        me = me_of(request)
        if me is None:
            return _kept(request, "enter")
        if not (me.is_private_open and me.person.holder.pin):
            return _kept(request, "pin")
        sessions.show_life(me.keyring, signing_in.cookie_of(request))
        return _seen_through(request, view, me, args, kwargs)

    return door


def kind(view: View) -> View:
    """For pages before the doors: a stored value that somebody changed gets its plain page there too."""

    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Tampered:
            return changed(request)

    return seen


def changed(request: HttpRequest) -> HttpResponse:
    """Something is not what its owner left there: what happened, what was kept, what to do."""
    return render(request, "people/changed.html", status=409)


def _seen_through(request: HttpRequest, view: View, me: Me, args: Any, kwargs: Any) -> HttpResponse:
    """What the vault may say in the middle of a page: ask for the PIN, not here, or somebody changed something."""
    if request.method in ("GET", "HEAD"):
        me = me.while_reading()
    try:
        return view(request, me, *args, **kwargs)
    except BackClosed:
        return _kept(request, "pin")
    except Missing as error:
        raise Http404 from error
    except Tampered:
        return changed(request)


def _kept(request: HttpRequest, door: str) -> HttpResponse:
    """To a door: a page that was only looked at comes after it by itself, a form that was sent is kept in the page."""
    from goldseam.people import keeping  # the kept-form page renders sign-in, which stands on these doors

    return keeping.at_door(request, door)
