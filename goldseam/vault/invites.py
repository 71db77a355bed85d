"""Letting another person into a circle with six words, without the inviter being there.

The words are stretched once to a root; from it come a lookup value (stored), a key that wraps a *fresh* epoch of the
circle, and a key that MACs both people's public keys. Whoever runs the server and hasn't the words can neither open
the epoch nor put other keys in anybody's place.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from goldseam.vault import (
    canonical,
    circles,
    contents,
    costs,
    holders,
    labels,
    lineage,
    ours,
    own,
    pins,
    primitives,
    record,
    seam,
    upkeep,
    words,
    wraps,
)
from goldseam.vault.canonical import Json, ident, number
from goldseam.vault.contents import Place
from goldseam.vault.errors import Missing, StrangeKey, Tampered, WrongSecret
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Circle, Grant, Holder, Invite, Link, SealedRow
from goldseam.vault.often import Often
from goldseam.vault.primitives import encode

LASTS = timedelta(days=7)
_SALT = primitives.digest(labels.INVITE_STRETCH)[:16]
PLACE = "vault.invite"


@dataclass(frozen=True)
class InviteKeys:
    """What six words give after one Argon2id run. In memory only."""

    root: bytes = field(repr=False)

    @property
    def lookup(self) -> bytes:
        return primitives.derive(self.root, labels.INVITE_LOOKUP)

    @property
    def wrapping(self) -> bytes:
        return primitives.derive(self.root, labels.INVITE_WRAP)

    @property
    def mac_key(self) -> bytes:
        return primitives.derive(self.root, labels.INVITE_MAC_KEY)


@dataclass(frozen=True)
class Shown:
    """What an invitation tells whoever has its words."""

    id: UUID
    note: Json
    end: datetime


def draw_words() -> list[str]:
    """Six words for one invitation. They are shown once and stored nowhere."""
    return words.drawn(words.INVITATION_WORDS)


def keys_of(typed: str) -> InviteKeys:
    """One Argon2id run over the typed words; never inside a transaction. Raises WrongSecret for another count."""
    cleaned = words.clean(typed)
    if len(cleaned.split()) != words.INVITATION_WORDS:
        raise WrongSecret("number of words")
    holders.require_no_write_lock()
    return InviteKeys(primitives.stretch(cleaned.encode(), _SALT, costs.current()))


@transaction.atomic
def make(keyring: Keyring, circle: Circle, keys: InviteKeys, note: Json) -> Invite:
    """An invitation into a fresh epoch of the circle. `note` is what the invited person reads first."""
    circle = circles.locked(circle.pk)
    holder = holders.holder_for(keyring.holder_id)
    epoch_key = circles.new_epoch(keyring, circle, circles.members(keyring, circle))
    invite = Invite(circle=circle, inviter=holder, epoch=circle.epoch, end=seam.now() + LASTS, lookup=keys.lookup)
    invite.key = primitives.seal(keys.wrapping, epoch_key, _aad(labels.INVITE_WRAP, invite))
    invite.note = primitives.seal(
        keys.wrapping, primitives.pad(canonical.to_bytes(note)), _aad(labels.INVITE_NOTE, invite)
    )
    invite.secret = own.seal(keyring, PLACE, invite.pk, keys.root.hex())
    invite.inviter_mac = primitives.mac(keys.mac_key, _mac_message(labels.INVITE_FROM, invite, holders.key_set(holder)))
    invite.save(force_insert=True)
    return invite


def look(keys: InviteKeys) -> Shown:
    """What the invitation says. Raises Missing for a wrong, used, cancelled or expired one: they look alike."""
    invite = _open_invite(keys)
    try:
        opened = primitives.unseal(keys.wrapping, bytes(invite.note), _aad(labels.INVITE_NOTE, invite))
    except Tampered as error:
        raise Missing("invitation") from error
    return Shown(invite.pk, canonical.from_bytes(primitives.unpad(opened)), invite.end)


def circles_of(keys: InviteKeys) -> list[UUID]:
    """The circle that these words may lead into, to stand in line for before anything is read."""
    return list(Invite.objects.filter(lookup=keys.lookup).values_list("circle_id", flat=True))


@transaction.atomic
def join(keyring: Keyring, keys: InviteKeys) -> Circle:
    """Takes the open seat, once: the fresh epoch is the joiner's own, and the inviter's keys are pinned.

    Raises Missing for a wrong, used, cancelled or expired invitation, StrangeKey when the inviter's keys were swapped.
    """
    invite = _open_invite(keys)
    joiner = holders.holder_for(keyring.holder_id)
    if invite.inviter_id == joiner.pk:
        raise Missing("invitation")
    expected = primitives.mac(keys.mac_key, _mac_message(labels.INVITE_FROM, invite, holders.key_set(invite.inviter)))
    if not primitives.same(expected, bytes(invite.inviter_mac)):
        raise StrangeKey("the inviter's keys aren't those of the invitation")
    epoch_key = primitives.unseal(keys.wrapping, bytes(invite.key), _aad(labels.INVITE_WRAP, invite))
    joiner_mac = primitives.mac(keys.mac_key, _mac_message(labels.INVITE_JOINED, invite, holders.key_set(joiner)))
    circle = circles.locked(invite.circle_id)
    taken = Invite.objects.filter(pk=invite.pk, joiner__isnull=True).update(joiner=joiner, joiner_mac=joiner_mac)
    if taken != 1:
        raise Missing("invitation")
    circles.grant(keyring, circle, joiner, invite.epoch, epoch_key)
    record.require_whole(circle, record.NOTHING_SEEN)  # whoever holds a grant may look at the record
    keyring.opened_circles[circle.pk] = {invite.epoch: epoch_key}
    pins.confirm(keyring, circle, invite.inviter)
    return circle


def taken(circle: Circle) -> list[Invite]:
    """Invitations that somebody took: each waits to be let in by who invited them."""
    return _TAKEN(circle.pk)


_TAKEN = Often(lambda circle: Invite.objects.filter(circle=circle, joiner__isnull=False).order_by("pk"), UUID)


def arrival(keyring: Keyring, waiting: list[Invite]) -> Invite | None:
    """Of those, the one who took this holder's invitation."""
    return next((invite for invite in waiting if invite.inviter_id == keyring.holder_id), None)


