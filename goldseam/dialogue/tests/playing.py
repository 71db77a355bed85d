"""Random talks of two people, told to the rules and to the reference at once: stale pages, odd clocks, forgeries."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from goldseam.dialogue.rules import acts as the_acts
from goldseam.dialogue.tests.reference import DAY, HOUR, MINUTE, Played, Reference, partner

START = datetime(2026, 5, 4, 12, tzinfo=UTC)
PEOPLE = ("a", "b")
DEEDS = [deed.value for deed in the_acts.Deed]
CHOICES = ("", "heard", "nearly", "not-yet", "yes", "no", "other", "keep", "let-go", "nonsense")
FITTING = {"hearing": CHOICES[1:4], "answer": CHOICES[4:7], "reply": CHOICES[4:6], "done": CHOICES[7:9]}
WAITS = (0, 1, 20, MINUTE, 5 * MINUTE, 301, 20 * MINUTE, 30 * MINUTE, 1801, 3599, HOUR, DAY, DAY + 1, 3 * DAY, 7 * DAY)
SET_BACK = -400
OFTEN = (3, 3, 9, 9, 3, 2, 5, 2, 2, 1, 3, 1, 2, 1, 1, 1)


class Disagreement(AssertionError):
    """The rules and the reference tell it differently."""


# -- the rules, as they are or with a fault planted ---------------------------------------------------------------


class Rules:
    """The modules of the rules. With faults they are made anew: in `module`, the first text becomes the second."""

    MODULES = ("acts", "flow", "steps", "clock")

    def __init__(self, faults: Mapping[str, tuple[str, str]] | None = None) -> None:
        self._package = "goldseam.dialogue.rules" if faults is None else f"faulty_rules_{id(self)}"
        for name in self.MODULES:
            setattr(self, name, self._loaded(name, faults) if faults is not None else _import(name))

    acts: Any
    flow: Any
    steps: Any
    clock: Any

    def _loaded(self, name: str, faults: Mapping[str, tuple[str, str]]) -> Any:
        source = (Path(the_acts.__file__).parent / f"{name}.py").read_text()
        if name in faults:
            right, wrong = faults[name]
            assert source.count(right) == 1, f"the fault no longer fits into {name}: {right}"
            source = source.replace(right, wrong)
        spec = importlib.util.spec_from_loader(f"{self._package}.{name}", loader=None)
        assert spec is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        exec(source.replace("goldseam.dialogue.rules.", f"{self._package}."), module.__dict__)
        return module

    def offer(self, play: Play, reader: str) -> Any:
        return self.acts.Offer(
            by=_side(play.asker, reader),
            way=self.acts.Way.LETTERS if play.letters else self.acts.Way.ONE,
            minutes=30,
            first=_side(play.first, reader),
            asked_at=START if play.asks_now else None,
        )

    def act(self, played: Played, reader: str) -> Any:
        return self.acts.Act(
            id=_id(played.number),
            side=_side(played.who, reader),
            deed=self.acts.Deed(played.deed),
            at=_moment(played.at),
            about=_id(played.about) if played.about else None,
            choice=played.choice,
            stretch=played.stretch,
            until=None if played.until is None else _moment(played.until),
            here=played.here,
        )


def _import(name: str) -> Any:
    return importlib.import_module(f"goldseam.dialogue.rules.{name}")


def _side(who: str, reader: str) -> str:
    return "me" if who == reader else "you"


def _who(side: str, reader: str) -> str:
    return reader if side == "me" else partner(reader)


def _id(number: int) -> UUID:
    return UUID(int=number)


def _moment(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


# -- a random talk ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """What somebody's page showed when it was fetched, maybe a while ago."""

    told: int
    echo: int
    turn: int
    wishes: Mapping[str, tuple[int, int]]


