"""How a talk stands, from its acts. One that doesn't fit where it stands changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import reduce
from itertools import accumulate

from goldseam.dialogue.rules.acts import (
    ANSWERS,
    HEARINGS,
    KEEP,
    LET_GO,
    LETTER_QUIET_LASTS,
    NO,
    NOT_NOW_LASTS,
    OTHER,
    PAUSE_LEAST,
    PAUSE_MOST,
    QUIET_LASTS,
    SIDES,
    STAYS,
    YES,
    Act,
    Deed,
    Offer,
    Phase,
    Request,
    Side,
    State,
    Way,
    other,
)


def state_of(offer: Offer, acts: Iterable[Act]) -> State:
    """From the acts in the order of the record. One that doesn't fit where it stands changes nothing."""
    return reduce(after, acts, _begun(offer))


def states_of(offer: Offer, acts: Iterable[Act]) -> Iterator[State]:
    """How it stood before any act, and after each of them."""
    return accumulate(acts, after, initial=_begun(offer))


def after(state: State, act: Act) -> State:
    """How it stands after one more act. Once the words are over, nothing moves but the requests."""
    if act.deed not in STAYS and state.is_over(act.at):
        return state
    return _CHANGES[act.deed](state, act)


def _begun(offer: Offer) -> State:
    ready = {offer.by: offer.asked_at} if offer.asked_at else {}
    return State(
        phase=Phase.CLOSED if offer.is_closed else Phase.AGREEING,
        has_clock=offer.way is not Way.LETTERS,
        ready=ready,
        speaker=offer.first,
    )


def _ready(state: State, act: Act) -> State:
    if state.phase is not Phase.AGREEING or asks_too_soon(state, act.side, act.at) or state.is_ready(act.side, act.at):
        return state
    state = replace(state, ready={**state.ready, act.side: act.at}, not_now=None)
    if not all(state.is_ready(side, act.at) for side in SIDES):
        return state
    return replace(state, phase=Phase.TALKING, started=act.at, since=act.at)


def _not_now(state: State, act: Act) -> State:
    if state.phase is not Phase.AGREEING:
        return state
    if asks_too_soon(state, act.side, act.at):
        return replace(state, ready={})  # one's own "not now" is no way around the other's
    return replace(state, ready={}, not_now=(act.side, act.at))


def _say(state: State, act: Act) -> State:
    if state.phase is not Phase.TALKING:
        return state
    state = replace(state, statements={**state.statements, act.id: act.side}, spoke=state.spoke | {act.side})
    if act.side != state.speaker:
        return state  # said in between: it is read, and the floor stays where it is
    return replace(state, statement=act.id, said_back=None, hearing="", has_sense=False, since=act.at)


def _back(state: State, act: Act) -> State:
    if state.phase is not Phase.TALKING or state.statements.get(act.of) != other(act.side):
        return state
    state = replace(state, say_backs={**state.say_backs, act.id: act.side})
    if act.about != state.statement:
        return state
    return replace(state, said_back=act.id, hearing="", since=act.at)


def _hearing(state: State, act: Act) -> State:
    if state.phase is not Phase.TALKING or act.side != state.speaker or act.choice not in HEARINGS:
        return state
    if act.about is None or act.about != state.said_back:
        return state
    return replace(state, hearing=act.choice, since=act.at)


def _sense(state: State, act: Act) -> State:
    if state.phase is not Phase.TALKING or act.side != state.listener:
        return state
    if act.about is None or act.about != state.statement:
        return state
    return replace(state, has_sense=True, since=act.at)


def _pass(state: State, act: Act) -> State:
    if state.phase is not Phase.TALKING or act.stretch != state.stretch or act.side != state.speaker:
        return state
    return _floor_passes(state, act)


def _take(state: State, act: Act) -> State:
    if not may_take(state, act.side, act.at) or act.stretch != state.stretch:
        return state
    return _floor_passes(state, act)


def _floor_passes(state: State, act: Act) -> State:
    return replace(
        state,
        speaker=state.listener,
        stretch=state.stretch + 1,
        since=act.at,
        statement=None,
        said_back=None,
        hearing="",
        has_sense=False,
    )


def _only_said(state: State, _act: Act) -> State:
    return state


def _pause(state: State, act: Act) -> State:
    if act.until is None:
        return state
    until = within_pause(act.until, act.at)
    if state.phase is Phase.PAUSED:  # nobody is called back sooner than they were promised
        assert state.until is not None
        return replace(state, until=until, going_on=frozenset()) if until > state.until else state
    if state.phase not in (Phase.TALKING, Phase.CLOSING):
        return state
    return replace(
        state, phase=Phase.PAUSED, rested=state.phase, until=until, going_on=frozenset(), talking_on=frozenset()
    )


