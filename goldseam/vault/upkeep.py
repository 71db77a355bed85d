"""What is due and needs a member's own keys: done at their visits and before they write, never by a job."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from goldseam.vault import seam
from goldseam.vault.errors import VaultError
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Circle, Holder, Invite, Link, RowWrap
from goldseam.vault.often import Often


def tend(keyring: Keyring) -> None:
    """At a visit: renews keys after a restore, ends invitations whose time is over, follows changed keys, brings sums
    and records in line, and what two gave to be compared under the server's newest key; with the private half open
    also carries rows over and adds to rounds.

    What can't be done now waits for the next visit: a visit never fails because of it.
    """
    from goldseam.vault import between

    _each_alone(keyring, _mend_after_restore)
    for circle in Circle.objects.filter(grants__holder_id=keyring.holder_id).distinct():
        _each_alone(keyring, before_writing, circle.pk)
        _each_alone(keyring, _pay_links, circle.pk)
        _each_alone(keyring, between.seal_anew, circle)
    if keyring.is_private_open:
        tend_private(keyring)


def tend_private(keyring: Keyring) -> None:
    """What needs the private half open."""
    from goldseam.vault import between, change, mine, rounds

    _each_alone(keyring, change.carry_on)
    for circle in Circle.objects.filter(grants__holder_id=keyring.holder_id).distinct():
        _each_alone(keyring, rounds.visit, circle)
        _each_alone(keyring, between.seal_anew, circle)
    _each_alone(keyring, mine.list_anew)


@transaction.atomic
def before_writing(keyring: Keyring, circle_id: UUID) -> None:
    """The circle's key is renewed when that is due, and changed keys of other members are pinned."""
    locked_for_writing(keyring, circle_id)


def locked_for_writing(keyring: Keyring, circle_id: UUID) -> Circle:
    """As above, in the transaction of its caller: the circle as it is afterwards, locked until that ends."""
    from goldseam.vault import circles, pins

    circle = circles.locked(circle_id)
    waiting = _INVITES(circle_id)
    if any(found.joiner_id is not None for found in waiting):  # see is_at_the_door
        return circle
    if circle.rotate_due or any(_is_over(keyring, found) for found in waiting):
        _rotate(keyring, circle)
    circles.keys(keyring, circle)
    if pins.is_behind(keyring, circle):
        pins.follow(keyring, circle)
        return circles.locked(circle_id)
    return circle


def is_at_the_door(keyring: Keyring, circle: Circle) -> bool:
    """Somebody who joined and wasn't let in yet has no say over the circle's keys; nor has who must let them in."""
    return any(found.joiner_id is not None for found in _INVITES(circle.pk))


_INVITES = Often(lambda circle: Invite.objects.filter(circle=circle), UUID)


def waits_to_be_let_in(keyring: Keyring, circle: Circle) -> bool:
    """Did this holder take an invitation here, and was nobody's word given for them yet?"""
    place = ("waits", circle.pk)
    if not (keyring.is_reading and place in keyring.memo):
        keyring.memo[place] = bool(_JOINED(circle.pk, keyring.holder_id))
    waits: bool = keyring.memo[place]
    return waits


_JOINED = Often(lambda circle, joiner: Invite.objects.filter(circle=circle, joiner=joiner), UUID, UUID)


def _is_over(keyring: Keyring, invite: Invite) -> bool:
    """One's own that nobody took in time, and that a new key wasn't made for yet."""
    return invite.inviter_id == keyring.holder_id and invite.end <= seam.now() and bool(invite.key)


def _rotate(keyring: Keyring, circle: Circle) -> None:
    from goldseam.vault import circles

    circles.new_epoch(keyring, circle, circles.members(keyring, circle))
    over = [found.pk for found in _INVITES(circle.pk) if _is_over(keyring, found)]
    Invite.objects.filter(pk__in=over).update(key=b"")


def _mend_after_restore(keyring: Keyring) -> None:
    """After a restore that went back behind a change of keys, the vault's own notes lie under the old ones."""
    from goldseam.vault import change, mine

    if Holder.objects.filter(pk=keyring.holder_id, restored=True).exists():
        change.seal_notes_anew(keyring, keyring)
        mine.mend_sum_after_restore(keyring)


@transaction.atomic
def _pay_links(keyring: Keyring, circle_id: UUID) -> None:
    """Adds to the record what was withdrawn or erased while it couldn't hear of it."""
    from goldseam.vault import circles, ledger, record

    owed = [found for found in ledger.owed_links(keyring) if found.circle == circle_id]
    if not owed:
        return
    circle = circles.locked(circle_id)
    circles.keys(keyring, circle)
    for found in owed:
        newest = Link.objects.filter(circle=circle, table=found.table, row=found.row).order_by("-number").first()
        is_back = RowWrap.objects.filter(circle=circle, table=found.table, row=found.row).exists()
        if newest is not None and bytes(newest.digest) != record.GONE and not is_back:
            record.append(keyring, circle, record.Written(found.table, found.row, newest.version, record.GONE))
    ledger.forget_replayed(owed)


def _each_alone(keyring: Keyring, deed: Callable[..., None], *about: object) -> None:
    try:
        with transaction.atomic():
            deed(keyring, *about)
    except VaultError:
        for circle_id in list(keyring.opened_circles):  # what was undone isn't remembered either
            keyring.forget_circle(circle_id)
