"""What two people give only to be compared. It opens inside named engine calls and nowhere else.

The key needs two halves: one that lies in *ours*, and the server's key file. So neither a copy of the disk without a
member's keys, nor a member without the server, opens it. It does not hide from a partner who runs the server; the form
says so. Each input names the server's key that it lies under; members' visits bring it under the newest.

What may be compared is one list, `Purpose`; each purpose has one engine, and only its result comes out.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet

from goldseam.vault import circles, contents, labels, ledger, ours, primitives, seam, server_key, upkeep
from goldseam.vault.canonical import Json, ident, to_bytes
from goldseam.vault.contents import Content, Place
from goldseam.vault.errors import Tampered, VaultError
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import BetweenKey, BetweenValue, Circle
from goldseam.vault.often import Often
from goldseam.vault.primitives import encode

TABLE = BetweenValue._meta.label_lower
NO_SUBJECT = UUID(int=0)


class Purpose(StrEnum):
    """The whole list of who may compare."""

    MATCH_INTERESTS = "match interests"
    PICK_ACTIVITIES = "pick activities"
    SOLVE_PREFERENCES = "solve preferences"
    OPEN_ROUND = "open a round"


Inputs = Mapping[UUID, Any]
Engine = Callable[[Inputs, Json], Json]
WholeKey = Callable[[str], bytes]
"""The pair's half is in it; given the name of a server key, it is whole."""

_engines: dict[Purpose, Engine] = {}


class InputLeaks(VaultError):
    """An engine gave back what somebody had put in."""


def register(purpose: Purpose, engine: Engine) -> None:
    """The one engine of a purpose: it is given both inputs by person, and what its caller knows besides.

    Raises ValueError when another engine has the place.
    """
    if _engines.setdefault(Purpose(purpose), engine) is not engine:
        raise ValueError(f"Two engines for one purpose: {purpose}")


@transaction.atomic
def give(keyring: Keyring, circle: Circle, purpose: Purpose, body: Json, subject: UUID = NO_SUBJECT) -> None:
    """Puts one's own input in, in place of an earlier one. Front is enough. Raises Missing, Tampered."""
    upkeep.before_writing(keyring, circle.pk)
    circle = circles.locked(circle.pk)
    _put(keyring, circle, _key(keyring, circle, make=True), Purpose(purpose), body, subject)


@transaction.atomic
def take_back(keyring: Keyring, circle: Circle, purpose: Purpose, subject: UUID = NO_SUBJECT) -> None:
    """Destroys one's own input; a restore of an older copy destroys it again."""
    for value in _own_values(keyring).filter(circle=circle, purpose=Purpose(purpose), subject=subject):
        ledger.note_erased(keyring, TABLE, value.pk)
        value.delete()


def compare(
    keyring: Keyring, circle: Circle, purpose: Purpose, subject: UUID = NO_SUBJECT, known: Json = None
) -> Json | None:
    """The engine's result once oneself and another confirmed member have given; None before, whoever it waits for.

    Raises Missing for a stranger, Tampered for an input that its author didn't sign, InputLeaks.
    """
    purpose = Purpose(purpose)
    signers = circles.confirmed_keys(keyring, circle)
    circles.keys(keyring, circle)
    values = [
        value
        for value in _in_circle(keyring, circle)
        if (value.purpose, value.subject) == (purpose, subject) and value.author_id in signers
    ]
    if len(values) < 2 or keyring.holder_id not in {value.author_id for value in values}:
        return None
    key = _key(keyring, circle, make=False)
    inputs = {}
    for value in values:
        content = _opened(key, value)
        content.require_author(signers[value.author_id][-1].signing_public)
        inputs[value.author_id] = content.body
    result = _engines[purpose](inputs, known)
    if purpose is not Purpose.OPEN_ROUND:
        _require_no_input(result, inputs)
    return result


@transaction.atomic
def renew(old: Keyring, new: Keyring) -> None:
    """Signs one's own inputs with new keys. They leave this function sealed, as they came."""
    for value in _own_values(old).select_related("circle"):
        key = _key(old, value.circle, make=False)
        content = _opened(key, value)
        content.require_author(old.signing_public)
        _put(new, value.circle, key, Purpose(value.purpose), content.body, value.subject)


def seal_anew(keyring: Keyring, circle: Circle) -> None:
    """Brings the pair's inputs under the server's newest key, as their authors sealed them: nothing in them is read.

    Either member's visit does it for both. Raises Missing for a stranger.
    """
    behind = BetweenValue.objects.filter(circle=circle).exclude(server_key=server_key.newest())
    if not behind.exists():
        return
    with transaction.atomic():
        circles.locked(circle.pk)
        key, newest = _key(keyring, circle, make=False), server_key.newest()
        for value in behind.all():
            with suppress(Tampered):  # one that somebody spoiled opens nowhere, and holds the others up nowhere
                value.body = _moved(key, newest, value)
                value.server_key = newest
                value.save(update_fields=["body", "server_key"])


def _moved(key: WholeKey, newest: str, value: BetweenValue) -> bytes:
    for name in _names_for(value):
        with suppress(Tampered):
            return contents.moved(key(name), key(newest), _place(value), bytes(value.body))
    raise Tampered("an input that no key opens")


