"""What somebody is still writing in a talk, for their own eyes: it saves itself with front, and opens with the PIN.

A draft belongs to one place: the deed it would become, and the how-manieth of that deed it would be. So an erased row
is hardly ever written anew; only taking back what was sent brings its place again, and then a restore of an older
backup, which does erasures once more, takes that draft as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.http import Http404

from goldseam.dialogue import access
from goldseam.dialogue.access import Talk
from goldseam.dialogue.rules import written
from goldseam.dialogue.rules.acts import Act, Deed, Refused
from goldseam.people.me import Me
from goldseam.vault import mine, own
from goldseam.vault.errors import Missing

KIND = "dialogue.draft"
MADE_OF_WORDS = tuple(written.FIELDS)
_PLACE = re.compile(rf"({'|'.join(deed.value for deed in MADE_OF_WORDS)})-([0-9]{{1,3}})")


def place_for(talk: Talk, deed: Deed) -> str:
    """Where the next such act of the reader is drafted."""
    return f"{deed.value}-{sum(_is_mine(act, deed) for act in talk.acts)}"


def _is_mine(act: Act, deed: Deed) -> bool:
    return act.side == "me" and act.deed is deed and not act.here


def deed_at(place: str) -> Deed:
    """What the words at this place would become. Raises Refused("moved")."""
    found = _PLACE.fullmatch(place)
    if found is None:
        raise Refused("moved")
    return Deed(found[1])


@transaction.atomic
def keep(me: Me, talk_id: UUID, place: str, typed: Mapping[str, str]) -> None:
    """Keeps what stands in the form now. Front is enough. Raises Http404, Refused("moved", "long")."""
    names = written.FIELDS[deed_at(place)]
    if not access.is_here(me, talk_id):
        raise Http404
    words = {name: written.require_words(typed.get(name, ""), written.LETTER_MOST) for name in names}
    mine.put(me.keyring, KIND, {"talk": talk_id.hex, "place": place, "words": words}, _row_id(me, talk_id, place))


def of_talk(me: Me, talk: Talk) -> dict[str, dict[str, str]]:
    """What lies begun in this talk, by place. Nothing while the private half is closed. Raises Tampered."""
    if not me.is_private_open:
        return {}
    bodies = [entry.body for entry in mine.of_kind(me.keyring, KIND)]
    return {str(body["place"]): dict(body["words"]) for body in bodies if body["talk"] == talk.id.hex}


def lie_begun(me: Me, talk: Talk, deeds: Iterable[Deed]) -> frozenset[Deed]:
    """Those of these for which something is begun. Front is enough, and nothing is opened."""
    return frozenset(deed for deed in deeds if mine.is_there(me.keyring, _row_id(me, talk.id, place_for(talk, deed))))


def forget(me: Me, talk_id: UUID, place: str) -> None:
    """What was sent is no draft any more. Mostly there was none: that is one question, and locks nothing."""
    row_id = _row_id(me, talk_id, place)
    if mine.is_there(me.keyring, row_id):
        with suppress(Missing):
            mine.erase(me.keyring, row_id)


def forget_all(me: Me, talk: Talk) -> None:
    """When the words of a talk go, one's unsent ones go with them."""
    for deed in MADE_OF_WORDS:
        forget(me, talk.id, place_for(talk, deed))


def forget_those_of(me: Me, talks: Iterable[UUID]) -> None:
    """The same for talks that the other brought to an end: found by what lies in them, so only with the half open."""
    gone = {talk.hex for talk in talks}
    if me.is_private_open and gone:
        for entry in mine.of_kind(me.keyring, KIND):
            if entry.body["talk"] in gone:
                mine.erase(me.keyring, entry.id)


def _row_id(me: Me, talk_id: UUID, place: str) -> UUID:
    return own.row_id_from(me.keyring, f"{KIND}/{place}", talk_id)
