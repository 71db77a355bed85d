"""The only door to persons' pairs and seats. Foreign and missing look alike."""

from dataclasses import dataclass, field
from uuid import UUID

from goldseam.people.me import Me
from goldseam.people.models import LastWord, Pair, Person, Seat, SeatCard
from goldseam.people.rules import SeatState, may_write_together
from goldseam.vault import invites, ours, own
from goldseam.vault.errors import Missing
from goldseam.vault.models import Circle, Invite

SEAT_PLACE = "people.seat"


@dataclass(frozen=True)
class Togetherness:
    """A pair as one of its members sees it. `partner_name` is None while nobody has joined or was let in."""

    pair: Pair
    seat: Seat
    state: SeatState
    partner_seat: Seat | None
    own_name: str
    partner_name: str | None
    arrival: Invite | None
    last_word: str | None = field(default=None)

    @property
    def circle(self) -> Circle:
        return self.pair.circle

    @property
    def has_partner(self) -> bool:
        return self.partner_name is not None

    @property
    def is_paused(self) -> bool:
        """Paused by anybody: who, and whether it is more than a pause, isn't told."""
        return not self.may_write and self.has_partner and not self.partner_left

    @property
    def partner_left(self) -> bool:
        return self.partner_seat is not None and self.partner_seat.left_openly

    @property
    def may_write(self) -> bool:
        partner = self.partner_seat
        return may_write_together(
            self.state,
            others_paused=bool(partner and partner.paused),
            others_left=bool(partner and partner.left_openly),
        )


def person_named(username: str) -> Person | None:
    return Person.objects.select_related("holder").filter(username=username).first()


def person_by_id(person_id: UUID) -> Person | None:
    return Person.objects.select_related("holder").filter(pk=person_id).first()


def is_first_person() -> bool:
    return not Person.objects.exists()


def togetherness_of(me: Me) -> Togetherness | None:
    """The pair this person sits in now, or None for somebody who is on their own. Raises Tampered."""
    for seat in Seat.objects.filter(person=me.person).select_related("pair__circle"):
        state = state_of(me, seat)
        if not (state.left_quietly or state.left_openly):
            return _togetherness(me, seat, state)
    return None


def left_seats(me: Me) -> list[Seat]:
    """Seats that this person has left, quietly or openly: the way back, and what can still be taken along."""
    seats = Seat.objects.filter(person=me.person).select_related("pair__circle")
    return [seat for seat in seats if (state := state_of(me, seat)).left_quietly or state.left_openly]


def left_seat_for(me: Me, seat_id: UUID) -> Seat:
    """A seat that this person left. Raises Missing."""
    for seat in left_seats(me):
        if seat.pk == seat_id:
            return seat
    raise Missing("seat")


def state_of(me: Me, seat: Seat) -> SeatState:
    note = own.unseal(me.keyring, SEAT_PLACE, seat.pk, bytes(seat.own))
    assert isinstance(note, dict)
    return SeatState(paused=seat.paused, left_quietly=note["left_quietly"], left_openly=seat.left_openly)


def _togetherness(me: Me, seat: Seat, state: SeatState) -> Togetherness:
    pair = seat.pair
    partner_seat = pair.seats.exclude(person=me.person).select_related("person__holder").first()
    arrival = invites.arrival(me.keyring, pair.circle)
    if arrival is not None:
        return Togetherness(pair, seat, state, partner_seat, "", None, arrival)
    names = _names(me, pair)
    partner_name = names.get(partner_seat.pk) if partner_seat else None
    word = _last_word(me, partner_seat) if partner_seat and partner_seat.left_openly else None
    return Togetherness(pair, seat, state, partner_seat, names.get(seat.pk, ""), partner_name, None, word)


def _names(me: Me, pair: Pair) -> dict[UUID, str]:
    cards = list(SeatCard.objects.filter(seat__pair=pair, circle=pair.circle))
    opened = ours.opened_all(me.keyring, pair.circle, cards)
    return {card.seat_id: content.body["name"] for card, content in zip(cards, opened, strict=True)}


def _last_word(me: Me, seat: Seat) -> str | None:
    word = LastWord.objects.filter(seat=seat).select_related("circle").first()
    return ours.read(me.keyring, word)["word"] if word else None
