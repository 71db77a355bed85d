"""What people can do with their account and their pair. One deed, one transaction, one record.

Key stretching (a quarter of a second) happens before the transaction, never under the write lock.
"""

from hashlib import sha256

from django.db import IntegrityError, transaction

from goldseam.people import access, well_known
from goldseam.people.access import SEAT_PLACE, Togetherness
from goldseam.people.hashers import VerifierHasher
from goldseam.people.me import Me
from goldseam.people.models import DoorCode, LastWord, Pair, Person, Seat, SeatCard
from goldseam.people.rules import (
    RULE_VERSION,
    Leaving,
    Refused,
    plain_name,
    plain_passphrase,
    require_good_passphrase,
)
from goldseam.vault import circles, holders, invites, mine, ours, own, seam, words
from goldseam.vault.errors import Missing
from goldseam.vault.holders import PassKey
from goldseam.vault.invites import InviteKeys

DOOR_CODE_DAYS = 7


# -- signing up ---------------------------------------------------------------------------------------------------


def sign_up(name: str, passphrase: str) -> tuple[Me, list[str]]:
    """A new person with keys of their own, and the ten words of the recovery sheet, shown once.

    Raises Refused("name-taken", "passphrase-short", …). Whether sign-up is open is the door's question, not ours.
    """
    username = plain_name(name)
    plain = plain_passphrase(passphrase)
    require_good_passphrase(plain, name=username, well_known=well_known.passphrases())
    pass_key = holders.new_pass_key(plain)
    try:
        return _make_person(username, pass_key)
    except IntegrityError as error:
        raise Refused("name-taken") from error


@transaction.atomic
def _make_person(username: str, pass_key: PassKey) -> tuple[Me, list[str]]:
    keyring, sheet = holders.make_holder(pass_key)
    person = Person(username=username, holder_id=keyring.holder_id, password=verifier_column(pass_key))
    person.save(force_insert=True)
    return Me(person, keyring), sheet


def verifier_column(pass_key: PassKey) -> str:
    return VerifierHasher().encode(pass_key.verifier, "-")


def make_door_code() -> str:
    """Six words with which one person may sign up on a closed server, within a week."""
    from datetime import timedelta

    code = " ".join(words.drawn(words.INVITATION_WORDS))
    DoorCode.objects.create(digest=_door_digest(code), end=seam.now() + timedelta(days=DOOR_CODE_DAYS))
    return code


def may_pass_with(code: str) -> bool:
    """Does this code open a closed sign-up?"""
    return DoorCode.objects.filter(digest=_door_digest(code), end__gt=seam.now(), used=False).exists()


def use_door_code(code: str) -> None:
    """Uses the code up. Raises Refused when somebody was first."""
    if not DoorCode.objects.filter(digest=_door_digest(code), end__gt=seam.now(), used=False).update(used=True):
        raise Refused("code-used")


def _door_digest(code: str) -> bytes:
    """77 random bits need no slow hash."""
    return sha256(b"goldseam door code/1 " + words.clean(code).encode()).digest()


# -- coming together ----------------------------------------------------------------------------------------------


def invite(me: Me, *, own_name: str) -> list[str]:
    """Six words that let one other person join. Makes the pair when there is none yet.

    The words are shown once and stored nowhere; an older open invitation ends. Raises Refused when a partner is there.
    """
    drawn = invites.draw_words()
    keys = invites.keys_of(" ".join(drawn))
    _invite(me, keys, _shown_name(own_name))
    return drawn


@transaction.atomic
def _invite(me: Me, keys: InviteKeys, own_name: str) -> None:
    together = access.togetherness_of(me)
    if together and (together.partner_seat or together.arrival):
        raise Refused("seat-taken")
    pair = together.pair if together else _make_pair(me)
    for older in invites.open_ones(me.keyring, pair.circle):
        invites.cancel(me.keyring, older)
    invites.cancel_expired(me.keyring, pair.circle)
    invites.make(me.keyring, pair.circle, keys, {"name": own_name})
    pair.circle.refresh_from_db()
    _show_card(me, pair, own_name)


@transaction.atomic
def cancel_invitation(me: Me) -> None:
    """Ends the open invitation; its words open nothing any more. Raises Missing when there is none."""
    together = access.togetherness_of(me)
    waiting = invites.open_ones(me.keyring, together.circle) if together else []
    if not waiting:
        raise Missing("invitation")
    for older in waiting:
        invites.cancel(me.keyring, older)


