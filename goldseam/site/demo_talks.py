"""How Ana and Ben talk: one evening by turns that came to its end, a letter that waits, and words prepared alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from goldseam.dialogue import actions
from goldseam.dialogue.access import Mark
from goldseam.dialogue.actions import Asking, Wish
from goldseam.dialogue.alone import prepared
from goldseam.dialogue.closing import ground
from goldseam.dialogue.rules.acts import HEARD, LET_GO, NEARLY, YES, Deed, Way
from goldseam.dialogue.rules.prepared import Prepared
from goldseam.people.me import Me
from goldseam.statements import actions as shaping
from goldseam.vault import seam

NO_WORDS: Mapping[str, str] = {}
EVENING = Asking("The evenings when it gets late", "That neither of us wants to be alone in this.")
ANA_SAYS = {
    "when": "it is half past seven and I hear nothing from you",
    "feelings": "lonely",
    "needs": "to-matter",
    "ask": "one line before six",
}
BEN_SAYS_BACK = "You sit there and don’t know whether to start cooking."
MISSING = "Nearly. It isn’t the cooking. I think that I don’t come into your day."
BEN_SAYS_IT_ANEW = "You think that I forget you. And that makes you lonely, not angry."
BEN_UNDERSTANDS = {"sense": "With no word from me I would think so too.", "feels": "Rather small, I guess."}
BEN_SAYS = {
    "when": "I come in and the plates are already washed",
    "feelings": "ashamed",
    "needs": "kindness",
    "free": "I have been counting the minutes since the bridge.",
}
ANA_SAYS_BACK = "You are sorry before you have opened the door, and then nobody looks up."
BOTH_SEE = "Late evenings hurt us both: Ana waits and feels forgotten, Ben hurries and feels unwelcome."
ANA_ASKS = "One line when it gets later than six."
BEN_ASKS = "That you look up when I come in, also when I am late."
ANA_THANKS = "You stayed, although it was hard to hear."
BEN_THANKS = "You asked me about the bridge."

LETTER_ABOUT = Asking("My mother", "That you know how it is, without doing anything about it.", way=Way.LETTERS)
LETTER = (
    "I drive there on Tuesdays and on the way home I turn the radio up so that I don’t think. When you ask how it was "
    "I say “all right”, because the long answer would take the evening. I would like to give you the long answer once."
)

PREPARED = Prepared(
    "The bigger flat",
    {
        "when": "we look at flats and you only talk about the rooms",
        "feelings": "uneasy",
        "free": "I don’t know yet whether I want to move at all. I want to be able to say that.",
    },
)


def talk_by_turns(ana: Me, ben: Me) -> None:
    """From the question to what both signed; the words they let go, as most do."""
    talk = _Talk(actions.ask(ana, EVENING, seam.uuid()))
    talk.does(ben, Deed.READY)
    said = talk.does(ana, Deed.SAY, ANA_SAYS)
    back = talk.does(ben, Deed.BACK, {"words": BEN_SAYS_BACK}, about=said)
    talk.does(ana, Deed.HEARING, {"missing": MISSING}, about=back, choice=NEARLY)
    back = talk.does(ben, Deed.BACK, {"words": BEN_SAYS_IT_ANEW}, about=said)
    talk.does(ana, Deed.HEARING, about=back, choice=HEARD)
    talk.does(ben, Deed.SENSE, BEN_UNDERSTANDS, about=said)
    talk.does(ana, Deed.PASS)
    said = talk.does(ben, Deed.SAY, BEN_SAYS)
    back = talk.does(ana, Deed.BACK, {"words": ANA_SAYS_BACK}, about=said)
    talk.does(ben, Deed.HEARING, about=back, choice=HEARD)
    talk.does(ana, Deed.CLOSE)
    _come_to_rest(talk, ana, ben)


def write_a_letter(ana: Me, ben: Me) -> None:
    """It lies there, and is answered whenever it can be."""
    letters = _Talk(actions.ask(ana, LETTER_ABOUT, seam.uuid()))
    letters.does(ben, Deed.READY)
    actions.mark(ana, letters.id, Mark(calmed=True))
    letters.does(ana, Deed.SAY, {"free": LETTER})


def prepare(ana: Me) -> None:
    prepared.keep(ana, PREPARED, seam.uuid())


@dataclass
class _Talk:
    """A talk in which something happens every two minutes."""

    id: UUID
    minutes: int = 0
    stretch: int = 0

    def does(
        self, me: Me, deed: Deed, words: Mapping[str, str] = NO_WORDS, *, about: UUID | None = None, choice: str = ""
    ) -> UUID:
        self.minutes += 2
        wish = Wish(seam.uuid(), deed, about, choice, self.stretch, words=words)
        with seam.pretend_it_is(seam.now() + timedelta(minutes=self.minutes)):
            self.stretch = actions.do(me, self.id, wish).state.stretch
        return wish.id


def _come_to_rest(talk: _Talk, ana: Me, ben: Me) -> None:
    version = ground.put(ana, talk.id, BOTH_SEE)
    shaping.sign(ana, version)
    shaping.sign(ben, version)
    for me, other, words in ((ana, ben, ANA_ASKS), (ben, ana, BEN_ASKS)):
        asked = talk.does(me, Deed.REQUEST, {"words": words})
        talk.does(other, Deed.ANSWER, about=asked, choice=YES)
    talk.does(ana, Deed.THANKS, {"words": ANA_THANKS})
    talk.does(ben, Deed.THANKS, {"words": BEN_THANKS})
    for me in (ana, ben):
        talk.does(me, Deed.DONE, choice=LET_GO)
