"""What Today, Me and Us may show of talks. Nothing about what the other hasn't done, and none of the other's words."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext

from goldseam.dialogue import access
from goldseam.dialogue.access import Talk
from goldseam.dialogue.rules.acts import Phase, Way
from goldseam.dialogue.rules.steps import offered
from goldseam.people.me import Me
from goldseam.practice import Card
from goldseam.vault import seam

NEWS_LAST = timedelta(days=2)
BACK_LASTS = timedelta(days=1)
"""So long Today says that a break is over. Then the talk waits at its own place, and asks nobody."""


def cards(me: Me) -> list[Card]:
    """At most two. While things rest, nothing is said here. Raises Tampered."""
    if not access.has_some(me):
        return []
    together = access.pair_of(me)
    if together is None or not access.may_write(me, together):
        return []
    talks = access.talks_among(me, [frame.id for frame in access.frames_of(me) if frame.closed_at is None])
    found = [*map(_back_card, filter(_is_back, talks)), *map(_asked_card, filter(_was_asked, talks))]
    return [*found, *map(_letter_card, filter(_has_letter, talks))][:2]


def _was_asked(talk: Talk) -> bool:
    state, now = talk.state, seam.now()
    is_new = now - talk.asked_at <= NEWS_LAST and talk.offer.by == "you"
    return is_new and state.phase is Phase.AGREEING and state.not_now is None and not state.is_ready("me", now)


def _is_back(talk: Talk) -> bool:
    until = talk.state.until
    is_over = until is not None and timedelta() <= seam.now() - until <= BACK_LASTS
    return is_over and "me" not in talk.state.going_on


def _has_letter(talk: Talk) -> bool:
    """Something of the other's came lately, and there is a next step for its reader."""
    if talk.offer.way is not Way.LETTERS or talk.state.phase is not Phase.TALKING or not talk.acts:
        return False
    last, now = talk.acts[-1], seam.now()
    comes_next = offered(talk.state, "me", says_back=True, now=now)
    return last.side == "you" and now - last.at <= NEWS_LAST and bool(comes_next)


def _asked_card(talk: Talk) -> Card:
    """Before all else while the other is there for it now."""
    is_now = talk.state.has_clock and talk.state.is_ready("you", seam.now())
    by_letter = talk.offer.way is Way.LETTERS
    title = gettext("%(name)s would like to write letters") if by_letter else gettext("%(name)s would like to talk")
    return Card(
        id="dialogue.asked",
        title=title % {"name": talk.partner},
        text=gettext("You can say yes, another time, or “not now” without a reason."),
        action=gettext("Look at it"),
        url=_room(talk),
        circle="ours",
        weight=85 if is_now else 75,
    )


def _back_card(talk: Talk) -> Card:
    return Card(
        id="dialogue.back",
        title=gettext("The break in your talk is over"),
        text=gettext("You can go on, rest longer, or close for today. All three are fine."),
        action=gettext("Look at it"),
        url=_room(talk),
        circle="ours",
        weight=85,
    )


def _letter_card(talk: Talk) -> Card:
    return Card(
        id="dialogue.letter",
        title=gettext("Something new in your letters"),
        text=gettext("There is no clock. Read it when it is quiet round you."),
        action=gettext("Look at it"),
        url=_room(talk),
        circle="ours",
        weight=62,
    )


def _room(talk: Talk) -> str:
    return reverse("talk-room", args=[talk.id])


def me_cards(_me: Me) -> list[Card]:
    """The same whatever lies there."""
    return [
        Card(
            id="dialogue.prepare",
            title=gettext("What I want to say"),
            text=gettext("Build one sentence for yourself, for a talk or for nobody. Only you can read it."),
            action=gettext("Prepare it"),
            url=reverse("talk-prepare"),
            circle="mine",
            weight=20,
        )
    ]


def us_cards(_me: Me) -> list[Card]:
    return [
        Card(
            id="dialogue.talk",
            title=gettext("A talk by turns"),
            text=gettext("One speaks, one listens and says it back. On two phones, on one, or by letters."),
            action=gettext("To your talks"),
            url=reverse("talk"),
            circle="ours",
            weight=40,
        )
    ]
