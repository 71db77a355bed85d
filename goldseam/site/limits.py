"""Where it is counted how often an address tried something: in memory, or in a PostgreSQL that servers share."""

from __future__ import annotations

from typing import Any

TABLE = "site_limits"
MOST = 20_000
"""Counts that are kept at once. With few, whoever tries from many addresses would push others' counts out."""


def counted_in(database: dict[str, Any]) -> dict[str, Any]:
    if not str(database["ENGINE"]).endswith("postgresql"):
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": MOST}}
    return {
        "BACKEND": "goldseam.site.counts.SharedCounts",
        "LOCATION": TABLE,
        "KEY_FUNCTION": "goldseam.site.limits.hidden",
    }


def hidden(key: str, prefix: str, version: int) -> str:
    """The name of a count would hold an address. On the disk lies a digest, under a key that isn't in the database."""
    from django.conf import settings
    from django.utils.crypto import salted_hmac

    return salted_hmac(TABLE, f"{prefix}:{version}:{key}", settings.SECRET_KEY, algorithm="sha256").hexdigest()
