"""The only door to one's own looks. Nobody else's are to be had by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from goldseam.people.me import Me, gathered_once
from goldseam.understanding.intake import rules
from goldseam.understanding.intake.asked import SITTINGS
from goldseam.understanding.intake.rules import Answers, Look, Row
from goldseam.vault import mine
from goldseam.vault.mine import MineEntry

KINDS = {sitting: f"understanding.sitting-{sitting}" for sitting in SITTINGS}
"""A kind for each, so that the list of one's rows tells which were looked at, and when, with none of them opened."""


@dataclass(frozen=True)
class Intake(Answers):
    """All that stands now. `sittings` are those in which something was answered, `at` when the newest was changed."""

    sittings: frozenset[str] = frozenset()
    at: datetime | None = None
    days: Mapping[str, datetime] = field(default_factory=dict)
    """When each sitting's newest look was begun."""


@gathered_once
def looks_of(me: Me) -> list[Look]:
    """Every look of one's own, oldest first. Raises BackClosed, Tampered."""
    return [look for look in all_looks_of(me) if look.answers]


def all_looks_of(me: Me) -> list[Look]:
    """As above, with those of which nothing is left. Raises BackClosed, Tampered."""
    return rules.looks(_row(entry) for entry in mine.of_kind(me.keyring, *KINDS.values()))


@gathered_once
def intake_of(me: Me) -> Intake:
    """What stands now: per item the newest that was said. Raises BackClosed, Tampered."""
    looks = looks_of(me)
    now, newest = rules.together(looks), rules.newest(looks)
    return Intake(
        now.values,
        now.words,
        now.versions,
        frozenset(newest),
        max((look.changed for look in looks), default=None),
        {sitting: look.begun for sitting, look in newest.items()},
    )


def look_at(me: Me, sitting: str) -> Look | None:
    """One's newest look at a sitting. Raises BackClosed, Tampered."""
    return rules.newest(looks_of(me)).get(sitting)


def earlier(me: Me) -> list[Look]:
    """The looks that a newer one of the same sitting came after, oldest first. Raises BackClosed, Tampered."""
    looks = looks_of(me)
    newest = rules.newest(looks)
    return [look for look in looks if look is not newest[look.sitting]]


@gathered_once
def done(me: Me) -> Mapping[str, datetime]:
    """The sittings that were looked at, and when they were last written. Opens none. Raises BackClosed, Tampered."""
    found = {sitting: mine.newest_at(me.keyring, kind) for sitting, kind in KINDS.items()}
    return {sitting: at for sitting, at in found.items() if at is not None}


def _row(entry: MineEntry) -> Row:
    return rules.from_body(entry.body, entry.id)
