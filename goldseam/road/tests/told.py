"""A practice of the tests' own: it keeps lines in *mine*, shows some, and says on Today what a test wants."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from goldseam.people import access
from goldseam.people.me import Me
from goldseam.practice import Card, Json, NotShown, Practice
from goldseam.vault import mine
from goldseam.vault.errors import Tampered

KIND = "told.line"


@dataclass
class Told:
    cards: list[Card] = field(default_factory=list)
    worked: bool = False
    fails: bool = False

    @property
    def practice(self) -> Practice:
        return Practice(
            "told",
            "Told lines",
            export=self.export,
            erase=self.erase,
            restore=self.restore,
            today=self.today,
            lacquer=lambda _me: self.worked,
            share_again=self.share_again,
        )

    def today(self, _me: Me) -> list[Card]:
        if self.fails:
            raise Tampered("a row")
        return self.cards

    def export(self, me: Me) -> Json:
        together = access.togetherness_of(me)
        shared = mine.shared_with(me.keyring, together.circle) if together and together.has_partner else []
        shared_ids = {entry.id for entry in shared}
        lines: list[Json] = [
            {"line": entry.body["line"], "shown": entry.id in shared_ids} for entry in mine.of_kind(me.keyring, KIND)
        ]
        received: list[Json] = [entry.body["line"] for entry in shared if entry.owner_id != me.keyring.holder_id]
        return {"lines": lines, "received": received}

    def erase(self, me: Me) -> None:
        for entry in mine.of_kind(me.keyring, KIND):
            mine.erase(me.keyring, entry.id)

    def restore(self, me: Me, part: Any) -> int:
        for told in part["lines"]:
            self.keep(me, told["line"] + "")
        return len(part["lines"])

    def share_again(self, me: Me, part: Any) -> None:
        shown = {told["line"] for told in part["lines"] if told["shown"]}
        for entry in mine.of_kind(me.keyring, KIND):
            if entry.body["line"] in shown:
                self.show(me, entry.id)

    def keep(self, me: Me, line: str) -> Any:
        return mine.keep(me.keyring, KIND, {"line": line})

    def show(self, me: Me, line_id: Any) -> None:
        together = access.togetherness_of(me)
        if together is None or not together.may_write:
            raise NotShown
        mine.share(me.keyring, line_id, together.circle)
