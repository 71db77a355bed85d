"""What people can do with their account and their pair. One deed, one transaction, one record.

Key stretching (a quarter of a second) happens before the transaction, never under the write lock.
"""

from collections.abc import Callable
from hashlib import sha256

from django.db import IntegrityError, transaction

from goldseam.people import access, announcing, texts, well_known
from goldseam.people.access import SEAT_PLACE, Togetherness
from goldseam.people.hashers import VerifierHasher
from goldseam.people.me import Me
from goldseam.people.models import Admission, DoorCode, LastWord, Pair, Person, Seat, SeatCard
from goldseam.people.rules import (
    RULE_VERSION,
    Leaving,
    Refused,
    plain_name,
    plain_passphrase,
    require_good_passphrase,
)
from goldseam.vault import circles, holders, invites, mine, ours, own, seam, standing, words
from goldseam.vault.canonical import Json
from goldseam.vault.errors import Missing
from goldseam.vault.holders import PassKey
from goldseam.vault.invites import InviteKeys
from goldseam.vault.models import Invite

DOOR_CODE_DAYS = 7
LAST_WORD_MOST = 2000


# -- signing up ---------------------------------------------------------------------------------------------------


def sign_up(name: str, passphrase: str, *, door: Callable[[], None] | None = None) -> tuple[Me, list[str]]:
    """A new person with keys of their own, and the ten words of the recovery sheet, shown once.

    Raises Refused("name-taken", "passphrase-short", …). `door` is asked in the same transaction, so that of two who
    come at once through a door for one, only one passes; None when the door stands open.
    """
    username = plain_name(name)
    plain = plain_passphrase(passphrase)
    require_good_passphrase(plain, name=username, well_known=well_known.passphrases())
    pass_key = holders.new_pass_key(plain)
    try:
        return _make_person(username, pass_key, door)
    except IntegrityError as error:
        raise Refused("name-taken") from error


@transaction.atomic
def _make_person(username: str, pass_key: PassKey, door: Callable[[], None] | None) -> tuple[Me, list[str]]:
    if door:
        door()
    keyring, sheet = holders.make_holder(pass_key)
    person = Person(username=username, holder_id=keyring.holder_id, password=verifier_column(pass_key))
    person.save(force_insert=True)
    return Me(person, keyring), sheet


def verifier_column(pass_key: PassKey) -> str:
    return VerifierHasher().encode(pass_key.verifier, "-")


def pass_as_first() -> None:
    """The first person needs no code. Raises Refused when somebody was first, also in the very same moment."""
    if not access.is_first_person():
        raise Refused("closed")
    mark = _door_digest("first person")
    DoorCode.objects.filter(digest=mark).delete()  # of somebody who has erased everything since
    try:
        with transaction.atomic():
            DoorCode.objects.create(digest=mark, end=seam.now(), used=True)
    except IntegrityError as error:
        raise Refused("closed") from error
    if not access.is_first_person():  # whose mark this act has just taken away, on a database that lets acts interleave
        raise Refused("closed")


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


def use_invitation(keys: InviteKeys) -> None:
    """On a closed server six words make one account, however long they wait to be taken. Raises Refused."""
    digest = sha256(b"goldseam invited account/1 " + keys.lookup).digest()
    try:
        with transaction.atomic():
            DoorCode.objects.create(digest=digest, end=seam.now(), used=True)
    except IntegrityError as error:
        raise Refused("invitation-used") from error


def _door_digest(code: str) -> bytes:
    """77 random bits need no slow hash."""
    return sha256(b"goldseam door code/1 " + words.clean(code).encode()).digest()


# -- coming together ----------------------------------------------------------------------------------------------


