"""What the pages of a pair show, gathered. Nothing here tells one reason for resting from another."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.conf import settings

from goldseam.people import access, announcing, qr
from goldseam.people.access import Member, Togetherness
from goldseam.people.me import Me
from goldseam.people.models import Seat
from goldseam.vault import circles, fingerprints, holders, invites
from goldseam.vault.errors import Missing, StrangeKey, VaultError
from goldseam.vault.models import Holder


class Stage(StrEnum):
    """Where a person stands with inviting."""

    ALONE = "alone"
    WAITING = "waiting"
    ENDED = "ended"
    CAME = "came"
    TOGETHER = "together"


@dataclass(frozen=True)
class Inviting:
    """The page of inviting."""

    stage: Stage
    own_name: str = ""
    until: datetime | None = None
    who_came: str = ""
    beside: bool = False
    together: Togetherness | None = None
    not_in_yet: bool = False
    rung: int = 0  # how far the pair's bells were before this page was read


@dataclass(frozen=True)
class Words:
    """Six words, as the one page that ever shows them needs them."""

    words: list[str]
    link: str
    picture: str
    end: datetime


@dataclass(frozen=True)
class Resting:
    """The page of pausing. It says that the space rests, and never on whose side, but for one's own."""

    rests: bool = False
    mine: bool = False
    has_partner: bool = False
    partner_left: bool = False  # openly; a quiet leaving looks like a pause


@dataclass(frozen=True)
class LeftSpace:
    """A pair that this person left: the seat they may take again, and the name they knew."""

    seat_id: UUID
    name: str
    said_so: bool
    can_return: bool


@dataclass(frozen=True)
class Leaving:
    """The page of leaving: where one is, and what one left."""

    name: str = ""
    seated: bool = False
    waiting: bool = False
    old_account: bool = False
    partner_left: bool = False
    others_door: bool = False
    left: list[LeftSpace] = field(default_factory=list)


def inviting(me: Me) -> Inviting:
    counts = announcing.counts(me)
    together = access.togetherness_of(me)
    if together is None:
        return Inviting(Stage.ALONE)
    return replace(_inviting(me, together), rung=counts.get(together.circle.pk, 0))


def _inviting(me: Me, together: Togetherness) -> Inviting:
    if together.arrival:
        return _came(me, together)
    waiting = invites.open_ones(me.keyring, together.circle)
    if waiting:
        beside = is_beside(me, together)
        return Inviting(Stage.WAITING, together.own_name, waiting[0].end, beside=beside, together=together)
    if together.partner_seat:
        not_in_yet = invites.stands_at_the_door(me.keyring, together.circle)
        return Inviting(Stage.TOGETHER, together.own_name, together=together, not_in_yet=not_in_yet)
    ended = invites.ended_one(me.keyring, together.circle)
    if ended:
        return Inviting(Stage.ENDED, together.own_name, ended.end, together=together)
    return Inviting(Stage.ALONE, together.own_name, together=together)


def is_beside(me: Me, together: Togetherness) -> bool:
    """Is the open invitation, or the arrival, one for a new account beside a lost one?"""
    found = [together.arrival] if together.arrival else invites.open_ones(me.keyring, together.circle)
    note = invites.note_of(me.keyring, found[0]) if found and found[0] else None
    return isinstance(note, dict) and "beside" in note


def _came(me: Me, together: Togetherness) -> Inviting:
    assert together.arrival is not None
    who = access.name_at_the_door(me, together.arrival) or ""
    return Inviting(Stage.CAME, who_came=who, beside=is_beside(me, together), together=together)


def words_page(me: Me, words: list[str]) -> Words:
    """Link and picture carry the words behind a #, which a browser never sends to a server."""
    together = access.togetherness_of(me)
    assert together is not None
    link = f"{settings.SITE_URL}/join/#{'-'.join(words)}"
    return Words(words, link, qr.picture(link), invites.open_ones(me.keyring, together.circle)[0].end)


def resting(me: Me) -> Resting:
    together = access.togetherness_of(me)
    if together is None:
        return Resting()
    return Resting(
        rests=together.is_paused or together.state.paused,
        mine=together.state.paused,
        has_partner=together.has_partner,
        partner_left=together.partner_left,
    )


def leaving(me: Me) -> Leaving:
    together = access.togetherness_of(me)
    left = [_left_space(me, together, seat) for seat in access.left_seats(me)]
    if together is None:
        return Leaving(left=left)
    return Leaving(
        name=together.partner_name or "",
        seated=True,
        waiting=together.partner_seat is None,
        old_account=together.has_successor,
        partner_left=together.partner_left,
        others_door=together.waits_on_partner,
        left=left,
    )


def left_seat(me: Me, seat_id: UUID) -> Seat:
    """Raises Missing."""
    return access.left_seat_for(me, seat_id)


def _left_space(me: Me, now_seated: Togetherness | None, seat: Seat) -> LeftSpace:
    try:
        before = access.left_togetherness(me, seat)
    except VaultError:
        return LeftSpace(seat.pk, "", seat.left_openly, can_return=False)
    return LeftSpace(
        seat.pk,
        before.partner_name or "",
        seat.left_openly,
        can_return=now_seated is None and before.partner_seat is not None and circles.is_in(me.keyring, before.circle),
    )


@dataclass(frozen=True)
class Compared:
    """Eight words, four of each, and whose they are."""

    words: list[str]
    name: str


def has_somebody_to_compare_with(me: Me) -> bool:
    together = access.togetherness_of(me)
    return together is not None and (together.arrival is not None or together.has_partner)


def eight_words(me: Me) -> Compared:
    """Two slow runs: only on request. Raises Missing when nobody is there, StrangeKey when keys were changed."""
    together = access.togetherness_of(me)
    if together is None:
        raise Missing("partner")
    own = holders.holder_for(me.keyring.holder_id)
    _require_own_keys(me, own)
    if together.arrival and together.arrival.joiner:
        name = access.name_at_the_door(me, together.arrival) or ""
        return Compared(fingerprints.compare_words(own, together.arrival.joiner), name)
    if not together.partner_accounts:
        raise Missing("partner")
    partner = together.partner_accounts[-1]
    if partner.holder_id not in circles.confirmed_keys(me.keyring, together.circle):
        raise StrangeKey("nobody confirmed")
    return Compared(fingerprints.compare_words(own, holders.holder_for(partner.holder_id)), partner.name)


def _require_own_keys(me: Me, own: Holder) -> None:
    """The stored public keys are those that one's own private halves belong to. Raises StrangeKey."""
    stored = (bytes(own.front_public), bytes(own.back_public), bytes(own.signing_public))
    if stored != (me.keyring.front_public, me.keyring.back_public, me.keyring.signing_public):
        raise StrangeKey("own keys were changed")


def accounts(together: Togetherness | None) -> list[Member]:
    """Accounts that were let in beside a lost one, for a page that marks them honestly."""
    return [member for member in together.members if member.let_in_at] if together else []
