"""A talk for the tests of the rules: who did what, how many seconds after the one before. No database."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from goldseam.dialogue.rules import flow, steps
from goldseam.dialogue.rules.acts import Act, Deed, Offer, Phase, Refused, Side, State, Way, other

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@dataclass
class Acted:
    """A talk in which something happens a minute after the other, unless the test says when."""

    offer: Offer = field(default_factory=lambda: Offer(by="me", asked_at=NOON))
    acts: list[Act] = field(default_factory=list)
    now: datetime = NOON

    @property
    def state(self) -> State:
        return flow.state_of(self.offer, self.acts)

    @property
    def phase(self) -> Phase:
        """Asked for anew each time: what happened since may have moved it."""
        return self.state.phase

    def turned(self) -> Acted:
        """The same talk as the other reads it."""
        offer = replace(self.offer, by=other(self.offer.by), first=other(self.offer.first))
        return Acted(offer, [replace(act, side=other(act.side)) for act in self.acts], self.now)

    def after(self, **passed: float) -> Acted:
        self.now += timedelta(**passed)
        return self

    def does(
        self,
        side: Side,
        deed: Deed,
        *,
        about: UUID | None = None,
        choice: str = "",
        stretch: int | None = None,
        until: datetime | None = None,
        words: str = "",
    ) -> UUID:
        """Writes an act, whether it fits or not; returns its id."""
        self.now += timedelta(minutes=1)
        act = Act(
            id=UUID(int=len(self.acts) + 1),
            side=side,
            deed=deed,
            at=self.now,
            about=about,
            choice=choice,
            stretch=self.state.stretch if stretch is None else stretch,
            until=until,
            words={"words": words} if words else {},
        )
        self.acts.append(act)
        return act.id

    def may(self, side: Side) -> frozenset[Deed]:
        return steps.may(self.state, side, self.now)

    def offered(self, side: Side, *, says_back: bool = True) -> tuple[Deed, ...]:
        return steps.offered(self.state, side, says_back=says_back, now=self.now)

    def refusal(self, side: Side, deed: Deed, *, about: UUID | None = None, choice: str = "", stretch: int = 0) -> str:
        """Why this would be refused; empty when it is allowed."""
        act = Act(UUID(int=999), side, deed, self.now, about=about, choice=choice, stretch=stretch)
        try:
            steps.require_may(self.state, act)
        except Refused as refused:
            return refused.code
        return ""


def begun(way: Way = Way.TWO, first: Side = "me") -> Acted:
    """I asked, you are ready, and whoever is to begin has the floor."""
    talk = Acted(Offer(by="me", way=way, first=first, asked_at=NOON))
    talk.does("you", Deed.READY)
    return talk