def pairs_by_server_key() -> dict[str, int]:
    """How many pairs have an input under each of the server's keys. Counts only."""
    counted = BetweenValue.objects.values("server_key").annotate(pairs=Count("circle", distinct=True))
    return {row["server_key"]: row["pairs"] for row in counted}


def has_given(keyring: Keyring, circle: Circle, purpose: Purpose, subject: UUID = NO_SUBJECT) -> bool:
    """Whether one's own input lies there. Of the other's nothing is told."""
    return _own_values(keyring).filter(circle=circle, purpose=Purpose(purpose), subject=subject).exists()


def name_of(keyring: Keyring, circle: Circle, words: str) -> UUID | None:
    """An id for a subject of this pair: the same for both, and untraceable for who hasn't the pair's half.

    None while the pair has no half yet. Raises Missing for a stranger, Tampered.
    """
    row = _half_of(keyring, circle)
    if row is None:
        circles.keys(keyring, circle)
        return None
    made = primitives.mac(bytes.fromhex(ours.read(keyring, row)["half"]), encode(labels.SUBJECT_NAME, words.encode()))
    return UUID(bytes=made[:16], version=4)


def make_name(keyring: Keyring, circle: Circle, words: str) -> UUID:
    """As above, and makes the pair's half where there is none. Called with the circle locked."""
    _half(keyring, circle, make=True)
    found = name_of(keyring, circle, words)
    assert found is not None
    return found


def _in_circle(keyring: Keyring, circle: Circle) -> list[BetweenValue]:
    """All of a pair's, sealed. A page that only reads asks once, however much it compares."""
    place = ("inputs", circle.pk)
    if not (keyring.is_reading and place in keyring.memo):
        keyring.memo[place] = list(_IN_CIRCLE(circle.pk))
    found: list[BetweenValue] = keyring.memo[place]
    return found


def _half_of(keyring: Keyring, circle: Circle) -> BetweenKey | None:
    place = ("half", circle.pk)
    if not (keyring.is_reading and place in keyring.memo):
        keyring.memo[place] = _HALF.one(circle.pk)
    found: BetweenKey | None = keyring.memo[place]
    return found


_IN_CIRCLE = Often(lambda circle: BetweenValue.objects.filter(circle=circle), UUID)
_HALF = Often(lambda circle: BetweenKey.objects.filter(circle=circle).select_related("circle"), UUID)


def _own_values(keyring: Keyring) -> QuerySet[BetweenValue]:
    return BetweenValue.objects.filter(author_id=keyring.holder_id)


def _put(keyring: Keyring, circle: Circle, key: WholeKey, purpose: Purpose, body: Json, subject: UUID) -> None:
    _own_values(keyring).filter(circle=circle, purpose=purpose, subject=subject).delete()
    value = BetweenValue(id=seam.uuid(), circle=circle, author_id=keyring.holder_id, purpose=purpose, subject=subject)
    value.server_key = server_key.newest()
    value.body = contents.sealed(
        keyring, key(value.server_key), _place(value), body, circle="between", epoch=0, previous=b"", kind=_kind(value)
    )
    value.save(force_insert=True)


def _opened(key: WholeKey, value: BetweenValue) -> Content:
    """The only place that opens an input. Its callers are `compare` and `renew`; a test holds that."""
    content = _content(key, value)
    if (content.author, content.circle, content.kind) != (value.author_id, "between", _kind(value)):
        raise Tampered("an input from another place")
    return content


def _content(key: WholeKey, value: BetweenValue) -> Content:
    for name in _names_for(value):
        with suppress(Tampered):
            return contents.opened(key(name), _place(value), bytes(value.body))
    raise Tampered("an input that no key opens")


def _names_for(value: BetweenValue) -> Iterator[str]:
    """The one key that it names; of an input from before there were names, whichever it may be, oldest first."""
    return iter([value.server_key]) if value.server_key else reversed(server_key.names())


def _place(value: BetweenValue) -> Place:
    return Place(TABLE, value.pk, 1)


def _kind(value: BetweenValue) -> str:
    return f"{value.purpose} {value.circle_id.hex} {value.subject.hex}"


def _key(keyring: Keyring, circle: Circle, *, make: bool) -> WholeKey:
    """HKDF over both halves: the row in *ours* and one key of the server's key file."""
    row, half = _half(keyring, circle, make=make)
    context = ident(circle.pk), ident(row.pk)
    return lambda name: primitives.derive(encode(half, server_key.half(name)), labels.BETWEEN_KEY, *context)


def _half(keyring: Keyring, circle: Circle, *, make: bool) -> tuple[BetweenKey, bytes]:
    """What lies in *ours*: it opens nothing without the server's half."""
    row = _half_of(keyring, circle)
    if row is None:
        if not make:
            raise Tampered("the pair's half of the key is gone")
        row = BetweenKey(circle=circle, author_id=keyring.holder_id)
        ours.write_at_once(keyring, row, {"half": primitives.new_key().hex()})
    return row, bytes.fromhex(ours.read(keyring, row)["half"])


def _require_no_input(result: Json, inputs: Inputs) -> None:
    """A last look at what comes out: never a whole input, also not inside something larger."""
    whole = {to_bytes(body) for body in inputs.values() if isinstance(body, (dict, list)) and body}
    if any(to_bytes(part) in whole for part in _parts(result)):
        raise InputLeaks("an engine returned an input")


def _parts(value: Json) -> list[Json]:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [value, *(part for child in below for part in _parts(child))]
