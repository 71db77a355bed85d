"""What was said in a talk, as lines to read. Only from acts: nothing here tells who was typing, reading or late."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goldseam.dialogue import content
from goldseam.dialogue.access import Talk
from goldseam.dialogue.rules import written
from goldseam.dialogue.rules.acts import HEARD, Act, Deed, Side, Way
from goldseam.dialogue.words import Group

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Line:
    """A few words, and what they are: "When", "I feel". Empty where they stand for themselves."""

    words: str
    part: str = ""


@dataclass(frozen=True)
class Said:
    """One thing that was said, and by whom. `here`: on a phone that was handed over. `is_heard`: both say so."""

    id: UUID
    who: Side
    name: str
    deed: Deed
    head: str
    lines: tuple[Line, ...]
    here: bool
    is_heard: bool
    may_take_back: bool


@dataclass(frozen=True)
class Floor:
    """What was said while one of the two had the floor."""

    number: int
    said: tuple[Said, ...]


LATEST = 2


@dataclass(frozen=True)
class Stretch:
    """What stands together on a floor. `label`: what the fold is called in which it lies; empty where it is open."""

    said: tuple[Said, ...]
    label: str = ""


def stretches(said: Sequence[Said], statement: UUID | None) -> list[Stretch]:
    """On a long floor what it is about and what came last stay in sight, the rest is folded: in its order."""
    about = next((at for at, one in enumerate(said) if one.id == statement), 0)
    last = max(len(said) - LATEST, about + 1)
    before, between = tuple(said[:about]), tuple(said[about + 1 : last])
    found = [
        _folded(before, gettext("Before that")),
        Stretch(tuple(said[about : about + 1])),
        _folded(between, gettext("In between")),
        Stretch(tuple(said[last:])),
    ]
    return [stretch for stretch in found if stretch.said]


def _folded(said: tuple[Said, ...], label: str) -> Stretch:
    """One alone isn't worth a fold."""
    return Stretch(said, label if len(said) > 1 else "")


def floors(talk: Talk, *, own_voice: bool = True) -> list[Floor]:
    """The floors of a talk in their order; the last one is going on. `own_voice` is off on a phone handed over."""
    heard = _heard(talk.acts)
    found: list[list[Said]] = [[]]
    for act in talk.acts:
        if act.deed in (Deed.PASS, Deed.TAKE):
            found.append([])
        elif lines := _lines(act):
            found[-1].append(_said(talk, act, lines, own_voice=own_voice, is_heard=act.id in heard))
    return [Floor(number, tuple(said)) for number, said in enumerate(found)]


def _said(talk: Talk, act: Act, lines: tuple[Line, ...], *, own_voice: bool, is_heard: bool) -> Said:
    may = own_voice and act.side == "me" and bool(act.words) and written.may_take_back(talk.state, talk.acts, act)
    name = talk.names[act.side]
    return Said(act.id, act.side, name, act.deed, _head(talk, act), lines, act.here, is_heard, may)


def _heard(acts: Iterable[Act]) -> frozenset[UUID | None]:
    """The statements to whose say-back their speaker said: yes, that's it."""
    backs = {act.id: act.about for act in acts if act.deed is Deed.BACK}
    return frozenset(
        backs.get(act.about) for act in acts if act.deed is Deed.HEARING and act.choice == HEARD and act.about
    )


def _head(talk: Talk, act: Act) -> str:
    """Who did what, in a few words. On one phone both are called by their names: it goes from hand to hand."""
    heads = _HEADS | _LETTER_HEADS if talk.offer.way is Way.LETTERS else _HEADS
    mine, theirs = heads.get(act.deed, ("", ""))
    if act.side == "me" and talk.offer.way is not Way.ONE:
        return str(mine)
    return str(theirs) % {"name": talk.names[act.side]}


_HEADS: dict[Deed, tuple[_StrPromise, _StrPromise]] = {
    Deed.SAY: (_("You say"), _("%(name)s says")),
    Deed.BACK: (_("You heard"), _("%(name)s heard")),
    Deed.HEARING: (_("You answer"), _("%(name)s answers")),
    Deed.SENSE: (_("What makes sense to you"), _("What makes sense to %(name)s")),
    Deed.REPAIR: (_("You"), _("%(name)s")),
    Deed.THANKS: (_("You liked"), _("%(name)s liked")),
}


_LETTER_HEADS: dict[Deed, tuple[_StrPromise, _StrPromise]] = {
    Deed.SAY: (_("You write"), _("%(name)s writes")),
    Deed.BACK: (_("You read in it"), _("%(name)s reads in it")),
}


# -- line by line -------------------------------------------------------------------------------------------------


def _lines(act: Act) -> tuple[Line, ...]:
    make = _MAKES.get(act.deed)
    return tuple(make(act)) if make else ()


def _of_say(act: Act) -> Iterable[Line]:
    labels = {part.id: part.label.removesuffix("…").strip() for part in content.builder().parts}
    told = act.words
    parts = {
        "when": told.get("when", ""),
        "feel": _joined(_labels(told.get("feelings", ""), content.feelings()), told.get("feel", "")),
        "need": _joined(_labels(told.get("needs", ""), content.needs()), told.get("need", "")),
        "ask": told.get("ask", ""),
    }
    yield from (Line(words, labels[name]) for name, words in parts.items() if words)
    if told.get("free"):
        yield Line(told["free"])


def _labels(ids: str, families: Iterable[Group]) -> list[str]:
    known = {text.id: text.text for family in families for text in family.texts}
    return [known[each] for each in ids.split() if each in known]


def _joined(picked: list[str], words: str) -> str:
    return ", ".join([*picked, words] if words else picked)


def _of_words(act: Act) -> Iterable[Line]:
    if act.words.get("words"):
        yield Line(act.words["words"])


def _of_hearing(act: Act) -> Iterable[Line]:
    told = {answer.id: answer.told for answer in content.builder().answers}
    if act.choice in told:
        yield Line(told[act.choice])
    if act.words.get("missing"):
        yield Line(act.words["missing"])


def _of_sense(act: Act) -> Iterable[Line]:
    if act.words.get("sense"):
        yield Line(act.words["sense"])
    if act.words.get("feels"):
        yield Line(act.words["feels"], gettext("It may feel"))


def _of_repair(act: Act) -> Iterable[Line]:
    try:
        yield Line(content.repair(act.choice))
    except KeyError:  # a phrase that another version of the house knew
        return


_MAKES: Mapping[Deed, Callable[[Act], Iterable[Line]]] = {
    Deed.SAY: _of_say,
    Deed.BACK: _of_words,
    Deed.HEARING: _of_hearing,
    Deed.SENSE: _of_sense,
    Deed.REPAIR: _of_repair,
    Deed.THANKS: _of_words,
}
