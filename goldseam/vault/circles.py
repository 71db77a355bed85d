"""Circles: who opens together, under which epoch's key, and whose public keys each member has confirmed."""

from uuid import UUID

from django.db import transaction

from goldseam.vault import holders, labels, primitives, record
from goldseam.vault.canonical import ident, number
from goldseam.vault.errors import Missing, StrangeKey, Tampered
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Circle, Grant, Holder
from goldseam.vault.primitives import encode


@transaction.atomic
def make(keyring: Keyring, kind: str = Circle.OURS) -> Circle:
    """A new circle with one member, its first epoch and a signed, empty record."""
    circle = Circle(kind=kind)
    record.sign_head(keyring, circle)
    record.remember_head(keyring, circle)
    key = primitives.new_key()
    grant(keyring, circle, holders.holder_for(keyring.holder_id), circle.epoch, key)
    keyring.opened_circles[circle.pk] = {circle.epoch: key}
    return circle


def locked(circle_id: UUID) -> Circle:
    """The circle, locked until the transaction ends: writes of one record stand in one line."""
    return Circle.objects.select_for_update().get(pk=circle_id)


def keys(keyring: Keyring, circle: Circle) -> dict[int, bytes]:
    """Every epoch's key that this member was given.

    Raises Missing for a stranger, Tampered for a grant or a head that no confirmed member signed, or a rolled-back
    record.
    """
    if circle.pk not in keyring.opened_circles:
        grants = list(Grant.objects.filter(circle=circle, holder_id=keyring.holder_id))
        if not grants:
            raise Missing("circle")
        keyring.opened_circles[circle.pk] = own_keys(keyring, circle)
        try:
            _open_given(keyring, circle, [found for found in grants if found.granter_id != keyring.holder_id])
            _require_honest_head(keyring, circle)
        except Exception:
            del keyring.opened_circles[circle.pk]
            raise
    return keyring.opened_circles[circle.pk]


def own_keys(keyring: Keyring, circle: Circle) -> dict[int, bytes]:
    """The epochs that this member gave themselves, without asking what anybody else did. Raises Tampered."""
    grants = Grant.objects.filter(circle=circle, holder_id=keyring.holder_id, granter_id=keyring.holder_id)
    return {found.epoch: _opened(keyring, found, keyring.signing_public) for found in grants}


def _open_given(keyring: Keyring, circle: Circle, grants: list[Grant]) -> None:
    """Opens what confirmed members gave. One member's grant may open the pin that vouches for the next member."""
    while grants:
        known = confirmed_keys(keyring, circle)
        openable = [found for found in grants if found.granter_id in known]
        if not openable:
            raise StrangeKey("a grant by nobody confirmed")
        for found in openable:
            key = _opened_by_any(keyring, found, known[found.granter_id])
            keyring.opened_circles[circle.pk][found.epoch] = key
        grants = [found for found in grants if found not in openable]


def _opened_by_any(keyring: Keyring, found: Grant, signing_keys: list[bytes]) -> bytes:
    for signing_public in signing_keys:
        try:
            return _opened(keyring, found, signing_public)
        except Tampered:
            continue
    raise StrangeKey("a grant signed by another key")


def _require_honest_head(keyring: Keyring, circle: Circle) -> None:
    circle.refresh_from_db()  # a copy from before the last write would look like a roll-back
    head_key = bytes(circle.head_key)
    if head_key != keyring.signing_public:
        confirmed = confirmed_keys(keyring, circle)
        if not any(head_key in member_keys for member_keys in confirmed.values()):
            raise StrangeKey("a record signed by nobody confirmed")
    primitives.require_signature(head_key, bytes(circle.head_signature), record.head_message(circle))
    record.require_not_rolled_back(keyring, circle)


def confirmed_keys(keyring: Keyring, circle: Circle) -> dict[UUID | None, list[bytes]]:
    """The signing keys of each member that this one has confirmed, own key included, newest last."""
    from goldseam.vault import pins  # pins are rows of the circle: they stand on ours, which stands on circles

    return {keyring.holder_id: [keyring.signing_public], **pins.signing_keys(keyring, circle)}


def current_key(keyring: Keyring, circle: Circle) -> tuple[int, bytes]:
    """The epoch that new wraps use, and its key. Raises Missing when this member wasn't given it yet."""
    try:
        return circle.epoch, keys(keyring, circle)[circle.epoch]
    except KeyError as error:
        raise Missing("epoch") from error


def grant(keyring: Keyring, circle: Circle, to: Holder, epoch: int, key: bytes) -> None:
    """Gives one epoch's key to one member: sealed to their front, signed by the giver."""
    found = Grant(circle=circle, epoch=epoch, holder=to, granter_id=keyring.holder_id)
    found.key = primitives.seal_to(bytes(to.front_public), key, _grant_aad(found, to))
    found.signature = primitives.sign(keyring.signing, _grant_message(found))
    Grant.objects.filter(circle=circle, epoch=epoch, holder=to).delete()
    found.save(force_insert=True)


def new_epoch(keyring: Keyring, circle: Circle, members: list[Holder]) -> bytes:
    """A fresh key for what comes next, given to `members` (the caller among them). Returns it.

    The circle must be locked by the caller's transaction. What was sealed before stays under its epoch.
    """
    known = keys(keyring, circle)
    key = primitives.new_key()
    circle.epoch += 1
    for member in members:
        grant(keyring, circle, member, circle.epoch, key)
    known[circle.epoch] = key
    record.sign_head(keyring, circle)
    record.remember_head(keyring, circle)
    return key


def members(circle: Circle) -> list[Holder]:
    """Everyone who holds a grant of the newest epoch."""
    return list(Holder.objects.filter(grants__circle=circle, grants__epoch=circle.epoch).order_by("pk"))


def _opened(keyring: Keyring, found: Grant, signing_public: bytes) -> bytes:
    primitives.require_signature(signing_public, bytes(found.signature), _grant_message(found))
    holder = holders.holder_for(keyring.holder_id)
    return primitives.unseal_with(keyring.front, bytes(found.key), _grant_aad(found, holder))


def _grant_aad(found: Grant, to: Holder) -> bytes:
    return encode(labels.GRANT, ident(found.circle_id), number(found.epoch), ident(to.pk), bytes(to.front_public))


def _grant_message(found: Grant) -> bytes:
    return encode(
        labels.GRANT,
        ident(found.circle_id),
        number(found.epoch),
        ident(found.holder_id),
        primitives.digest(bytes(found.key)),
    )
