"""The only door to what is answered apart. Nothing here tells whether the other has begun, until both lie open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from goldseam.apart import rules, subjects
from goldseam.apart.models import Opening
from goldseam.apart.rules import Standing
from goldseam.people import access as people
from goldseam.people.access import Togetherness
from goldseam.people.me import Me, gathered_once
from goldseam.practice import Json
from goldseam.vault import invites, mine, ours, rounds, wraps
from goldseam.vault.contents import Content
from goldseam.vault.errors import Missing, Tampered
from goldseam.vault.mine import MineEntry
from goldseam.vault.models import Circle
from goldseam.vault.often import Often
from goldseam.vault.rounds import Answer, State

DRAFT = "apart.draft"
GIVEN = "apart.given"
KINDS = frozenset({DRAFT, GIVEN})


@dataclass(frozen=True)
class Version:
    """One saving of a draft."""

    id: UUID
    version: int
    answers: dict[str, Any]
    at: datetime

    @property
    def based_on(self) -> tuple[UUID, int]:
        """For the form that is filled from it: a later saving tells by this whether something came between."""
        return self.id, self.version


@dataclass(frozen=True)
class Draft(Version):
    """What one is writing. `others` were kept beside it, from another device or another window; newest first."""

    others: tuple[Version, ...] = ()


@dataclass(frozen=True)
class Seen:
    """How one stands to a subject. `number` is that of the round to come; `partner` is empty for who is alone.

    `has_given`: one's own answers lie given and may be taken back, also while things rest.
    """

    label: str
    number: int
    standing: Standing
    partner: str = ""
    has_given: bool = False


@dataclass(frozen=True)
class Given:
    """What one gave, as long as it isn't open: one's own copy of it."""

    answers: dict[str, Any]
    at: datetime
    row: UUID


@dataclass(frozen=True)
class Opened:
    """A round that lies open. `mine` and `theirs` are None once their owner took them out.

    `before_me`: it was opened between other accounts, one of which was mine and is lost; nothing of it opens here.
    `is_odd`: what the other gave can't be shown here: another program wrote it.
    """

    number: int
    at: datetime
    mine: dict[str, Any] | None
    theirs: dict[str, Any] | None
    partner: str
    summary: Json
    before_me: bool = False
    is_odd: bool = False

    @property
    def i_took_mine_out(self) -> bool:
        return self.mine is None and not self.before_me

    @property
    def they_took_theirs_out(self) -> bool:
        return self.theirs is None and not self.before_me and not self.is_odd


@dataclass(frozen=True)
class Summary:
    """What came of an opened round, without anybody's words; made when it is asked for."""

    number: int
    at: datetime
    make: Callable[[], Json] = field(repr=False, compare=False)

    @cached_property
    def summary(self) -> Json:
        return self.make()


@dataclass(frozen=True)
class Open:
    """An opening as it lies in *ours*."""

    row: Opening = field(repr=False)
    label: str
    number: int
    round: UUID
    people: frozenset[str]
    at: datetime
    summary: Json
    by_me: bool


# -- alone, behind the PIN ----------------------------------------------------------------------------------------


def draft_of(me: Me, label: str) -> Draft | None:
    """What one is writing, the version saved last. Raises BackClosed, Tampered."""
    found = [_version(row) for row in draft_rows(me, label)]
    if not found:
        return None
    newest, *others = found
    return Draft(newest.id, newest.version, newest.answers, newest.at, tuple(others))


def draft_rows(me: Me, label: str) -> list[MineEntry]:
    """All versions of a draft, newest first; among them what was given to a round that can't open any more."""
    drafts = list(drafted_rows(me, label))
    given = list(given_rows(me, label))
    if given:
        current, opened_before = current_round(me, label), {each.round for each in openings(me)}
        drafts += [row for row in given if UUID(hex=row.body["round"]) not in {current, *opened_before}]
    return sorted(drafts, key=lambda row: row.at, reverse=True)


def drafted_rows(me: Me, label: str) -> Iterator[MineEntry]:
    """What was kept as a draft, newest first; opens as many as are asked for."""
    return (row for row in mine.newest_first(me.keyring, DRAFT) if row.body["label"] == label)


def given_rows(me: Me, label: str) -> Iterator[MineEntry]:
    return (row for row in mine.newest_first(me.keyring, GIVEN) if row.body["label"] == label)


def given(me: Me, label: str) -> Given | None:
    """What one gave to the round that is to come, while it stands there. Raises BackClosed, Tampered."""
    current = current_round(me, label)
    for row in given_rows(me, label):
        if UUID(hex=row.body["round"]) == current:
            return Given(row.body["answers"], row.at, row.id)
    return None


