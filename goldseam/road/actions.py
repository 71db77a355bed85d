"""Mine to take: everything in one file, back in again, and gone. Each in the person's own request."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext

from goldseam.people import portability
from goldseam.people.me import Me
from goldseam.people.rules import Refused
from goldseam.practice import NotShown, Practice, TooMany, practices
from goldseam.road import parts, readable, zips
from goldseam.road.parts import Taken
from goldseam.road.zips import Unusable


class Changed(Exception):
    """Some parts were changed on the server, so the file would not be whole."""


def take(me: Me) -> bytes:
    """Everything of mine as one zip, made in memory. Raises BackClosed, Changed."""
    taken = parts.taken(me)
    if taken.changed:
        raise Changed
    return _packed(taken)


def take_what_fits(me: Me) -> bytes:
    """What still fits its seal; the rest is named. Nobody can hold somebody's things back by changing a part of them.

    Raises BackClosed.
    """
    return _packed(parts.taken(me))


def _packed(taken: Taken) -> bytes:
    return zips.packed(taken.parts, _page(taken), _look())


def take_in(me: Me, content: bytes, *, share_again: bool) -> int:
    """Takes an export back in, whole or not at all; returns how many things came. Raises Unusable, BackClosed.

    Nothing is shown to the partner by this, unless the person says so: `share_again`. Raises NotShown when that can't
    be done just now: then everything is in all the same, for oneself alone.
    """
    me.keyring.require_back()
    found = zips.parts_in(content)
    try:
        came, is_shown = _take_in(me, found, share_again=share_again)
    except TooMany as error:
        raise Unusable("too-many", most=error.most) from error
    except (Refused, KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
        raise Unusable("broken") from error
    if not is_shown:
        raise NotShown
    return came


@transaction.atomic
def _take_in(me: Me, found: dict[str, Any], *, share_again: bool) -> tuple[int, bool]:
    known = [practice for practice in practices() if practice.label in found]
    came = sum(practice.restore(me, found[practice.label]) for practice in known)
    if parts.ACCOUNT in found:
        came += portability.restore(me, found[parts.ACCOUNT])
    return came, not share_again or _is_shown_again(me, known, found)


def _is_shown_again(me: Me, known: list[Practice], found: dict[str, Any]) -> bool:
    """All of it or nothing: somebody may have paused since the form was drawn."""
    try:
        with transaction.atomic():
            for practice in known:
                practice.share_again(me, found[practice.label])
    except NotShown:
        return False
    return True


@transaction.atomic
def erase(me: Me) -> None:
    """Everything of mine and the account with it: all or nothing. Raises BackClosed."""
    me.keyring.require_back()
    parts.erase(me)


def _page(taken: Taken) -> str:
    sections = [(_name_of(label), readable.shown(part)) for label, part in taken.parts.items()]
    return render_to_string("road/taken.html", {"sections": sections, "changed": map(_name_of, taken.changed)})


def _name_of(label: str) -> str:
    names = {parts.ACCOUNT: gettext("Account"), parts.RECEIVED: gettext("What is shown to you")}
    return names.get(label) or next(str(practice.name) for practice in practices() if practice.label == label)


@cache
def _look() -> str:
    return (Path(__file__).parent / "content" / "notes.css").read_text(encoding="utf-8")
