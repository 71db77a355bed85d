"""The gather list: everything that keeps something of a person's, and how to take, erase and take it in again.

What is missing here is missing from the export and stays behind at an erasure. A test holds the list to the tables.
"""

from __future__ import annotations

from goldseam.people import portability
from goldseam.people.me import Me
from goldseam.practice import Json, practices

ACCOUNT = "account"
"""The part that people keeps: names, pair, mail. It is taken along to read; an account isn't made from a file."""


def taken(me: Me) -> dict[str, Json]:
    """Each part's own words, by its label. Needs the private half open: raises BackClosed, Tampered."""
    me.keyring.require_back()
    return {ACCOUNT: portability.export(me), **{practice.label: practice.export(me) for practice in practices()}}


def erase(me: Me) -> None:
    """Every part, the account last, because the others need its keys."""
    for practice in practices():
        practice.erase(me)
    portability.erase(me)
