"""The second wall, on PostgreSQL: the database itself keeps one person's rows from everybody else's connection.

The first wall is each practice's `access.py`, and behind it nothing opens without keys. This one stands where a filter
was forgotten: a row of somebody else isn't found, changed or written, whatever is asked. It goes by whom the connection
stands for (`standing.py`); while nobody is known it gives nothing.

Every table of ours is walled here or listed as open with a reason; a test names one that is neither. What a practice
makes out of `SealedRow` is walled by itself, whenever the database is brought up to date.

It isn't a wall against whoever runs the server: they can take it down. Against them there is the seal.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import connection, models

_HOLDER = "(SELECT NULLIF(current_setting('goldseam.holder', true), '')::uuid)"
_KEEPER = "(SELECT COALESCE(current_setting('goldseam.keeper', true), '') = 'on')"
_NAME = "goldseam_wall"


@dataclass(frozen=True)
class Wall:
    """Who may find and write a row, and for whom it can be found besides."""

    may: str
    may_find_too: str = ""


def _own(column: str) -> Wall:
    return Wall(f"{column} = {_HOLDER}")


# A circle is entered by a grant. One that nobody holds a key of any more is being cleared away: its rows go with it.
IN_CIRCLE = Wall(
    f"circle_id IN (SELECT circle_id FROM vault_grant WHERE holder_id = {_HOLDER})"
    f" OR ({_HOLDER} IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM vault_grant AS held WHERE held.circle_id = {table}.circle_id))"
)

WALLED: dict[str, Wall] = {
    "vault.Mine": Wall(
        f"owner_id = {_HOLDER}",
        # What its owner shared: a wrap for a circle, and whether one sees that is for the wall before it.
        may_find_too="EXISTS (SELECT 1 FROM vault_rowwrap AS shown WHERE shown.\"table\" = 'vault.mine'"
        " AND shown.row = {table}.id)",
    ),
    "vault.RowWrap": IN_CIRCLE,
    "vault.Link": IN_CIRCLE,
    "vault.SeenHead": _own("holder_id"),
    "vault.BetweenValue": IN_CIRCLE,
    "vault.RoundCommitment": IN_CIRCLE,
    # Sealed to one of the two, and erased by whoever of them closes the talk. Which talks there are, its own wall says.
    "dialogue.Aside": Wall("talk_id IN (SELECT id FROM dialogue_talk)"),
}

_BEFORE = "asked before anybody is known; opens only with the secret that is being asked for"
_STANDS_ON = "the wall itself goes by it; its key is sealed to one member"
_AT_THE_DOOR = "read with six words by somebody who isn't in the circle yet; opens only with them"
_NO_KEYS = "the worker acts by it for everybody, and it holds no words"

OPEN_WITH_REASON: dict[str, str] = {
    "live.Belfry": "a count for each circle: streams carry it without keys, and it has no words",
    "live.Bell": "which room rang, as above",
    "vault.Holder": "public halves: others seal to them and check signatures by them; PIN and sum are sealed to it",
    "vault.KeyChange": "a signed change of public halves, which others follow; the old private halves are sealed",
    "vault.Bundle": _BEFORE,
    "vault.Session": _BEFORE,
    "vault.Pending": _BEFORE,
    "vault.Circle": "its head is public and signed, and who joins must see it before they are in",
    "vault.Grant": _STANDS_ON,
    "vault.Invite": _AT_THE_DOOR,
    "vault.LedgerNote": "a line on its way to the ledger file, written there after the request by whoever comes first",
    "vault.Replayed": "what a restore took back, written before its owners come; ids and signatures only",
    "people.Person": _BEFORE,
    "people.Pair": "names the circle of two seats, and is asked for at the door",
    "people.Seat": "who sits where, asked for at the door; the note in it is sealed to who sits there",
    "people.DoorCode": "a digest of words that open the server's door",
    "people.StoredSession": _BEFORE,
    "reminders.Wishes": "whoever does something for a person finds their next slot; sealed under the key file",
    "reminders.Channel": _NO_KEYS,
    "reminders.Due": _NO_KEYS,
    "reminders.Reason": _NO_KEYS,
    "reminders.Delivery": _NO_KEYS,
    "dialogue.Return": "a bell asks without keys when a break is over: ids and a moment that is to come, no words",
    "times.AgreedTime": "a calendar and a bell ask without keys: ids and a moment that is to come, no words",
    "times.CalendarFeed": "found by the digest of a secret address, by a calendar that signs in nowhere",
}


def walls() -> dict[type[models.Model], Wall]:
    """Every walled table: those named above, and all that is a row of a circle."""
    from goldseam.vault.models import SealedRow

    found = {apps.get_model(label): wall for label, wall in WALLED.items()}
    rows = (model for model in apps.get_models() if issubclass(model, SealedRow))
    return {**dict.fromkeys(rows, IN_CIRCLE), **found}


def raise_walls(**_: Any) -> None:
    """Brings every wall up to what is written here; nothing is done where it stands already. After each migration."""
    if connection.vendor != "postgresql":
        return
    standing = _standing_walls()
    with connection.cursor() as cursor:
        for model, wall in walls().items():
            table = model._meta.db_table
            if table in standing and standing[table] != _mark(table, wall):
                for statement in _statements(table, wall):
                    cursor.execute(statement)


def fallen() -> list[str]:
    """Tables whose wall is missing, was changed or was taken down."""
    if connection.vendor != "postgresql":
        return []
    standing = _standing_walls()
    needed = {model._meta.db_table: wall for model, wall in walls().items()}
    return sorted(table for table, wall in needed.items() if standing.get(table) != _mark(table, wall))


def passes_walls() -> bool:
    """Whether this database role walks through every wall: a superuser does, or one with BYPASSRLS."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def _standing_walls() -> dict[str, str]:
    """Each table there, and the mark of its wall if that is up."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, CASE WHEN c.relrowsecurity AND c.relforcerowsecurity"
            " THEN COALESCE(obj_description(p.oid, 'pg_policy'), '') ELSE '' END"
            " FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = %s"
            " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace",
            [_NAME],
        )
        return dict(cursor.fetchall())


def _statements(table: str, wall: Wall) -> list[str]:
    """Django's own quoting isn't needed: tables of ours have plain names."""
    may = _filled(wall.may, table)
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS {_NAME} ON {table}",
        f"DROP POLICY IF EXISTS {_NAME}_found ON {table}",
        f"CREATE POLICY {_NAME} ON {table} USING ({may}) WITH CHECK ({may})",
    ]
    if wall.may_find_too:
        found = _filled(wall.may_find_too, table)
        statements.append(f"CREATE POLICY {_NAME}_found ON {table} FOR SELECT USING ({found})")
    return [*statements, f"COMMENT ON POLICY {_NAME} ON {table} IS '{_mark(table, wall)}'"]


def _filled(rule: str, table: str) -> str:
    return f"{_KEEPER} OR {rule.format(table=table)}"


def _mark(table: str, wall: Wall) -> str:
    """Tells a wall from one of an earlier release."""
    return sha256(f"{table}\n{_KEEPER}\n{wall.may}\n{wall.may_find_too}".encode()).hexdigest()[:16]
