"""The gathered static files. A page names a dozen, and none changes while served: each address is worked out once."""

from __future__ import annotations

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Gathered(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        if force or name not in self.addresses:
            self.addresses[name] = str(super().url(name, force))
        return self.addresses[name]
