"""Second ways and second factors: authenticator codes and passkeys, on allauth's table and its ceremonies.

A passkey's PRF output opens keys. It travels in a field of its own, is cut out of every credential before anything
looks at it, and goes nowhere but into `vault.holders`.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_OID, UUID, uuid5

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.core.exceptions import ValidationError

from goldseam.people.rules import Refused
from goldseam.vault import holders
from goldseam.vault.errors import WrongSecret

if TYPE_CHECKING:
    from goldseam.people.me import Me
    from goldseam.people.models import Person
    from goldseam.vault.keyring import Keyring

CODES = "people.totp"  # the label under which the server's key seals an authenticator's secret
PRF_BYTES = 32
PRF_INPUT = urlsafe_b64encode(b"goldseam passkey prf input/1".ljust(32, b"\x00")).rstrip(b"=").decode()
"""The one fixed input that every passkey is asked with; its output differs for each passkey."""

KINDS = {
    "create": ("attestationObject", "clientDataJSON"),
    "get": ("authenticatorData", "clientDataJSON", "signature", "userHandle"),
}


def forget_all(person: Person) -> None:
    """No second factor and no passkey: somebody came in by the recovery sheet."""
    Authenticator.objects.filter(user=person).delete()


# -- authenticator codes -------------------------------------------------------------------------------------------


def has_codes(person: Person) -> bool:
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def new_code_secret() -> str:
    secret: str = generate_totp_secret()
    return secret


def turn_codes_on(person: Person, secret: str, code: str) -> None:
    """After one code from the app has fitted. Raises Refused."""
    if not validate_totp_code(secret, "".join(code.split())):
        raise Refused("code-digits-wrong")
    turn_codes_off(person)
    TOTP.activate(person, secret)


def code_address(person: Person, secret: str) -> str:
    """What an authenticator app reads from the picture."""
    address: str = get_adapter().build_totp_url(person, secret)
    return address


def sealed_secrets() -> Iterator[tuple[int, str, str]]:
    """Every authenticator's secret, as it lies sealed under the server's key."""
    kept = Authenticator.objects.filter(type=Authenticator.Type.TOTP).order_by("pk")
    for row, data in kept.values_list("pk", "data").iterator(200):
        yield row, CODES, data["secret"]


def put_secret(row: int, old: str, new: str) -> bool:
    """The same secret sealed anew, unless it changed or went meanwhile."""
    found = Authenticator.objects.select_for_update().filter(pk=row).first()
    if found is None or found.data.get("secret") != old:
        return False
    found.data["secret"] = new
    found.save(update_fields=["data"])
    return True


def turn_codes_off(person: Person) -> None:
    Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).delete()


# -- passkeys ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Passkey:
    """One passkey, as its owner sees it. `opens`: it carries the secret that opens the keys."""

    id: int
    number: int
    credential: str
    opens: bool

    @property
    def name(self) -> UUID:
        """What stands in addresses: from the passkey itself, since a counter would tell of other people's."""
        return uuid5(NAMESPACE_OID, self.credential)


def passkeys_of(me: Me) -> list[Passkey]:
    """This person's passkeys, oldest first."""
    opening = holders.passkeys_that_open(me.person.holder)
    return [
        Passkey(kept.pk, number, _credential_of(kept), _credential_of(kept) in opening)
        for number, kept in enumerate(_kept_of(me.person), start=1)
    ]


def passkey_for(me: Me, passkey_id: int) -> Passkey | None:
    return next((passkey for passkey in passkeys_of(me) if passkey.id == passkey_id), None)


def passkey_named(me: Me, name: UUID) -> Passkey | None:
    return next((passkey for passkey in passkeys_of(me) if passkey.name == name), None)


def begin_making(person: Person) -> dict[str, Any]:
    """What the browser needs to make a passkey; user verification is required."""
    return _with_prf(_ceremonies().begin_registration(person, passwordless=True))