def waits_on_another(keyring: Keyring, waiting: list[Invite]) -> bool:
    """Somebody waits to be let in by another member. Until then this holder has nobody's word for their keys."""
    return any(keyring.holder_id not in (invite.inviter_id, invite.joiner_id) for invite in waiting)


def others_arrival(keyring: Keyring, circle: Circle) -> Invite | None:
    """Whoever waits to be let in by another member, for one who may send them away; None for who waits themselves."""
    if stands_at_the_door(keyring, circle):
        return None
    came = Invite.objects.filter(circle=circle, joiner__isnull=False).exclude(inviter_id=keyring.holder_id)
    return came.order_by("pk").first()


def stands_at_the_door(keyring: Keyring, circle: Circle) -> bool:
    """This holder took an invitation and wasn't let in yet."""
    return upkeep.waits_to_be_let_in(keyring, circle)


def note_of(keyring: Keyring, invite: Invite) -> Json:
    """What an invitation of one's own tells. Raises Tampered."""
    keys = _own_keys(keyring, invite)
    opened = primitives.unseal(keys.wrapping, bytes(invite.note), _aad(labels.INVITE_NOTE, invite))
    note: Json = canonical.from_bytes(primitives.unpad(opened))
    return note


def said_by_joiner(keyring: Keyring, invite: Invite, row: SealedRow) -> Json:
    """A row that the joiner wrote at the door, before anybody let them in; changes nothing.

    Raises StrangeKey when the joiner's keys were swapped since, Missing, Tampered.
    """
    joiner = _verified_joiner(keyring, invite)
    circle, table = invite.circle, ours.table_of(row)
    wrap = ours.wraps_of(circle, table, [row.pk]).get(row.pk)
    link = ours.newest_links(circle, table, [row.pk]).get(row.pk)
    key = circles.own_keys(keyring, circle).get(wrap.epoch) if wrap else None
    if wrap is None or link is None or key is None:
        raise Missing("row")
    signers = {joiner.pk: lineage.of(joiner, holders.key_set(joiner))}
    ours.require_recorded(link, row.version, bytes(row.body or b""), signers)
    content = contents.opened(wraps.unwrapped(key, wrap), Place(table, row.pk, row.version), bytes(row.body or b""))
    ours.require_signed(content, signers, circle_name=circle.pk.hex)
    body: Json = content.body
    return body


