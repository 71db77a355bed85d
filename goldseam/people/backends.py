"""The one authentication backend: it derives the pass key once and hands it on in request memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from goldseam.people import access
from goldseam.people.rules import Refused, plain_name, plain_passphrase
from goldseam.vault import holders

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from goldseam.people.models import Person


class PassphraseBackend:
    """Name and passphrase. After success `request.gs_pass_key` holds what unwraps the keys; nothing else keeps it."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> Person | None:
        if username is None or password is None:
            return None
        person = _person(username)
        if person is None:
            holders.waste_a_run(plain_passphrase(password))
            return None
        pass_key = holders.pass_key_of(person.holder, plain_passphrase(password))
        if not person.check_password(pass_key.verifier):
            return None
        if request is not None:
            request.gs_pass_key = pass_key  # type: ignore[attr-defined]
        return person

    def get_user(self, user_id: UUID) -> Person | None:
        return access.person_by_id(user_id)


def _person(username: str) -> Person | None:
    try:
        return access.person_named(plain_name(username))
    except Refused:
        return None
