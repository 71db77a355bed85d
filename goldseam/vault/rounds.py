"""Rounds: both answer apart, then both see both, at once, and nobody can fit their answer to the other's.

The first who commits keeps the answers in *mine*, which only their PIN opens, and leaves a commitment. The second's
answers go to *between*. At the first's next visit with the private half open theirs follow, checked against the
commitment; then both open. Nobody is told whether the other has begun, and every answer below is the same either way.

Until both lie open, somebody may take theirs back and answer again. If the other had committed, what was given first
stays what opens; that too looks the same. Once open, each may take their own words out, for both.
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction

from goldseam.vault import between, canonical, circles, labels, mine, own, primitives, upkeep
from goldseam.vault.between import Inputs, Purpose
from goldseam.vault.canonical import Json, ident
from goldseam.vault.errors import Missing, Settled, Tampered, VaultError
from goldseam.vault.keyring import Keyring
from goldseam.vault.lineage import Signers
from goldseam.vault.models import Circle, RoundCommitment
from goldseam.vault.often import Often
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


class NotNow(VaultError):
    """Somebody who was told of an opening says that it has to wait: the pair rests. Nothing was added."""


Told = Callable[[Keyring, Circle, UUID], None]
_told: list[Told] = []


def when_opened(callback: Told) -> None:
    """`callback` is called when a round comes to lie open for both, in the same transaction, with the keyring of whom
    it was opened by. One that raises NotNow undoes it, and the next visit tries again.
    """
    if callback not in _told:
        _told.append(callback)


def called(keyring: Keyring, circle: Circle, name: str) -> UUID | None:
    """The id of the round of this name: both members' own, and nobody learns the name from it.

    None while nobody has given anything here. Raises Missing for a stranger, Tampered.
    """
    return between.name_of(keyring, circle, name)


@transaction.atomic
def named(keyring: Keyring, circle: Circle, name: str) -> UUID:
    """As `called`, for who is about to answer it."""
    upkeep.before_writing(keyring, circle.pk)
    return between.make_name(keyring, circles.locked(circle.pk), name)


@transaction.atomic
def commit(keyring: Keyring, circle: Circle, round_id: UUID, text: str, answers: Json) -> None:
    """Answers the round. Front is enough. Says nothing about the other: neither by its result nor by an error.

    Who took theirs back may answer again. What was truly taken back is replaced by this; where the other had committed
    before it was, what was given first stays bound, and this is let go. Raises Settled for somebody whose answer
    stands.
    """
    upkeep.before_writing(keyring, circle.pk)
    circle = circles.locked(circle.pk)
    row = _own(keyring, circle, round_id)
    if row is None:
        row = RoundCommitment(circle=circle, author_id=keyring.holder_id, round=round_id)
        _bind(keyring, circle, row, text, answers)
        row.save(force_insert=True)
    else:
        note = _note_of(keyring, row)
        if not note["taken_back"]:
            raise Settled("This round was answered.")
        if row.commitment:
            _note(keyring, row, {**note, "taken_back": False})
        else:
            _bind(keyring, circle, row, text, answers)
        row.save()
    _tell(keyring, circle, round_id)


def _bind(keyring: Keyring, circle: Circle, row: RoundCommitment, text: str, answers: Json) -> None:
    """A fresh commitment; the answers where they belong: to *between* after the other's, to *mine* before it."""
    opener = primitives.new_key()
    told: dict[str, Any] = {"round": row.round.hex, "text": text, "opener": opener.hex(), "answers": answers}
    row.commitment = _commitment(circle.pk, row.round, keyring.holder_id, told)
    row.signature = primitives.sign(keyring.signing, _message(row))
    kept, others = None, _others(keyring, circle, row.round)
    if others:
        _give(keyring, circle, told, others)
    else:
        kept = mine.keep(keyring, KIND, told).hex
    _note(keyring, row, {"kept": kept, "taken_back": False})


def _give(keyring: Keyring, circle: Circle, told: dict[str, Any], others: list[RoundCommitment]) -> None:
    """Puts one's answers in, with the others' commitments as they stand now: signed, so that whoever runs the server
    and looks first can't bind themselves to other answers afterwards."""
    stand: Json = {row.author_id.hex: bytes(row.commitment).hex() for row in others}
    between.give(keyring, circle, Purpose.OPEN_ROUND, {**told, "others": stand}, UUID(hex=told["round"]))


