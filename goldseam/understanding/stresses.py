"""What presses on two people from outside, by its id. Several rooms speak of it; its words are in `outside.json`."""

STRESSES = (
    "work",
    "money",
    "time",
    "sleep",
    "health",
    "children",
    "family",
    "home",
    "far-from-home",
    "living-apart",
    "loss",
    "unfair",
)
