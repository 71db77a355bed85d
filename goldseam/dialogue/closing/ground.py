"""Common ground: words about one talk that both sign. They are words for two, as everywhere in the house.

What both have signed stays when the talk is closed. What only one has signed, or nobody, goes with the other words,
unless both chose to keep those: then it lies there as it was, and still doesn't count.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goldseam.dialogue import access
from goldseam.dialogue.rules.acts import Way
from goldseam.dialogue.rules.written import TOPIC_MOST
from goldseam.people.me import Me
from goldseam.statements import access as statements
from goldseam.statements import actions as words
from goldseam.statements import settling
from goldseam.statements.access import Statement
from goldseam.statements.kinds import Kind, PartField

LABEL = "dialogue.ground"
WORDS, ABOUT = "words", "about"
WORDS_MOST = 600


def is_on_one_phone(me: Me, talk_id: UUID | None) -> bool:
    """Whoever holds the phone for the moment could press the button of its owner: a name of hers asks for her PIN."""
    return talk_id is not None and access.talk_for(me, talk_id).offer.way is Way.ONE


KIND = Kind(
    label=LABEL,
    name=_("What we both see"),
    parts=(
        PartField(
            WORDS,
            _("What we both see"),
            _("A line or two that is true for both of you. It needn’t be everything."),
            most=WORDS_MOST,
        ),
        PartField(
            ABOUT,
            _("What it is about"),
            _("It stays with the words, so that you know later what they were about."),
            most=TOPIC_MOST,
            kind="line",
            required=False,
        ),
    ),
    may_end=True,
    opened_url="talk-room",
    opened_by_subject=True,
    room="talk",
    subjects=access.ids_of,
    asks_pin=is_on_one_phone,
)


def of_talk(me: Me, talk_id: UUID) -> Statement:
    """All that the two have written about this talk. Front is enough. Raises Tampered."""
    return statements.statement_of(me, LABEL, talk_id)


def put(me: Me, talk_id: UUID, told: str, about: str = "") -> UUID:
    """Puts first words there for both; nobody has signed them yet. What the other put there stays beside them.

    Raises `statements.rules.Refused`, Http404 for a talk that isn't theirs.
    """
    access.talk_for(me, talk_id)
    return words.write(me, LABEL, {WORDS: told, ABOUT: about}, subject=talk_id)


def let_go_unsigned(me: Me, talk_id: UUID) -> None:
    """With the words of a talk goes what not both have signed. The circle is locked already. Raises Tampered."""
    settling.erase_unsigned(me, LABEL, talk_id)