def _go_on(state: State, act: Act) -> State:
    if not may_go_on(state, act.at):
        return state
    going_on = state.going_on | {act.side}
    if len(going_on) < len(SIDES):
        return replace(state, going_on=going_on)
    return replace(state, phase=state.rested, until=None, going_on=frozenset(), since=act.at)


def _close(state: State, _act: Act) -> State:
    if state.phase not in (Phase.TALKING, Phase.PAUSED):
        return state
    return replace(state, phase=Phase.CLOSING, until=None, going_on=frozenset())


def _talk_on(state: State, act: Act) -> State:
    """It takes both: nobody alone keeps the other from an end, and nobody learns from it whether the other is done."""
    if state.phase is not Phase.CLOSING:
        return state
    talking_on = state.talking_on | {act.side}
    if len(talking_on) < len(SIDES):
        return replace(state, talking_on=talking_on)
    return replace(state, phase=Phase.TALKING, talking_on=frozenset(), done={}, done_at=None, since=act.at)


def _request(state: State, act: Act) -> State:
    if state.phase not in (Phase.CLOSING, Phase.CLOSED):
        return state
    return replace(state, requests={**state.requests, act.side: Request(act.id)})


def _answer(state: State, act: Act) -> State:
    asked = state.requests.get(other(act.side))
    if asked is None or asked.id != act.about or act.choice not in ANSWERS:
        return state
    answered = replace(asked, answer=act.choice, answer_id=act.id, reply="")
    return replace(state, requests={**state.requests, other(act.side): answered})


def _reply(state: State, act: Act) -> State:
    asked = state.requests.get(act.side)
    if asked is None or asked.answer != OTHER or asked.answer_id != act.about or act.choice not in (YES, NO):
        return state
    return replace(state, requests={**state.requests, act.side: replace(asked, reply=act.choice)})


def _thanks(state: State, act: Act) -> State:
    if state.phase is not Phase.CLOSING:
        return state
    return replace(state, thanks=state.thanks | {act.side})


def _done(state: State, act: Act) -> State:
    if state.phase is not Phase.CLOSING:
        return state
    keeps = act.choice == KEEP and not act.here  # that words stay, one says at one's own sign-in
    done = {**state.done, act.side: KEEP if keeps else LET_GO}
    phase = Phase.CLOSED if len(done) == len(SIDES) else Phase.CLOSING
    talking_on = state.talking_on - {act.side}
    return replace(state, done=done, done_at=state.done_at or act.at, phase=phase, talking_on=talking_on)


_CHANGES: Mapping[Deed, Callable[[State, Act], State]] = {
    Deed.ASK: _only_said,
    Deed.READY: _ready,
    Deed.NOT_NOW: _not_now,
    Deed.SAY: _say,
    Deed.BACK: _back,
    Deed.HEARING: _hearing,
    Deed.SENSE: _sense,
    Deed.PASS: _pass,
    Deed.TAKE: _take,
    Deed.REPAIR: _only_said,
    Deed.PAUSE: _pause,
    Deed.GO_ON: _go_on,
    Deed.CLOSE: _close,
    Deed.TALK_ON: _talk_on,
    Deed.REQUEST: _request,
    Deed.ANSWER: _answer,
    Deed.REPLY: _reply,
    Deed.THANKS: _thanks,
    Deed.DONE: _done,
}


def asks_too_soon(state: State, side: Side, now: datetime) -> bool:
    """After a "not now" the other doesn't ask again for a day. Who said it comes back whenever they like."""
    if state.not_now is None:
        return False
    by, at = state.not_now
    return side != by and now - at < NOT_NOW_LASTS


def may_take(state: State, side: Side, now: datetime) -> bool:
    """The listener takes the floor once something was said back, or when it has long been quiet on it."""
    if state.phase is not Phase.TALKING or side != state.listener or state.since is None:
        return False
    quiet_lasts = QUIET_LASTS if state.has_clock else LETTER_QUIET_LASTS
    return state.said_back is not None or now - state.since >= quiet_lasts


def may_go_on(state: State, now: datetime) -> bool:
    return state.phase is Phase.PAUSED and state.until is not None and now >= state.until


def within_pause(until: datetime, now: datetime) -> datetime:
    """A time to come back that lets both hearts slow down, and keeps nobody waiting for days."""
    return min(max(until, now + PAUSE_LEAST), now + PAUSE_MOST)