def _own_keys(keyring: Keyring, invite: Invite) -> InviteKeys:
    return InviteKeys(bytes.fromhex(str(own.unseal(keyring, PLACE, invite.pk, bytes(invite.secret)))))


def _verified_joiner(keyring: Keyring, invite: Invite) -> Holder:
    """Who came, after the MAC under the words: only who knew them could make it. Raises StrangeKey.

    Somebody who changed their keys while waiting is followed through the signed change.
    """
    joiner = invite.joiner
    assert joiner is not None
    mac_key = _own_keys(keyring, invite).mac_key
    for era in lineage.of(joiner, holders.key_set(joiner)):
        keys = lineage.key_set(joiner.pk, era.front_public, era.back_public, era.signing_public)
        made = primitives.mac(mac_key, _mac_message(labels.INVITE_JOINED, invite, keys))
        if primitives.same(made, bytes(invite.joiner_mac)):
            return joiner
    raise StrangeKey("the joiner's keys aren't those that came with the words")


@transaction.atomic
def let_in(keyring: Keyring, invite: Invite) -> None:
    """The inviter confirms who joined, by the MAC under the words, and gives them the older epochs too.

    Raises StrangeKey when the joiner's keys were swapped since, Missing for one who erased themselves at the door,
    Tampered when somebody shortened the record meanwhile.
    """
    joiner = _verified_joiner(keyring, invite)
    if not joiner.bundles.exists():
        raise Missing("somebody who erased themselves")
    circle = _whole_as_left(keyring, invite)
    pins.confirm(keyring, circle, joiner)
    del keyring.opened_circles[circle.pk]
    for epoch, key in circles.keys(keyring, circle).items():
        if not Grant.objects.filter(circle=circle, epoch=epoch, holder=joiner).exists():
            circles.grant(keyring, circle, joiner, epoch, key)
    invite.delete()


@transaction.atomic
def send_away(keyring: Keyring, invite: Invite) -> None:
    """Refuses whoever came: all they left here goes, and the epoch that the words had opened is left behind.

    Any member may, not only who gave the words: it needs no word for the joiner's keys, and nobody can keep the others
    waiting by never deciding. Raises Missing for who stands at the door themselves, Tampered when somebody shortened
    the record meanwhile.
    """
    assert invite.joiner is not None
    if stands_at_the_door(keyring, invite.circle):
        raise Missing("arrival")
    circle = _whole_as_left(keyring, invite)
    circles.vouched_keys(keyring, circle)
    Grant.objects.filter(circle=circle, holder=invite.joiner).delete()
    _clear_after(keyring, circle, invite.joiner)
    circles.new_epoch(keyring, circle, circles.members(keyring, circle))
    invite.delete()


def _whole_as_left(keyring: Keyring, invite: Invite) -> Circle:
    """The circle, locked, with one's own epochs open. Raises Tampered.

    Its head is the joiner's, whom nobody confirmed, so it can't vouch for anything. But the record must lead through
    what one left there: the next head is one's own, and would vouch for a shorter one.
    """
    circle = circles.locked(invite.circle_id)
    record.require_whole(circle, record.last_seen(keyring, circle))
    keyring.opened_circles[circle.pk] = circles.own_keys(keyring, circle)
    return circle


