"""What names, passphrases, PINs and pairs may be. Plain Python: no Django, no clock, no database."""

import itertools
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

PASSPHRASE_LEAST = 10
PASSPHRASE_MOST = 128
NAME_MOST = 64
PIN_LEAST = 6
PIN_MOST = 12
RULE_VERSION = "1"
_NEVER = datetime(1, 1, 1, tzinfo=UTC)


class Refused(Exception):
    """A kind no. `code` names the sentence that the page shows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Leaving(StrEnum):
    """The ways to leave: quietly, which looks like a pause; with a word; or only with an old account.

    Which of them it is, is always the leaver's own word: nothing that others did turns one into another.
    """

    QUIETLY = "quietly"
    WITH_A_WORD = "with-a-word"
    OLD_ACCOUNT = "old-account"


@dataclass(frozen=True)
class SeatState:
    """What the rules need to know of one seat, as its owner sees it."""

    paused: bool
    left_quietly: bool
    left_openly: bool


@dataclass(frozen=True)
class Sitting:
    """One seat of a pair: beside which other it was let in, and when; None for the two seats it began with."""

    seat: UUID
    beside: UUID | None
    let_in_at: datetime | None


def place_of(seat: UUID, beside: dict[UUID, UUID]) -> UUID:
    """The first seat of the chain of accounts that one person has had. A circle of seats ends where it began."""
    seen = {seat}
    while (older := beside.get(seat)) is not None and older not in seen:
        seen.add(older)
        seat = older
    return seat


def oldest_first(sittings: list[Sitting]) -> list[Sitting]:
    """The seats it began with, then those let in, in their order: the last of a side is the one in use."""
    return sorted(sittings, key=lambda sitting: (sitting.let_in_at is not None, sitting.let_in_at or _NEVER))


def plain_name(typed: str) -> str:
    """A sign-in name in the one form that is stored: trimmed, NFKC, case folded. Raises Refused."""
    name = unicodedata.normalize("NFKC", typed).strip().casefold()
    if not name:
        raise Refused("name-missing")
    if len(name) > NAME_MOST or any(unicodedata.category(sign).startswith("C") for sign in name):
        raise Refused("name-unusable")
    return name


def plain_passphrase(typed: str) -> str:
    """A passphrase in the one form that is stretched (NFKC), so that every keyboard gives the same bytes."""
    return unicodedata.normalize("NFKC", typed)


def require_good_passphrase(passphrase: str, *, name: str, well_known: frozenset[str]) -> None:
    """Raises Refused for one too short, too long, well known, the name itself, or hardly varied."""
    plain = plain_passphrase(passphrase).casefold()
    if len(plain) < PASSPHRASE_LEAST:
        raise Refused("passphrase-short")
    if len(plain) > PASSPHRASE_MOST:
        raise Refused("passphrase-long")
    squeezed = "".join(plain.split())
    if {plain, squeezed} & well_known or name in (plain, squeezed) or len(set(squeezed)) < 4:
        raise Refused("passphrase-known")
    if any(word in squeezed for word in ("goldseam", "kintsugi")) and len(squeezed) < 16:
        raise Refused("passphrase-known")


def require_other_passphrase(passphrase: str, before: str) -> None:
    """Raises Refused for the very passphrase that somebody else may know."""
    if plain_passphrase(passphrase).casefold() == plain_passphrase(before).casefold():
        raise Refused("passphrase-same")


def require_good_pin(pin: str) -> None:
    """Raises Refused for fewer than six digits, one digit repeated, or a plain run such as 123456."""
    if not (pin.isascii() and pin.isdigit() and PIN_LEAST <= len(pin) <= PIN_MOST):
        raise Refused("pin-short")
    steps = {(int(b) - int(a)) % 10 for a, b in itertools.pairwise(pin)}
    if steps in ({0}, {1}, {9}):
        raise Refused("pin-plain")


def may_write_together(mine: SeatState, others_paused: bool, others_left: bool) -> bool:
    """Joint writing stops for both while either seat is paused or left."""
    return not (mine.paused or mine.left_quietly or mine.left_openly or others_paused or others_left)
