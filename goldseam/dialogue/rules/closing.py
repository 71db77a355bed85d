"""What a talk ends with, and what may still be said to a small request. Plain Python: no Django, no clock."""

from __future__ import annotations

from collections.abc import Mapping

from goldseam.dialogue.rules.acts import NO, OTHER, YES, Request, Shape

GROUND, REQUEST, THANKS = "ground", "request", "thanks"
PARTS: Mapping[Shape, tuple[str, ...]] = {
    Shape.FULL: (GROUND, REQUEST, THANKS),
    Shape.WEEKLY: (REQUEST, THANKS, GROUND),
    Shape.DAILY: (THANKS,),
}
"""What each kind of talk offers at its end, in this order. All of it can be left out."""


def may_answer_otherwise(asked: Request) -> bool:
    """An answer can change, as long as the two haven't agreed on something else than what was asked."""
    return bool(asked.answer) and not (asked.answer == OTHER and asked.reply == YES)


def other_answers(asked: Request) -> tuple[str, ...]:
    """What could be said in place of the answer that is there. Another counter-offer is always another answer."""
    if not may_answer_otherwise(asked):
        return ()
    return tuple(answer for answer in (YES, NO, OTHER) if answer == OTHER or answer != asked.answer)


def other_replies(asked: Request) -> tuple[str, ...]:
    """What could be said to a counter-offer in place of the reply that is there."""
    return tuple(reply for reply in (YES, NO) if asked.answer == OTHER and asked.reply and reply != asked.reply)
