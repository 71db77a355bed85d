"""A second telling of the rules of a talk, from what was promised in words. It shares no code with the first.

People are "a" and "b", as nobody reads it; moments are seconds; whatever doesn't fit leaves everything as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
LASTING = ("answer", "reply")


@dataclass(frozen=True)
class Played:
    """Something that somebody does, seconds from the start. Acts are numbered from one; 0 is none."""

    number: int
    who: str
    deed: str
    at: float
    about: int = 0
    choice: str = ""
    stretch: int = 0
    until: float | None = None
    here: bool = False


@dataclass
class Wished:
    """A small request and what became of it."""

    number: int
    answer: str = ""
    answered_by: int = 0
    reply: str = ""


@dataclass
class Reference:
    """A talk as it stands. Each has the floor, rests, asks and ends as the words of the issue have it."""

    letters: bool
    floor: str
    ready: dict[str, float]
    phase: str = "agreeing"
    hushed: str = ""
    """Who doesn't ask again for a day, because the other said "not now"."""
    hushed_at: float = 0.0
    turn: int = 0
    quiet_since: float = 0.0
    told: int = 0
    echo: int = 0
    verdict: str = ""
    understood: bool = False
    tellers: dict[int, str] = field(default_factory=dict)
    echoers: dict[int, str] = field(default_factory=dict)
    back_at: float | None = None
    back: set[str] = field(default_factory=set)
    came_from: str = "talking"
    rather_on: set[str] = field(default_factory=set)
    wishes: dict[str, Wished] = field(default_factory=dict)
    thanked: set[str] = field(default_factory=set)
    done: dict[str, str] = field(default_factory=dict)
    first_done: float = 0.0
    spoke: set[str] = field(default_factory=set)
    had: dict[str, float] = field(default_factory=lambda: {"a": 0.0, "b": 0.0})
    last: float = 0.0

    # -- what is so at a moment --

    def over(self, now: float) -> bool:
        return self.phase == "closed" or (bool(self.done) and now > self.first_done + DAY)

    def is_hushed(self, who: str, now: float) -> bool:
        return self.hushed == who and now < self.hushed_at + DAY

    def stands_ready(self, who: str, now: float) -> bool:
        return who in self.ready and (self.letters or now <= self.ready[who] + 30 * MINUTE)

    def can_take(self, who: str, now: float) -> bool:
        if self.phase != "talking" or who == self.floor:
            return False
        return self.echo > 0 or now >= self.quiet_since + (3 * DAY if self.letters else HOUR)

    def can_return(self, now: float) -> bool:
        return self.phase == "paused" and self.back_at is not None and self.back_at <= now

    def time_had(self, now: float) -> dict[str, float]:
        """Seconds of the floor for each until now."""
        had = dict(self.had)
        if self.phase == "talking":
            had[self.floor] += max(0.0, min(5 * MINUTE, now - self.last))
        return had

    # -- what is allowed, and what is offered --

    def allowed(self, who: str, now: float) -> set[str]:
        them = partner(who)
        can: set[str] = set()
        if them in self.wishes:
            can.add("answer")
        if who in self.wishes and self.wishes[who].answer == "other":
            can.add("reply")
        if self.over(now):
            return can
        if self.phase == "agreeing":
            can |= {"not-now"} if self.is_hushed(who, now) or self.stands_ready(who, now) else {"not-now", "ready"}
        else:
            can |= {"repair", "pause"}
        if self.phase == "talking":
            can |= {"say", "back", "sense", "close"}
            can |= {"hearing", "pass"} if who == self.floor else set()
            can |= {"take"} if self.can_take(who, now) else set()
        if self.phase == "paused":
            can |= {"close"}
            can |= {"go-on"} if self.can_return(now) else set()
        if self.phase == "closing":
            can |= {"request", "thanks", "done", "talk-on"}
        return can

    def welcome(self, played: Played) -> bool:
        """Would the door let it in?"""
        who, them = played.who, partner(played.who)
        answers_late = played.deed == "hearing" and self.phase == "talking" and not self.over(played.at)
        if not answers_late and played.deed not in self.allowed(who, played.at):
            return False
        if played.deed in ("back", "sense"):
            return self.tellers.get(played.about) == them
        if played.deed == "hearing":
            return self.echoers.get(played.about) == them and played.choice in ("heard", "nearly", "not-yet")
        if played.deed in ("pass", "take"):
            return played.stretch == self.turn
        if played.deed == "pause":
            return played.until is not None
        if played.deed == "answer":
            return self.wishes[them].number == played.about and played.choice in ("yes", "no", "other")
        if played.deed == "reply":
            return self.wishes[who].answered_by == played.about and played.choice in ("yes", "no")
        return True

    def next_for(self, who: str, now: float, says_back: bool) -> list[str]:
        """What the page puts foremost, the first one first."""
        if self.over(now):
            return []
        if self.phase == "agreeing":
            return [] if self.stands_ready(who, now) or self.is_hushed(who, now) else ["ready", "not-now"]
        if self.phase == "paused":
            return ["go-on"] if self.can_return(now) and who not in self.back else []
        if self.phase == "closing":
            return [] if who in self.done else ["request", "thanks", "done"]
        return self._next_with_floor(says_back) if who == self.floor else self._next_without(who, now, says_back)

    def _next_with_floor(self, says_back: bool) -> list[str]:
        if not self.told or self.verdict == "not-yet":
            return ["say", "pass"]
        if self.echo and not self.verdict:
            return ["hearing"]
        if not says_back or self.understood or self.verdict == "heard":
            return ["pass", "say"]
        return []

    def _next_without(self, who: str, now: float, says_back: bool) -> list[str]:
        take = ["take"] if self.can_take(who, now) else []
        if not self.told:
            return take
        if says_back and (not self.echo or self.verdict in ("nearly", "not-yet")):
            return ["back", *take]
        if says_back and not self.verdict:
            return take
        return take if self.understood else ["sense", *take]

    # -- what happens --

    def happens(self, played: Played) -> None:
        self.had = self.time_had(played.at)
        self.last = played.at
        if self.over(played.at) and played.deed not in (*LASTING, "request"):
            return
        getattr(self, f"_{played.deed.replace('-', '_')}")(played)

    def _ask(self, played: Played) -> None: ...

    def _repair(self, played: Played) -> None: ...

    def _ready(self, played: Played) -> None:
        if self.phase != "agreeing" or self.is_hushed(played.who, played.at):
            return
        if self.stands_ready(played.who, played.at):
            return
        self.ready[played.who] = played.at
        self.hushed = ""
        if self.stands_ready("a", played.at) and self.stands_ready("b", played.at):
            self.phase, self.quiet_since = "talking", played.at

    def _not_now(self, played: Played) -> None:
        if self.phase != "agreeing":
            return
        self.ready = {}
        if not self.is_hushed(played.who, played.at):
            self.hushed, self.hushed_at = partner(played.who), played.at

    def _say(self, played: Played) -> None:
        if self.phase != "talking":
            return
        self.tellers[played.number] = played.who
        self.spoke.add(played.who)
        if played.who == self.floor:
            self._forget_exchange()
            self.told, self.quiet_since = played.number, played.at

    def _back(self, played: Played) -> None:
        if self.phase == "talking" and self.tellers.get(played.about) == partner(played.who):
            self.echoers[played.number] = played.who
            if played.about == self.told:
                self.echo, self.verdict, self.quiet_since = played.number, "", played.at

    def _hearing(self, played: Played) -> None:
        if self.phase != "talking" or played.choice not in ("heard", "nearly", "not-yet"):
            return
        if self.echo and played.about == self.echo and played.who == self.floor:
            self.verdict, self.quiet_since = played.choice, played.at

    def _sense(self, played: Played) -> None:
        if self.phase == "talking" and self.told and played.about == self.told and played.who != self.floor:
            self.understood, self.quiet_since = True, played.at

    def _pass(self, played: Played) -> None:
        if self.phase == "talking" and played.stretch == self.turn and played.who == self.floor:
            self._change_floor(played.at)

    def _take(self, played: Played) -> None:
        if self.can_take(played.who, played.at) and played.stretch == self.turn:
            self._change_floor(played.at)

    def _change_floor(self, at: float) -> None:
        self.floor = partner(self.floor)
        self.turn += 1
        self.quiet_since = at
        self._forget_exchange()

    def _forget_exchange(self) -> None:
        self.told, self.echo, self.verdict, self.understood = 0, 0, "", False

    def _pause(self, played: Played) -> None:
        if played.until is None or self.phase in ("agreeing", "closed"):
            return
        back_at = max(played.at + 20 * MINUTE, min(played.at + DAY, played.until))
        if self.phase == "paused":
            assert self.back_at is not None
            if back_at <= self.back_at:
                return  # whoever was promised a rest keeps it
        else:
            self.came_from, self.phase = self.phase, "paused"
            self.rather_on = set()
        self.back_at, self.back = back_at, set()

    def _go_on(self, played: Played) -> None:
        if not self.can_return(played.at):
            return
        self.back.add(played.who)
        if self.back == {"a", "b"}:
            self._rest_ends(self.came_from)
            self.quiet_since = played.at

    def _close(self, played: Played) -> None:
        if self.phase in ("talking", "paused"):
            self._rest_ends("closing")

    def _rest_ends(self, phase: str) -> None:
        self.phase, self.back_at, self.back = phase, None, set()

    def _talk_on(self, played: Played) -> None:
        if self.phase != "closing":
            return
        self.rather_on.add(played.who)
        if self.rather_on == {"a", "b"}:
            self.phase, self.quiet_since = "talking", played.at
            self.done, self.first_done, self.rather_on = {}, 0.0, set()

    def _request(self, played: Played) -> None:
        if self.phase in ("closing", "closed"):
            self.wishes[played.who] = Wished(played.number)

    def _answer(self, played: Played) -> None:
        wished = self.wishes.get(partner(played.who))
        if wished and wished.number == played.about and played.choice in ("yes", "no", "other"):
            wished.answer, wished.answered_by, wished.reply = played.choice, played.number, ""

    def _reply(self, played: Played) -> None:
        wished = self.wishes.get(played.who)
        if (
            wished
            and wished.answer == "other"
            and wished.answered_by == played.about
            and played.choice in ("yes", "no")
        ):
            wished.reply = played.choice

    def _thanks(self, played: Played) -> None:
        if self.phase == "closing":
            self.thanked.add(played.who)

    def _done(self, played: Played) -> None:
        if self.phase != "closing":
            return
        if not self.done:
            self.first_done = played.at
        self.rather_on.discard(played.who)
        keeps = played.choice == "keep" and not played.here
        self.done[played.who] = "keep" if keeps else "let-go"
        if set(self.done) == {"a", "b"}:
            self.phase = "closed"


def partner(who: str) -> str:
    return {"a": "b", "b": "a"}[who]
