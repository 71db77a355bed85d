"""Keys that wait for a second factor: five minutes, under the value of a cookie of that one sign-in."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from goldseam.vault import holders, labels, primitives, seam, standing
from goldseam.vault.canonical import ident, number
from goldseam.vault.errors import Missing, Tampered, WrongSecret
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Pending
from goldseam.vault.primitives import decode, encode
from goldseam.vault.sessions import from_text, to_text

WAIT = timedelta(minutes=5)


def wait(keyring: Keyring) -> tuple[UUID, str]:
    """Puts all three open halves aside. Returns the pending's id and the cookie's value."""
    value = seam.random_bytes(primitives.KEY_BYTES)
    pending = Pending(holder=holders.holder_for(keyring.holder_id), end=seam.now() + WAIT)
    pending.keys = primitives.seal(
        primitives.derive(value, labels.PENDING),
        encode(keyring.front, keyring.signing, keyring.require_back()),
        _aad(pending),
    )
    pending.save(force_insert=True)
    return pending.pk, to_text(value)


def take(pending_id: UUID, cookie: str) -> Keyring:
    """The keys that waited, once. Raises Missing when the time is over, WrongSecret for another sign-in's cookie."""
    pending = Pending.objects.select_related("holder").filter(pk=pending_id, end__gt=seam.now()).first()
    if pending is None:
        raise Missing("pending")
    try:
        opened = primitives.unseal(
            primitives.derive(from_text(cookie), labels.PENDING), bytes(pending.keys), _aad(pending)
        )
    except Tampered as error:
        raise WrongSecret("pending") from error
    taken, _ = Pending.objects.filter(pk=pending_id).delete()
    if not taken:
        raise Missing("pending")
    front, signing, back = decode(opened)
    keyring = Keyring(pending.holder.pk, front, signing, bytes(pending.holder.back_public))
    standing.stand_for(keyring.holder_id)
    return replace(keyring, back=back)


def forget(pending_id: UUID) -> None:
    """Gives the waiting keys up: too many wrong codes, or somebody turned back."""
    Pending.objects.filter(pk=pending_id).delete()


def forget_ended() -> int:
    deleted, _ = Pending.objects.filter(end__lte=seam.now()).delete()
    return deleted


def _aad(pending: Pending) -> bytes:
    return encode(
        labels.PENDING,
        ident(pending.pk),
        holders.key_set(pending.holder),
        number(int(pending.end.timestamp() * 1_000_000)),
    )
