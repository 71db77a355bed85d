"""The data folder: who may read it, the keys in it, and who is using it now. It runs before settings do."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path
from typing import IO

from goldseam.site import version
from goldseam.site.refusal import Refusal

ROOM_NEEDED = 20 * 1024 * 1024

# The operating system's own refusals, in words. `{}` is the folder.
_TROUBLE = {
    errno.ENOSPC: "The disk that holds {} is full. Everything stored is kept. Make some room, then start again.",
    errno.EROFS: "The folder {} can only be read. Nothing was changed. Make it writable, or give another with --data.",
    errno.EDQUOT: "There is no room left for {}. Everything that was stored is kept. Make some room, then start again.",
}
_CLOSED = (
    "The folder {} cannot be written by this user. Nothing was changed. "
    "Give the folder to the user who runs Goldseam, or name another with --data."
)


def refusal(error: OSError, folder: Path) -> Refusal:
    return Refusal(_TROUBLE.get(error.errno or 0, _CLOSED).format(folder))


def prepare(folder: Path) -> None:
    """Makes folder, keys and version mark where they are missing; refuses what cannot work, before anything changes."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        refuse_newer(folder)
        _try_writing(folder)
        _make_key(folder / "django.key", secrets.token_urlsafe(50).encode())
        if not os.environ.get("GOLDSEAM_SERVER_KEY_FILE"):
            _make_key(folder / "server.key", secrets.token_bytes(32))
        mark_version(folder)
    except OSError as error:
        raise refusal(error, folder) from None


def refuse_newer(folder: Path) -> None:
    mark = folder / "version.json"
    if not mark.exists():
        return
    found = json.loads(mark.read_text())
    if int(found["format"]) > version.FORMAT:
        raise Refusal(
            f"The folder {folder} was written by a newer Goldseam ({found['goldseam']}), and this is {version.name()}. "
            "Nothing was changed. Install the newer one again, or restore an older backup into an empty folder."
        )


def mark_version(folder: Path) -> None:
    mark = folder / "version.json"
    words = json.dumps({"format": version.FORMAT, "goldseam": version.name()})
    if not mark.exists() or mark.read_text() != words:
        write_private(mark, words.encode())


def write_private(file: Path, content: bytes) -> None:
    """For the owner's eyes, and whole or not at all."""
    half = _written_aside(file, content)
    os.replace(half, file)


def _written_aside(file: Path, content: bytes) -> Path:
    """Whole and durable, under a name that only this process uses."""
    half = file.with_name(f"{file.name}.{os.getpid()}.new")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    return half


def _try_writing(folder: Path) -> None:
    if shutil.disk_usage(folder).free < ROOM_NEEDED:
        raise OSError(errno.ENOSPC, "too little room")
    _written_aside(folder / "probe", b"goldseam" * 8192).unlink()


def _make_key(file: Path, fresh: bytes) -> None:
    """Of two servers that start together, both use the key of the first: what is sealed under it must open."""
    if file.exists():
        return
    half = _written_aside(file, fresh)
    with suppress(FileExistsError):
        os.link(half, file)
    half.unlink()


def take(folder: Path, *, alone: bool = True) -> IO[bytes]:
    """Holds the folder for as long as the answer lives: against everybody, or beside others that serve from it too."""
    held = open(folder / "lock", "ab")  # noqa: SIM115 - it stays open as long as the process
    os.chmod(folder / "lock", 0o600)
    try:
        fcntl.flock(held, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        held.close()
        raise Refusal(
            f"Another Goldseam is using the folder {folder} already. That one goes on, and nothing was changed. "
            "Stop it first, or give this one a folder of its own with --data."
        ) from None
    return held
