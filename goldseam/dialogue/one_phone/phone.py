"""One phone that goes from hand to hand: whose voice speaks on it, and whose name it puts under words.

It stays signed in as one of the two. What the other does on it lies under that one's key and is marked so; their name
needs their own passphrase, and what is for them alone waits for their own sign-in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404

from goldseam.dialogue import access, actions
from goldseam.dialogue.access import Talk
from goldseam.dialogue.actions import NEWS, Wish
from goldseam.dialogue.closing import ground
from goldseam.dialogue.rules.acts import LET_GO, Deed, Phase, Way
from goldseam.people import access as people
from goldseam.people import by_passphrase
from goldseam.people.me import Me
from goldseam.reminders import actions as reminders
from goldseam.statements import actions as statements
from goldseam.statements import reads as words
from goldseam.statements.reads import Shown
from goldseam.statements.rules import Refused

if TYPE_CHECKING:
    from django.http import HttpRequest

    from goldseam.people.models import Person


def talk_for(me: Me, talk_id: UUID) -> Talk:
    """A talk that is held on one phone, as its owner reads it. Raises Http404, also for any other kind of talk."""
    talk = access.talk_for(me, talk_id)
    if talk.offer.way is not Way.ONE:
        raise Http404
    return talk


def forget_how_stirred(me: Me, talk: Talk) -> None:
    """The other could go to the owner's side of the talk, where their mark stands. Raises Tampered."""
    mark = access.mark_of(me, talk)
    if mark.stirred is not None:
        actions.mark(me, talk.id, replace(mark, stirred=None))


def is_minute_due(turned: Talk) -> bool:
    """Does whoever holds the phone now begin the talk? Otherwise the two had the quiet minute on its owner's page."""
    state = turned.state
    if state.phase is not Phase.TALKING or state.speaker != "me" or state.started is None:
        return False
    return all(act.at <= state.started for act in turned.acts)


def as_done_here(wish: Wish) -> Wish:
    """That the words stay, nobody says on a phone that isn't theirs."""
    return replace(wish, choice=LET_GO) if wish.deed is Deed.DONE else wish


# -- a name under words -------------------------------------------------------------------------------------------


def words_to_sign(me: Me, talk: Talk) -> words.Page:
    """What the two wrote about this talk. Raises Tampered."""
    return words.page_of(ground.of_talk(me, talk.id))


def unsigned_by_the_other(page: words.Page) -> Sequence[Shown]:
    """The wordings under which the name of the other can still come, seen from whose phone it is."""
    there = [page.standing, *page.open] if page.standing else page.open
    return [each for each in there if not each.version.signed_by_them]


def sign(request: HttpRequest, me: Me, talk: Talk, version_id: UUID, passphrase: str) -> None:
    """Puts the other's name under these words, by their own passphrase, on the phone of `me`.

    They hear of it where they are signed in themselves: whoever knew the passphrase and wasn't them doesn't do it
    unseen. Raises `people.rules.Refused` as `by_passphrase.for_one_act`, `statements.rules.Refused`, Tampered.
    """
    if not access.may_write(me, talk.together):
        raise Refused("paused")
    if version_id not in {each.id for each in unsigned_by_the_other(words_to_sign(me, talk))}:
        raise Refused("gone")
    other = _other_person(talk)
    with by_passphrase.for_one_act(request, me, other, passphrase) as them:
        statements.sign(them, version_id)
    reminders.something_new(other, NEWS, talk.id)


def _other_person(talk: Talk) -> Person:
    """Whose account is in use on the other's side. Raises Refused("alone")."""
    seat = talk.together.partner_accounts[-1].seat
    person = people.person_by_id(seat.person_id) if seat.person_id else None
    if person is None:
        raise Refused("alone")
    return person
