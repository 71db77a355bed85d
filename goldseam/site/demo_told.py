"""What Ana and Ben look at, tell and sign in those eight weeks: made up, ordinary, and not yet at its end."""

from __future__ import annotations

from goldseam.practice import Topic

ANAS_LOOK = {
    "one": {"good-laugh": 62, "good-ease": 55, "good-care": 78, "good-team": 44, "good-respect": 52, "good-warmth": 30},
    "two": {
        "talking-heard": 18,
        "talking-only-tasks": 84,
        "talking-silence": 66,
        "talking-needs": 22,
        "quarrels-again": 81,
        "quarrels-work-at-home": 74,
        "quarrels-money": 40,
    },
    "three": {"trust-promises": 58, "trust-rely": 46, "outside-work": 48, "outside-money": 36, "outside-family": 60},
    "four": {"wishes-two": 88, "wishes-talk": 92, "wishes-touch": 70, "wishes-calm": 64, "wishes-pace": 28},
}
ANAS_WORDS = {
    "one": {Topic.GOOD: "The kitchen on Saturdays, with the radio on."},
    "two": {
        Topic.TALKING: "We talk about who fetches what. Hardly about us.",
        Topic.QUARRELS: "It is never really about the dishes.",
    },
    "three": {Topic.OUTSIDE: "My mother is ill, and I am always half there."},
    "four": {Topic.WISHES: "An evening on which nobody has to be careful."},
}
BENS_LOOK = {
    "one": {"good-laugh": 70, "good-ease": 48, "good-care": 82, "good-team": 60, "good-respect": 66, "good-warmth": 42},
    "two": {
        "talking-heard": 34,
        "talking-only-tasks": 72,
        "talking-sharp-start": 77,
        "talking-needs": 30,
        "quarrels-again": 79,
        "quarrels-work-at-home": 38,
        "quarrels-money": 68,
    },
    "three": {"trust-promises": 28, "trust-rely": 70, "outside-work": 90, "outside-money": 72},
    "four": {"wishes-two": 80, "wishes-talk": 55, "wishes-touch": 84, "wishes-calm": 90, "wishes-pace": 40},
}
BENS_WORDS = {
    "one": {Topic.GOOD: "She still laughs at my worst jokes."},
    "two": {Topic.QUARRELS: "I hear that I did it wrong before I have put the bag down."},
    "three": {Topic.OUTSIDE: "They cut two people. I do what three did."},
    "four": {Topic.WISHES: "To come home and be glad about it."},
}
KEPT_BY_ANA = frozenset({"trust-rely"})
"""What she looked at and did not give."""

MOMENTS = (
    ((2019, 6, 0), "good", "The summer in the borrowed tent. It rained for nine days and we did not care.", "light"),
    ((2021, 11, 0), "break", "The move. We never said goodbye to the old flat.", ""),
    ((2024, 3, 17), "break", "The evening at my sister’s. I sat beside you and was alone.", "small"),
    (
        (2025, 12, 0),
        "both",
        "Christmas with the flu. You made soup for everybody, and then you slept for two days.",
        "",
    ),
)
SHOWN_MOMENT = 0

ANAS_SENTENCE = "I wait for you to ask, and when you don’t I go cold."
BENS_SENTENCE = "As soon as I am late it begins, and I hide."
ONE_SENTENCE = "When work comes home with one of us, one waits and the other hides, and both of us end up alone."
EARLIER_SENTENCE = "When it gets late, one of us waits and the other hides."
REMARK = "It isn’t the hour, it is the work that comes with it. And how it ends for both of us is missing."

ANAS_HALF = {
    "start": {"picked": ["silent"], "words": ""},
    "other": {"picked": ["busy"], "words": "look at the phone"},
    "then": {"picked": ["cold"], "words": ""},
    "beneath": {"picked": ["unimportant"], "words": ""},
    "longing": {"picked": ["matter"], "words": ""},
    "outside": {"picked": ["family"], "words": ""},
}
BENS_HALF = {
    "start": {"picked": ["busy"], "words": ""},
    "other": {"picked": ["silent", "cold"], "words": ""},
    "then": {"picked": ["leave"], "words": "go to the cellar"},
    "beneath": {"picked": ["not-enough"], "words": ""},
    "longing": {"picked": ["rest"], "words": "to be welcome"},
    "outside": {"picked": ["work"], "words": ""},
}

ANAS_STORY = {
    "differences": "You need an hour before you can talk. I need the talk before I can have a quiet hour.",
    "beneath": "I am afraid that I am one more thing on your list.",
    "stress": "My mother, and that nobody knows how long.",
    "pattern": "I go silent and hope that you notice. You notice, and stay away.",
}

ANAS_WISH = {"day": "We eat without the phones, and one of us tells something.", "hard": "We stop before midnight."}
BENS_WISH = {
    "day": "I come in and you look up.",
    "again": "The river on Sundays.",
    "bring": "I say when I will be late.",
}
WANT = (
    "To come home to each other: ten minutes without phones when the second of us comes in, and the river on Sundays."
)
TRY = "Ten minutes at the door, every day that we both come home. Who is late says so before six."
LEAVE = "The question of the bigger flat."
TRY_BY_CHANCE = "Ten minutes with tea, and one question about the day."
TALKS = (28, 31, 34, 36, 39, 43, 46, 51)
"""On the evenings before their talks they agreed on a time."""

PLAN = {
    "stress": "Ben’s work",
    "does": "He comes home late and empty, and I take it for an answer.",
    "signs": "Sandwiches in the office. The light in the cellar.",
    "one": "Ana asks “Which kind of day?” before anything else.",
    "other": "Ben writes one line when it gets later than six.",
    "drop": "The Thursday choir until spring.",
}
