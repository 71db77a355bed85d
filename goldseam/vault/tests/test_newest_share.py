"""What somebody shared last: one row is opened, and a page that only reads opens it once."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import Cast
from goldseam.people import access
from goldseam.vault import mine, seam
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Circle

Pair = tuple[Cast, Cast]


def circle_of(who: Cast) -> Circle:
    together = access.togetherness_of(who.anew())
    assert together is not None
    return together.circle


def shares(who: Cast, kind: str) -> Any:
    row = mine.keep(who.anew().keyring, kind, {"what": kind})
    mine.share(who.anew().keyring, row, circle_of(who))
    return row


def newest(reader: Keyring, of: Cast) -> str:
    found = mine.shared_newest(reader, circle_of(of), {of.keyring.holder_id})
    return found.kind if found else ""


def test_it_is_what_that_one_shared_last_and_of_nobody_else(pair: Pair) -> None:
    ana, ben = pair
    assert newest(ben.anew().keyring, ana) == ""
    shares(ana, "first")
    second = shares(ana, "second")
    shares(ben, "his own")
    mine.keep(ana.anew().keyring, "private", {"what": "kept"})
    assert newest(ben.anew().keyring, ana) == "second"
    mine.erase(ana.anew().keyring, second)
    assert newest(ben.anew().keyring, ana) == "first"


def test_a_page_opens_it_once_however_many_ask(pair: Pair) -> None:
    ana, ben = pair
    shares(ana, "first")
    reading, circle, authors = ben.anew().while_reading().keyring, circle_of(ben), {ana.keyring.holder_id}
    assert mine.shared_newest(reading, circle, authors) is not None
    with CaptureQueriesContext(connection) as questions:
        assert mine.shared_newest(reading, circle, authors) is not None
        assert mine.shared_since(reading, circle, "first", seam.now().replace(year=2000), authors)
    assert len(questions) == 0


def test_a_request_that_acts_looks_anew(pair: Pair) -> None:
    ana, ben = pair
    row, acting, circle = shares(ana, "first"), ben.anew().keyring, circle_of(ben)
    assert mine.shared_newest(acting, circle, {ana.keyring.holder_id}) is not None
    mine.erase(ana.anew().keyring, row)
    acting.forget_circle(circle.pk)
    assert mine.shared_newest(acting, circle, {ana.keyring.holder_id}) is None
