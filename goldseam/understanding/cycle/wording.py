"""How the loop is said: the sentence with its gaps, its places as two people read them, and what was refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from goldseam.understanding import content
from goldseam.understanding.cycle.rules import PICKED_MOST, WORDS_MOST, Half, Piece, Refused, Told

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

REFUSALS: dict[str, _StrOrPromise] = {
    "nothing": _("There is nothing in it yet. One part of the sentence is enough to begin."),
    "many": format_lazy(_("{n} at most fit here. Keep those that come up most."), n=PICKED_MOST),
    "long": format_lazy(_("That is longer than {n} signs. Fewer words fit."), n=WORDS_MOST),
}
OTHERWISE = _("That could not be taken as it came. Nothing was changed. Please try it once more from the page.")

BEGINNINGS: dict[str, _StrOrPromise] = {
    "start": pgettext_lazy("the loop, beginning of a sentence", "When I …"),
    "other": pgettext_lazy("the loop, sentence goes on", "you …"),
    "then": pgettext_lazy("the loop, sentence goes on", "then I …"),
    "beneath": pgettext_lazy("the loop, a new sentence", "Underneath I feel …"),
    "longing": pgettext_lazy("the loop, sentence goes on", "and I long …"),
    "outside": pgettext_lazy("the loop, a sentence of its own", "What winds it up from outside: …"),
}
"""Each gap of the sentence, as it stands there before it is filled."""

HINTS: dict[str, _StrOrPromise] = {
    "start": _("Begin with yourself. What do you do, when it starts?"),
    "other": _("As you see it. A camera would see it too: what is done, not why."),
    "then": _("What comes next from you? It may be the same again."),
    "beneath": _("Below the anger there is often something softer. Only say what is true for you."),
    "longing": _("What do you wish for in that moment, if you could have it?"),
    "outside": _("If there is something. It isn’t you and it isn’t the other."),
}
FILES = {"start": "moves", "other": "moves", "then": "moves", "beneath": "feelings", "longing": "longings"}
FORMS = {"start": "do", "other": "do", "then": "do", "beneath": "word", "longing": "long"}


def refusal(refused: Refused) -> _StrOrPromise:
    return REFUSALS.get(refused.code, OTHERWISE)


def choice(part: str, each: str) -> str:
    """A choice as it fills its gap; feelings with a few plain words below."""
    if part == "outside":
        return str(content.words_of("outside")[each]["name"])
    told = content.words_of("cycle")[FILES[part]][each]
    name = str(told[FORMS[part]])
    return f"{name}\n{told['plain']}" if "plain" in told else name


def word(part: str, each: str) -> str:
    """The same, without what stands below."""
    return choice(part, each).partition("\n")[0]


def act(move: str) -> str:
    """A move, whoever makes it."""
    return str(content.words_of("cycle")["moves"][move]["act"])


def filling(part: str, piece: Piece) -> str:
    """What fills this gap, in one breath."""
    return listed([*(word(part, each) for each in piece.picked), *([piece.words] if piece.words else [])])


def listed(words: Iterable[str]) -> str:
    """ "a, b and c"."""
    told = list(words)
    if len(told) < 2:
        return "".join(told)
    joined = pgettext("between the parts of a list", ", ").join(told[:-1])
    return gettext("%(some)s and %(last)s") % {"some": joined, "last": told[-1]}


def beginning(part: str) -> str:
    """ "When I" out of "When I …"."""
    return str(BEGINNINGS[part]).replace("…", "").strip()


def sentences(half: Half) -> list[str]:
    """The half as one reads it aloud; what was left open isn't said."""
    told = {part: f"{beginning(part)} {filling(part, piece)}" for part, piece in half.items()}
    first = pgettext("between the parts of a sentence", ", ").join(
        told[part] for part in ("start", "other", "then") if part in told
    )
    second = pgettext("between the parts of a sentence", ", ").join(
        told[part] for part in ("beneath", "longing") if part in told
    )
    return [_as_sentence(words) for words in (first, second, told.get("outside", "")) if words]


def _as_sentence(words: str) -> str:
    large = words[0].upper() + words[1:]
    return large if large.endswith((".", "!", "?", "…")) else gettext("%(words)s.") % {"words": large}


# -- as two people read it -----------------------------------------------------------------------------------------


def acts(told: Told) -> list[str]:
    return [*map(act, told.picked), *map(quoted, told.words)]


def feelings(told: Told) -> list[str]:
    return [*(word("beneath", each) for each in told.picked), *map(quoted, told.words)]


def longings(told: Told) -> list[str]:
    return [*(word("longing", each) for each in told.picked), *map(quoted, told.words)]


def stresses(told: Told) -> list[str]:
    return [*(word("outside", each) for each in told.picked), *map(quoted, told.words)]


def quoted(words: str) -> str:
    """Words of somebody's own."""
    return pgettext("words of somebody's own", "“%(words)s”") % {"words": words}
