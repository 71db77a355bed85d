"""The only door to persons' pairs and seats. Foreign and missing look alike."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from goldseam.people import rules
from goldseam.people.me import Me, gathered_once
from goldseam.people.models import Admission, LastWord, Pair, Person, Seat, SeatCard
from goldseam.people.rules import SeatState, Sitting
from goldseam.vault import invites, ours, own
from goldseam.vault.contents import Content
from goldseam.vault.errors import Missing, Tampered
from goldseam.vault.models import Circle, Invite
from goldseam.vault.often import Often

SEAT_PLACE = "people.seat"
Side = Literal["me", "you"]


@dataclass(frozen=True)
class Member:
    """One account in a pair, as it showed and signed itself. `let_in_at` is set for one let in beside a lost one."""

    seat: Seat
    holder_id: UUID
    name: str
    side: Side
    let_in_at: datetime | None = None
    let_in_by_me: bool = False


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
    members: tuple[Member, ...] = ()
    waits_on_partner: bool = False

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
        return rules.may_write_together(
            self.state,
            others_paused=any(other.paused and not other.left_openly for other in self._other_seats),
            others_left=self.partner_left,
        )

    def side_of(self, holder_id: UUID) -> Side | None:
        """Whose words these are, seen from here; an account let in beside a lost one counts to the same side."""
        return next((member.side for member in self.members if member.holder_id == holder_id), None)

    def name_of(self, holder_id: UUID) -> str:
        return next((member.name for member in self.members if member.holder_id == holder_id), "")

    @property
    def has_successor(self) -> bool:
        """Was a newer account let in beside this one? The partner alone decides that, so it decides nothing here."""
        places = [member.seat.pk for member in self.members]
        own = places.index(self.seat.pk) if self.seat.pk in places else len(places)
        return any(other.side == "me" for other in self.members[own + 1 :])

    @property
    def partner_accounts(self) -> list[Member]:
        """The partner's accounts, oldest first; nearly always one."""
        return [member for member in self.members if member.side == "you"]

    @property
    def _other_seats(self) -> list[Seat]:
        others = [member.seat for member in self.members if member.seat.pk != self.seat.pk]
        return others or ([self.partner_seat] if self.partner_seat else [])


def person_named(username: str) -> Person | None:
    return Person.objects.select_related("holder").filter(username=username).first()


def person_by_id(person_id: UUID) -> Person | None:
    return _PERSON.one(person_id)


_PERSON = Often(lambda person: Person.objects.filter(pk=person).select_related("holder"), UUID)


def is_first_person() -> bool:
    return not Person.objects.exists()


@gathered_once
def togetherness_of(me: Me) -> Togetherness | None:
    """The pair this person sits in now, or None for somebody who is on their own. Raises Tampered."""
    around = _seats_around(me)
    seat = _own_now(me, around)
    return _togetherness(me, seat, state_of(me, seat), around) if seat else None


def names_of(me: Me) -> tuple[str, str]:
    """How one is called by the other, and the other by oneself; empty for who isn't there. Raises Tampered."""
    together = togetherness_of(me)
    return (together.own_name, together.partner_name or "") if together else ("", "")


def seat_of(me: Me) -> Seat | None:
    """The seat this person has now. It opens nothing of the pair, so it is there whatever the disk went through."""
    return _own_now(me, _seats_around(me))


def _own_now(me: Me, around: list[Seat]) -> Seat | None:
    for seat in around:
        if seat.person_id == me.person.pk:
            state = state_of(me, seat)
            if not (state.left_quietly or state.left_openly):
                return seat
    return None


@gathered_once
def _seats_around(me: Me) -> list[Seat]:
    """Every seat of every pair that this person sits in or sat in, with what is shown there."""
    return _SEATS_AROUND(me.person.pk)


_SEATS_AROUND = Often(
    lambda person: (
        Seat.objects.filter(pair__seats__person=person)
        .select_related("pair__circle", "person", "card", "admission")
        .order_by("pk")
    ),
    UUID,
)


def rests(circle: Circle) -> bool:
    """Is anybody's seat there paused, or quietly left? As the clear column has it: it needs nobody's keys."""
    return any(paused and not left_openly for paused, left_openly in _STANDS(circle.pk))


_STANDS = Often(lambda circle: Seat.objects.filter(pair__circle=circle).values_list("paused", "left_openly"), UUID)


@gathered_once
def left_seats(me: Me) -> list[Seat]:
    """Seats that this person has left, quietly or openly: the way back, and what can still be taken along."""
    own_seats = [seat for seat in _seats_around(me) if seat.person_id == me.person.pk]
    return [seat for seat in own_seats if (state := state_of(me, seat)).left_quietly or state.left_openly]


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


def left_togetherness(me: Me, seat: Seat) -> Togetherness:
    """A pair that this person left, for what they may still take along."""
    return _togetherness(me, seat, state_of(me, seat), _seats_around(me))


