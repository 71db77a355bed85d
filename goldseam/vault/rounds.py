"""Rounds: both answer apart, then both see both, at once, and nobody can fit their answer to the other's.

The first who commits keeps the answers in *mine*, which only their PIN opens, and leaves a commitment. The second's
answers go to *between*. At the first's next visit with the private half open theirs follow, checked against the
commitment; then both open. Nobody is told whether the other has begun, and every answer below is the same either way.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction

from goldseam.vault import between, canonical, circles, labels, mine, own, primitives, upkeep
from goldseam.vault.between import Inputs, Purpose
from goldseam.vault.canonical import Json, ident
from goldseam.vault.errors import Missing, Settled, Tampered
from goldseam.vault.keyring import Keyring
from goldseam.vault.lineage import Signers
from goldseam.vault.models import Circle, RoundCommitment
from goldseam.vault.primitives import encode

KIND = "vault.round"
_PLACE = "vault.round"


class State(StrEnum):
    """A round as one person sees it."""

    UNANSWERED = "unanswered"
    ANSWERED = "answered"
    TAKEN_BACK = "taken back"
    OPEN = "open"


@dataclass(frozen=True)
class Answer:
    """What one person answered, to which version of the text."""

    text: str
    answers: Any


@transaction.atomic
def commit(keyring: Keyring, circle: Circle, round_id: UUID, text: str, answers: Json) -> None:
    """Answers the round, once. Front is enough. Says nothing about the other: neither by its result nor by an error.

    Raises Settled for somebody who answered already, also when they took it back.
    """
    upkeep.before_writing(keyring, circle.pk)
    circle = circles.locked(circle.pk)
    if _own(keyring, circle, round_id) is not None:
        raise Settled("This round was answered.")
    opener = primitives.new_key()
    told: Json = {"round": round_id.hex, "text": text, "opener": opener.hex(), "answers": answers}
    row = RoundCommitment(circle=circle, author_id=keyring.holder_id, round=round_id)
    row.commitment = _commitment(circle.pk, round_id, keyring.holder_id, told)
    row.signature = primitives.sign(keyring.signing, _message(row))
    if _others(keyring, circle, round_id):
        between.give(keyring, circle, Purpose.OPEN_ROUND, told, round_id)
        _note(keyring, row, {"kept": None, "taken_back": False})
    else:
        kept = mine.keep(keyring, KIND, told)
        _note(keyring, row, {"kept": kept.hex, "taken_back": False})
    row.save(force_insert=True)


def visit(keyring: Keyring, circle: Circle) -> None:
    """Adds one's own answers to every round that the other has answered since. Raises BackClosed, Tampered."""
    keyring.require_back()
    for row in RoundCommitment.objects.filter(circle=circle, author_id=keyring.holder_id):
        _add(keyring, circle, row)


@transaction.atomic
def withdraw(keyring: Keyring, circle: Circle, round_id: UUID) -> State:
    """Takes one's answers back if nobody answered after them. Once both have answered, nobody withdraws.

    What it returns and what the person sees afterwards is the same in both cases, until the round opens for both.
    Raises BackClosed, Missing.
    """
    keyring.require_back()
    circle = circles.locked(circle.pk)
    row = _own(keyring, circle, round_id)
    if row is None:
        raise Missing("round")
    _add(keyring, circle, row)
    if result(keyring, circle, round_id) is not None:
        return State.OPEN
    note = _note_of(keyring, row)
    if note["kept"] is not None:
        mine.erase(keyring, UUID(hex=note["kept"]))
        row.commitment, row.signature = b"", b""
    _note(keyring, row, {"kept": None, "taken_back": True})
    row.save()
    return State.TAKEN_BACK


def state(keyring: Keyring, circle: Circle, round_id: UUID) -> State:
    """How this person sees the round. Raises Missing for a stranger, Tampered."""
    row = _own(keyring, circle, round_id)
    if row is None:
        circles.keys(keyring, circle)
        return State.UNANSWERED
    if result(keyring, circle, round_id) is not None:
        return State.OPEN
    return State.TAKEN_BACK if _note_of(keyring, row)["taken_back"] else State.ANSWERED