class Play:
    """One talk at random, the same for the same seed."""

    def __init__(self, seed: str) -> None:
        self.chance = Random(seed)
        self.letters = self.chance.random() < 0.25
        self.asker, self.first = self.chance.choice(PEOPLE), self.chance.choice(PEOPLE)
        self.asks_now = self.chance.random() < 0.7
        ready = {self.asker: 0.0} if self.asks_now else {}
        self.reference = Reference(letters=self.letters, floor=self.first, ready=ready)
        self.pages: list[Page] = []
        self.acts = self.chance.randint(4, 40)
        self.now = 0.0

    def next_act(self, number: int) -> Played:
        self.now += self.chance.choices((*WAITS, SET_BACK), OFTEN)[0]
        self.pages.append(_page(self.reference))
        return self._act(number)

    def _act(self, number: int) -> Played:
        who, likely = self.chance.choice(PEOPLE), self.chance.random()
        page = self.pages[-1] if self.chance.random() < 0.8 else self.chance.choice(self.pages[-4:])
        offered = self.reference.next_for(who, self.now, self.chance.random() < 0.8)
        if likely < 0.5 and offered:
            return self._fitting(number, who, offered[0], page)
        allowed = sorted(self.reference.allowed(who, self.now))
        if likely < 0.82 and allowed:
            return self._fitting(number, who, self.chance.choice(allowed), page)
        if likely < 0.91:
            return self._fitting(number, who, self.chance.choice(DEEDS), page)
        return self._anything(number, who)

    def _fitting(self, number: int, who: str, deed: str, page: Page) -> Played:
        about = {
            "back": page.told,
            "sense": page.told,
            "hearing": page.echo,
            "answer": page.wishes.get(partner(who), (0, 0))[0],
            "reply": page.wishes.get(who, (0, 0))[1],
        }.get(deed, 0)
        choice = self.chance.choice(FITTING.get(deed, ("",)))
        return Played(number, who, deed, self.now, about, choice, page.turn, self._until(deed), self._here())

    def _anything(self, number: int, who: str) -> Played:
        return Played(
            number=number,
            who=who,
            deed=self.chance.choice(DEEDS),
            at=self.now,
            about=self.chance.randint(0, number + 1),
            choice=self.chance.choice(CHOICES),
            stretch=self.reference.turn + self.chance.choice((-1, 0, 0, 1)),
            until=self._until("pause" if self.chance.random() < 0.5 else ""),
            here=self._here(),
        )

    def _until(self, deed: str) -> float | None:
        return self.now + self.chance.choice((-DAY, 0, 20 * MINUTE, HOUR, DAY, 3 * DAY)) if deed == "pause" else None

    def _here(self) -> bool:
        return self.chance.random() < 0.2


def _page(reference: Reference) -> Page:
    wishes = {who: (wished.number, wished.answered_by) for who, wished in reference.wishes.items()}
    return Page(reference.told, reference.echo, reference.turn, wishes)


# -- both told, and compared --------------------------------------------------------------------------------------


@dataclass
class Tally:
    """What was played, so that a proof can say that it saw enough."""

    acts: int = 0
    welcome: int = 0
    phases: Counter[str] = field(default_factory=Counter)


def play_and_compare(rules: Rules, seed: str, tally: Tally | None = None) -> None:
    """Raises Disagreement."""
    play, table = Play(seed), Table(rules, seed)
    table.sit_down(play)
    for number in range(1, play.acts + 1):
        table.happens(play, play.next_act(number))
    table.close(play)
    if tally is not None:
        tally.acts += play.acts
        tally.welcome += table.welcome
        tally.phases[play.reference.phase] += 1


