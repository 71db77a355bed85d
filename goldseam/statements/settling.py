"""When what two people were about has come to its end: only what both have signed stays of their words."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from goldseam.people.me import Me
from goldseam.reminders import actions as reminders
from goldseam.statements import access, actions
from goldseam.statements import models as rows
from goldseam.statements.access import Version
from goldseam.vault import ours
from goldseam.vault.models import SealedRow


@transaction.atomic
def erase_unsigned(me: Me, label: str, subject: UUID | None = None) -> None:
    """Erases every version that doesn't stand, whoever wrote it, with the names under it, and all that was asked.

    A room does so where both know of it beforehand, and holds the lock of the circle already. Raises KeyError for an
    unknown label, Tampered.
    """
    statement = access.statement_of(me, label, subject)
    for version in statement.versions:
        for row in _rows_of(version):
            reminders.let_go(actions.NEWS, row.pk)
            ours.erase(me.keyring, row)


def _rows_of(version: Version) -> list[SealedRow]:
    """What hangs on a version, and the version itself if it doesn't stand."""
    about_it = access.rows_about(version.id)
    if version.is_standing:
        return [row for row in about_it if isinstance(row, rows.Remark)]
    return [*about_it, access.version_row(version)]
