"""Mine to take: everything in one file, back in again, and gone. Each in the person's own request."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from goldseam.people.me import Me
from goldseam.practice import Json, practices
from goldseam.road import parts, readable, zips
from goldseam.road.zips import Unusable


def take(me: Me) -> bytes:
    """Everything of mine as one zip, made in memory. Raises BackClosed, Tampered."""
    taken = parts.taken(me)
    return zips.packed(taken, _page(taken), _look())


def take_in(me: Me, content: bytes, *, share_again: bool) -> int:
    """Takes an export back in, whole or not at all; returns how many things came. Raises Unusable, BackClosed.

    Nothing is shown to the partner by this, unless the person says so: `share_again`.
    """
    me.keyring.require_back()
    found = zips.parts_in(content)
    try:
        return _take_in(me, found, share_again=share_again)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
        raise Unusable("broken") from error


@transaction.atomic
def _take_in(me: Me, found: dict[str, Any], *, share_again: bool) -> int:
    known = [practice for practice in practices() if practice.label in found]
    came = sum(practice.restore(me, found[practice.label]) for practice in known)
    if share_again:
        for practice in known:
            practice.share_again(me, found[practice.label])
    return came


@transaction.atomic
def erase(me: Me) -> None:
    """Everything of mine and the account with it: all or nothing. Raises BackClosed."""
    me.keyring.require_back()
    parts.erase(me)


def _page(taken: dict[str, Json]) -> str:
    names = {practice.label: practice.name for practice in practices()}
    sections = [(names.get(label), readable.shown(part)) for label, part in taken.items()]
    return render_to_string("road/taken.html", {"sections": sections})


@cache
def _look() -> str:
    return (Path(__file__).parent / "content" / "notes.css").read_text(encoding="utf-8")
