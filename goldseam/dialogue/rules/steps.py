"""What each may do in a talk, and what comes next for whoever wants to be led. Nothing blocks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from goldseam.dialogue.rules.acts import (
    ANSWERS,
    HEARD,
    HEARINGS,
    NEARLY,
    NO,
    NOT_YET,
    OTHER,
    OWN_WORDS,
    YES,
    Act,
    Deed,
    Phase,
    Refused,
    Side,
    State,
    other,
)
from goldseam.dialogue.rules.flow import asks_too_soon, may_go_on, may_take

_ANY_TIME: Mapping[Phase, frozenset[Deed]] = {
    Phase.AGREEING: frozenset({Deed.READY, Deed.NOT_NOW}),
    Phase.TALKING: frozenset({Deed.SAY, Deed.BACK, Deed.SENSE, Deed.REPAIR, Deed.PAUSE, Deed.CLOSE}),
    Phase.PAUSED: frozenset({Deed.REPAIR, Deed.PAUSE, Deed.CLOSE}),
    Phase.CLOSING: frozenset({Deed.REPAIR, Deed.PAUSE, Deed.TALK_ON, Deed.REQUEST, Deed.THANKS, Deed.DONE}),
    Phase.CLOSED: frozenset(),
}


def may(state: State, side: Side, now: datetime) -> frozenset[Deed]:
    """Everything that this side may do now."""
    return _in_phase(state, side, now) | _with_requests(state, side)


def _in_phase(state: State, side: Side, now: datetime) -> frozenset[Deed]:
    if state.is_over(now):
        return frozenset()
    found = set(_ANY_TIME[state.phase])
    if state.phase is Phase.AGREEING and (asks_too_soon(state, side, now) or state.is_ready(side, now)):
        found.discard(Deed.READY)  # who is ready rings nobody's page again and again
    if state.phase is Phase.TALKING:
        found |= {Deed.PASS, Deed.HEARING} if side == state.speaker else set()
        found |= {Deed.TAKE} if may_take(state, side, now) else set()
    if may_go_on(state, now):
        found.add(Deed.GO_ON)
    return frozenset(found)


def _with_requests(state: State, side: Side) -> frozenset[Deed]:
    """Requests are answered at any time, also long after the talk."""
    found = set()
    if state.requests.get(other(side)):
        found.add(Deed.ANSWER)
    if (asked := state.requests.get(side)) and asked.answer == OTHER:
        found.add(Deed.REPLY)
    return frozenset(found)


def require_may(state: State, act: Act) -> None:
    """Raises Refused: "not-now" when it is too soon to ask again, "resting" for words during a pause, else "moved"."""
    if (act.deed in may(state, act.side, act.at) or _answers_late(state, act)) and _fits(state, act):
        return
    if act.deed is Deed.READY and asks_too_soon(state, act.side, act.at):
        raise Refused("not-now")
    if state.phase is Phase.PAUSED and act.deed in OWN_WORDS:
        raise Refused("resting")
    raise Refused("moved")


def _answers_late(state: State, act: Act) -> bool:
    """Was the floor taken while somebody was still writing what is missing? Their words are read all the same."""
    return act.deed is Deed.HEARING and state.phase is Phase.TALKING


def _fits(state: State, act: Act) -> bool:
    """Is what it answers there, and is the floor still where its page showed it?"""
    if act.deed in (Deed.BACK, Deed.SENSE):
        return state.statements.get(act.of) == other(act.side)
    if act.deed is Deed.HEARING:
        return state.say_backs.get(act.of) == other(act.side) and act.choice in HEARINGS
    if act.deed in (Deed.PASS, Deed.TAKE):
        return act.stretch == state.stretch
    if act.deed is Deed.PAUSE:
        return act.until is not None
    if act.deed is Deed.ANSWER:
        return state.requests[other(act.side)].id == act.about and act.choice in ANSWERS
    if act.deed is Deed.REPLY:
        return state.requests[act.side].answer_id == act.about and act.choice in (YES, NO)
    return True


# -- what comes next ----------------------------------------------------------------------------------------------


def offered(state: State, side: Side, *, says_back: bool, now: datetime) -> tuple[Deed, ...]:
    """The next steps for this side, the first one foremost. Empty while it is the other's, or time's, turn.

    `says_back` is off in lighter talks, where listening is enough.
    """
    if state.is_over(now):
        return ()
    if state.phase is Phase.AGREEING:
        return () if state.is_ready(side, now) or asks_too_soon(state, side, now) else (Deed.READY, Deed.NOT_NOW)
    if state.phase is Phase.TALKING:
        return _for_speaker(state, says_back) if side == state.speaker else _for_listener(state, says_back, side, now)
    if state.phase is Phase.PAUSED:
        return (Deed.GO_ON,) if may_go_on(state, now) and side not in state.going_on else ()
    if state.phase is Phase.CLOSING and side not in state.done:
        return (Deed.REQUEST, Deed.THANKS, Deed.DONE)
    return ()


def _for_speaker(state: State, says_back: bool) -> tuple[Deed, ...]:
    if state.statement is None or state.hearing == NOT_YET:
        return (Deed.SAY, Deed.PASS)
    if state.said_back is not None and not state.hearing:
        return (Deed.HEARING,)
    if not says_back or state.has_sense or state.hearing == HEARD:
        return (Deed.PASS, Deed.SAY)
    return ()


def _for_listener(state: State, says_back: bool, side: Side, now: datetime) -> tuple[Deed, ...]:
    take = (Deed.TAKE,) if may_take(state, side, now) else ()
    if state.statement is None:
        return take
    if says_back and (state.said_back is None or state.hearing in (NEARLY, NOT_YET)):
        return (Deed.BACK, *take)
    if state.has_sense or (says_back and not state.hearing):
        return take
    return (Deed.SENSE, *take)
