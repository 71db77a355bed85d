"""The talks of the house's people, with a canary in each kind of words: open, kept, let go, on one phone, by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from goldseam.dialogue import actions
from goldseam.dialogue.access import Mark
from goldseam.dialogue.alone import afterwards, drafts, prepared
from goldseam.dialogue.alone.afterwards import Look
from goldseam.dialogue.closing import ground
from goldseam.dialogue.rules.acts import HEARD, KEEP, LET_GO, OTHER, Deed, Way
from goldseam.dialogue.rules.prepared import Prepared
from goldseam.dialogue.tests.talking import asks, does
from goldseam.statements import actions as statements
from goldseam.vault import seam

if TYPE_CHECKING:
    from tests.house import House


def talk(house: House) -> None:
    """Ana with Ben in four ways, and Eli with Dara before he left; each one's own words to prepare and to look back."""
    house.talks = {
        "kept": _kept(house),
        "gone": _gone(house),
        "one": _on_one_phone(house),
        "letters": _by_letter(house),
        "open": _open(house),
        "asked": asks(house.people["ana"], _both(house, "talkasked", "ana")),
        "eli": asks(house.people["eli"], house.plant("talktopic", "eli", "dara", must_see=())),
    }
    for name in ("ana", "cleo"):
        words = Prepared(words={"free": house.plant("prepared", name)})
        house.prepared[name] = prepared.keep(house.people[name].anew(), words, seam.uuid())
    for name in ("ana", "ben"):
        look = Look(house.plant("afterwards", name), 61)
        house.notes[name] = afterwards.keep(house.people[name].anew(), house.talks["kept"], look, seam.uuid())


def _both(house: House, what: str, owner: str) -> str:
    """Words that the two of them read."""
    return house.plant(what, owner, "ben" if owner == "ana" else "ana", must_see=("ana", "ben"))


def _does(house: House, name: str, talk: UUID, deed: Deed, **more: object) -> UUID:
    """One act on the first floor, in whoever's voice."""
    return does(house.people[name], talk, deed, **{"stretch": 0, **more})  # type: ignore[arg-type]


def _kept(house: House) -> UUID:
    """Whole, signed, with an offer instead of a request; both chose that the words stay."""
    made = asks(house.people["ana"], _both(house, "talktopic", "ana"))
    _does(house, "ben", made, Deed.READY, hope=_both(house, "talkhope", "ben"))
    house.kept_words = _does(house, "ana", made, Deed.SAY, free=_both(house, "talkkept", "ana"), feelings="sad")
    _does(house, "ben", made, Deed.SENSE, about=house.kept_words, sense=_both(house, "talksense", "ben"))
    _does(house, "ana", made, Deed.PASS)
    _does(house, "ben", made, Deed.SAY, free=_both(house, "talkkept", "ben"), stretch=1)
    _does(house, "ben", made, Deed.CLOSE)
    version = _ground(house, made, "ground")
    for name in ("ana", "ben"):
        statements.sign(house.people[name].anew(), version)
    asked = _does(house, "ana", made, Deed.REQUEST, words=_both(house, "talkrequest", "ana"))
    _does(house, "ben", made, Deed.ANSWER, about=asked, choice=OTHER, words=_both(house, "talkoffer", "ben"))
    _does(house, "ana", made, Deed.THANKS, words=_both(house, "talkthanks", "ana"))
    for name in ("ana", "ben"):
        _does(house, name, made, Deed.DONE, choice=KEEP)
    return made


def _ground(house: House, made: UUID, what: str) -> UUID:
    words = {ground.WORDS: _both(house, what, "ana"), ground.ABOUT: ""}
    return statements.write(house.people["ana"].anew(), ground.LABEL, words, subject=made)


def _gone(house: House) -> UUID:
    """Closed, and the words let go: what was asked for in it stays."""
    made = asks(house.people["ben"], "Words that go.")
    _does(house, "ana", made, Deed.READY)
    _does(house, "ben", made, Deed.SAY, free="Words that go.")
    _does(house, "ben", made, Deed.CLOSE)
    _does(house, "ben", made, Deed.REQUEST, words=_both(house, "talkrequest", "ben"))
    _does(house, "ana", made, Deed.DONE, choice=LET_GO)
    _does(house, "ben", made, Deed.DONE, choice=KEEP)
    return made


def _on_one_phone(house: House) -> UUID:
    """On Ana's: what Ben says there lies under her key, and his name is missing under what both see."""
    made = asks(house.people["ana"], "Whose turn it is.", way=Way.ONE)
    _does(house, "ana", made, Deed.READY, here=True)
    said = _does(house, "ana", made, Deed.SAY, free=_both(house, "talkonephone", "ana"))
    back = _does(house, "ana", made, Deed.BACK, about=said, here=True, words=_both(house, "talkhere", "ben"))
    _does(house, "ana", made, Deed.HEARING, about=back, choice=HEARD)
    house.unsigned = _ground(house, made, "groundunsigned")
    statements.sign(house.people["ana"].anew(), house.unsigned)
    return made


def _by_letter(house: House) -> UUID:
    made = asks(house.people["ben"], "Far apart.", way=Way.LETTERS)
    _does(house, "ana", made, Deed.READY)
    _does(house, "ben", made, Deed.SAY, free=_both(house, "talkletter", "ben"))
    return made


def _open(house: House) -> UUID:
    """In the middle: Ana was not understood yet, marked how it is with her, and is writing again."""
    ana = house.people["ana"]
    made = asks(ana, "The evenings.")
    _does(house, "ben", made, Deed.READY)
    said = _does(house, "ana", made, Deed.SAY, free=_both(house, "talkopen", "ana"))
    _does(house, "ben", made, Deed.BACK, about=said, words=_both(house, "talkback", "ben"))
    actions.mark(ana.anew(), made, Mark(calmed=True, stirred=3))
    actions.mark(house.people["ben"].anew(), made, Mark(calmed=True))
    drafts.keep(ana.anew(), made, f"{Deed.SAY.value}-1", {"free": house.plant("talkdraft", "ana")})
    return made
