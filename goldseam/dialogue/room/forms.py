"""What a room's forms send, made into a wish; and what they are drawn from, so that no typed word is ever lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.http import QueryDict

from goldseam.dialogue import content
from goldseam.dialogue.access import Mark
from goldseam.dialogue.actions import Wish
from goldseam.dialogue.rules.acts import ACTS_MOST, Deed, Refused
from goldseam.dialogue.rules.written import FIELDS
from goldseam.vault import seam

PAUSES = (20, 30, 60, 120, 720, 1440)
"""How long a break may be asked for, in minutes from now."""
FEW_FROM = 7
"""From here on the private slider, a pause and fewer words are offered first."""
PICKED = {"feelings": content.feelings, "needs": content.needs}
"""Fields that are ticked, not written."""


@dataclass(frozen=True)
class Slip:
    """One form of the room: the id that its act will have, what it answers, and the words that stand in it."""

    deed: Deed
    id: UUID
    about: UUID | None = None
    stretch: int = 0
    words: Mapping[str, str] = field(default_factory=dict)
    draft: str = ""
    """Where it is kept while it is being written; empty where nothing is kept."""
    lies_unread: bool = False
    """Something lies in that place that this page can't read: an empty form would write over it."""

    @property
    def picked(self) -> frozenset[str]:
        """Ids of the feelings and needs that are ticked."""
        return frozenset(each for name in PICKED for each in self.words.get(name, "").split())

    @property
    def is_built(self) -> bool:
        """Is there more in it than free words?"""
        return bool(set(self.words) - {"free"})

    @property
    def is_begun(self) -> bool:
        return bool(self.words)


def wish_from(sent: QueryDict) -> Wish:
    """What somebody wants to do, as a form of the room tells it. Raises Refused("nonsense", "choice")."""
    deed = deed_of(sent)
    if deed is None:
        raise Refused("nonsense")
    try:
        return Wish(
            id=UUID(sent.get("act", "")),
            deed=deed,
            about=UUID(sent.get("about")) if sent.get("about") else None,
            choice=_choice(deed, sent.get("choice", "")),
            stretch=_stretch(sent.get("stretch", "")),
            until=_until(sent.get("until", "")) if deed is Deed.PAUSE else None,
            words=words_of(sent, deed),
        )
    except ValueError as error:
        raise Refused("nonsense") from error


def deed_of(sent: QueryDict) -> Deed | None:
    try:
        return Deed(sent.get("deed", ""))
    except ValueError:
        return None


def words_of(sent: QueryDict, deed: Deed) -> dict[str, str]:
    """What was typed and ticked, field by field, without the empty ones."""
    told = {name: _ticked(sent, name) if name in PICKED else sent.get(name, "") for name in FIELDS.get(deed, ())}
    return {name: words for name, words in told.items() if words.strip()}


def slip_from(sent: QueryDict, slip: Slip) -> Slip:
    """The form as it was sent, to be drawn again. Its act keeps its id: nothing was written under it."""
    try:
        act_id = UUID(sent.get("act", ""))
    except ValueError:
        act_id = slip.id
    return replace(slip, id=act_id, words=words_of(sent, slip.deed))


def mark_from(sent: QueryDict, mark: Mark) -> Mark:
    """One's own mark after a form of it: `stirred` from 0 to 100 unless `skip`, `few` for fewer words, `go` onwards.

    Whoever is very stirred up first sees what is said to that; from there `go` is "on", or "again" for the minute.
    """
    go, few = sent.get("go", ""), sent["few"] == "1" if "few" in sent else mark.few_words
    if go == "again":
        return Mark(few_words=few)
    if go != "minute":
        return Mark(mark.calmed or go == "on", mark.stirred, few)
    stirred = None if sent.get("skip") else _tenths(sent.get("stirred", ""))
    return Mark(mark.calmed or (stirred or 0) < FEW_FROM, stirred, few)


def _tenths(told: str) -> int | None:
    try:
        return min(max(round(int(told) / 10), 0), 10)
    except (ValueError, OverflowError):
        return None


def _ticked(sent: QueryDict, name: str) -> str:
    """Ids of the vocabulary with blanks between them; what isn't in it any more is left out."""
    known = {text.id for family in PICKED[name]() for text in family.texts}
    return " ".join(each for each in dict.fromkeys(sent.getlist(name)) if each in known)


def _choice(deed: Deed, choice: str) -> str:
    if deed is not Deed.REPAIR:
        return choice
    try:
        content.repair(choice)
    except KeyError as error:
        raise Refused("choice") from error
    return choice


def _stretch(told: str) -> int:
    stretch = int(told or 0)
    if not 0 <= stretch <= ACTS_MOST:
        raise ValueError(told)
    return stretch


def _until(told: str) -> datetime:
    """A break never fails for a form that came in pieces: then it is the shortest."""
    minutes = int(told) if told in map(str, PAUSES) else PAUSES[0]
    return seam.now() + timedelta(minutes=minutes)