def visit(keyring: Keyring, circle: Circle, round_id: UUID | None = None) -> None:
    """Adds one's own answers to every round that the other has answered since, or to this one. Raises BackClosed.

    What doesn't fit stays as it is, and holds the others up nowhere; who asks for one round is told: raises Tampered.
    """
    keyring.require_back()
    rows = RoundCommitment.objects.filter(circle=circle, author_id=keyring.holder_id)
    for row in rows.filter(round=round_id) if round_id else rows:
        try:
            _add_unless_it_waits(keyring, circle, row)
        except VaultError:
            if round_id:
                raise


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
    _add_unless_it_waits(keyring, circle, row)
    if opened(keyring, circle, round_id) is not None:
        return State.OPEN
    note = _note_of(keyring, row)
    if note["kept"] is not None and not _others(keyring, circle, round_id):
        mine.erase(keyring, UUID(hex=note["kept"]))
        row.commitment, row.signature = b"", b""
        note["kept"] = None
    _note(keyring, row, {**note, "taken_back": True})
    row.save()
    return State.TAKEN_BACK


@transaction.atomic
def remove(keyring: Keyring, circle: Circle, round_id: UUID) -> None:
    """Destroys one's own answers in a round that lies open, for both. The other's stay. Front is enough.

    A restore takes them away again. Raises Missing before the round opened, and for who removed theirs already.
    """
    upkeep.before_writing(keyring, circle.pk)
    circle = circles.locked(circle.pk)
    row, lying = _own(keyring, circle, round_id), opened(keyring, circle, round_id)
    if row is None or lying is None or lying[keyring.holder_id] is None:
        raise Missing("round")
    between.take_back(keyring, circle, Purpose.OPEN_ROUND, round_id)
    between.give(keyring, circle, Purpose.OPEN_ROUND, {"round": round_id.hex, "gone": True}, round_id)
    row.commitment, row.signature = b"", b""
    _erase_copies(keyring, row)
    _note(keyring, row, {"kept": None, "taken_back": False})
    row.save()


@transaction.atomic
def forget(keyring: Keyring) -> None:
    """Destroys everything that this person ever gave in rounds, open or not: for who erases all. Front is enough."""
    for row in RoundCommitment.objects.filter(author_id=keyring.holder_id).select_related("circle"):
        between.take_back(keyring, row.circle, Purpose.OPEN_ROUND, row.round)
        with suppress(VaultError):  # a note that somebody spoiled keeps nobody from going
            _erase_copies(keyring, row)
        row.delete()


def state(keyring: Keyring, circle: Circle, round_id: UUID) -> State:
    """How this person sees the round. Raises Missing for a stranger, Tampered."""
    row = _own(keyring, circle, round_id)
    if row is None:
        circles.keys(keyring, circle)
        return State.UNANSWERED
    if opened(keyring, circle, round_id) is not None:
        return State.OPEN
    return State.TAKEN_BACK if _note_of(keyring, row)["taken_back"] else State.ANSWERED


def result(keyring: Keyring, circle: Circle, round_id: UUID) -> dict[UUID, Answer] | None:
    """Both answers, while both lie open to each; None before, and when one was removed. Raises Missing, Tampered."""
    lying = opened(keyring, circle, round_id) or {}
    both = {person: answer for person, answer in lying.items() if answer is not None}
    return both if len(both) > 1 else None


def opened(keyring: Keyring, circle: Circle, round_id: UUID) -> dict[UUID, Answer | None] | None:
    """What each gave, once both lie open; None for each who removed theirs since. None in all before it opened.

    Raises Missing, Tampered.
    """
    rows = [row for row in _in_circle(keyring, circle) if row.round == round_id and row.commitment]
    signers = circles.confirmed_keys(keyring, circle)
    bound = {row.author_id.hex: bytes(row.commitment).hex() for row in rows if _is_signed(row, signers)}
    known: Json = {"circle": circle.pk.hex, "round": round_id.hex, "commitments": bound}
    found = between.compare(keyring, circle, Purpose.OPEN_ROUND, round_id, known)
    if not isinstance(found, dict):
        return None
    return {UUID(hex=person): told and Answer(told["text"], told["answers"]) for person, told in found.items()}


def given_in(keyring: Keyring, circle: Circle, asked: Collection[UUID]) -> frozenset[UUID]:
    """Of these rounds those in which one gave something oneself, by one's own signature; also what one took out since.

    For who is told by the other that a round lies open. No other round is looked at, so that how long it takes tells
    nothing of what one gave meanwhile. Front is enough. Raises Missing for a stranger.
    """
    signers = circles.confirmed_keys(keyring, circle)
    own = [row for row in _in_circle(keyring, circle) if row.author_id == keyring.holder_id and row.round in asked]
    return frozenset(row.round for row in own if _is_own(keyring, row, signers))


