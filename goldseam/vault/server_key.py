"""Values that the server must read before any person's key is open, sealed under its key file.

That is little: the secret of an authenticator's codes, and where a reminder goes. A copy of the database alone doesn't
give it; a copy of the database and the key file does, and still opens no words.

There may be several keys. The newest seals; a value carries the name of its key and opens under that one. Each process
looks at the file's date at every use, so a new key needs no restart.
"""

import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from goldseam.vault import labels, primitives, server_key_file
from goldseam.vault.errors import Tampered
from goldseam.vault.server_key_file import ServerKey

LINGERS = 60.0  # seconds: a request that read a value just before its old key went still opens it
UNNAMED = ""


def seal_text(label: str, plain: str) -> str:
    """Sealed text for a column that only text fits into. `label` keeps one use apart from another.

    Whoever keeps such text registers it in `server_values`, so that a rotation finds it.
    """
    key = newest_key()
    sealed = primitives.seal(_key(key, label), plain.encode(), label.encode())
    return f"{key.name}.{urlsafe_b64encode(sealed).decode()}"


def unseal_text(label: str, sealed: str) -> str:
    """Raises Tampered for another label, a key that isn't in the file or another content."""
    name, _, text = sealed.rpartition(".")
    try:
        raw = urlsafe_b64decode(text.encode())
    except (NotBase64, ValueError) as error:
        raise Tampered("server value") from error
    for key in keys_for(name):
        try:
            return primitives.unseal(_key(key, label), raw, label.encode()).decode()
        except Tampered:
            continue
    raise Tampered("server value")


def name_in(sealed: str) -> str:
    """Under which key a sealed text lies; UNNAMED for one from before there could be several."""
    return sealed.rpartition(".")[0]


def half(name: str) -> bytes:
    """The server's half of a key that needs two: one's own bytes, never the file's. Raises Tampered."""
    return derived(labels.SERVER_HALF, name)


def derived(label: bytes, name: str) -> bytes:
    """32 bytes of one's own under the named key. Whoever uses them keeps the name beside, and says so in
    `server_values`. Raises Tampered when the key isn't in the file.
    """
    return primitives.derive(keys_for(name)[0].secret, label)


def newest() -> str:
    """The name of the key that seals now."""
    return newest_key().name


def newest_key() -> ServerKey:
    return _ring().keys[0]


def names() -> list[str]:
    """All that the file holds, newest first."""
    return [key.name for key in _ring().keys]


def keys_for(name: str) -> list[ServerKey]:
    """The one key of this name; for UNNAMED all that it can be, oldest first. Raises Tampered."""
    ring = _ring()
    if name == UNNAMED:
        return list(reversed(ring.keys))
    found = ring.by_name(name) or _ring(read_again=True).by_name(name)  # a network disk may show an old date
    if found is None:
        raise Tampered("a server key that isn't in the key file")
    return [found]


def file() -> Path:
    return Path(settings.SERVER_KEY_FILE)


def _key(key: ServerKey, label: str) -> bytes:
    return primitives.derive(key.secret, labels.SERVER_VALUE, label.encode())


@dataclass(frozen=True)
class _Ring:
    """What was read, with the mark of the file it was read from; keys that went a moment ago linger."""

    mark: tuple[object, ...]
    keys: tuple[ServerKey, ...]
    lingering: tuple[tuple[ServerKey, float], ...] = ()

    def by_name(self, name: str) -> ServerKey | None:
        still = (key for key, end in self.lingering if end > time.monotonic())
        return next((key for key in (*self.keys, *still) if key.name == name), None)


_held: _Ring | None = None


def _ring(*, read_again: bool = False) -> _Ring:
    """The keys as the file has them now. Threads may read it at once; each leaves a whole ring behind."""
    global _held
    held, mark = _held, _mark(file())
    if held is None or held.mark != mark or read_again:
        keys = server_key_file.read(file())
        held = _held = _Ring(mark, keys, tuple(_lingering(held, mark, keys)))
    return held


def _mark(path: Path) -> tuple[object, ...]:
    found = path.stat()
    return str(path), found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size


def _lingering(
    before: _Ring | None, mark: tuple[object, ...], keys: tuple[ServerKey, ...]
) -> Iterable[tuple[ServerKey, float]]:
    if before is None or before.mark[0] != mark[0]:
        return
    now = time.monotonic()
    yield from ((key, end) for key, end in before.lingering if end > now)
    yield from ((key, now + LINGERS) for key in before.keys if key not in keys)
