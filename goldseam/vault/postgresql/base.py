"""Django's PostgreSQL, and two things more: each connection tells the database for whom it stands, and each act of
somebody begins in line behind the other acts of the same person and the same pair.

SQLite has one writer: an act that read something could rely on it until it wrote. PostgreSQL lets acts interleave.
So that both databases keep the same promise, a transaction begun for a holder takes that holder's place and their
circles' places first of all, in one order, before it reads anything (docs/decisions/0041-one-line-for-a-pair.md).
Pages that only read take no place and wait for nobody.
"""

from typing import Any
from uuid import UUID

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from goldseam.vault.standing import Standing, ground

_TELL = "SELECT set_config('goldseam.holder', %s, false), set_config('goldseam.keeper', %s, false)"

# Ordered before they are taken: two acts that want the same two places never hold one each.
_STAND_IN_LINE = """
SELECT pg_advisory_xact_lock(place) FROM (
    SELECT DISTINCT hashtextextended(who::text, 7) AS place FROM (
        SELECT %s::uuid AS who
        UNION ALL SELECT circle_id FROM vault_grant WHERE holder_id = %s
        UNION ALL SELECT unnest(%s::uuid[])
    ) everybody ORDER BY place OFFSET 0
) places
"""


class DatabaseWrapper(base.DatabaseWrapper):
    standing: Standing | None = None
    is_asking_who = False
    also_locked: tuple[UUID, ...] = ()
    _told: Standing | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._told = None
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> Any:
        if not self.is_asking_who:
            self._tell()
        return super().create_cursor(name)

    def _tell(self) -> None:
        wanted = self.standing if self.standing is not None else ground()
        if wanted == self._told or self.connection.info.transaction_status is TransactionStatus.INERROR:
            return
        self.connection.execute(_TELL, [wanted.holder.hex if wanted.holder else "", "on" if wanted.keeper else ""])
        self._told = wanted

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if autocommit or self.standing is None or self.standing.holder is None:
            return
        try:
            with self.wrap_database_errors:
                self._tell()
                holder = self.standing.holder
                self.connection.execute(_STAND_IN_LINE, [holder, holder, list(self.also_locked)])
        except BaseException:
            self._told = None
            self.connection.rollback()
            super()._set_autocommit(True)  # type: ignore[misc]
            raise

    # What a transaction told the database goes with it when it is undone.
    def _rollback(self) -> None:
        self._told = None
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        asking, self.is_asking_who = self.is_asking_who, True
        try:
            super()._savepoint_rollback(sid)  # type: ignore[misc]
        finally:
            self.is_asking_who, self._told = asking, None
