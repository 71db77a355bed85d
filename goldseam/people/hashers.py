"""What stands in the password column: the verifier that `vault.holders` derives. No hashing happens here."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import BasePasswordHasher
from django.utils.crypto import constant_time_compare


class VerifierHasher(BasePasswordHasher):
    """The dear part (Argon2id) is done once by the backend, so comparing is all that is left; nothing is upgraded."""

    algorithm = "goldseam-verifier"

    def salt(self) -> str:
        return "-"

    def encode(self, password: str, salt: str) -> str:
        return f"{self.algorithm}${salt}${password}"

    def decode(self, encoded: str) -> dict[str, Any]:
        algorithm, salt, verifier = encoded.split("$", 2)
        return {"algorithm": algorithm, "salt": salt, "hash": verifier}

    def verify(self, password: str, encoded: str) -> bool:
        return constant_time_compare(encoded, self.encode(password, "-"))

    def must_update(self, encoded: str) -> bool:
        return False

    def safe_summary(self, encoded: str) -> dict[Any, Any]:
        return {"algorithm": self.algorithm}

    def harden_runtime(self, password: str, encoded: str) -> None:
        """The dear part is elsewhere."""