@transaction.atomic
def join(me: Me, keys: InviteKeys, *, own_name: str, agreed_to: str) -> Pair:
    """Takes the empty seat with an invitation's words.

    Raises Refused when this person sits in a pair already or didn't agree to the rule's present text, Missing for a
    wrong, used, cancelled or expired invitation, StrangeKey when somebody put other keys in the inviter's place.
    """
    if agreed_to != RULE_VERSION:
        raise Refused("rule-not-agreed")
    if access.togetherness_of(me) is not None:
        _leave_empty_pair(me)
    circle = invites.join(me.keyring, keys)
    pair = Pair.objects.get(circle=circle)
    _take_seat(me, pair)
    _show_card(me, pair, _shown_name(own_name))
    return pair


@transaction.atomic
def let_in(me: Me) -> None:
    """The inviter confirms who came; from then on both see what is shared. Raises Missing, StrangeKey."""
    together = access.togetherness_of(me)
    if together is None or together.arrival is None:
        raise Missing("arrival")
    invites.let_in(me.keyring, together.arrival)


def _make_pair(me: Me) -> Pair:
    pair = Pair.objects.create(circle=circles.make(me.keyring))
    _take_seat(me, pair)
    return pair


def _take_seat(me: Me, pair: Pair) -> Seat:
    seat = Seat(pair=pair, person=me.person)
    _note(me, seat, left_quietly=False)
    seat.save(force_insert=True)
    return seat


def _leave_empty_pair(me: Me) -> None:
    """Somebody who invited, and is now invited themselves, needs their own waiting pair no longer."""
    together = access.togetherness_of(me)
    if together is None:
        return
    if together.partner_seat or together.arrival:
        raise Refused("seat-taken")
    together.circle.delete()


def _show_card(me: Me, pair: Pair, own_name: str) -> None:
    seat = Seat.objects.get(pair=pair, person=me.person)
    card = SeatCard.objects.filter(seat=seat).first() or SeatCard(
        seat=seat, circle=pair.circle, author_id=me.keyring.holder_id
    )
    ours.write(me.keyring, card, {"name": own_name, "agreed": RULE_VERSION})


def _shown_name(typed: str) -> str:
    name = " ".join(typed.split())
    if not 1 <= len(name) <= 40:
        raise Refused("shown-name")
    return name


# -- pausing and leaving ------------------------------------------------------------------------------------------


@transaction.atomic
def pause(me: Me) -> None:
    """One tap, alone, without a reason: joint writing stops for both, open invitations end."""
    together = _require_pair(me)
    Seat.objects.filter(pk=together.seat.pk).update(paused=True)
    _end_invitations(me, together)


@transaction.atomic
def resume(me: Me) -> None:
    """Ends one's own pause. The other's, if there is one, stays."""
    Seat.objects.filter(pk=_require_pair(me).seat.pk).update(paused=False)


@transaction.atomic
def leave(me: Me, how: Leaving, *, word: str = "", take_back: bool = False) -> None:
    """Leaves at once, asking nobody. Quietly looks like a pause; with a word says so, in the leaver's own words.

    `take_back` withdraws what this person had shared (needs the private half open: raises BackClosed).
    """
    together = _require_pair(me)
    _end_invitations(me, together)
    if take_back:
        take_back_shared(me, together)
    seat = together.seat
    seat.paused = True
    seat.left_openly = how is Leaving.WITH_A_WORD
    _note(me, seat, left_quietly=how is Leaving.QUIETLY)
    if seat.left_openly and word.strip() and together.arrival is None:
        row = LastWord(seat=seat, circle=together.circle, author_id=me.keyring.holder_id)
        ours.write(me.keyring, row, {"word": word.strip()})
    seat.save()


@transaction.atomic
def come_back(me: Me, seat: Seat) -> None:
    """Takes the own seat again, still paused, so that nothing starts by itself. Raises Refused when seated."""
    if access.togetherness_of(me) is not None:
        raise Refused("seat-taken")
    seat.left_openly = False
    _note(me, seat, left_quietly=False)
    seat.save()
    for word in LastWord.objects.filter(seat=seat).select_related("circle"):
        ours.erase(me.keyring, word)


def take_back_shared(me: Me, together: Togetherness) -> None:
    """Withdraws every row of one's own from the pair's circle. Raises BackClosed."""
    me.keyring.require_back()
    for entry in mine.shared_with(me.keyring, together.circle):
        if entry.owner_id == me.keyring.holder_id:
            mine.withdraw(me.keyring, entry.id, together.circle)


def _require_pair(me: Me) -> Togetherness:
    together = access.togetherness_of(me)
    if together is None:
        raise Missing("pair")
    return together


def _end_invitations(me: Me, together: Togetherness) -> None:
    for waiting in invites.open_ones(me.keyring, together.circle):
        invites.cancel(me.keyring, waiting)


def _note(me: Me, seat: Seat, *, left_quietly: bool) -> None:
    seat.own = own.seal(me.keyring, SEAT_PLACE, seat.pk, {"left_quietly": left_quietly})
