"""What an engine answers besides figures: a range, and that there is too little to say anything."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Band:
    """A range that is meant to hold the truth in a share `level` of cases, in the unit of what it is about.

    >>> Band(42.0, 58.0).wide
    16.0
    """

    low: float
    high: float
    level: float = 0.9

    def __post_init__(self) -> None:
        """Raises ValueError for ends the wrong way round, ends that are no numbers, and a share outside 0 to 1."""
        if not self.low <= self.high:
            raise ValueError(f"A band from {self.low} to {self.high} holds nothing.")
        if not 0 < self.level < 1:
            raise ValueError(f"A band cannot hold the truth in {self.level} of cases.")

    @property
    def wide(self) -> float:
        return self.high - self.low


@dataclass(frozen=True)
class NotEnough:
    """Too little to say anything: a proper answer, returned, never raised.

    `lacks` names what is missing by a fixed word, which a page turns into its reader's language; `more` says how many
    of it are missing, where that can be counted; `reason` says the same in a sentence, for notebooks and logs.

    >>> NotEnough("days", 3, "Three more days with an answer are needed.").more
    3
    """

    lacks: str
    more: int | None
    reason: str
