"""What may be written in a talk, and what of it stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from goldseam.dialogue.rules.acts import (
    ACTS_MOST,
    ANSWERS,
    HEARINGS,
    KEEP,
    LET_GO,
    NO,
    OTHER,
    OWN_WORDS,
    REPAIRS_MOST,
    STAYS,
    YES,
    Act,
    Deed,
    Phase,
    Refused,
    State,
    Way,
)
from goldseam.statements.rules import plain

# -- what is written ----------------------------------------------------------------------------------------------

MINUTES = (10, 20, 30, 45, 60)
TOPIC_MOST, HOPE_MOST = 120, 240
LINE_MOST = 2_000
LETTER_MOST = 20_000
"""Some three thousand words. A talk has room for less at once: more than that nobody can say back."""
OPEN_MOST = 5
A_DAY, A_DAY_MOST = timedelta(days=1), 8


def words_most(way: Way) -> int:
    """How many signs one field may hold."""
    return LETTER_MOST if way is Way.LETTERS else LINE_MOST


def require_words(words: str, most: int) -> str:
    """Words as they are kept. Raises Refused("long")."""
    told = plain(words)
    if len(told) > most:
        raise Refused("long")
    return told


def require_minutes(minutes: object) -> int:
    """Raises Refused("minutes")."""
    if minutes not in MINUTES or isinstance(minutes, bool):
        raise Refused("minutes")
    assert isinstance(minutes, int)
    return minutes


def require_room(open_ones: int, asked: Iterable[datetime], now: datetime) -> None:
    """Raises Refused("many-open", "enough-today")."""
    if open_ones >= OPEN_MOST:
        raise Refused("many-open")
    if sum(at > now - A_DAY for at in asked) >= A_DAY_MOST:
        raise Refused("enough-today")


FIELDS: Mapping[Deed, tuple[str, ...]] = {
    Deed.ASK: ("topic", "hope"),
    Deed.READY: ("hope",),
    Deed.SAY: ("when", "feelings", "feel", "needs", "need", "ask", "free"),
    Deed.BACK: ("words",),
    Deed.HEARING: ("missing",),
    Deed.SENSE: ("sense", "feels"),
    Deed.REQUEST: ("words",),
    Deed.ANSWER: ("words",),
    Deed.THANKS: ("words",),
}
"""The words that each deed carries. Feelings and needs are ids of the vocabulary, with blanks between them."""
_CHOICES: Mapping[Deed, tuple[str, ...]] = {
    Deed.HEARING: HEARINGS,
    Deed.ANSWER: ANSWERS,
    Deed.REPLY: (YES, NO),
    Deed.DONE: (KEEP, LET_GO),
}


def require_choice(deed: Deed, choice: str) -> str:
    """Raises Refused("choice")."""
    if deed is Deed.REPAIR:
        return choice
    if choice not in _CHOICES.get(deed, ("",)):
        raise Refused("choice")
    return choice


def require_said(deed: Deed, choice: str, words: Mapping[str, str], way: Way) -> dict[str, str]:
    """The words that belong to this deed, as they are kept. Raises Refused("empty", "long")."""
    told = {name: require_words(words.get(name, ""), _most(name, way)) for name in FIELDS.get(deed, ())}
    told = {name: each for name, each in told.items() if each}
    if deed in FIELDS and not told and _needs_words(deed, choice):
        raise Refused("empty")
    return told


def _most(name: str, way: Way) -> int:
    return {"topic": TOPIC_MOST, "hope": HOPE_MOST}.get(name, words_most(way))


def _needs_words(deed: Deed, choice: str) -> bool:
    if deed in (Deed.ASK, Deed.READY, Deed.HEARING):
        return False
    return deed is not Deed.ANSWER or choice == OTHER


def require_few(acts: Iterable[Act], new: Act) -> None:
    """Raises Refused("enough"). A talk that is full can still be brought to an end, and nobody fills it for the other.

    What was done on a phone counts for whoever is signed in there.
    """
    known = list(acts)
    if _ends(known, new):
        return
    repairs = sum(act.deed is Deed.REPAIR and act.side == new.side for act in known)
    done = sum(act.doer == new.doer for act in known)
    if done >= ACTS_MOST // 2 or (new.deed is Deed.REPAIR and repairs >= REPAIRS_MOST):
        raise Refused("enough")


def _ends(known: list[Act], new: Act) -> bool:
    was_done = any(act.deed is Deed.DONE and act.side == new.side for act in known)
    return new.deed is Deed.CLOSE or (new.deed is Deed.DONE and not was_done)


def require_own_stands(acts: Iterable[Act], new: Act) -> None:
    """What was said with one's own sign-in is said otherwise only there. Raises Refused("own-said")."""
    if new.here and any(_is_replaced(act, new) for act in acts if act.side == new.side and not act.here):
        raise Refused("own-said")


_UNDOES = {Deed.READY: Deed.NOT_NOW, Deed.TALK_ON: Deed.DONE}


def _is_replaced(act: Act, new: Act) -> bool:
    if new.deed in _UNDOES:
        return act.deed is _UNDOES[new.deed]
    if new.deed in (Deed.HEARING, Deed.ANSWER, Deed.REPLY):
        return act.deed is new.deed and act.about == new.about
    return new.deed in (Deed.REQUEST, Deed.DONE) and act.deed is new.deed


def is_news(act: Act, way: Way) -> bool:
    """Does it call somebody who isn't looking? In a live talk both are there."""
    if act.deed in (Deed.REQUEST, Deed.ANSWER, Deed.REPLY):
        return True
    return way is Way.LETTERS and act.deed in (Deed.READY, Deed.SAY, Deed.BACK, Deed.HEARING, Deed.SENSE, Deed.PASS)


def stays(act: Act, *, kept: bool, state: State) -> bool:
    """Is it still there once the talk is closed? The last requests with their answers; words if both chose so."""
    if act.deed not in STAYS:
        return kept and act.deed in OWN_WORDS and bool(act.words)
    asked = [request for request in state.requests.values() if act.id in (request.id, request.answer_id)]
    return bool(asked) or (
        act.deed is Deed.REPLY and any(act.about == each.answer_id for each in state.requests.values())
    )


def may_take_back(state: State, acts: Iterable[Act], act: Act) -> bool:
    """What was said since the floor passed last, as long as the talk runs; afterwards everything that was kept."""
    if act.deed not in OWN_WORDS and act.deed not in STAYS:
        return False
    if state.phase is Phase.CLOSED:
        return True
    if act.deed in (Deed.ASK, Deed.READY):
        return False
    order = [each.id for each in acts]
    passed = max((place for place, each in enumerate(acts) if each.deed in (Deed.PASS, Deed.TAKE)), default=-1)
    return act.id in order and order.index(act.id) > passed
