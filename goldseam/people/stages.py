"""Between passphrase and open door: the authenticator's code, with the keys put aside until it fits."""

from __future__ import annotations

from uuid import UUID

from allauth.account.stages import LoginStage
from allauth.mfa.internal.constants import LoginStageKey
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from goldseam.vault import pendings

WRONG_CODES = 5


class CodeStage(LoginStage):  # type: ignore[misc]
    """In place of allauth's own stage, which brings in all that passkeys need: here the keys wait in the vault, under
    a cookie of this one sign-in.

    A passkey asks for the finger or the screen lock itself, so no code comes after it.
    """

    key = LoginStageKey.MFA_AUTHENTICATE.value
    urlname = "enter-code"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        keyring = getattr(self.request, "gs_keyring", None)
        if keyring is None or getattr(self.request, "gs_by_passkey", False):
            return None, True
        if not is_mfa_enabled(self.login.user, [Authenticator.Type.TOTP]):
            return None, True
        pending_id, value = pendings.wait(keyring)
        self.state.update(pending=pending_id.hex, stay=bool(getattr(self.request, "gs_stay", False)), wrong=0)
        self.request.gs_wait = value
        return HttpResponseRedirect(reverse(self.urlname)), True

    @property
    def pending_id(self) -> UUID:
        return UUID(hex=self.state["pending"])

    def was_wrong(self) -> bool:
        """Counts a wrong code; True when it was one too many and the keys were given up."""
        self.state["wrong"] += 1
        if self.state["wrong"] < WRONG_CODES:
            return False
        pendings.forget(self.pending_id)
        return True
