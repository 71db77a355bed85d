"""A browser rings for the person who is signed in there, and for nobody else.

Its push address belongs to the browser, not to the person. So whoever signs out there must not ring there any more,
and whoever signs in there next must not find the other's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from goldseam.vault import seam

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from goldseam.people.models import Person

COOKIE_DAYS = 400


def fall_asleep(collector: Any, field: Any, channels: Iterable[Any], _using: str) -> None:
    """When a sign-in's row goes. One that ran out by itself leaves the channel awake: hours later a phone would
    otherwise never ring. One that was ended before its time, from wherever, puts the channel to sleep at once.
    """
    from goldseam.reminders import sending

    bound = list(channels)
    ended = [channel for channel in bound if channel.until is None or channel.until > seam.now()]
    collector.add_field_update(field, None, bound)
    if ended:
        collector.add_field_update(field.model._meta.get_field("state"), "asleep", ended)
        people = {channel.person_id for channel in ended}
        transaction.on_commit(lambda: sending.wait_for_what_is_going(people))


def signed_in(request: HttpRequest, person: Person, session_id: UUID | None, until: Any) -> None:
    """Whoever signs in on a browser that rings for somebody else ends that; for themselves, it wakes."""
    from goldseam.reminders import channels, choosing
    from goldseam.reminders.models import Channel

    cookie = cookie_of(request)
    channel = Channel.objects.filter(browser=channels.digest_of_cookie(cookie)).first() if cookie else None
    if channel is None:
        return
    if channel.person_id != person.pk:
        choosing.forget([channel.pk])
    elif session_id and channel.failures < channels.REFUSALS_MOST:
        bound = {"session_id": session_id, "until": until, "state": Channel.AWAKE}
        Channel.objects.filter(pk=channel.pk).update(**bound)


def cookie_of(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.BELL_COOKIE_NAME, "")


def with_cookie(response: HttpResponse, value: str) -> HttpResponse:
    """By this a browser is known again, whoever signs in there. It opens nothing."""
    response.set_cookie(
        settings.BELL_COOKIE_NAME,
        value,
        max_age=COOKIE_DAYS * 24 * 3600,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
