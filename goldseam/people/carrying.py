"""What somebody made before they had an account, carried in the sign-up form itself and kept once there is one.

Nothing is stored on the way. A practice registers the beginning of its fields' names and who takes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from goldseam.people.me import Me

Keep = Callable[[Me, dict[str, str]], None]
FIELD_MOST = 2000

_takers: dict[str, Keep] = {}


def register(prefix: str, keep: Keep) -> None:
    """Fields whose names begin so are handed to `keep` after signing up; its keys come without the beginning."""
    if _takers.get(prefix, keep) is not keep:
        raise ValueError(f"Two practices carry fields that begin with {prefix}.")
    _takers[prefix] = keep


def carried(sent: Mapping[str, str]) -> dict[str, str]:
    """Those fields of a form that somebody will take; the rest is dropped."""
    return {
        name: value
        for name, value in sent.items()
        if name.startswith(tuple(_takers)) and isinstance(value, str) and len(value) <= FIELD_MOST
    }


def hand_on(me: Me, fields: Mapping[str, str]) -> None:
    """Gives each practice what is its own."""
    for prefix, keep in _takers.items():
        own = {name.removeprefix(prefix): value for name, value in fields.items() if name.startswith(prefix)}
        if own:
            keep(me, own)
