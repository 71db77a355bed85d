"""Ana and Ben in a talk, in few words: for the tests."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from conftest import Cast
from goldseam.dialogue import access, actions
from goldseam.dialogue.access import Talk
from goldseam.dialogue.actions import Asking, Wish
from goldseam.dialogue.rules.acts import HEARD, Deed, Way
from goldseam.vault import seam

Pair = tuple[Cast, Cast]


def asks(who: Cast, topic: str = "The evenings", *, way: Way = Way.TWO, now: bool = True) -> UUID:
    return actions.ask(who.anew(), Asking(topic, "That we both want rest.", way=way, now=now), seam.uuid())


def does(
    who: Cast,
    talk: UUID,
    deed: Deed,
    *,
    about: UUID | None = None,
    choice: str = "",
    stretch: int | None = None,
    until: datetime | None = None,
    here: bool = False,
    **words: str,
) -> UUID:
    """One act, as the page would send it; returns its id."""
    made = seam.uuid()
    at = sees(who, talk).state.stretch if stretch is None else stretch
    actions.do(who.anew(), talk, Wish(made, deed, about, choice, at, until, words), here=here)
    return made


def sees(who: Cast, talk: UUID) -> Talk:
    return access.talk_for(who.anew(), talk)


def begun(pair: Pair, way: Way = Way.TWO) -> UUID:
    """Both are ready; Ana has the floor."""
    ana, ben = pair
    talk = asks(ana, way=way)
    does(ben, talk, Deed.READY)
    return talk


def heard(speaker: Cast, listener: Cast, talk: UUID, words: str = "I felt alone.") -> UUID:
    """One says something, the other says it back, and it was heard."""
    said = does(speaker, talk, Deed.SAY, free=words)
    back = does(listener, talk, Deed.BACK, about=said, words=f"You say: {words}")
    does(speaker, talk, Deed.HEARING, about=back, choice=HEARD)
    return said


def closed(pair: Pair, *, keep: tuple[str, str] = ("let-go", "let-go"), way: Way = Way.TWO) -> UUID:
    """Both have spoken, both have asked for something small, both are done."""
    ana, ben = pair
    talk = begun(pair, way)
    heard(ana, ben, talk)
    does(ana, talk, Deed.PASS)
    heard(ben, ana, talk, "I was tired.")
    does(ben, talk, Deed.CLOSE)
    does(ana, talk, Deed.REQUEST, words="Supper together on Friday.")
    does(ben, talk, Deed.THANKS, words="That you stayed.")
    does(ana, talk, Deed.DONE, choice=keep[0])
    does(ben, talk, Deed.DONE, choice=keep[1])
    return talk
