"""A browser rings for the person who is signed in there, and for nobody else.

Its push address belongs to the browser, not to the person. So whoever signs out there must not ring there any more,
and whoever signs in there next must not find the other's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from goldseam.vault import seam

if TYPE_CHECKING:
    from collections.abc import Iterable


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