def _in_circle(keyring: Keyring, circle: Circle) -> list[RoundCommitment]:
    """All of a pair's: a handful. A page that only reads asks once, however many rounds it shows."""
    place = ("commitments", circle.pk)
    if not (keyring.is_reading and place in keyring.memo):
        keyring.memo[place] = list(_IN_CIRCLE(circle.pk))
    found: list[RoundCommitment] = keyring.memo[place]
    return found


_IN_CIRCLE = Often(lambda circle: RoundCommitment.objects.filter(circle=circle), UUID)


def _is_own(keyring: Keyring, row: RoundCommitment, signers: Signers) -> bool:
    try:
        return _is_signed(row, signers) if row.commitment else bool(_note_of(keyring, row))
    except Tampered:
        return False


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
    """The engine: each answer must be the one that its commitment bound, or its owner's word that it was removed; and
    each commitment the one that stood there when the other gave. Raises Tampered.
    """
    assert isinstance(known, dict)
    found: dict[str, Json] = {}
    for person, told in inputs.items():
        if told == {"round": known["round"], "gone": True}:
            found[person.hex] = None
            continue
        _require_answer(told)
        bound = known["commitments"].get(person.hex)
        made = _commitment(UUID(hex=known["circle"]), UUID(hex=known["round"]), person, told)
        if bound is None or not primitives.same(bytes.fromhex(bound), made):
            raise Tampered("an answer that isn't the one committed to")
        if any(known["commitments"].get(other, then) != then for other, then in told.get("others", {}).items()):
            raise Tampered("a commitment that was another when this was given")
        found[person.hex] = {"text": told["text"], "answers": told["answers"]}
    return found


def _require_answer(told: Any) -> None:
    """Raises Tampered: another member's program may have sealed anything."""
    try:
        bytes.fromhex(told["opener"])
        fits = isinstance(told["text"], str) and isinstance(told.get("others", {}), dict) and "answers" in told
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Tampered("an answer that none is") from error
    if not fits:
        raise Tampered("an answer that none is")


between.register(Purpose.OPEN_ROUND, _open_round)


def _add_unless_it_waits(keyring: Keyring, circle: Circle, row: RoundCommitment) -> None:
    try:
        _add(keyring, circle, row)
    except NotNow:
        row.refresh_from_db()


def _add(keyring: Keyring, circle: Circle, row: RoundCommitment) -> None:
    if not _waits_for_this(keyring, circle, row):
        return
    with transaction.atomic():
        circle = circles.locked(circle.pk)
        row.refresh_from_db()  # another device of this person may have come first
        if _waits_for_this(keyring, circle, row):
            _add_now(keyring, circle, row)


def _waits_for_this(keyring: Keyring, circle: Circle, row: RoundCommitment) -> bool:
    """Are one's answers kept here, and has the other answered?"""
    return _note_of(keyring, row)["kept"] is not None and bool(_others(keyring, circle, row.round))


def _add_now(keyring: Keyring, circle: Circle, row: RoundCommitment) -> None:
    note = _note_of(keyring, row)
    told = mine.one(keyring, UUID(hex=note["kept"])).body
    made = _commitment(circle.pk, row.round, keyring.holder_id, told)
    if not primitives.same(bytes(row.commitment), made):
        raise Tampered("a commitment that isn't one's own")
    _give(keyring, circle, told, _others(keyring, circle, row.round))
    _note(keyring, row, {"kept": None, "copy": note["kept"], "taken_back": note["taken_back"]})
    row.save(update_fields=["own"])
    _tell(keyring, circle, row.round)


def _tell(keyring: Keyring, circle: Circle, round_id: UUID) -> None:
    """Tells the floors above that a round lies open now; called only where something was just given to it.

    Raises Tampered where the other isn't bound to what they gave: then nothing was given to them either.
    """
    if result(keyring, circle, round_id) is not None:
        for callback in _told:
            callback(keyring, circle, round_id)


def _erase_copies(keyring: Keyring, row: RoundCommitment) -> None:
    """What was kept in *mine* to be given, and stayed there so that an older backup loses nothing."""
    note = _note_of(keyring, row)
    for kept in (note["kept"], note.get("copy")):
        with suppress(Missing):
            if kept is not None:
                mine.erase(keyring, UUID(hex=kept))


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