def seen(me: Me, label: str) -> Seen:
    """How this person stands to it. Tells nothing of the other. Raises BackClosed, Tampered."""
    me.keyring.require_back()  # whether somebody has answered is told to nobody who holds their phone
    together = people.togetherness_of(me)
    number = 1 + max((each.number for each in openings(me) if each.label == label), default=0)
    if together is None:
        return Seen(label, number, "alone")
    if is_at_the_door(me, together):
        return Seen(label, number, "door")
    if not together.has_partner or together.partner_left:
        return Seen(label, number, "alone", has_given=_state(me, label) is State.ANSWERED)
    state, partner = _state(me, label), together.partner_name or ""
    has_given = state is State.ANSWERED
    if not together.may_write:
        return Seen(label, number, "resting", partner, has_given)
    standing: Standing = "answered" if has_given else "taken-back" if state is State.TAKEN_BACK else "unanswered"
    return Seen(label, number, standing, partner, has_given)


def _state(me: Me, label: str) -> State:
    together, current = people.togetherness_of(me), current_round(me, label)
    if together is None or current is None:
        return State.UNANSWERED
    return rounds.state(me.keyring, together.circle, current)


# -- of both, front is enough -------------------------------------------------------------------------------------


def opened(me: Me, label: str) -> list[Opened]:
    """Every round of this that lies open, newest first. Raises Tampered."""
    together = people.togetherness_of(me)
    return opened_in(me, together, label) if together else []


def newest(me: Me, label: str) -> Opened | None:
    """The one opened last. Raises Tampered."""
    together, found = people.togetherness_of(me), _of(openings(me), label)
    return opened_one(me, together, found[0]) if together and found else None


def opened_in(me: Me, together: Togetherness, label: str) -> list[Opened]:
    """As above, in a pair that one may have left."""
    return [opened_one(me, together, each) for each in _of(openings_in(me, together), label)]


@gathered_once
def summaries(me: Me) -> Mapping[str, list[Summary]]:
    """What came of everything that lies open, by label, newest first. Shows nobody's words. Raises Tampered.

    Where the other wrote it down, it is made again of what both gave: one of two alone says nothing for both.
    """
    together, found = people.togetherness_of(me), defaultdict(list)
    for each in reversed(openings(me)):
        if together is not None:
            found[each.label].append(Summary(each.number, each.at, partial(_came_of_it, me, together.circle, each)))
    return dict(found)


@gathered_once
def openings(me: Me) -> list[Open]:
    """Every opening of this person's pair, oldest first. Raises Tampered."""
    together = people.togetherness_of(me)
    return openings_in(me, together) if together else []


def openings_in(me: Me, together: Togetherness) -> list[Open]:
    """As above, in a pair that one may have left. What only the other says of a round, one believes of those in which
    one gave something oneself.
    """
    known, own = _told_in(me, together), me.keyring.holder_id.hex
    told_me = {each.round for each in known if not each.by_me and own in each.people}
    if told_me:
        gave = rounds.given_in(me.keyring, together.circle, told_me)
        known = [each for each in known if each.round not in told_me or each.round in gave]
    return sorted(known, key=lambda each: (each.at, each.number))


def _told_in(me: Me, together: Togetherness) -> list[Open]:
    circle, own = together.circle, me.keyring.holder_id
    if not together.members or is_at_the_door(me, together):
        return []
    rows = _ROWS(circle.pk)
    given_here = ours.opened_as_given(me.keyring, circle, rows) if rows else []
    found = [_read(row, content, own) for row, content in given_here if together.side_of(content.author)]
    return [each for each in found if each is not None]


_ROWS = Often(lambda circle: Opening.objects.filter(circle=circle).select_related("circle"), UUID)


def is_at_the_door(me: Me, together: Togetherness) -> bool:
    """Is somebody waiting to be let in here, this person or another?"""
    waits = together.arrival is not None or together.waits_on_partner
    return waits or invites.stands_at_the_door(me.keyring, together.circle)


# -- which round it is --------------------------------------------------------------------------------------------


def two_accounts(me: Me, together: Togetherness) -> list[str]:
    """This account and the partner's newest."""
    others = [member.holder_id.hex for member in together.partner_accounts[-1:]]
    return [me.keyring.holder_id.hex, *others]


def round_name(me: Me, together: Togetherness, label: str) -> str:
    accounts = two_accounts(me, together)
    turn = rules.turn_after((each.people for each in openings(me) if each.label == label), accounts)
    return rules.name_of(label, turn, accounts)


def current_round(me: Me, label: str) -> UUID | None:
    """The round that is to come, if anything was ever given in this pair. Raises Tampered."""
    together = people.togetherness_of(me)
    if together is None or not together.has_partner or is_at_the_door(me, together):
        return None
    return rounds.called(me.keyring, together.circle, round_name(me, together, label))


