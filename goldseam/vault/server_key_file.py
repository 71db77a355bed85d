"""The server's key file: the newest key first, older ones below it until nothing needs them.

A file of raw bytes, as the first start makes it, is one key. With the first rotation it becomes a few lines of text:
when each key was made, and the key. It is only ever replaced as a whole: whoever reads finds the old file or the new.
"""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from goldseam.vault import labels, primitives
from goldseam.vault.durable import make_durable
from goldseam.vault.errors import VaultError

HEADER = "goldseam server keys 1"
UNKNOWN = "-"
LEAST = 32
NAME_BYTES = 8


class BadKeyFile(VaultError):
    """The server's key file holds no key."""


@dataclass(frozen=True)
class ServerKey:
    """One of the server's keys. Values carry its name, which is derived from it and gives nothing of it."""

    name: str
    secret: bytes = field(repr=False)
    made: datetime | None = None


def key_of(secret: bytes, made: datetime | None = None) -> ServerKey:
    return ServerKey(primitives.derive(secret, labels.SERVER_KEY_NAME)[:NAME_BYTES].hex(), secret, made)


def parsed(raw: bytes) -> tuple[ServerKey, ...]:
    """The keys, newest first. Raises BadKeyFile."""
    if not raw.startswith(HEADER.encode() + b"\n"):
        return (_checked(key_of(raw)),)
    try:
        lines = [line.split() for line in raw.decode().splitlines()[1:] if line.strip()]
        keys = [_checked(key_of(bytes.fromhex(secret), _moment(made))) for made, secret in lines]
    except ValueError as error:
        raise BadKeyFile("The server's key file can't be read.") from error
    if not keys:
        raise BadKeyFile("The server's key file holds no key.")
    return tuple(keys)


def _checked(key: ServerKey) -> ServerKey:
    if len(key.secret) < LEAST:
        raise BadKeyFile("The server's key file holds a key that is too short.")
    return key


def _moment(made: str) -> datetime | None:
    return None if made == UNKNOWN else datetime.fromisoformat(made).astimezone(UTC)


def written(keys: Sequence[ServerKey]) -> bytes:
    """What `parsed` reads."""
    lines = [f"{key.made.isoformat(timespec='seconds') if key.made else UNKNOWN} {key.secret.hex()}" for key in keys]
    return "\n".join([HEADER, *lines, ""]).encode()


def read(file: Path) -> tuple[ServerKey, ...]:
    """Raises BadKeyFile, OSError."""
    return parsed(file.read_bytes())


def put(file: Path, content: bytes) -> None:
    """Replaces a key file, whole or not at all, durable when this returns; for its owner's eyes, whoever runs this."""
    half = file.with_name(file.name + ".new")
    half.unlink(missing_ok=True)
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as opened:
        _as_owned_before(file, opened.fileno())
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    os.replace(half, file)
    make_durable(file.parent)


def _as_owned_before(file: Path, handle: int) -> None:
    """A rotation by root must not take the file from the user who serves."""
    if file.exists() and (before := file.stat()).st_uid != os.geteuid():
        os.fchown(handle, before.st_uid, before.st_gid)


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Two rotations at once would each lose the other's key: the second waits. Readers need no lock."""
    handle = os.open(file.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
