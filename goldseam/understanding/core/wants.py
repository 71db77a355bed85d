"""What we want: each says alone how life should look, both read, and what both want is theirs to say."""

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

LABEL = "understanding.wants"
WORDS = "words"


def went_on(me: Me) -> bool:
    """Both have signed words since."""
    return statements.standing(me, LABEL) is not None


SUBJECT = Subject(
    label=LABEL,
    version="1",
    name=_("How it could be"),
    checked=rules.wants_answers,
    opened_url="wants",
    went_on=went_on,
)
KIND = Kind(
    label=LABEL,
    name=_("What we want"),
    parts=(
        PartField(
            WORDS,
            _("What we both want"),
            help=_("Where your two pictures meet, in words of your own. Small and plain is fine."),
            most=rules.SHARED_MOST,
        ),
    ),
    opened_url="wants",
)


def me_card(_me: Me) -> Card:
    """The same for everybody: whoever looks at it learns nothing."""
    return Card(
        id="understanding.wants",
        title=gettext("How it could be"),
        text=gettext("How life would look for you when this is mended."),
        action=gettext("Write it"),
        url=reverse("wants-write"),
        weight=38,
    )


def us_card(me: Me) -> Card:
    """What both have signed, or what lies open; never what one of them wrote alone."""
    if statements.standing(me, LABEL):
        text, action = gettext("You have both signed what you want."), gettext("Read it")
    elif apart.summaries(me).get(LABEL):
        text, action = gettext("Both your pictures lie open. Where do they meet?"), gettext("Read both")
    else:
        text = gettext("Each says alone how life should look. You see both at once, and say together what you want.")
        action = gettext("How it works")
    return Card(
        id="understanding.wants",
        title=gettext("How it could be"),
        text=text,
        action=action,
        url=reverse("wants"),
        circle="ours",
        weight=60,
    )


def written_at(me: Me) -> datetime | None:
    return done.apart_at(me, LABEL)


def agreed_at(me: Me) -> datetime | None:
    return done.signed_at(me, LABEL)
