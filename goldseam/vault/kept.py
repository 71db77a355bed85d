"""What was worked out from private rows, kept for a while in this process' memory, sealed like its sources.

Nothing of it is on the disk, and a page that only reads writes nothing. It opens with the owner's private half alone,
and only for the very sources it was worked out from (`mine.as_they_lie`). It goes an hour after it was made, when its
owner closes the private half, signs out or is gone, and with the process
(docs/decisions/0063-what-was-worked-out-stays-in-memory-sealed.md).
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from goldseam.vault import labels, primitives
from goldseam.vault.canonical import ident
from goldseam.vault.errors import Tampered
from goldseam.vault.keyring import Keyring
from goldseam.vault.primitives import encode

SECONDS = 3600
BYTES_MOST = 8 * 2**20
ONE_MOST = 2**20


@dataclass(frozen=True)
class _Kept:
    sealed: bytes
    session: UUID | None
    made: float


_Slot = tuple[UUID, str]
_kept: OrderedDict[_Slot, _Kept] = OrderedDict()
_lock = threading.Lock()


def keep(keyring: Keyring, what: str, sources: bytes, told: bytes) -> None:
    """In the place of what was kept under this name before. What is too large isn't kept. Raises BackClosed."""
    aad = _aad(keyring, what, sources)
    sealed = primitives.seal(_key(keyring), primitives.pad(told), aad)
    with _lock:
        _kept.pop((keyring.holder_id, what), None)
        if len(sealed) <= ONE_MOST:
            _kept[keyring.holder_id, what] = _Kept(sealed, keyring.session_id, time.monotonic())
        _let_go_of_the_oldest()


def found(keyring: Keyring, what: str, sources: bytes) -> bytes | None:
    """What was kept from just these sources, or nothing. Raises BackClosed."""
    key, aad = _key(keyring), _aad(keyring, what, sources)
    with _lock:
        kept = _kept.get((keyring.holder_id, what))
    if kept is None or time.monotonic() - kept.made > SECONDS:
        return None
    try:
        return primitives.unpad(primitives.unseal(key, kept.sealed, aad))
    except Tampered:
        return None


def forget(holder_id: UUID) -> None:
    """When the owner closes the private half, or is gone."""
    _forget(lambda slot, _kept: slot[0] == holder_id)


def forget_sign_in(session_id: UUID) -> None:
    """When the sign-in that worked it out ends."""
    _forget(lambda _slot, kept: kept.session == session_id)


def forget_old() -> None:
    """When somebody tidies: what nobody asked for again goes too."""
    moment = time.monotonic()
    _forget(lambda _slot, kept: moment - kept.made > SECONDS)


def size() -> int:
    """Bytes kept now."""
    with _lock:
        return _size()


def _forget(is_it: Callable[[_Slot, _Kept], bool]) -> None:
    with _lock:
        for slot in [slot for slot, kept in _kept.items() if is_it(slot, kept)]:
            del _kept[slot]


def _let_go_of_the_oldest() -> None:
    moment = time.monotonic()
    while _kept and (_size() > BYTES_MOST or moment - next(iter(_kept.values())).made > SECONDS):
        _kept.popitem(last=False)


def _size() -> int:
    return sum(len(kept.sealed) for kept in _kept.values())


def _key(keyring: Keyring) -> bytes:
    return primitives.derive(keyring.require_back(), labels.KEPT, ident(keyring.holder_id))


def _aad(keyring: Keyring, what: str, sources: bytes) -> bytes:
    return encode(labels.KEPT, ident(keyring.holder_id), what.encode(), sources)