def name_at_the_door(me: Me, arrival: Invite) -> str | None:
    """What the person who came calls themselves. Raises StrangeKey, Tampered."""
    card = SeatCard.objects.filter(circle=arrival.circle, author=arrival.joiner).first()
    said = invites.said_by_joiner(me.keyring, arrival, card) if card else None
    return str(said["name"]) if isinstance(said, dict) else None


def _togetherness(me: Me, seat: Seat, state: SeatState, around: list[Seat]) -> Togetherness:
    pair = seat.pair
    seats = [each for each in around if each.pair_id == pair.pk]
    waiting = invites.taken(pair.circle)
    arrival = invites.arrival(me.keyring, waiting)
    if arrival is not None or invites.waits_on_another(me.keyring, waiting):
        first_other = next((other for other in seats if other.pk != seat.pk), None)
        return Togetherness(pair, seat, state, first_other, "", None, arrival, waits_on_partner=arrival is None)
    members = _members(me, pair, seat, seats)
    partners = [member for member in members if member.side == "you"]
    own_name = next((member.name for member in members if member.seat.pk == seat.pk), "")
    if not partners:
        sides = {member.seat.pk for member in members}
        other = next((other for other in seats if other.pk != seat.pk and other.pk not in sides), None)
        return Togetherness(pair, seat, state, other, own_name, None, None, None, members)
    partner = partners[-1]
    word = _last_word(me, partner) if partner.seat.left_openly else None
    return Togetherness(pair, seat, state, partner.seat, own_name, partner.name, None, word, members)


def _members(me: Me, pair: Pair, own_seat: Seat, seats: list[Seat]) -> tuple[Member, ...]:
    """Everyone whose card is signed by the very holder who sits there, with the side they sit on."""
    names, admitted = _names_and_admissions(me, pair, seats)
    beside = {seat_id: UUID(hex=content.body["beside"]) for seat_id, content in admitted.items()}
    sittings = [
        Sitting(seat.pk, beside.get(seat.pk), admitted[seat.pk].at if seat.pk in admitted else None)
        for seat in seats
        if seat.pk in names
    ]
    own_place = rules.place_of(own_seat.pk, beside)
    by_id = {seat.pk: seat for seat in seats}
    members = []
    for sitting in rules.oldest_first(sittings):
        seat = by_id[sitting.seat]
        assert seat.person is not None
        members.append(
            Member(
                seat,
                seat.person.holder_id,
                names[seat.pk],
                "me" if rules.place_of(seat.pk, beside) == own_place else "you",
                sitting.let_in_at,
                seat.pk in admitted and admitted[seat.pk].author == me.keyring.holder_id,
            )
        )
    return tuple(members)


def _names_and_admissions(me: Me, pair: Pair, seats: list[Seat]) -> tuple[dict[UUID, str], dict[UUID, Content]]:
    """What the seats' cards and admissions say, by seat: opened together, as far as this member was given."""
    rows: list[SeatCard | Admission] = [
        row for seat in seats for row in _shown_at(seat) if row.circle_id == pair.circle_id
    ]
    opened = ours.opened_as_given(me.keyring, pair.circle, rows)
    holders = {seat.pk: seat.person.holder_id for seat in seats if seat.person}
    cards = {row.seat_id: content for row, content in opened if isinstance(row, SeatCard)}
    admitted = {row.seat_id: content for row, content in opened if isinstance(row, Admission)}
    return _names(cards, holders), _admissions(admitted, holders)


def _shown_at(seat: Seat) -> list[SeatCard | Admission]:
    found = (getattr(seat, name, None) for name in ("card", "admission"))
    return [row for row in found if row is not None]


def _names(cards: dict[UUID, Content], holders: dict[UUID, UUID]) -> dict[UUID, str]:
    if any(content.author != holders.get(seat_id) for seat_id, content in cards.items()):
        raise Tampered("a seat with another's card")
    return {seat_id: str(content.body["name"]) for seat_id, content in cards.items()}


def _admissions(found: dict[UUID, Content], holders: dict[UUID, UUID]) -> dict[UUID, Content]:
    """Signed admissions by seat. Nobody admits themselves, and nobody is admitted beside who admits them."""
    beside = {seat_id: UUID(hex=content.body["beside"]) for seat_id, content in found.items()}
    seat_of = {holder: seat_id for seat_id, holder in holders.items()}
    for seat_id, content in found.items():
        author_seat = seat_of.get(content.author)
        if content.body["seat"] != seat_id.hex or (
            author_seat and rules.place_of(author_seat, beside) == rules.place_of(seat_id, beside)
        ):
            raise Tampered("somebody let themselves in")
    return found


def _last_word(me: Me, partner: Member) -> str | None:
    word = LastWord.objects.filter(seat=partner.seat).select_related("circle").first()
    if word is None:
        return None
    content = ours.opened(me.keyring, word)
    if content.author != partner.holder_id:
        raise Tampered("a word in another's name")
    return str(content.body["word"])