class Table:
    """Where one talk is told to the rules, as each of the two reads it, beside the reference."""

    def __init__(self, rules: Rules, seed: str) -> None:
        self.rules, self.seed, self.welcome = rules, seed, 0
        self.acts: dict[str, list[Any]] = {who: [] for who in PEOPLE}

    def sit_down(self, play: Play) -> None:
        self.offers = {who: self.rules.offer(play, who) for who in PEOPLE}
        self.states = {who: self.rules.flow.state_of(self.offers[who], []) for who in PEOPLE}
        self._compare(play, 0.0)

    def happens(self, play: Play, played: Played) -> None:
        before, comes_in = self.states["a"], self._comes_in(played)
        self._same("the door", comes_in, play.reference.welcome(played), played)
        for who in PEOPLE:
            self.acts[who].append(self.rules.act(played, who))
            self.states[who] = self.rules.flow.after(self.states[who], self.acts[who][-1])
        play.reference.happens(played)
        if not comes_in and played.deed != "request":  # those are all that is left of a closed talk
            self._same("what didn't fit", self.states["a"], before, played)
        self.welcome += comes_in
        self._compare(play, played.at)

    def close(self, play: Play) -> None:
        """What is only looked at once, when all has happened: the ring, and that it can end."""
        for who in PEOPLE:
            self._same("all at once", self.rules.flow.state_of(self.offers[who], self.acts[who]), self.states[who])
            self._compare_clock(play, who)
            self._ends(who, play)

    # -- one moment --

    def _compare(self, play: Play, at: float) -> None:
        for who in PEOPLE:
            self._same(f"how {who} sees it", _told(self.states[who], who), _expected(play.reference))
        now = at + play.chance.choice((0, 0, 20 * MINUTE, 1801, HOUR, DAY, DAY + 1))
        self._compare_steps(play, now)
        self._goes_on(play, now)

    def _compare_steps(self, play: Play, now: float) -> None:
        steps, reference, moment = self.rules.steps, play.reference, _moment(now)
        for reader in PEOPLE:
            state = self.states[reader]
            self._same("over", state.is_over(moment), reference.over(now))
            for who in PEOPLE:
                side = _side(who, reader)
                can = {deed.value for deed in steps.may(state, side, moment)}
                self._same(f"what {who} may", can, reference.allowed(who, now))
                says_back = reader == "a"  # one reader asks as in a full talk, the other as in a lighter one
                shown = [deed.value for deed in steps.offered(state, side, says_back=says_back, now=moment)]
                self._same(f"what {who} is offered", shown, reference.next_for(who, now, says_back))
                self._same(f"offered and not allowed to {who}", set(shown) - can, set())

    def _goes_on(self, play: Play, now: float) -> None:
        """Somebody has a step, now or when the break is over, at the latest in a day."""
        state, steps = self.states["a"], self.rules.steps
        if state.is_over(_moment(now)):
            return
        moments = [_moment(now), *([state.until] if state.until else []), _moment(max(now, play.now) + DAY + 1)]
        found = any(
            state.is_over(moment) or steps.offered(state, side, says_back=True, now=moment)
            for moment in moments
            for side in ("me", "you")
        )
        self._same("somebody has a step", found, True)

    def _comes_in(self, played: Played) -> bool:
        try:
            self.rules.steps.require_may(self.states["a"], self.rules.act(played, "a"))
        except self.rules.acts.Refused:
            return False
        return True

    # -- when all has happened --

    def _compare_clock(self, play: Play, who: str) -> None:
        now = play.now + play.chance.choice((0, 30, HOUR, -60))
        shares = self.rules.clock.spoken(self.offers[who], self.acts[who], self.states[who], _moment(now))
        if play.letters:
            self._same("letters have no clock", shares, None)
            return
        had = play.reference.time_had(now)
        self._same("the ring", (shares.me, shares.you), (had[who], had[partner(who)]))
        runs = play.reference.phase == "talking" and now < play.reference.last + 5 * MINUTE
        running = None if shares.running is None else _who(shares.running, who)
        self._same("whose time runs", running, play.reference.floor if runs else None)

    def _ends(self, who: str, play: Play) -> None:
        """Alone, with at most two acts and a day: closed, or not begun for as long as this side doesn't want it."""
        state, now = self.states["a"], max(_seconds(act.at) for act in self.acts["a"]) + MINUTE
        side = _side(who, "a")
        if state.phase == "agreeing":
            self._stays_unbegun(who, now)
            return
        for deed in ("close", "done"):
            act = self.rules.act(Played(900, who, deed, now, choice="let-go"), "a")
            if act.deed in self.rules.steps.may(state, side, act.at):
                state = self.rules.flow.after(state, act)
        self._same(f"{who} can end it", state.is_over(_moment(now + DAY + 61)), True)

    def _stays_unbegun(self, who: str, now: float) -> None:
        state = self.states["a"]
        asked = [Played(900, who, "not-now", now), *(
            Played(901 + hours, partner(who), "ready", now + hours * HOUR) for hours in range(50)
        )]  # fmt: skip
        for each in asked:
            state = self.rules.flow.after(state, self.rules.act(each, "a"))
        self._same(f"{who} needn't begin", state.phase.value, "agreeing")

    def _same(self, what: str, told: object, expected: object, played: Played | None = None) -> None:
        if told != expected:
            raise Disagreement(f"{self.seed}: {what}: {told} and not {expected}, {played or ''}")


def _told(state: Any, reader: str) -> dict[str, Any]:
    """How it stands for the rules, in the reference's words."""
    return {
        "phase": state.phase.value,
        "ready": {_who(side, reader): _seconds(at) for side, at in state.ready.items()},
        "floor": _who(state.speaker, reader),
        "turn": state.stretch,
        "exchange": (_number(state.statement), _number(state.said_back), state.hearing, state.has_sense),
        "break": (None if state.until is None else _seconds(state.until), {_who(s, reader) for s in state.going_on}),
        "wishes": {_who(side, reader): _wish(wish) for side, wish in state.requests.items()},
        "thanked": {_who(side, reader) for side in state.thanks},
        "talking on": {_who(side, reader) for side in state.talking_on},
        "done": {_who(side, reader): choice for side, choice in state.done.items()},
        "keeps": state.keeps,
        "spoke": {_who(side, reader) for side in state.spoke},
        "tellers": {each.int: _who(side, reader) for each, side in state.statements.items()},
        "echoers": {each.int: _who(side, reader) for each, side in state.say_backs.items()},
    }


def _expected(reference: Reference) -> dict[str, Any]:
    return {
        "phase": reference.phase,
        "ready": reference.ready,
        "floor": reference.floor,
        "turn": reference.turn,
        "exchange": (reference.told, reference.echo, reference.verdict, reference.understood),
        "break": (reference.back_at, reference.back),
        "wishes": {
            who: (each.number, each.answer, each.answered_by, each.reply) for who, each in reference.wishes.items()
        },
        "thanked": reference.thanked,
        "talking on": reference.rather_on,
        "done": reference.done,
        "keeps": list(reference.done.values()) == ["keep", "keep"],
        "spoke": reference.spoke,
        "tellers": reference.tellers,
        "echoers": reference.echoers,
    }


def _wish(wish: Any) -> tuple[int, str, int, str]:
    return wish.id.int, wish.answer, _number(wish.answer_id), wish.reply


def _number(found: UUID | None) -> int:
    return found.int if found else 0


def _seconds(moment: datetime) -> float:
    return (moment - START).total_seconds()
