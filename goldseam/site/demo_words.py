"""What Ana and Ben write in eight weeks: made up, ordinary, and not a success story. Only words and numbers here."""

from __future__ import annotations

from dataclasses import dataclass

WEEKS = 8
ANAS_OWN_SLIDER = "Patience"
BENS_OWN_SLIDER = "Sleep"

ANA = (
    "We ate in silence again. I wanted to say something and did not know how to begin.",
    "He asked how my day was and waited for the answer. That was new.",
    "I counted the plates instead of saying that I was hurt.",
    "A short walk together. We talked about the neighbour's dog and it was easy.",
    "I snapped at him over the bill. It was not about the bill.",
    "Tired. I would have liked a hug and could not ask.",
    "He said sorry for Sunday without explaining it away.",
    "My sister called. I noticed that I defended him.",
    "We planned the weekend at the table, with the calendar, and nobody sighed.",
    "I felt alone beside him on the sofa.",
    "I told him about the letter from work before I told anyone else.",
    "A hard evening. We stopped in time and came back to it next morning.",
    "He remembered the appointment. I said thank you out loud.",
    "I am learning to say “I am not ready to talk” before I go quiet.",
    "We laughed about the burnt rice.",
    "I do not know yet whether I trust this. It is better than in spring.",
)
BEN = (
    "I came home late and did not call. I saw her face.",
    "I tried to listen without fixing it. It is harder than it sounds.",
    "Slept four hours. Everything felt like a reproach.",
    "She told me about her day and I put the phone away.",
    "I wanted to say that I miss us. I talked about the car instead.",
    "I said sorry for Sunday. My hands were shaking.",
    "Work took all of me today and she got the rest.",
    "We walked by the river. I did not talk about money once.",
    "I got loud. Then I went around the block and came back calmer.",
    "She thanked me for the appointment and I was happy the whole evening.",
    "I do not know what she thinks of me now. I could ask.",
    "I asked. It was less bad than what I had imagined.",
    "We cooked. The rice burnt. It was the best evening this month.",
    "I noticed that I wait for her to be angry. Perhaps that is mine to look at.",
    "A quiet day. Quiet was good today.",
    "I would like to go on with this.",
)


@dataclass(frozen=True)
class Course:
    """Where a slider begins and where it has come to after eight weeks; between lies an ordinary up and down."""

    start: int
    end: int
    swing: int


COURSES = {
    "closeness": Course(32, 58, 14),
    "tension": Course(70, 44, 16),
    "heard": Course(28, 60, 13),
    "stress": Course(62, 50, 18),
    "own": Course(40, 56, 15),
}
