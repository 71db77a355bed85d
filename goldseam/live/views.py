"""What rang: one ordinary page behind the ordinary door. The stream asks it; a browser without a stream polls it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from goldseam.live import access
from goldseam.live.access import Listening, Rung
from goldseam.people.doors import signed_in
from goldseam.people.me import Me

MOST_DIGITS = 18


class RungAnswer(JsonResponse):
    """`listening` and `rung` are for the stream alone; of the two only `rung` is in the bytes."""

    def __init__(self, listening: Listening, rung: Rung) -> None:
        rooms = {str(room): number for room, number in rung.rooms.items()}
        super().__init__({"at": rung.at, "rooms": rooms})
        self.listening, self.rung = listening, rung


@require_safe
@signed_in
def live(request: HttpRequest, me: Me) -> HttpResponse:
    """Not `private`: to hear a bell is no sign of life, and keeps nothing open."""
    return RungAnswer(*access.listening_of(me, _number(request.GET.get("since", ""))))


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS else 0