# -- reading ------------------------------------------------------------------------------------------------------


def _of(found: list[Open], label: str) -> list[Open]:
    return [each for each in reversed(found) if each.label == label]


def opened_one(me: Me, together: Togetherness, each: Open) -> Opened:
    own, there = me.keyring.holder_id, _lying(me, together.circle, each)
    lying = {person: answer.answers if answer else None for person, answer in there.items()}
    partner = next((name for one in each.people if (name := _name(together, me, one))), together.partner_name or "")
    if own.hex not in each.people:
        return Opened(each.number, each.at, None, None, partner, each.summary, before_me=True)
    mine_, theirs, is_odd = lying.get(own), None, False
    for person, answers in lying.items():
        if person != own and answers is not None:
            try:
                theirs = subjects.subject(each.label).checked(answers)
            except ValueError:
                is_odd = True
    return Opened(each.number, each.at, mine_, theirs, partner, _made_of(each, there), is_odd=is_odd)


def _lying(me: Me, circle: Circle, each: Open) -> dict[UUID, Answer | None]:
    """What the two whose round it was gave; nobody else's."""
    try:
        found = rounds.opened(me.keyring, circle, each.round) or {}
    except Missing:
        return {}
    return {person: answer for person, answer in found.items() if person.hex in each.people}


def _came_of_it(me: Me, circle: Circle, each: Open) -> Json:
    if each.by_me or me.keyring.holder_id.hex not in each.people:
        return each.summary
    if subjects.subject(each.label).summary is subjects.no_summary:
        return None
    try:
        return _made_of(each, _lying(me, circle, each))
    except Tampered:
        return None


def _made_of(each: Open, lying: Mapping[UUID, Answer | None]) -> Json:
    """As it was written down by oneself, or once words were taken out. Nothing, while nothing lies open."""
    if each.by_me or None in lying.values():
        return each.summary
    return summary_of(each.label, {person: answer for person, answer in lying.items() if answer is not None})


def summary_of(label: str, both: Mapping[UUID, Answer]) -> Json:
    """Nothing, where one of the two wrote with another program and what they wrote can't be read here."""
    subject = subjects.subject(label)
    if len(both) < 2 or any(rules.label_in(answer.text) != label for answer in both.values()):
        return None
    try:
        return subject.summary({person.hex: subject.checked(answer.answers) for person, answer in both.items()})
    except ValueError:
        return None


def _name(together: Togetherness, me: Me, holder_hex: str) -> str:
    return "" if holder_hex == me.keyring.holder_id.hex else together.name_of(UUID(hex=holder_hex))


def _read(row: Opening, content: Content, own: UUID) -> Open | None:
    """None for what a practice wrote that isn't here. Raises Tampered: another program may have sealed anything."""
    body = content.body
    try:
        accounts = frozenset(UUID(hex=one).hex for one in body["people"])
        label, number, round_id = str(body["label"]), int(body["number"]), UUID(hex=body["round"])
        summary = body["summary"]
    except (KeyError, TypeError, ValueError) as error:
        raise Tampered("an opening that none is") from error
    if not subjects.known(label):
        return None
    return Open(row, label, number, round_id, accounts, content.at, summary, content.author == own)


def _version(row: MineEntry) -> Version:
    return Version(row.id, row.version, row.body["answers"], row.at)


def rows_about(me: Me) -> list[Opening]:
    """Every opening of a round in which this person gave something, in any pair whose record can be read."""
    found = []
    for together in every_pair(me):
        found += [each.row for each in _told_in(me, together) if me.keyring.holder_id.hex in each.people]
    unread = Opening.objects.filter(author_id=me.keyring.holder_id).exclude(pk__in=[row.pk for row in found])
    return [*found, *unread.select_related("circle")]


def every_pair(me: Me) -> list[Togetherness]:
    """The pair this person sits in, and those they left that still open."""
    found = []
    with suppress(Tampered):
        found += [together] if (together := people.togetherness_of(me)) else []
    for seat in people.left_seats(me):
        try:
            found.append(people.left_togetherness(me, seat))
        except (Missing, Tampered):  # a pair that opens no more
            continue
    return found


def remove_unrecorded(row: Opening) -> None:
    """A row and its key, where its record can't be continued any more."""
    wraps.remove(row.circle, ours.table_of(row), row.pk)
    Opening.objects.filter(pk=row.pk).delete()


def own_kinds_in(me: Me) -> bool:
    """Is there anything of one's own here? Raises BackClosed."""
    return any(mine.has_kind(me.keyring, kind) for kind in KINDS)