def invite(me: Me, *, own_name: str) -> list[str]:
    """Six words that let one other person join. Makes the pair when there is none yet; inviting is a yes to the rule.

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
    _open_door(me, pair, keys, {"name": own_name, "rule": RULE_VERSION})


def invite_beside(me: Me) -> list[str]:
    """Six words for a new account of the partner who lost theirs. It gets a seat beside the old one, never the old.

    Only the partner's side can be given a further seat, so nobody lets themselves in. Raises Refused without a partner.
    """
    drawn = invites.draw_words()
    keys = invites.keys_of(" ".join(drawn))
    _invite_beside(me, keys)
    return drawn


@transaction.atomic
def _invite_beside(me: Me, keys: InviteKeys) -> None:
    together = access.togetherness_of(me)
    if together is None or not together.has_partner or together.partner_left or together.partner_seat is None:
        raise Refused("no-partner")
    note: dict[str, Json] = {"name": together.own_name, "rule": RULE_VERSION, "beside": together.partner_seat.pk.hex}
    _open_door(me, together.pair, keys, note)


def _open_door(me: Me, pair: Pair, keys: InviteKeys, note: dict[str, Json]) -> None:
    for older in invites.open_ones(me.keyring, pair.circle):
        invites.cancel(me.keyring, older)
    invites.cancel_expired(me.keyring, pair.circle)
    invites.make(me.keyring, pair.circle, keys, note)
    pair.circle.refresh_from_db()
    _show_card(me, pair, str(note["name"]))  # under the fresh epoch, so that who joins can read it at the door


@transaction.atomic
def cancel_invitation(me: Me) -> None:
    """Ends the open invitation; its words open nothing any more. Raises Missing when there is none."""
    together = access.togetherness_of(me)
    waiting = invites.open_ones(me.keyring, together.circle) if together else []
    if not waiting:
        raise Missing("invitation")
    for older in waiting:
        invites.cancel(me.keyring, older)


def join(me: Me, keys: InviteKeys, *, own_name: str, agreed_to: str) -> Pair:
    """Takes the empty seat with an invitation's words.

    Raises Refused when this person sits in a pair already or didn't agree to the rule's present text, Missing for a
    wrong, used, cancelled or expired invitation, StrangeKey when somebody put other keys in the inviter's place.
    """
    if agreed_to != RULE_VERSION:
        raise Refused("rule-not-agreed")
    with standing.also_locking(*invites.circles_of(keys)):
        return _join(me, keys, own_name)


@transaction.atomic
def _join(me: Me, keys: InviteKeys, own_name: str) -> Pair:
    if access.togetherness_of(me) is not None:
        _leave_empty_pair(me)
    circle = invites.join(me.keyring, keys)
    pair = Pair.objects.get(circle=circle)
    _take_seat(me, pair)
    _show_card(me, pair, _shown_name(own_name))
    announcing.given(circle)
    announcing.something_new(me, circle)
    announcing.seats_changed(circle.pk)
    return pair


@transaction.atomic
def let_in(me: Me) -> None:
    """The inviter confirms who came; from then on both see what is shared. Raises Missing, StrangeKey."""
    together = access.togetherness_of(me)
    if together is None or together.arrival is None:
        raise Missing("arrival")
    note, joiner = invites.note_of(me.keyring, together.arrival), together.arrival.joiner
    invites.let_in(me.keyring, together.arrival)
    if isinstance(note, dict) and note.get("beside"):
        seat = Seat.objects.get(pair=together.pair, person__holder=joiner)
        row = Admission(seat=seat, circle=together.circle, author_id=me.keyring.holder_id)
        ours.write(me.keyring, row, {"seat": seat.pk.hex, "beside": str(note["beside"])})
    announcing.given(together.circle)
    announcing.something_new(me, together.circle)
    announcing.seats_changed(together.circle.pk)


@transaction.atomic
def send_away(me: Me) -> None:
    """Whoever came isn't let in: their seat goes, and what was opened to them at the door is left behind.

    Both may: until an arrival is answered neither reads what they share, so neither alone can keep it unanswered.
    Raises Missing, StrangeKey.
    """
    together = access.togetherness_of(me)
    arrival = together and (together.arrival or invites.others_arrival(me.keyring, together.circle))
    if not arrival:
        raise Missing("arrival")
    _send_away(me, arrival)


def _send_away(me: Me, arrival: Invite) -> None:
    invites.send_away(me.keyring, arrival)
    Seat.objects.filter(pair__circle=arrival.circle_id, person__holder=arrival.joiner).delete()
    announcing.seats_changed(arrival.circle_id)


def leave_nobody_at_the_door(me: Me, seat: Seat) -> None:
    """Whoever came is sent away by somebody who goes: nobody else could let them in. Raises Tampered."""
    arrival = invites.arrival(me.keyring, invites.taken(seat.pair.circle))
    if arrival is not None:
        _send_away(me, arrival)


def _leave_nobody_at_the_others_door(me: Me, seat: Seat) -> None:
    arrival = invites.others_arrival(me.keyring, seat.pair.circle)
    if arrival is not None:
        _send_away(me, arrival)
    seat.pair.circle.refresh_from_db()


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
    ours.write(me.keyring, card, {"name": own_name, "agreed": RULE_VERSION, "text": texts.rule().digest})


def _shown_name(typed: str) -> str:
    name = " ".join(typed.split())
    if not 1 <= len(name) <= 40:
        raise Refused("shown-name")
    return name


# -- pausing and leaving ------------------------------------------------------------------------------------------


@transaction.atomic
def pause(me: Me) -> None:
    """One tap, alone, without a reason: joint writing stops for both, open invitations end.

    On the disk it is the same writing as a quiet leaving: the same columns, the sealed note of the same length.
    """
    seat = _require_seat(me)
    _end_invitations(me, seat)
    seat.paused = True
    _note(me, seat, left_quietly=False)
    seat.save()
    announcing.seats_changed(seat.pair.circle_id)


@transaction.atomic
def resume(me: Me) -> None:
    """Ends one's own pause. The other's, if there is one, stays."""
    seat = _require_seat(me)
    seat.paused = False
    _note(me, seat, left_quietly=False)
    seat.save()
    announcing.seats_changed(seat.pair.circle_id)


@transaction.atomic
def leave(me: Me, how: Leaving, *, word: str = "", take_back: bool = False) -> None:
    """Leaves at once, asking nobody. Quietly looks like a pause; with a word says so, in the leaver's own words.

    An old account that goes for a newer one gives the newest key back and leaves no pause behind for it. That is said
    only by who leaves: whom the partner let in turns no quiet leaving into an open one. Raises Refused("no-newer")
    when no newer account was let in.

    A word and a withdrawal go into the record, which nobody vouches for while somebody waits to be let in by the
    other: they are sent away first.

    `take_back` withdraws what this person had shared (needs the private half open: raises BackClosed). Leaving
    quietly works also when the pair's record was changed; a word or a withdrawal then raises Tampered.
    """
    seat = _require_seat(me)
    if how is Leaving.OLD_ACCOUNT and not _require_pair(me).has_successor:
        raise Refused("no-newer")
    if take_back or (how is Leaving.WITH_A_WORD and word.strip()):
        _leave_nobody_at_the_others_door(me, seat)
    if take_back:
        take_back_shared(me, _require_pair(me))
    _end_invitations(me, seat)
    if how is Leaving.OLD_ACCOUNT:
        circles.step_out(me.keyring, seat.pair.circle)
    seat.paused = True
    seat.left_openly = how is not Leaving.QUIETLY
    _note(me, seat, left_quietly=how is Leaving.QUIETLY)
    if how is Leaving.WITH_A_WORD and word.strip():
        _leave_word(me, seat, word.strip()[:LAST_WORD_MOST])
    seat.save()
    announcing.seats_changed(seat.pair.circle_id)


def _leave_word(me: Me, seat: Seat, word: str) -> None:
    if _require_pair(me).arrival is None:
        row = LastWord(seat=seat, circle=seat.pair.circle, author_id=me.keyring.holder_id)
        ours.write(me.keyring, row, {"word": word})


@transaction.atomic
def come_back(me: Me, seat: Seat) -> None:
    """Takes the own seat again, still paused, so that nothing starts by itself. Raises Refused when seated."""
    if access.seat_of(me) is not None or not circles.is_in(me.keyring, seat.pair.circle):
        raise Refused("seat-taken")
    seat.left_openly = False
    _note(me, seat, left_quietly=False)
    seat.save()
    for word in LastWord.objects.filter(seat=seat).select_related("circle"):
        ours.erase(me.keyring, word)
    announcing.seats_changed(seat.pair.circle_id)


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


def _require_seat(me: Me) -> Seat:
    seat = access.seat_of(me)
    if seat is None:
        raise Missing("pair")
    return seat


def _end_invitations(me: Me, seat: Seat) -> None:
    for waiting in invites.open_ones(me.keyring, seat.pair.circle):
        invites.end(me.keyring, waiting)


def _note(me: Me, seat: Seat, *, left_quietly: bool) -> None:
    seat.own = own.seal(me.keyring, SEAT_PLACE, seat.pk, {"left_quietly": left_quietly})
