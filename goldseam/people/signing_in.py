"""From open keys to a signed-in browser, and back out. The cookie's value passes through and stays nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout

from goldseam.people import access, announcing
from goldseam.people.me import Me
from goldseam.vault import pendings, sessions
from goldseam.vault.errors import VaultError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from goldseam.people.models import Person
    from goldseam.vault.keyring import Keyring

BACKEND = "goldseam.people.backends.PassphraseBackend"
SESSION_KEY = "gs_session"


def begin(request: HttpRequest, person: Person, keyring: Keyring, *, stay: bool) -> Me:
    """Signs the browser in: a fresh Django session, a vault session, and the key cookie on the way out."""
    end_this_sign_in(request)
    login(request, person, backend=BACKEND)
    opened, value = sessions.begin(keyring, stay=stay, label=device_word(request))
    request.session[SESSION_KEY] = opened.session_id.hex if opened.session_id else ""
    request.session.set_expiry(int((sessions.LONG if stay else sessions.SHORT).total_seconds()))
    request.gs_new_cookie = (value, stay)  # type: ignore[attr-defined]
    request.me = Me(person, opened)  # type: ignore[attr-defined]
    announcing.signed_in(request, person, opened.session_id, sessions.end_of(opened))
    return request.me  # type: ignore[attr-defined,no-any-return]


def begin_closed(request: HttpRequest, person: Person) -> None:
    """A passkey that carries no secret for the keys: known who it is, and nothing open until the passphrase comes."""
    end_this_sign_in(request)
    login(request, person, backend=BACKEND)
    announcing.signed_in(request, person, None, None)


def half_signed_in(request: HttpRequest) -> str:
    """The name of somebody who is signed in with nothing open, or nothing."""
    if request.session.get(SESSION_KEY) or not request.session.get("_auth_user_id"):
        return ""
    person = access.person_by_id(UUID(request.session["_auth_user_id"]))
    return person.username if person else ""


def me_of(request: HttpRequest) -> Me | None:
    """Who this browser is, when both its cookies fit; None otherwise."""
    session_id = request.session.get(SESSION_KEY)
    cookie = request.COOKIES.get(settings.KEY_COOKIE_NAME, "")
    person_id = request.session.get("_auth_user_id")
    if not (session_id and cookie and person_id):
        return None
    try:
        keyring = sessions.keyring_of(UUID(hex=session_id), cookie)
    except VaultError:
        return None
    person = access.person_by_id(UUID(person_id))
    if person is None or person.holder_id != keyring.holder_id:
        return None
    return Me(person, keyring)


def end_this_sign_in(request: HttpRequest) -> None:
    """Ends this browser's sign-in, whatever state it is in: vault session, Django session and cookies go."""
    session_id = request.session.get(SESSION_KEY)
    if session_id:
        sessions.end(UUID(hex=session_id))
    logout(request)
    request.gs_new_cookie = None  # type: ignore[attr-defined]
    request.me = None  # type: ignore[attr-defined]


def cookie_of(request: HttpRequest) -> str:
    """The key cookie's value, also in the very request that made it."""
    fresh = getattr(request, "gs_new_cookie", None)
    return fresh[0] if fresh else request.COOKIES.get(settings.KEY_COOKIE_NAME, "")


def wait_cookie_of(request: HttpRequest) -> str:
    """What opens the keys that wait for a code in this browser."""
    return request.COOKIES.get(settings.WAIT_COOKIE_NAME, "")


def put_cookies(request: HttpRequest, response: HttpResponse) -> None:
    """What this request decided: the key cookie, and the one under which keys wait for a code."""
    _put_wait_cookie(request, response)
    _put_key_cookie(request, response)


def _put_wait_cookie(request: HttpRequest, response: HttpResponse) -> None:
    value = getattr(request, "gs_wait", "")
    if value is None:
        response.delete_cookie(settings.WAIT_COOKIE_NAME, path="/", samesite="Lax")
    elif value:
        response.set_cookie(
            settings.WAIT_COOKIE_NAME,
            value,
            max_age=int(pendings.WAIT.total_seconds()),
            path="/",
            secure=settings.KEY_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _put_key_cookie(request: HttpRequest, response: HttpResponse) -> None:
    if not hasattr(request, "gs_new_cookie"):
        return
    if request.gs_new_cookie is None:
        response.delete_cookie(settings.KEY_COOKIE_NAME, path="/", samesite="Lax")
        return
    value, stay = request.gs_new_cookie
    response.set_cookie(
        settings.KEY_COOKIE_NAME,
        value,
        max_age=int(sessions.LONG.total_seconds()) if stay else None,
        path="/",
        secure=settings.KEY_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def device_word(request: HttpRequest) -> str:
    """A coarse word for the list of devices: no address, no place, no model."""
    agent = request.headers.get("User-Agent", "").casefold()
    if any(sign in agent for sign in ("ipad", "tablet")):
        return "tablet"
    return "phone" if any(sign in agent for sign in ("mobile", "android", "iphone")) else "computer"
