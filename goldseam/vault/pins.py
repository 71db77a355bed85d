"""Confirmed public keys: each member signs, in the circle, whose keys they accepted. A different one is refused."""

from uuid import UUID

from goldseam.vault import circles, contents, holders, ours, wraps
from goldseam.vault.contents import Place
from goldseam.vault.errors import Missing, StrangeKey
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Circle, Holder, Link, PinnedKeys, RowWrap

TABLE = PinnedKeys._meta.label_lower


def confirm(keyring: Keyring, circle: Circle, subject: Holder) -> None:
    """Signs, in the circle, that these are the subject's keys. Its caller has checked them by MAC or by words."""
    pin = PinnedKeys.objects.filter(circle=circle, author_id=keyring.holder_id, subject=subject).first()
    if pin is None:
        pin = PinnedKeys(circle=circle, author_id=keyring.holder_id, subject=subject)
    ours.write(keyring, pin, {"keys": holders.key_set(subject).hex()})


def signing_keys(keyring: Keyring, circle: Circle) -> dict[UUID | None, list[bytes]]:
    """Signing keys of each member this one has confirmed, and of those whom a confirmed member has confirmed in turn.

    A pair has two members, so the second half only matters when a partner let a new account in beside a lost one: it
    is that partner's signature which the others go by. Raises StrangeKey when a stored key differs from its pin.
    """
    pins = list(PinnedKeys.objects.filter(circle=circle).select_related("subject"))
    rows = [pin.pk for pin in pins]
    found, links = ours.wraps_of(circle, TABLE, rows), ours.newest_links(circle, TABLE, rows)
    own = [pin for pin in pins if pin.author_id == keyring.holder_id]
    if any(pin.pk not in found or pin.pk not in links for pin in own):
        raise Missing("pin")
    signers: dict[UUID | None, list[bytes]] = {keyring.holder_id: [keyring.signing_public]}
    step = own
    while step:
        added = {}
        for pin in step:
            if _is_open(keyring, circle, found.get(pin.pk)) and pin.pk in links:
                added[pin.subject_id] = _checked(keyring, circle, pin, found[pin.pk], links[pin.pk], signers)
        signers.update(added)
        step = [pin for pin in pins if pin.author_id in added and pin.subject_id not in signers]
    del signers[keyring.holder_id]
    return signers


def _is_open(keyring: Keyring, circle: Circle, wrap: RowWrap | None) -> bool:
    """A pin under an epoch that isn't opened (yet) vouches for nobody: less trust, never more."""
    return wrap is not None and wrap.epoch in circles.keys(keyring, circle)


def _checked(
    keyring: Keyring,
    circle: Circle,
    pin: PinnedKeys,
    wrap: RowWrap,
    link: Link,
    signers: dict[UUID | None, list[bytes]],
) -> list[bytes]:
    author = {pin.author_id: signers[pin.author_id]}
    ours.require_recorded(link, pin.version, bytes(pin.body or b""), author)
    content = contents.opened(
        wraps.key_of(keyring, circle, wrap), Place(TABLE, pin.pk, pin.version), bytes(pin.body or b"")
    )
    ours.require_signed(content, author, circle_name=circle.pk.hex)
    if content.body["keys"] != holders.key_set(pin.subject).hex():
        raise StrangeKey("another key than the one confirmed")
    return [bytes(pin.subject.signing_public)]