def _clear_after(keyring: Keyring, circle: Circle, joiner: Holder) -> None:
    """Every row that stands on the joiner's signature goes, and the record says so: it would hold for nobody."""
    newest = {(link.table, link.row): link for link in Link.objects.filter(circle=circle).order_by("number")}
    for (table, row), link in newest.items():
        if link.author == joiner.pk and bytes(link.digest) != record.GONE:
            wraps.remove(circle, table, row)
            record.append(keyring, circle, record.Written(table, row, link.version, record.GONE))
    for model in apps.get_models():
        if _has_authors_in_circles(model):
            model._base_manager.filter(circle=circle, author=joiner).delete()


def _has_authors_in_circles(model: type[models.Model]) -> bool:
    """Rows of a circle that belong to one of its members: sealed rows, what is to be compared, commitments."""
    kinds = {field.name: field for field in model._meta.concrete_fields}
    return all(isinstance(kinds.get(name), models.ForeignKey) for name in ("circle", "author"))


@transaction.atomic
def cancel(keyring: Keyring, invite: Invite) -> None:
    """Ends an invitation that nobody took; the epoch it could have opened is left behind. Raises Missing."""
    circle = circles.locked(invite.circle_id)
    ended, _ = Invite.objects.filter(pk=invite.pk, inviter_id=keyring.holder_id, joiner__isnull=True).delete()
    if not ended:
        raise Missing("invitation")
    circles.new_epoch(keyring, circle, circles.members(keyring, circle))


@transaction.atomic
def end(keyring: Keyring, invite: Invite) -> None:
    """As `cancel`, whatever the record went through: where the key can't be renewed now, the next visit does it."""
    try:
        with transaction.atomic():
            cancel(keyring, invite)
    except Tampered:
        Invite.objects.filter(pk=invite.pk, inviter_id=keyring.holder_id, joiner__isnull=True).delete()
        Circle.objects.filter(pk=invite.circle_id).update(rotate_due=True)


def cancel_expired(keyring: Keyring, circle: Circle) -> None:
    """Expiry rotates like cancelling, at the inviter's next act."""
    for invite in Invite.objects.filter(
        circle=circle, inviter_id=keyring.holder_id, joiner__isnull=True, end__lte=seam.now()
    ):
        cancel(keyring, invite)


def took(keyring: Keyring, keys: InviteKeys) -> bool:
    """Did this holder take this invitation already, and wait to be let in? A form may be sent twice."""
    return Invite.objects.filter(lookup=keys.lookup, joiner_id=keyring.holder_id).exists()


def ended_one(keyring: Keyring, circle: Circle) -> Invite | None:
    """The newest invitation of this holder whose days are over and that nobody took."""
    ended = Invite.objects.filter(circle=circle, inviter_id=keyring.holder_id, joiner__isnull=True)
    return ended.filter(end__lte=seam.now()).order_by("-end").first()


def open_ones(keyring: Keyring, circle: Circle) -> list[Invite]:
    """Invitations of this holder that wait for somebody."""
    return list(
        Invite.objects.filter(circle=circle, inviter_id=keyring.holder_id, joiner__isnull=True, end__gt=seam.now())
    )


def _open_invite(keys: InviteKeys) -> Invite:
    invite = (
        Invite.objects.select_related("inviter", "circle")
        .filter(lookup=keys.lookup, joiner__isnull=True, end__gt=seam.now())
        .first()
    )
    if invite is None:
        raise Missing("invitation")
    return invite


def _aad(label: bytes, invite: Invite) -> bytes:
    return encode(
        label, ident(invite.pk), ident(invite.circle_id), ident(invite.inviter_id), number(invite.epoch), _end(invite)
    )


def _mac_message(label: bytes, invite: Invite, keys: bytes) -> bytes:
    return encode(label, ident(invite.pk), ident(invite.circle_id), number(invite.epoch), keys)


def _end(invite: Invite) -> bytes:
    return number(int(invite.end.timestamp() * 1_000_000))
