"""What django-allauth asks of us: no mail, no reset, and a sign-in that ends in open keys."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nothing here sends mail, and nothing opens an account but the ways of `goldseam.vault`."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail never opens, resets or tells anything."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """A mail about a changed credential, read by the wrong person, can start an assault."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Signing up has its own door."""
        return False
