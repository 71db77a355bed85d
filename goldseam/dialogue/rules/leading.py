"""Which words meet somebody where a talk stands. Plain Python: no Django, no clock."""

from __future__ import annotations

from datetime import datetime

from goldseam.dialogue.rules.acts import HEARD, NOT_YET, Phase, Side, State, other
from goldseam.dialogue.rules.flow import asks_too_soon, may_go_on


def step_of(state: State, side: Side, *, asked_by: Side, calmed: bool, says_back: bool, now: datetime) -> str:
    """The id of the step that this side's page shows.

    `calmed`: the quiet minute is behind this side. `says_back` is off in lighter talks.
    """
    if state.phase is Phase.CLOSED or state.is_over(now):
        return "closed"
    if state.phase is Phase.AGREEING:
        return _agreeing(state, side, asked_by, now)
    if state.phase is Phase.PAUSED:
        return _paused(state, side, now)
    if state.phase is Phase.CLOSING:
        return "close-done" if side in state.done else "close"
    if not calmed:
        return "calm"
    return _speaking(state, says_back) if side == state.speaker else _listening(state, says_back)


def _agreeing(state: State, side: Side, asked_by: Side, now: datetime) -> str:
    if asks_too_soon(state, side, now):
        return "not-now-yours"
    if state.not_now and state.not_now[0] == side:
        return "agree-not-now"
    if state.is_ready(side, now):
        return "asked" if side == asked_by else "ready"
    if side != asked_by:
        return "agree-answer"
    return "they-are-ready" if state.is_ready(other(side), now) else "again"


def _paused(state: State, side: Side, now: datetime) -> str:
    if not may_go_on(state, now):
        return "paused"
    return "going-on" if side in state.going_on else "back"


def _speaking(state: State, says_back: bool) -> str:
    if state.statement is None or state.hearing == NOT_YET:
        return "speak"
    if state.said_back is not None and not state.hearing:
        return "hearing"
    if not says_back or state.has_sense:
        return "pass"
    return "wait-for-sense" if state.hearing == HEARD else "wait-for-say-back"


def _listening(state: State, says_back: bool) -> str:
    if state.statement is None or not says_back:
        return "listen"
    if not state.hearing:
        return "say-back" if state.said_back is None else "wait-for-hearing"
    if state.hearing != HEARD:
        return "say-back"
    return "listen-on" if state.has_sense else "sense"
