"""The forms of a room: one for each deed that can be done now, with the words that stand in it already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.http import QueryDict

from goldseam.dialogue.access import Talk
from goldseam.dialogue.alone import drafts
from goldseam.dialogue.alone.prepared import Kept
from goldseam.dialogue.room import forms
from goldseam.dialogue.room.forms import Slip
from goldseam.dialogue.rules.acts import Deed, Side, State, other
from goldseam.dialogue.rules.written import FIELDS
from goldseam.people.me import Me
from goldseam.vault import seam


def slips_for(me: Me, talk: Talk, may: frozenset[Deed], *, here: bool) -> dict[Deed, Slip]:
    """A form for each deed that can be done now, with what it would answer and what its writer had begun.

    On a phone that was handed over nothing is kept, and nothing that its owner began is shown.
    """
    begun = {} if here else drafts.of_talk(me, talk)
    slips = {}
    for deed in may:
        about = _about(talk.state, deed)
        if about is not None or deed not in _ANSWERS_SOMETHING:
            place = drafts.place_for(talk, deed) if deed in drafts.MADE_OF_WORDS and not here else ""
            words = {name: told for name, told in begun.get(place, {}).items() if told}
            slips[deed] = Slip(deed, seam.uuid(), about, talk.state.stretch, words, place)
    return slips


def made_of_words(slips: Mapping[Deed, Slip]) -> list[Deed]:
    return [deed for deed in slips if deed in drafts.MADE_OF_WORDS]


_ANSWERS_SOMETHING = frozenset({Deed.BACK, Deed.SENSE, Deed.HEARING, Deed.ANSWER, Deed.REPLY})


def _about(state: State, deed: Deed) -> UUID | None:
    if deed in (Deed.BACK, Deed.SENSE):
        return _newest_of(state.statements, "you")
    if deed is Deed.HEARING:
        return state.said_back
    if deed is Deed.ANSWER and (asked := state.requests.get(other("me"))):
        return asked.id
    if deed is Deed.REPLY and (asked := state.requests.get("me")):
        return asked.answer_id
    return None


def _newest_of(found: Mapping[UUID, Side], side: Side) -> UUID | None:
    return next((each for each, by in reversed(list(found.items())) if by == side), None)


def with_unread(slips: Mapping[Deed, Slip], begun: frozenset[Deed]) -> dict[Deed, Slip]:
    """An empty form in whose place something lies that can't be read now keeps nothing: it would be written over."""
    return {deed: replace(slip, lies_unread=deed in begun and not slip.is_begun) for deed, slip in slips.items()}


def with_typed(slips: dict[Deed, Slip], typed: QueryDict | None) -> tuple[dict[Deed, Slip], list[str]]:
    """Words that were refused stand in their form again, or, where it has none now, they are told to be copied."""
    deed = forms.deed_of(typed) if typed is not None else None
    if typed is None or deed is None:
        return slips, []
    if deed in slips and deed in FIELDS:
        return slips | {deed: forms.slip_from(typed, slips[deed])}, []
    return slips, [words for name, words in forms.words_of(typed, deed).items() if name not in forms.PICKED]


def with_prepared(slips: dict[Deed, Slip], found: Sequence[Kept], take: str) -> dict[Deed, Slip]:
    """What somebody prepared alone, put into their empty form once they chose it."""
    chosen = next((each for each in found if str(each.id) == take), None)
    if chosen is None or Deed.SAY not in slips or slips[Deed.SAY].is_begun:
        return slips
    return slips | {Deed.SAY: replace(slips[Deed.SAY], words=dict(chosen.prepared.words))}