def result(keyring: Keyring, circle: Circle, round_id: UUID) -> dict[UUID, Answer] | None:
    """Both answers, once both lie open to each; None before. Raises Missing, Tampered."""
    rows = RoundCommitment.objects.filter(circle=circle, round=round_id).exclude(commitment=b"")
    signers = circles.confirmed_keys(keyring, circle)
    bound = {row.author_id.hex: bytes(row.commitment).hex() for row in rows if _is_signed(row, signers)}
    known: Json = {"circle": circle.pk.hex, "round": round_id.hex, "commitments": bound}
    opened = between.compare(keyring, circle, Purpose.OPEN_ROUND, round_id, known)
    if not isinstance(opened, dict):
        return None
    return {UUID(hex=person): Answer(told["text"], told["answers"]) for person, told in opened.items()}


@transaction.atomic
def renew(old: Keyring, new: Keyring) -> None:
    """Signs one's own commitments with new keys; what they bind to stays."""
    for row in RoundCommitment.objects.filter(author_id=old.holder_id):
        note = _note_of(old, row)
        if row.commitment:
            row.signature = primitives.sign(new.signing, _message(row))
        _note(new, row, note)
        row.save()


def _open_round(inputs: Inputs, known: Json) -> Json:
    """The engine: each answer must be the one that its commitment bound. Raises Tampered."""
    assert isinstance(known, dict)
    opened: dict[str, Json] = {}
    for person, told in inputs.items():
        bound = known["commitments"].get(person.hex)
        made = _commitment(UUID(hex=known["circle"]), UUID(hex=known["round"]), person, told)
        if bound is None or not primitives.same(bytes.fromhex(bound), made):
            raise Tampered("an answer that isn't the one committed to")
        opened[person.hex] = {"text": told["text"], "answers": told["answers"]}
    return opened


between.register(Purpose.OPEN_ROUND, _open_round)


def _add(keyring: Keyring, circle: Circle, row: RoundCommitment) -> None:
    note = _note_of(keyring, row)
    if note["kept"] is None or not _others(keyring, circle, row.round):
        return
    told = mine.one(keyring, UUID(hex=note["kept"])).body
    made = _commitment(circle.pk, row.round, keyring.holder_id, told)
    if not primitives.same(bytes(row.commitment), made):
        raise Tampered("a commitment that isn't one's own")
    with transaction.atomic():
        between.give(keyring, circle, Purpose.OPEN_ROUND, told, row.round)
        _note(keyring, row, {"kept": None, "taken_back": note["taken_back"]})
        row.save(update_fields=["own"])


def _own(keyring: Keyring, circle: Circle, round_id: UUID) -> RoundCommitment | None:
    return RoundCommitment.objects.filter(circle=circle, round=round_id, author_id=keyring.holder_id).first()


def _others(keyring: Keyring, circle: Circle, round_id: UUID) -> list[RoundCommitment]:
    """Standing commitments of other confirmed members."""
    signers = circles.confirmed_keys(keyring, circle)
    rows = RoundCommitment.objects.filter(circle=circle, round=round_id).exclude(author_id=keyring.holder_id)
    return [row for row in rows.exclude(commitment=b"") if _is_signed(row, signers)]


def _is_signed(row: RoundCommitment, signers: Signers) -> bool:
    if row.author_id not in signers:
        return False
    key = signers[row.author_id][-1].signing_public
    primitives.require_signature(key, bytes(row.signature), _message(row))
    return True


def _commitment(circle_id: UUID, round_id: UUID, person: UUID, told: Any) -> bytes:
    """HMAC(fresh opener; circle, round, person, version of the text, canonical answers)."""
    message = encode(
        labels.ROUND_COMMITMENT,
        ident(circle_id),
        ident(round_id),
        ident(person),
        str(told["text"]).encode(),
        canonical.to_bytes(told["answers"]),
    )
    return primitives.mac(bytes.fromhex(told["opener"]), message)


def _message(row: RoundCommitment) -> bytes:
    return encode(
        labels.ROUND_SIGNATURE,
        ident(row.circle_id),
        ident(row.round),
        ident(row.author_id),
        bytes(row.commitment),
    )


def _note(keyring: Keyring, row: RoundCommitment, told: dict[str, Any]) -> None:
    row.own = own.seal(keyring, _PLACE, row.pk, told)


def _note_of(keyring: Keyring, row: RoundCommitment) -> dict[str, Any]:
    told = own.unseal(keyring, _PLACE, row.pk, bytes(row.own))
    assert isinstance(told, dict)
    return told
