"""Circles: who opens together, under which epoch's key, and whose public keys each member has confirmed."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from goldseam.vault import holders, labels, lineage, primitives, record
from goldseam.vault.canonical import ident, number
from goldseam.vault.errors import Missing, StrangeKey, Tampered
from goldseam.vault.keyring import Keyring
from goldseam.vault.lineage import Era, Signers
from goldseam.vault.models import Circle, Grant, Holder
from goldseam.vault.often import Often
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
    if not connection.in_atomic_block:
        raise TransactionManagementError("A circle is locked inside a transaction.")
    found = _LOCKED.one(circle_id)
    if found is None:
        raise Circle.DoesNotExist
    return found


_LOCKED = Often(lambda circle: Circle.objects.select_for_update(no_key=True).filter(pk=circle), UUID)


def keys(keyring: Keyring, circle: Circle) -> dict[int, bytes]:
    """Every epoch's key that this member was given.

    Raises Missing for a stranger, Tampered for a grant or a head that no confirmed member signed, or a rolled-back
    record.
    """
    if circle.pk not in keyring.opened_circles:
        grants = _GRANTS(circle.pk, keyring.holder_id)
        if not grants:
            raise Missing("circle")
        try:
            _walk(keyring, circle)
            keyring.opened_circles[circle.pk] = _given_to_oneself(keyring, grants)
            with keyring.one_look(circle.pk):
                _open_given(keyring, circle, [found for found in grants if found.granter_id != keyring.holder_id])
                require_honest_head(keyring, circle)
        except Exception:
            keyring.forget_circle(circle.pk)
            raise
    return keyring.opened_circles[circle.pk]


_GRANTS = Often(lambda circle, holder: Grant.objects.filter(circle=circle, holder=holder), UUID, UUID)


def own_keys(keyring: Keyring, circle: Circle) -> dict[int, bytes]:
    """The epochs that this member gave themselves, without asking what anybody else did. Raises Tampered."""
    return _given_to_oneself(keyring, Grant.objects.filter(circle=circle, holder_id=keyring.holder_id))


def _given_to_oneself(keyring: Keyring, grants: Iterable[Grant]) -> dict[int, bytes]:
    eras = lineage.own(keyring)
    return {found.epoch: _opened(keyring, found, eras) for found in grants if found.granter_id == keyring.holder_id}


def _walk(keyring: Keyring, circle: Circle) -> None:
    """Raises Tampered unless the record is whole and no shorter than it was."""
    seen = record.last_seen(keyring, circle)
    keyring.remember_walk(circle.pk, (circle.number, circle.epoch), None)
    walked = record.require_whole(circle, seen, keyring.holder_id, remembers=keyring.is_reading)
    keyring.remember_walk(circle.pk, (circle.number, circle.epoch), walked)


def vouched_keys(keyring: Keyring, circle: Circle) -> dict[int, bytes]:
    """The epochs given by this member and by confirmed ones, whoever signed the newest head.

    Only for answering who stands at a door: their head vouches for nothing. Raises Tampered, Missing.
    """
    try:
        keyring.opened_circles[circle.pk] = own_keys(keyring, circle)
        given = Grant.objects.filter(circle=circle, holder_id=keyring.holder_id)
        _open_given(keyring, circle, list(given.exclude(granter_id=keyring.holder_id)))
        return keyring.opened_circles[circle.pk]
    except Exception:
        keyring.forget_circle(circle.pk)
        raise


def _open_given(keyring: Keyring, circle: Circle, grants: list[Grant]) -> None:
    """Opens what confirmed members gave. One member's grant may open the pin that vouches for the next member."""
    keyring.memo.pop(("confirmed", circle.pk), None)  # each opened epoch may open a pin
    while grants:
        known = confirmed_keys(keyring, circle)
        openable = [found for found in grants if found.granter_id in known]
        if not openable:
            raise StrangeKey("a grant by nobody confirmed")
        for found in openable:
            assert found.granter_id is not None
            key = _opened(keyring, found, known[found.granter_id])
            keyring.opened_circles[circle.pk][found.epoch] = key
        grants = [found for found in grants if found not in openable]
        keyring.memo.pop(("confirmed", circle.pk), None)


def require_honest_head(keyring: Keyring, circle: Circle) -> None:
    """Raises Tampered unless a confirmed member signed where the record leads to."""
    signers = confirmed_keys(keyring, circle)
    head_key = bytes(circle.head_key)
    if not any(may_sign_head(era, head_key, circle) for eras in signers.values() for era in eras):
        raise StrangeKey("a record signed by nobody confirmed")
    primitives.require_open_signature(head_key, bytes(circle.head_signature), record.head_message(circle))


def may_sign_head(era: Era, head_key: bytes, circle: Circle) -> bool:
    return (
        era.signing_public == head_key
        and era.signs_link(circle.pk, circle.number)
        and era.signs_epoch(circle.pk, circle.epoch)
    )


