"""What is mine here: taken along, erased, and taken in again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from goldseam.people.me import Me
from goldseam.practice import Json, TooMany
from goldseam.questionnaires import access, reads, rules
from goldseam.questionnaires.access import ANSWERS
from goldseam.questionnaires.rules import Answered, Unreadable
from goldseam.vault import mine
from goldseam.vault import own as vault_own
from goldseam.vault.mine import New

FORMAT = 1
ROWS_MOST = 2000
"""They are taken in under the one write lock, so they end somewhere."""


def export(me: Me) -> Json:
    """Every answer of one's own, in words and as FHIR. Raises BackClosed, Tampered."""
    return {"format": FORMAT, "answers": [_exported(each) for each in access.answers_of(me)]}


@transaction.atomic
def erase(me: Me) -> None:
    """Every row of this practice. Raises BackClosed."""
    for each in access.answers_of(me):
        mine.erase(me.keyring, each.id)


@transaction.atomic
def restore(me: Me, data: Json) -> int:
    """Takes in what `export` gave; the same file twice adds nothing.

    Reads the whole before it keeps anything. Raises Unreadable, TooMany, BackClosed.
    """
    given = _read(data)
    known = {each.id for each in access.answers_of(me)}
    here = {_id_here(me, each.id): each for each in given if each.id not in known}
    new = [New(ANSWERS, rules.as_body(each), row_id) for row_id, each in here.items() if row_id not in known]
    mine.keep_many(me.keyring, new)
    return len(new)


def has_answered(me: Me) -> bool:
    """Is there work of one's own here? Raises BackClosed."""
    return mine.has_kind(me.keyring, ANSWERS)


def _exported(answered: Answered) -> dict[str, Any]:
    told = reads.in_words(answered)
    return {
        "id": str(answered.id),
        "title": told.title,
        "day": told.day.isoformat(),
        "answers": [{"question": question, "answer": answer} for question, answer in told.answers],
        "says": [sentence for part in told.says.parts for sentence in part.sentences],
        "for_restoring": rules.as_body(answered) | {"pad": ""},
        "fhir": reads.as_fhir(answered),
    }


def _id_here(me: Me, row_id: UUID) -> UUID:
    """The same file twice is the same rows, and the disk doesn't tell which rows came from which."""
    return vault_own.row_id_from(me.keyring, "questionnaires.taken-in", row_id)


def _read(data: Json) -> list[Answered]:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Unreadable("format")
    rows = data.get("answers")
    if not isinstance(rows, list):
        raise Unreadable("shape")
    if len(rows) > ROWS_MOST:
        raise TooMany(ROWS_MOST)
    return [_read_one(row) for row in rows]


def _read_one(row: Any) -> Answered:
    if not isinstance(row, dict):
        raise Unreadable("row")
    try:
        row_id = UUID(str(row["id"]))
    except (KeyError, ValueError) as error:
        raise Unreadable("row") from error
    return rules.from_body(row_id, row.get("for_restoring"))
