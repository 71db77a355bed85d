"""The gather list: everything that keeps something of a person's, and how to take, erase and take it in again.

What is missing here is missing from the export and stays behind at an erasure. A test holds the list to the tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from goldseam.people import access, portability
from goldseam.people.me import Me
from goldseam.practice import Json, practices
from goldseam.vault import mine
from goldseam.vault.errors import Missing, Tampered

ACCOUNT = "account"
"""The part that people keeps: names, pair, mail. It is taken along to read; an account isn't made from a file."""

RECEIVED = "received"
"""What is shown to me now, whichever practice it comes from. It is the other's: it is read, never taken in again."""


@dataclass(frozen=True)
class Taken:
    """Each part's own words by its label, and the labels of parts that no longer fit their seal."""

    parts: dict[str, Json] = field(default_factory=dict)
    changed: tuple[str, ...] = ()


def taken(me: Me) -> Taken:
    """Needs the private half open: raises BackClosed. One part that was changed doesn't hold the others back."""
    me.keyring.require_back()
    found: dict[str, Json] = {}
    changed = []
    for label, export in _exports(me).items():
        try:
            found[label] = export()
        except (Tampered, Missing):
            changed.append(label)
    return Taken(found, tuple(changed))


def _exports(me: Me) -> dict[str, Callable[[], Json]]:
    own = {practice.label: partial(practice.export, me) for practice in practices()}
    return {ACCOUNT: partial(portability.export, me), **own, RECEIVED: partial(received, me)}


def received(me: Me) -> Json:
    """What the partner shows me now, and no more about it than pages tell: not the hour. Raises Tampered."""
    together = access.togetherness_of(me)
    if together is None or not together.has_partner:
        return []
    shown = mine.shared_with(me.keyring, together.circle)
    return [
        {"from": together.name_of(entry.owner_id), **entry.body}
        for entry in shown
        if entry.owner_id != me.keyring.holder_id
    ]


def erase(me: Me) -> None:
    """Every part, the account last, because the others need its keys."""
    for practice in practices():
        practice.erase(me)
    portability.erase(me)
