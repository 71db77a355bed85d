"""Confirmed public keys: each member signs, in the circle, whose keys they accepted. A different one is refused."""

from uuid import UUID

from goldseam.vault import contents, holders, ours, wraps
from goldseam.vault.contents import Place
from goldseam.vault.errors import Missing, StrangeKey
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Circle, Holder, PinnedKeys, RowWrap

TABLE = PinnedKeys._meta.label_lower


def confirm(keyring: Keyring, circle: Circle, subject: Holder) -> None:
    """Signs, in the circle, that these are the subject's keys. Its caller has checked them by MAC or by words."""
    pin = PinnedKeys.objects.filter(circle=circle, author_id=keyring.holder_id, subject=subject).first()
    if pin is None:
        pin = PinnedKeys(circle=circle, author_id=keyring.holder_id, subject=subject)
    ours.write(keyring, pin, {"keys": holders.key_set(subject).hex()})


def signing_keys(keyring: Keyring, circle: Circle) -> dict[UUID | None, list[bytes]]:
    """Signing keys of each member this one has confirmed. Raises StrangeKey when a stored key differs from its pin.

    Only pins that this very member signed count, so no other row has to be trusted to read them.
    """
    pins = list(PinnedKeys.objects.filter(circle=circle, author_id=keyring.holder_id).select_related("subject"))
    rows = [pin.pk for pin in pins]
    found, links = ours.wraps_of(circle, TABLE, rows), ours.newest_links(circle, TABLE, rows)
    signers: dict[UUID | None, list[bytes]] = {keyring.holder_id: [keyring.signing_public]}
    result: dict[UUID | None, list[bytes]] = {}
    for pin in pins:
        if pin.pk not in found or pin.pk not in links:
            raise Missing("pin")
        ours.require_recorded(links[pin.pk], pin.version, bytes(pin.body or b""), signers)
        if _pinned(keyring, circle, pin, found[pin.pk]) != holders.key_set(pin.subject).hex():
            raise StrangeKey("another key than the one confirmed")
        result[pin.subject_id] = [bytes(pin.subject.signing_public)]
    return result


def _pinned(keyring: Keyring, circle: Circle, pin: PinnedKeys, wrap: RowWrap) -> str:
    key = wraps.key_of(keyring, circle, wrap)
    content = contents.opened(key, Place(TABLE, pin.pk, pin.version), bytes(pin.body or b""))
    ours.require_signed(content, {keyring.holder_id: [keyring.signing_public]}, circle_name=circle.pk.hex)
    return str(content.body["keys"])
