"""What django-allauth asks of us: no mail, no reset, and a sign-in that ends in open keys."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from goldseam.people import factors, signing_in
from goldseam.people.models import Person
from goldseam.vault import server_key


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nothing here sends mail, and nothing opens an account but the ways of `goldseam.vault`."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail never opens, resets or tells anything."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """A mail about a changed credential, read by the wrong person, can start an assault."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Signing up has its own door."""
        return False

    def get_login_stages(self) -> list[str]:
        """Between the passphrase and the open door stands one thing only: the authenticator's code, if wanted."""
        return ["goldseam.people.stages.CodeStage"]

    def login(self, request: HttpRequest, user: Person) -> None:
        """The last stage is behind: the keys that this very request holds open the vault's session."""
        keyring = getattr(request, "gs_keyring", None)
        if keyring is None:
            signing_in.begin_closed(request, user)
        else:
            signing_in.begin(request, user, keyring, stay=bool(getattr(request, "gs_stay", False)))

    def post_login(self, request: HttpRequest, user: Person, *, redirect_url: str | None, **_: Any) -> HttpResponse:
        """No signal and no message: only the way on."""
        return HttpResponseRedirect(redirect_url or "/")


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors. What must be checked before any key is open is sealed under the server's own key file."""

    def encrypt(self, text: str) -> str:
        return server_key.seal_text(factors.CODES, text)

    def decrypt(self, encrypted_text: str) -> str:
        return server_key.unseal_text(factors.CODES, encrypted_text)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """As above: nobody is written to."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The neutral name: a phone shows it in its list of passkeys."""
        return {**super().get_public_key_credential_rp_entity(), "name": self.get_totp_issuer()}
