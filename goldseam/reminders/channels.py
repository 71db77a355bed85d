"""Places that may ring, and their addresses, sealed under the server's key file: a worker has no key of anybody's."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import F

from goldseam.reminders.models import Channel, Wishes
from goldseam.reminders.wishes import LABEL as WISHES
from goldseam.vault import server_key
from goldseam.vault.errors import Tampered
from goldseam.vault.server_values import Keeper

LABEL = "goldseam reminders address/1"
REFUSALS_MOST = 5
_LENGTH = 1536


def sealed_address(channel_id: UUID, address: str) -> bytes:
    """With the channel's own id inside, so that no other's address can be put in its place; one length for all."""
    told = json.dumps({"of": channel_id.hex, "to": address})
    return server_key.seal_text(LABEL, told.ljust(_LENGTH)).encode()


def address_of(channel: Channel) -> str:
    """Raises Tampered."""
    told = json.loads(server_key.unseal_text(LABEL, bytes(channel.address).decode()))
    if told["of"] != channel.pk.hex:
        raise Tampered("address")
    return str(told["to"])


def digest_of_browser(endpoint: str) -> bytes:
    """A push address has at least 128 random bits, so its digest tells nothing, and finds it again."""
    return sha256(b"goldseam push address/1 " + endpoint.encode()).digest()


def digest_of_mailbox(person_id: UUID) -> bytes:
    """One for each person; nothing of the address, which could be guessed."""
    return sha256(b"goldseam mailbox of/1 " + person_id.bytes).digest()


def digest_of_cookie(value: str) -> bytes:
    return sha256(b"goldseam bell cookie/1 " + value.encode()).digest()


def count_refusal(channel_id: UUID) -> None:
    """Refused again and again: it is left alone until its person says otherwise."""
    of_channel = Channel.objects.filter(pk=channel_id)
    of_channel.update(failures=F("failures") + 1)
    of_channel.filter(failures__gte=REFUSALS_MOST).update(state=Channel.ASLEEP)


# -- what hangs on the server's keys ---------------------------------------------------------------------------------


def keepers() -> list[Keeper]:
    return [_keeper(LABEL, "where reminders go", Channel, "address"), _keeper(WISHES, "when they go", Wishes, "body")]


def _keeper(label: str, words: str, model: Any, column: str) -> Keeper:
    def rows() -> Iterator[tuple[Any, str, str]]:
        found = model.objects.order_by("pk").values_list("pk", column)
        yield from ((row, label, bytes(sealed).decode()) for row, sealed in found.iterator(200))

    def put(row: Any, old: str, new: str) -> bool:
        return bool(model.objects.filter(pk=row, **{column: old.encode()}).update(**{column: new.encode()}))

    return Keeper(label, words, rows, put)


def browsers_by_key() -> Mapping[str, int]:
    """How many browsers wait for pushes that are signed with which of the server's keys."""
    from goldseam.reminders import pushing

    found: Counter[str] = Counter()
    for channel in Channel.objects.filter(way=Channel.PUSH):
        try:
            found[pushing.browser_in(address_of(channel)).server_key] += 1
        except (Tampered, ValueError, KeyError):
            continue
    return found
