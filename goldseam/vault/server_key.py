"""Values that the server must read before any person's key is open, sealed under its key file.

That is little: the secret of an authenticator's codes. A copy of the database alone doesn't give it; a copy of the
database and the key file does, and still opens no words, because codes only stand beside the passphrase.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from pathlib import Path

from django.conf import settings

from goldseam.vault import labels, primitives
from goldseam.vault.errors import Tampered


def seal_text(label: str, plain: str) -> str:
    """Sealed text for a column that only text fits into. `label` keeps one use apart from another."""
    return urlsafe_b64encode(primitives.seal(_key(label), plain.encode(), label.encode())).decode()


def unseal_text(label: str, sealed: str) -> str:
    """Raises Tampered for another label, another key file or another content."""
    try:
        raw = urlsafe_b64decode(sealed.encode())
    except (NotBase64, ValueError) as error:
        raise Tampered("server value") from error
    return primitives.unseal(_key(label), raw, label.encode()).decode()


def half() -> bytes:
    """The server's half of a key that needs two: one's own bytes, never the file's."""
    return primitives.derive(_file(), labels.SERVER_HALF)


def _key(label: str) -> bytes:
    return primitives.derive(_file(), labels.SERVER_VALUE, label.encode())


def _file() -> bytes:
    return Path(settings.SERVER_KEY_FILE).read_bytes()
