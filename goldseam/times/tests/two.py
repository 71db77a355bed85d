"""A pair that agrees on times: short forms of what its pages do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from conftest import Cast
from goldseam.times import actions
from goldseam.times.actions import Wish
from goldseam.times.rules import Deed
from goldseam.vault import seam

BERLIN = "Europe/Berlin"


def on(days: int = 2, hour: int = 18, **more: object) -> Wish:
    """A wish for some days from now, at that hour in UTC."""
    at = (seam.now() + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
    told: dict[str, object] = {"what": "", "at": at.astimezone(UTC), "minutes": 20}
    return Wish(**{**told, **more})  # type: ignore[arg-type]


def suggested(who: Cast, wish: Wish | None = None, **more: object) -> UUID:
    return actions.suggest(who.anew(), wish or on(**more))  # type: ignore[arg-type]


def agreed(who: Cast, other: Cast, wish: Wish | None = None) -> UUID:
    """`who` suggests, `other` says yes."""
    made = suggested(who, wish)
    actions.answer(other.anew(), made, Deed.ACCEPT)
    return made


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
