"""A pair that shapes one sentence: a kind of its own for tests, and short forms of what its pages do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from conftest import Cast
from goldseam.statements import access, actions, kinds
from goldseam.statements.access import Statement
from goldseam.statements.kinds import Kind, PartField

LABEL, ENDING = "tests.sentence", "tests.agreement"
SENTENCE = Kind(LABEL, "One sentence", (PartField("sentence", "The sentence", most=300),))
AGREEMENT = Kind(
    ENDING,
    "An agreement",
    (PartField("words", "What you agree on"), PartField("until", "Until when", kind="date", required=False)),
    may_end=True,
)


@contextmanager
def kinds_of_ours() -> Iterator[None]:
    """Registered for as long as a test runs."""
    before = dict(kinds._registered)
    kinds.register(SENTENCE)
    kinds.register(AGREEMENT)
    try:
        yield
    finally:
        kinds._registered.clear()
        kinds._registered.update(before)


def now(who: Cast, label: str = LABEL) -> Statement:
    return access.statement_of(who.anew(), label)


def write(who: Cast, words: str, *based_on: UUID, label: str = LABEL) -> UUID:
    """On top of what is open, unless it is said on what."""
    name = "sentence" if label == LABEL else "words"
    told = based_on or tuple(each.id for each in now(who, label).heads)
    return actions.write(who.anew(), label, {name: words}, told)


def sign(who: Cast, version: UUID) -> None:
    actions.sign(who.anew(), version)


def signed_by_both(one: Cast, other: Cast, words: str, label: str = LABEL) -> UUID:
    made = write(one, words, label=label)
    sign(one, made)
    sign(other, made)
    return made
