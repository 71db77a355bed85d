"""Browser sessions, as Django's own, but stored under a hash of their id."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from goldseam.people import signing_key
from goldseam.people.models import StoredSession
from goldseam.vault.often import Often
from goldseam.vault.standing import before_anybody_is_known


def hashed(session_key: str | None) -> str:
    return sha256((session_key or "").encode()).hexdigest()


_STORED = Often(lambda session_key: StoredSession.objects.filter(session_key=session_key), str)


class SessionStore(DatabaseStore):
    """The cookie carries the id; the table carries its SHA-256. Ids have 160 random bits, so no salt is needed."""

    @classmethod
    def get_model_class(cls) -> Any:
        return StoredSession

    def encode(self, session_dict: dict[str, Any]) -> str:
        signing_key.notice()
        return str(super().encode(session_dict))

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        signing_key.notice()
        told: dict[str, Any] = super().decode(session_data)
        return told

    def _get_session_from_db(self) -> Any:
        from django.utils import timezone

        with before_anybody_is_known():
            found = _STORED.one(hashed(self.session_key))
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return None
        return found

    def exists(self, session_key: str) -> bool:
        return bool(self.model.objects.filter(session_key=hashed(session_key)).exists())

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        return self.model(
            session_key=hashed(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
        )

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=hashed(key)).delete()