def confirmed_keys(keyring: Keyring, circle: Circle) -> Signers:
    """The key sets of each member that this one has confirmed, own ones included, each oldest first.

    Checked once in a request.
    """
    from goldseam.vault import pins  # pins are rows of the circle: they stand on ours, which stands on circles

    place = ("confirmed", circle.pk)
    if place not in keyring.memo:
        keyring.memo[place] = {keyring.holder_id: lineage.own(keyring), **pins.signing_keys(keyring, circle)}
    found: Signers = keyring.memo[place]
    return found


def current_key(keyring: Keyring, circle: Circle) -> tuple[int, bytes]:
    """The epoch that new wraps use, and its key. Raises Missing when this member wasn't given it yet."""
    try:
        return circle.epoch, keys(keyring, circle)[circle.epoch]
    except KeyError as error:
        raise Missing("epoch") from error


def grant(keyring: Keyring, circle: Circle, to: Holder, epoch: int, key: bytes) -> None:
    """Gives one epoch's key to one member: sealed to their front, signed by the giver."""
    found = Grant(circle=circle, epoch=epoch, holder=to, granter_id=keyring.holder_id)
    found.key = primitives.seal_to(bytes(to.front_public), key, _grant_aad(found, to.pk, bytes(to.front_public)))
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
    circle.rotate_due = False
    for member in members:
        grant(keyring, circle, member, circle.epoch, key)
    known[circle.epoch] = key
    record.sign_head(keyring, circle)
    record.remember_head(keyring, circle)
    return key


def members(keyring: Keyring, circle: Circle) -> list[Holder]:
    """Everyone whom this member has confirmed and who was given the newest epoch, this member included.

    A grant that merely lies in the table lets nobody in: it must be signed by somebody confirmed, to somebody
    confirmed, for the public key that was confirmed.
    """
    signers = confirmed_keys(keyring, circle)
    grants = Grant.objects.filter(circle=circle, epoch=circle.epoch, holder_id__in=list(signers))
    seated = {
        found.holder_id
        for found in grants
        if found.granter_id is not None and is_signed(found, signers.get(found.granter_id, []))
    }
    return list(Holder.objects.filter(pk__in=seated | {keyring.holder_id}).order_by("pk"))


def step_out(keyring: Keyring, circle: Circle) -> None:
    """Gives the newest epoch back; the next of the others who writes renews the key without this member."""
    Grant.objects.filter(circle=circle, epoch=circle.epoch, holder_id=keyring.holder_id).delete()
    Circle.objects.filter(pk=circle.pk).update(rotate_due=True)
    keyring.forget_circle(circle.pk)


def is_in(keyring: Keyring, circle: Circle) -> bool:
    """Does this member hold the newest epoch, or did they step out?"""
    return Grant.objects.filter(circle=circle, epoch=circle.epoch, holder_id=keyring.holder_id).exists()


def regrant_to_oneself(keyring: Keyring, circle: Circle) -> None:
    """What one's own pins lie under must open without trusting anybody's signature but one's own."""
    epoch, key = current_key(keyring, circle)
    given = Grant.objects.filter(circle=circle, epoch=epoch, holder_id=keyring.holder_id)
    if not given.filter(granter_id=keyring.holder_id).exists():
        grant(keyring, circle, holders.holder_for(keyring.holder_id), epoch, key)


def is_signed(found: Grant, eras: list[Era]) -> bool:
    """By a key that this granter had when the epoch was made."""
    return any(_signed_by(found, era) for era in eras)


def _signed_by(found: Grant, era: Era) -> bool:
    if not era.signs_epoch(found.circle_id, found.epoch):
        return False
    try:
        primitives.require_open_signature(era.signing_public, bytes(found.signature), _grant_message(found))
    except Tampered:
        return False
    return True


def _opened(keyring: Keyring, found: Grant, granter: list[Era]) -> bytes:
    if not is_signed(found, granter):
        raise StrangeKey("a grant signed by another key")
    for front in lineage.fronts(keyring):
        public = keyring.front_public if front == keyring.front else primitives.public_of(front)
        aad = _grant_aad(found, keyring.holder_id, public)
        try:
            return primitives.unseal_with(front, bytes(found.key), aad)
        except Tampered:
            continue
    raise Tampered("grant")


def _grant_aad(found: Grant, to: UUID, front_public: bytes) -> bytes:
    return encode(labels.GRANT, ident(found.circle_id), number(found.epoch), ident(to), front_public)


def _grant_message(found: Grant) -> bytes:
    return encode(
        labels.GRANT,
        ident(found.circle_id),
        number(found.epoch),
        ident(found.holder_id),
        primitives.digest(bytes(found.key)),
    )