def begin_asking(person: Person | None, *, only: str = "") -> dict[str, Any]:
    """What the browser needs to ask for a passkey: any at all, or `only` this one of a person's."""
    options = _with_prf(_ceremonies().begin_authentication(person))
    if only:
        options["allowCredentials"] = [known for known in options["allowCredentials"] if known["id"] == only]
    return options


def _ceremonies() -> Any:
    """Brought in by the first passkey that is used: a server without any starts sooner and stays smaller."""
    from allauth.mfa.webauthn.internal import auth

    return auth


def _with_prf(options: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json.dumps(options["publicKey"], default=_as_text))
    told["extensions"] = {**told.get("extensions", {}), "prf": {"eval": {"first": PRF_INPUT}}}
    return told


def _as_text(value: object) -> object:
    return urlsafe_b64encode(value).rstrip(b"=").decode() if isinstance(value, bytes) else dict(value)  # type: ignore[call-overload]


def made(person: Person, sent: str) -> int:
    """Keeps a passkey that the browser made. It opens nothing yet. Raises Refused."""
    auth, credential = _ceremonies(), stripped(sent, "create")
    try:
        auth.parse_registration_response(credential)
        binding = auth.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        raise Refused("passkey-wrong") from error
    if not binding.is_user_verified():
        raise Refused("passkey-wrong")
    kept = auth.WebAuthn.add(person, "", credential).instance
    return int(kept.pk)


def asked(person: Person | None, sent: str) -> tuple[Person, str]:
    """Whose passkey answered, and which. Raises Refused."""
    auth, credential = _ceremonies(), stripped(sent, "get")
    try:
        auth.parse_authentication_response(credential)
        whose = person or auth.extract_user_from_response(credential)
        kept = auth.complete_authentication(whose, credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused("passkey-wrong") from error
    return kept.user, _credential_of(kept)


def let_open(me: Me, credential: str, prf: bytes) -> None:
    """Wraps the keys for this passkey's secret. Raises BackClosed."""
    holders.wrap_for_passkey(me.person.holder, me.keyring, credential, prf)


def does_open(me: Me, credential: str, prf: bytes) -> bool:
    """The test by a second ceremony: what opens must be the very keys that are open now."""
    opened = keys_by_passkey(me.person, credential, prf)
    return opened is not None and (opened.front, opened.back) == (me.keyring.front, me.keyring.require_back())


def keys_by_passkey(person: Person, credential: str, prf: bytes) -> Keyring | None:
    """All keys, or None for a passkey that carries no secret or was not confirmed since the passphrase changed."""
    try:
        return holders.open_by_passkey(person.holder, credential, prf)
    except WrongSecret:
        return None


def stop_opening(me: Me, credential: str) -> None:
    holders.forget_passkey(me.person.holder, credential)


def remove(me: Me, name: UUID) -> None:
    """The passkey signs in no more and opens nothing."""
    passkey = passkey_named(me, name)
    if passkey is not None:
        stop_opening(me, passkey.credential)
        Authenticator.objects.filter(pk=passkey.id, user=me.person).delete()


def prf_of(sent: str) -> bytes | None:
    """The PRF output out of its field: 32 bytes, or none."""
    try:
        raw = urlsafe_b64decode(sent.encode("ascii") + b"==")
    except ValueError:
        return None
    return raw if len(raw) == PRF_BYTES else None


def stripped(sent: str, kind: str) -> dict[str, Any]:
    """Only what a ceremony needs, taken one by one, so that no extension's output can lie in it. Raises Refused."""
    try:
        given = json.loads(sent)
        response = {name: str(given["response"][name]) for name in KINDS[kind] if given["response"].get(name)}
        return {"id": str(given["id"]), "rawId": str(given["rawId"]), "type": "public-key", "response": response}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Refused("passkey-wrong") from error


def _kept_of(person: Person) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).order_by("pk"))


def _credential_of(kept: Authenticator) -> str:
    return str(kept.data.get("credential", {}).get("id", ""))
