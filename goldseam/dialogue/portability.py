"""What is mine here: taken along, erased, and, of one's own rows, taken in again. A talk needs both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from goldseam.dialogue import access, actions
from goldseam.dialogue.access import Talk
from goldseam.dialogue.alone import afterwards, drafts, prepared
from goldseam.dialogue.alone.afterwards import Look
from goldseam.dialogue.rules import prepared as prepared_rules
from goldseam.dialogue.rules import written
from goldseam.dialogue.rules.acts import Act, Deed, Refused
from goldseam.library.moments import moment_told
from goldseam.people import access as people
from goldseam.people.access import Togetherness
from goldseam.people.me import Me
from goldseam.practice import Json, TooMany
from goldseam.vault import mine, seam
from goldseam.vault import own as vault_own
from goldseam.vault.errors import Missing
from goldseam.vault.mine import MineEntry, New

FORMAT = 1
ROWS_MOST = 2000
"""They are taken in under the one write lock, so they end somewhere."""


class Unreadable(ValueError):
    """A part of a file that no export of ours is. Nothing of it was kept."""


@dataclass(frozen=True)
class TakenIn:
    """One own row from a file, read and found whole."""

    id: UUID
    kind: str
    body: dict[str, Any]


def export(me: Me) -> Json:
    """One's own rows, and each talk of each pair that can still be opened, as this person may read it.

    Raises BackClosed, Tampered.
    """
    return {
        "format": FORMAT,
        "rows": [{"id": str(row.id), "kind": row.kind, "body": row.body} for row in _own(me)],
        "talks": [_exported(me, talk) for together in _pairs(me) for talk in access.talks_in(me, together)],
    }


@transaction.atomic
def erase(me: Me) -> None:
    """Every own row, and every own act in every talk. Raises BackClosed."""
    for row in _own(me):
        mine.erase(me.keyring, row.id)
    actions.erase_own(me)


@transaction.atomic
def restore(me: Me, data: Json) -> int:
    """Takes in one's own rows; the same file twice adds nothing. No talk is made of a file: it takes two.

    Reads the whole before it keeps anything. Raises Unreadable, TooMany, BackClosed.
    """
    rows = _read(data)
    known = {row.id for row in _own(me)}
    fresh = {_id_here(me, row.id): row for row in rows if row.id not in known}
    new = [New(row.kind, row.body, row_id) for row_id, row in fresh.items() if row_id not in known]
    mine.keep_many(me.keyring, new)
    return len(new)


def did_something(me: Me) -> bool:
    """Is there work of one's own here? Raises BackClosed."""
    return any(mine.has_kind(me.keyring, kind) for kind in KINDS)


# -- one's own rows -----------------------------------------------------------------------------------------------


def _prepared(body: Any) -> dict[str, Any]:
    return prepared_rules.body_of(prepared_rules.from_body(body))


def _afterwards(body: Any) -> dict[str, Any]:
    heard = body["heard"]
    if heard is not None and type(heard) is not int:
        raise ValueError("heard")
    look = afterwards.checked(Look(str(body["note"]), heard))
    return {"talk": UUID(str(body["talk"])).hex, "note": look.note, "heard": look.heard, "at": _moment(body["at"])}


def _moment(told: Any) -> str:
    return moment_told(told).isoformat()


KINDS: Mapping[str, Callable[[Any], dict[str, Any]]] = {prepared.KIND: _prepared, afterwards.KIND: _afterwards}
"""Every kind of own row that a file may bring, with how it is checked. What was begun in a talk goes along to be
read, and isn't taken in: it belongs to a talk, which no file makes."""


def _own(me: Me) -> list[MineEntry]:
    return mine.of_kind(me.keyring, *KINDS, drafts.KIND)


def _id_here(me: Me, row_id: UUID) -> UUID:
    """The same file twice is the same rows, and the disk doesn't tell which rows came from which."""
    return vault_own.row_id_from(me.keyring, "dialogue.taken-in", row_id)


def _read(data: Json) -> list[TakenIn]:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Unreadable("format")
    rows = data.get("rows")
    if not isinstance(rows, list) or not isinstance(data.get("talks"), list):
        raise Unreadable("shape")
    if len(rows) > ROWS_MOST:
        raise TooMany(ROWS_MOST)
    return [_read_one(row) for row in rows if not (isinstance(row, dict) and row.get("kind") == drafts.KIND)]


def _read_one(row: Any) -> TakenIn:
    try:
        return TakenIn(UUID(str(row["id"])), row["kind"], KINDS[row["kind"]](row["body"]))
    except (KeyError, TypeError, ValueError, AttributeError, Refused) as error:
        raise Unreadable("row") from error


# -- talks --------------------------------------------------------------------------------------------------------


def _pairs(me: Me) -> list[Togetherness]:
    together = people.togetherness_of(me)
    left = []
    for seat in people.left_seats(me):
        try:
            left.append(people.left_togetherness(me, seat))
        except Missing:  # a pair that opens no more: its other parts say so
            continue
    return [each for each in ([together] if together else []) + left if each.members]


def _exported(me: Me, talk: Talk) -> dict[str, Any]:
    """What a page shows of it, and one's own mark. When one asked oneself; not when the other was here to do so.

    A closed talk's frame was written by whoever was done last: who asked for it stands in what was asked, if it stays.
    """
    mark, asked_by_me = access.mark_of(me, talk), talk.offer.by == "me" and talk.closed_at is None
    return {
        "id": str(talk.id),
        "way": talk.offer.way.value,
        "shape": talk.offer.shape.value,
        "minutes": talk.offer.minutes,
        **({"asked": talk.asked_at.isoformat()} if asked_by_me else {}),
        **({"closed_on": timezone.localdate(talk.closed_at).isoformat()} if talk.closed_at else {}),
        "state": talk.state.phase.value,
        "stirred": mark.stirred,
        "acts": [_act(act) for act in _readable(talk)],
    }


def _readable(talk: Talk) -> list[Act]:
    """What is there for good, and while a talk still runs one's own besides: no file outlives "let the words go" with
    the other's words in it. What the other chose for the words, never.
    """
    if talk.closed_at:
        return [act for act in talk.acts if act.side == "me" or act.deed is not Deed.DONE]
    runs = not talk.state.is_over(seam.now())
    return [act for act in talk.acts if _stays(talk, act) or (runs and act.side == "me")]


def _stays(talk: Talk, act: Act) -> bool:
    return written.stays(act, kept=talk.state.keeps, state=talk.state)


def _act(act: Act) -> dict[str, Any]:
    """Its time only where this person did it with their own account."""
    did_it = act.side == "me" and not act.here
    return {
        "id": str(act.id),
        "deed": act.deed.value,
        "by_me": act.side == "me",
        "on_a_shared_phone": act.here,
        **({"at": act.at.isoformat()} if did_it else {}),
        "about": str(act.about) if act.about else None,
        "choice": act.choice,
        "words": dict(act.words),
    }
