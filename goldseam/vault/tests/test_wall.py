"""The second wall: what a connection finds and may write goes by whom it stands for, also where a filter is missing."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, close_old_connections, connection, connections, models, transaction
from django.test import Client

import goldseam
from conftest import Cast, browser_of
from goldseam.growth import access as growth_access
from goldseam.people import access
from goldseam.people.models import SeatCard
from goldseam.vault import holders, mine, rounds, seam, sessions, standing, wall
from goldseam.vault.models import BetweenValue, Circle, Link, Mine, RoundCommitment, RowWrap, SealedRow, SeenHead
from goldseam.vault.standing import NOBODY, Standing
from tests import databases

on_postgres = pytest.mark.skipif(not databases.ON, reason="asks PostgreSQL: SQLite has no second wall")
CIRCLE_ROWS = (RowWrap, Link, SeenHead, BetweenValue, RoundCommitment, SeatCard)

KEEPERS = {
    "site/cli.py": "a command isn't anybody's visit: it checks, copies or counts all rows; serve and worker are not it",
    "site/databases.py": "a backup or a move reads whole tables on connections of their own",
    "site/key_health.py": "how many pairs still need which server key: counted for all, and nothing opened",
    "site/commands/rotate_keys.py": "as above: a key that some row needs must not go",
    "reminders/worker.py": "only while practices look at clear columns of their own: is this reminder still wanted?",
    "site/postgres.py": "a migration changes everybody's rows, before anybody is served",
}


# -- every table has its place, on both databases ------------------------------------------------------------------


def ours() -> set[str]:
    return {model._meta.label for model in apps.get_models() if model.__module__.startswith("goldseam.")}


def test_every_table_is_walled_or_open_with_a_reason() -> None:
    walled = {model._meta.label for model in wall.walls()}
    print(f"{len(walled)} tables walled, {len(wall.OPEN_WITH_REASON)} open with a reason")
    assert walled.isdisjoint(wall.OPEN_WITH_REASON)
    assert ours() - walled - set(wall.OPEN_WITH_REASON) == set()
    assert set(wall.OPEN_WITH_REASON) - ours() == set()


def test_every_row_of_a_circle_is_walled_by_itself() -> None:
    rows = {model for model in apps.get_models() if issubclass(model, SealedRow)}
    assert len(rows) > 3 and rows <= set(wall.walls())


def test_a_keeper_stands_only_where_the_list_says() -> None:
    root = Path(goldseam.__path__[0])
    files = [file for file in root.rglob("*.py") if "tests" not in file.parts]
    found = {
        str(file.relative_to(root))
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        if _is_keeper(node)
    }
    print(f"{len(files)} files looked at, a keeper in {len(found)}")
    assert found == set(KEEPERS)


def _is_keeper(node: ast.AST) -> bool:
    names = {"KEEPER", "keeper", "lay_ground"}
    if isinstance(node, ast.ImportFrom) and node.module == "goldseam.vault.standing":
        return bool(names & {alias.name for alias in node.names})
    whose = getattr(getattr(node, "value", None), "id", "")
    return isinstance(node, ast.Attribute) and whose == "standing" and node.attr in names


# -- what is found, and what may be written ------------------------------------------------------------------------


@contextmanager
def standing_for(holder: UUID | None) -> Iterator[None]:
    before = connection.standing  # type: ignore[attr-defined]
    connection.standing = Standing(holder) if holder else NOBODY  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.standing = before  # type: ignore[attr-defined]


def count(model: type[models.Model]) -> int:
    return model._base_manager.count()


def refused(deed: Any) -> bool:
    try:
        with transaction.atomic():
            return not deed()
    except DatabaseError as error:
        return "row-level security" in str(error)


@pytest.fixture
def filled(pair: tuple[Cast, Cast], cleo: Cast) -> tuple[Cast, Cast, Cast, Circle]:
    ana, ben = pair
    together = access.togetherness_of(ana.anew())
    assert together is not None
    for who in (ana, ben, cleo):
        mine.keep(who.keyring, "test.note", {"words": who.me.person.username})
    shown = mine.keep(ana.anew().keyring, "test.note", {"words": "shown"})
    mine.share(ana.anew().keyring, shown, together.circle)
    for who in (ana, ben):
        rounds.commit(who.anew().keyring, together.circle, together.circle.pk, "map/1", {"we": "drifted"})
    return ana, ben, cleo, together.circle


@on_postgres
def test_while_nobody_is_known_there_is_nothing(filled: tuple[Cast, Cast, Cast, Circle]) -> None:
    assert all(count(model) for model in wall.walls() if model in (Mine, *CIRCLE_ROWS)), "a keeper sees them"
    with standing_for(None):
        assert {model._meta.label: count(model) for model in wall.walls() if count(model)} == {}
        assert refused(lambda: Mine.objects.update(version=9))
        assert refused(lambda: Link.objects.all().delete()[0])


@on_postgres
def test_everybody_finds_their_own_and_what_was_shown_to_them(filled: tuple[Cast, Cast, Cast, Circle]) -> None:
    ana, ben, cleo, _ = filled
    owners = {}
    for name, who in (("ana", ana), ("ben", ben), ("cleo", cleo)):
        with standing_for(who.keyring.holder_id):
            owners[name] = sorted(Mine.objects.values_list("owner_id", flat=True))
            held = {model._meta.label: count(model) for model in CIRCLE_ROWS}
            assert all(held.values()) is (name != "cleo"), held
    assert set(owners["cleo"]) == {cleo.keyring.holder_id}
    assert owners["ben"].count(ana.keyring.holder_id) == 1, "the row that Ana showed, and no other"
    assert ben.keyring.holder_id not in owners["ana"]


@on_postgres
def test_nobody_writes_what_is_anothers(filled: tuple[Cast, Cast, Cast, Circle]) -> None:
    ana, ben, cleo, circle = filled
    with standing_for(ben.keyring.holder_id):
        assert refused(lambda: Mine.objects.filter(owner_id=ana.keyring.holder_id).update(version=9)), "though shown"
        assert refused(lambda: Mine.objects.filter(owner_id=ana.keyring.holder_id).delete()[0])
        assert refused(lambda: Mine.objects.create(owner_id=ana.keyring.holder_id, key=b"k", body=b"b"))
        assert refused(lambda: Mine.objects.filter(owner_id=ben.keyring.holder_id).update(owner=ana.keyring.holder_id))
    with standing_for(cleo.keyring.holder_id):
        card = SeatCard(id=seam.uuid(), circle=circle, author_id=cleo.keyring.holder_id, seat_id=seam.uuid())
        assert refused(lambda: card.save(force_insert=True))
        assert refused(lambda: Link.objects.filter(circle=circle).update(version=9))
        assert refused(lambda: RowWrap.objects.filter(circle=circle).delete()[0])
        assert refused(lambda: SeenHead.objects.filter(holder_id=ana.keyring.holder_id).update(head=b""))
    with standing_for(ana.keyring.holder_id):
        assert Mine.objects.filter(owner_id=ana.keyring.holder_id).update(version=1) == 3


# -- whose the connection is ---------------------------------------------------------------------------------------


def told_by_the_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('goldseam.holder', true)")
        return str(cursor.fetchone()[0])


@on_postgres
def test_the_next_request_on_the_same_thread_begins_as_nobodys(filled: tuple[Cast, Cast, Cast, Circle]) -> None:
    """The signals that every request sends, at both ends, with the connection kept as it is when served."""
    ana = filled[0]
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        request_started.send(sender=None)
        sessions.keyring_of(ana.keyring.require_session(), ana.cookie)
        assert told_by_the_database() == ana.keyring.holder_id.hex and count(Mine) == 3
        request_finished.send(sender=None)
        request_started.send(sender=None)
        assert told_by_the_database() == "" and count(Mine) == 0
        request_finished.send(sender=None)
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@on_postgres
def test_each_way_that_opens_keys_stands_for_their_holder(ana: Cast) -> None:
    holder = holders.holder_for(ana.keyring.holder_id)
    ways: dict[str, Callable[[], object]] = {
        "cookie": lambda: sessions.keyring_of(ana.keyring.require_session(), ana.cookie),
        "passphrase": lambda: holders.open_by_pass_key(holder, holders.pass_key_of(holder, ana.passphrase)),
        "sheet": lambda: holders.open_by_recovery(holder, " ".join(ana.sheet)),
    }
    for name, way in ways.items():
        with standing_for(None):
            way()
            assert told_by_the_database() == ana.keyring.holder_id.hex, name


@on_postgres
def test_what_a_transaction_told_is_told_again_after_it_was_undone(ana: Cast, ben: Cast) -> None:
    with standing_for(ana.keyring.holder_id):
        assert told_by_the_database() == ana.keyring.holder_id.hex
        with pytest.raises(DatabaseError), transaction.atomic():
            standing.stand_for(ben.keyring.holder_id)
            assert told_by_the_database() == ben.keyring.holder_id.hex
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
        assert told_by_the_database() == ben.keyring.holder_id.hex, "not whom it stood for before"


@on_postgres
def test_a_page_costs_one_word_more_at_most(ana: Cast, ben: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    browsers = [browser_of(ana), browser_of(ben)]
    words: list[Standing | None] = []
    for browser in [*browsers, *browsers, browsers[1]]:
        before = connection._told  # type: ignore[attr-defined]
        seen = _words_of(browser, "/", monkeypatch)
        words += seen
        assert len(seen) <= 1, (before, seen)
    assert len(words) == 4, "and none when the same person comes again"


def _words_of(browser: Client, address: str, monkeypatch: pytest.MonkeyPatch) -> list[Standing | None]:
    """What the connection told the database during one page."""
    told: list[Standing | None] = []
    wrapper: Any = type(connections["default"])
    real = wrapper._tell

    def counted(self: Any) -> None:
        before = self._told
        real(self)
        if self._told != before:
            told.append(self._told)

    with monkeypatch.context() as patched:
        patched.setattr(wrapper, "_tell", counted)
        patched.setattr(standing, "back_to_the_ground", standing.stand_for_nobody)
        assert browser.get(address).status_code == 200
    return told


# -- behind a filter that was forgotten -----------------------------------------------------------------------------


@on_postgres
def test_a_filter_forgotten_in_a_practices_door_shows_nobody_elses(
    filled: tuple[Cast, Cast, Cast, Circle], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first wall is taken away: the vault reads everybody's private rows in a page. The second gives one's own."""
    ana, _, cleo, _ = filled
    seen: list[set[UUID]] = []

    def unfiltered(keyring: Any) -> list[Mine]:
        rows = list(Mine.objects.all())
        seen.append({row.owner_id for row in rows})
        return [row for row in rows if row.owner_id == keyring.holder_id]

    monkeypatch.setattr(mine, "_verified_rows", unfiltered)
    monkeypatch.setattr(growth_access, "newest_check_ins", lambda me: mine.everything(me.keyring) and [])
    assert browser_of(cleo).get("/me/").status_code == 200
    assert seen and all(owners == {cleo.keyring.holder_id} for owners in seen)
    assert len(unfiltered(ana.keyring)) == 3 and len(seen[-1]) == 3, "without the wall it would have been all"


# -- whether it stands -----------------------------------------------------------------------------------------------


@on_postgres
def test_a_wall_that_was_taken_down_or_changed_is_named_and_put_up_again(db: None) -> None:
    assert wall.fallen() == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE vault_mine DISABLE ROW LEVEL SECURITY")
        cursor.execute("DROP POLICY goldseam_wall ON vault_link")
        cursor.execute("ALTER TABLE people_seatcard NO FORCE ROW LEVEL SECURITY")
    assert wall.fallen() == ["people_seatcard", "vault_link", "vault_mine"]
    wall.raise_walls()
    assert wall.fallen() == []
    assert not wall.passes_walls()
