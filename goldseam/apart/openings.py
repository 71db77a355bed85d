"""When both have given, and both lie open: it is written down for both, and the other hears of it."""

from __future__ import annotations

from uuid import UUID

from goldseam.apart import access, rules, subjects
from goldseam.apart.models import Opening
from goldseam.live import bell
from goldseam.people import access as people
from goldseam.people.access import Togetherness
from goldseam.people.me import Me
from goldseam.people.models import Person
from goldseam.practice import Json
from goldseam.reminders import actions as reminders
from goldseam.reminders import asking
from goldseam.vault import ours, rounds
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Circle
from goldseam.vault.rounds import NotNow

NEWS = "apart"


def opened(keyring: Keyring, circle: Circle, round_id: UUID) -> None:
    """The vault calls it, in the transaction that opened the round. What rests opens later: raises NotNow."""
    both = rounds.result(keyring, circle, round_id) or {}
    labels = {rules.label_in(answer.text) for answer in both.values()}
    label = next(iter(labels), "")
    if len(labels) != 1 or not subjects.known(label):
        return  # a round of somebody else's
    me = Me(Person.objects.select_related("holder").get(holder_id=keyring.holder_id), keyring)
    together = people.togetherness_of(me)
    if together is None or together.circle.pk != circle.pk or not _may_open(me, together):
        raise NotNow("the pair rests")
    before = access.openings(me)
    if any(each.round == round_id for each in before):
        return  # after a restore, what opened then opens once more
    if set(both) != {newest.holder_id for newest in {member.side: member for member in together.members}.values()}:
        raise NotNow("an account was let in beside one of these two: what was given to the old one opens no more")
    found = [each for each in before if each.label == label]
    body: dict[str, Json] = {
        "label": label,
        "number": 1 + max((each.number for each in found), default=0),
        "round": round_id.hex,
        "people": [person.hex for person in sorted(both)],
        "summary": access.summary_of(label, both),
    }
    ours.write(keyring, Opening(circle=circle, author_id=keyring.holder_id), body)
    _tell_the_other(together, set(both))


def _may_open(me: Me, together: Togetherness) -> bool:
    here = together.has_partner and not together.partner_left and together.may_write
    return here and not access.is_at_the_door(me, together)


def _tell_the_other(together: Togetherness, people_in_it: set[UUID]) -> None:
    circle = together.circle
    bell.ring(circle, circle.pk)
    for member in together.partner_accounts:
        if member.holder_id in people_in_it and member.seat.person_id is not None:
            reminders.something_new(member.seat.person_id, NEWS, circle.pk)


def is_still_theirs(person_id: UUID, circle_id: UUID) -> bool:
    """Asked right before a reminder goes, without keys."""
    return not asking.rests(person_id, circle_id)
