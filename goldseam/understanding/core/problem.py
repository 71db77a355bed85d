"""One core problem: each says it alone, both see both, and one sentence counts when both have signed it."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goldseam.apart import access as apart
from goldseam.apart.subjects import Subject
from goldseam.people.me import Me
from goldseam.practice import Card
from goldseam.statements import access as statements
from goldseam.statements.kinds import Kind, PartField
from goldseam.understanding.core import done, rules

LABEL = "understanding.core"
SENTENCE = "sentence"


def went_on(me: Me) -> bool:
    """Both have signed words since."""
    return statements.standing(me, LABEL) is not None


SUBJECT = Subject(
    label=LABEL,
    version="1",
    name=_("What keeps coming back"),
    checked=rules.core_answers,
    opened_url="core",
    went_on=went_on,
)
KIND = Kind(
    label=LABEL,
    name=_("Our one sentence"),
    parts=(
        PartField(
            SENTENCE,
            _("What keeps coming back between us"),
            help=_("One sentence that both of you can say. About what happens, not about what one of you is like."),
            most=rules.JOINED_MOST,
        ),
    ),
    opened_url="core",
)


def sentence_of(me: Me) -> str:
    """What both have signed, or nothing. Cheap. Raises Tampered."""
    found = statements.standing(me, LABEL)
    return found.parts[SENTENCE] if found else ""


def me_card(_me: Me) -> Card:
    """The same for everybody: whoever looks at it learns nothing."""
    return Card(
        id="understanding.core",
        title=gettext("What keeps coming back"),
        text=gettext("One sentence of your own about what comes between you two, again and again."),
        action=gettext("Write it"),
        url=reverse("core-write"),
        weight=40,
    )


def us_card(me: Me) -> Card:
    """What both have signed, or what lies open; never what one of them wrote alone."""
    sentence = sentence_of(me)
    if sentence:
        text, action = (
            gettext("“%(sentence)s” You have both signed it.") % {"sentence": sentence},
            gettext("Look at it"),
        )
    elif apart.summaries(me).get(LABEL):
        text, action = gettext("Both your sentences lie open. Out of two, one can be made."), gettext("Read both")
    else:
        text = gettext("Each says it alone in one sentence. You see both at once, and make one of them.")
        action = gettext("How it works")
    return Card(
        id="understanding.core",
        title=gettext("What keeps coming back"),
        text=text,
        action=action,
        url=reverse("core"),
        circle="ours",
        weight=70,
    )


def proposed_at(me: Me) -> datetime | None:
    return done.apart_at(me, LABEL)


def shaped_at(me: Me) -> datetime | None:
    return done.signed_at(me, LABEL)
