"""What hangs on the server's keys: who keeps text under them, and what only people's visits bring under a new one.

`goldseam rotate-keys` asks here. A module that calls `seal_text` and isn't registered fails a test.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction

from goldseam.vault import primitives, seam, server_key, server_key_file
from goldseam.vault.errors import Tampered
from goldseam.vault.server_key_file import ServerKey

SETTLES = timedelta(hours=1)
"""A request that began before a new key was there may still write under the one before; none lasts so long."""


@dataclass(frozen=True)
class Keeper:
    """Who keeps text sealed under one label, or under labels that begin with it, and what it is, in words.

    `rows` gives all of it: row, label and sealed text. `put(row, old, new)` is called in a short transaction, replaces
    only what still is `old`, and says whether it did.
    """

    label: str
    words: str
    rows: Callable[[], Iterable[tuple[Any, str, str]]]
    put: Callable[[Any, str, str], bool]


@dataclass(frozen=True)
class Need:
    """What can't be put under a new key without people: how many there are, by the name of the key they need."""

    words: str
    by_key: Callable[[], Mapping[str, int]]


_keepers: dict[str, Keeper] = {}
_needs: dict[str, Need] = {}


def keeps(keeper: Keeper) -> None:
    """Once for each label, from an AppConfig's `ready`."""
    _keepers[keeper.label] = keeper


def needs(need: Need) -> None:
    """Once for each thing, from an AppConfig's `ready`."""
    _needs[need.words] = need


def labels_kept() -> set[str]:
    return set(_keepers)


# -- a rotation ----------------------------------------------------------------------------------------------------


def new_key() -> ServerKey:
    """A fresh key on top of the file. The ones before stay, so everything opens as it did."""
    with server_key_file.alone(server_key.file()):
        before = server_key_file.read(server_key.file())
        fresh = server_key_file.key_of(primitives.new_key(), seam.now())
        server_key_file.put(server_key.file(), server_key_file.written([fresh, *before]))
    return fresh


@dataclass
class Sealed:
    """How much was put under the newest key, and how much no key of the file opens."""

    anew: int = 0
    spoiled: int = 0


def seal_anew() -> Sealed:
    """Puts under the newest key what needs nobody's own keys, one small transaction for each piece.

    Killed anywhere, each piece lies under its old key or its new one, and the file holds both.
    """
    done, newest = Sealed(), server_key.newest()
    for keeper in _keepers.values():
        for row, label, old in list(keeper.rows()):
            if server_key.name_in(old) == newest:
                continue
            try:
                new = server_key.seal_text(label, server_key.unseal_text(label, old))
            except Tampered:
                done.spoiled += 1
                continue
            with transaction.atomic():
                done.anew += keeper.put(row, old, new)
    return done


def still_needed() -> dict[str, Counter[str]]:
    """For each key name that something lies under: what, and how many. Names that the file lacks are among them."""
    found: dict[str, Counter[str]] = {}
    for keeper in _keepers.values():
        for _, label, sealed in keeper.rows():
            if _opens(label, sealed):
                found.setdefault(_whose(server_key.name_in(sealed)), Counter())[keeper.words] += 1
    for need in _needs.values():
        for name, count in need.by_key().items():
            found.setdefault(_whose(name), Counter())[need.words] += count
    return found


def _opens(label: str, sealed: str) -> bool:
    """What no key opens any more keeps no key alive; unless its key is merely missing, which is worth saying."""
    name = server_key.name_in(sealed)
    if name and name not in server_key.names():
        return True
    try:
        server_key.unseal_text(label, sealed)
    except Tampered:
        return False
    return True


def _whose(name: str) -> str:
    """What carries no name is from before there could be several: it lies under the oldest."""
    return name or server_key.names()[-1]


@dataclass
class Forgotten:
    """Which old keys went, and what the others still wait for."""

    gone: int = 0
    too_young: int = 0
    waits_for: Counter[str] = field(default_factory=Counter)


def forget_old(now: datetime) -> Forgotten:
    """Takes old keys out of the file that nothing needs any more. Never one that something still lies under."""
    told = Forgotten()
    with server_key_file.alone(server_key.file()):
        keys = list(server_key_file.read(server_key.file()))
        needed, kept = still_needed(), keys[:1]
        for newer, key in pairwise(keys):
            if newer.made is not None and now - newer.made < SETTLES:
                told.too_young += 1
            elif key.name in needed:
                told.waits_for.update(needed[key.name])
            else:
                told.gone += 1
                continue
            kept.append(key)
        if told.gone:
            server_key_file.put(server_key.file(), server_key_file.written(kept))
    return told
