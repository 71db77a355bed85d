"""Changing what opens: a new passphrase, new keys after somebody may have got in, and an end of everything.

Each is one transaction. What belongs to a passphrase (the wraps and the verifier in the password column) changes here
together, so that no page can change one without the other. Key stretching comes before it: `holders.new_pass_key`.
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction

from goldseam.vault import (
    between,
    canonical,
    circles,
    holders,
    invites,
    ledger,
    lineage,
    mine,
    own,
    primitives,
    record,
    rounds,
    sessions,
    upkeep,
)
from goldseam.vault.errors import VaultError
from goldseam.vault.holders import PassKey
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Bundle, Circle, Grant, Holder, Invite, KeyChange, SeenHead

AT_ONCE = 50


@transaction.atomic
def passphrase(keyring: Keyring, pass_key: PassKey, *, keep_passkeys: Collection[str] = ()) -> list[str]:
    """A new passphrase, and the words of a new recovery sheet. The old passphrase and the old sheet open nothing.

    Other sign-ins end; passkeys that aren't named were not confirmed again and open nothing. Raises BackClosed.
    """
    holder = Holder.objects.select_for_update(no_key=True).get(pk=keyring.holder_id)
    sheet = _wrap_anew(holder, keyring, pass_key, keep_passkeys)
    others = holder.sessions.exclude(pk=keyring.session_id) if keyring.session_id else holder.sessions.all()
    others.delete()
    return sheet


def new_keys(
    keyring: Keyring, pass_key: PassKey, *, along: Callable[[Keyring], object] | None = None
) -> tuple[Keyring, list[str]]:
    """“Someone may have got in”: new key pairs, signed by the old and the new, under a new passphrase.

    Every sign-in ends (begin a new one with the keyring that comes back), passkeys and the old sheet open nothing, the
    own open invitations end, each circle gets a new epoch. `along` gets the new keyring in the same transaction, for
    what the floors above change with it. Private rows are carried over in steps; what a killed process left is carried
    at the next visit, and opens meanwhile. Raises BackClosed, Tampered.
    """
    with transaction.atomic():
        renewed, sheet = _change_keys(keyring, pass_key)
        if along:
            along(renewed)
    with suppress(VaultError):  # the keys are changed, and the sheet is to be seen: the next visit tries again
        carry_on(renewed)
    return renewed, sheet


def carry_on(keyring: Keyring) -> None:
    """Seals the keys of private rows from before a change to today's back half, some at a time.

    When none is left, the old back half is destroyed. Raises BackClosed.
    """
    waiting = KeyChange.objects.filter(holder_id=keyring.holder_id, old_back__isnull=False)
    if not waiting.exists():
        return
    rows = mine.still_old(keyring)
    for start in range(0, len(rows), AT_ONCE):
        mine.carry_over(keyring, rows[start : start + AT_ONCE])
    with transaction.atomic():
        if not mine.still_old(keyring):
            waiting.update(old_back=None)
            keyring.memo.pop("eras", None)


@transaction.atomic
def _change_keys(old: Keyring, pass_key: PassKey) -> tuple[Keyring, list[str]]:
    holder = Holder.objects.select_for_update(no_key=True).get(pk=old.holder_id)
    lineage.own(old)  # the stored keys are one's own
    pin = sessions.pin_rule(old) if holder.pin else None
    new = _fresh(holder.pk)
    seated = _circles_in_order(old)
    for circle in seated:
        _end_invitations(old, circle)
    change = _signed_change(holder, old, new)
    holder.generation = change.generation
    holder.front_public, holder.back_public = change.new_front_public, change.new_back_public
    holder.signing_public = change.new_signing_public
    holder.mine_sum, holder.mine_index = mine.sum_anew(old, new, holder), None
    if pin:
        sessions.seal_pin_rule(new, holder, pin)
    change.save(force_insert=True)
    holder.save()
    ledger.note_key_change(holder, change)
    seal_notes_anew(old, new)
    between.renew(old, new)
    rounds.renew(old, new)
    for circle in seated:
        _renew_circle(new, circle)
    holder.sessions.all().delete()
    return new, _wrap_anew(holder, new, pass_key, ())


def _fresh(holder_id: UUID) -> Keyring:
    front, back, signing = (primitives.new_key() for _ in range(3))
    return Keyring(holder_id, front, signing, primitives.public_of(back), back)


def _wrap_anew(holder: Holder, keyring: Keyring, pass_key: PassKey, keep_passkeys: Collection[str]) -> list[str]:
    """Wraps, verifier and sheet change together; what waits for a second factor is given up."""
    for bundle in holder.bundles.filter(way=Bundle.PASSKEY).exclude(credential__in=list(keep_passkeys)):
        holders.forget_passkey(holder, bundle.credential)
    holders.wrap_for_passphrase(holder, keyring, pass_key)
    holder.pendings.all().delete()
    get_user_model().objects.filter(holder=holder).update(password=make_password(pass_key.verifier))
    return holders.new_recovery_sheet(holder, keyring)


def _circles_in_order(keyring: Keyring) -> list[Circle]:
    """The circles whose record can be trusted and continued now. Others keep their old limit: nothing new counts."""
    seated, joined = [], Grant.objects.filter(holder_id=keyring.holder_id).values("circle")
    for circle in Circle.objects.select_for_update(no_key=True).filter(pk__in=joined).order_by("pk"):
        try:
            circles.keys(keyring, circle)
        except VaultError:
            continue
        seated.append(circle)
    return seated


def _end_invitations(keyring: Keyring, circle: Circle) -> None:
    """Whoever got in may have seen the words."""
    for waiting in invites.open_ones(keyring, circle):
        invites.cancel(keyring, waiting)
    circle.refresh_from_db()


def _signed_change(holder: Holder, old: Keyring, new: Keyring) -> KeyChange:
    joined = Circle.objects.filter(grants__holder=holder).distinct()
    limits: dict[str, canonical.Json] = {circle.pk.hex: [circle.number, circle.epoch] for circle in joined}
    change = KeyChange(
        holder=holder,
        generation=holder.generation + 1,
        old_front_public=old.front_public,
        old_back_public=old.back_public,
        old_signing_public=old.signing_public,
        new_front_public=new.front_public,
        new_back_public=new.back_public,
        new_signing_public=new.signing_public,
        limits=canonical.to_bytes(limits),
    )
    lineage.keep_old_front(change, new.front, old.front)
    lineage.keep_old_back(change, new.back_public, old.require_back())
    change.signed_by_old = primitives.sign(old.signing, lineage.statement(change))
    change.signed_by_new = primitives.sign(new.signing, lineage.statement(change))
    return change


def seal_notes_anew(old: Keyring, new: Keyring) -> None:
    """The vault's own notes. Those of the floors above open with the old front until they are next written."""
    for seen in SeenHead.objects.filter(holder_id=old.holder_id):
        told = own.unseal(old, record.SEEN_PLACE, seen.circle_id, bytes(seen.head))
        seen.head = own.seal(new, record.SEEN_PLACE, seen.circle_id, told)
        seen.save(update_fields=["head"])
    for invite in Invite.objects.filter(inviter_id=old.holder_id):
        told = own.unseal(old, invites.PLACE, invite.pk, bytes(invite.secret))
        invite.secret = own.seal(new, invites.PLACE, invite.pk, told)
        invite.save(update_fields=["secret"])


def _renew_circle(keyring: Keyring, circle: Circle) -> None:
    """A link and a new epoch under the new keys, so that the record goes on beyond the old key's limit."""
    circle = circles.locked(circle.pk)
    circles.keys(keyring, circle)
    circle.refresh_from_db()
    written = record.Written(KeyChange._meta.label_lower, keyring.holder_id, circle.number, record.GONE)
    record.append(keyring, circle, written)
    if not upkeep.is_at_the_door(keyring, circle):
        circles.new_epoch(keyring, circle, circles.members(keyring, circle))
