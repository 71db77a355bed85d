"""What words about death and violence must not do. Plain Python: any app's tests may hold its texts against it.

After the safe-messaging guidance of the WHO and others: no methods, no single cause, no numbers that make it seem
usual, no words of crime or success; help first, and hope. And a person who was hurt is never asked for "their part".
"""

from __future__ import annotations

import re

_NEVER: tuple[tuple[str, str], ...] = (
    (r"commit(s|ted|ting)? suicide", "a word of crime; say “ended their life”"),
    (r"(successful|failed|unsuccessful) (suicide|attempt)", "a word of success or failure"),
    (r"suicide attempt|attempted suicide", "a label; say what the person lived through"),
    (r"(threat|cry) (for|of) attention|cry for help|attention[- ]seeking", "it belittles"),
    (r"\b(overdos\w*|poison\w*|pills|hang(ed|ing)?|noose|rope|drown\w*|wrists?|carbon monoxide)\b", "a method"),
    (r"\b(jump(ed|ing)? (off|from|in front)|shoot\w*|bridge|train tracks)\b", "a method or a place"),
    (
        r"\b(kill|end|took|take)(ed)? (himself|herself|themselves|his life|her life) (because|over|due)",
        "a single cause",
    ),
    (r"\bbecause of (the|a|your|his|her|their) (affair|divorce|separation|break-?up)\b", "a single cause"),
    (r"\b\d+(\.\d+)? ?(%|per ?cent)", "a number that makes it seem usual"),
    (r"\bone in (two|three|four|five|ten|\d+)\b", "a number that makes it seem usual"),
    (r"\b\d+ (people|men|women) (a|each|every) (day|year)\b", "a number that makes it seem usual"),
    (r"\b(easy|painless|quick) way (out|to)\b", "it makes dying seem a way out"),
    (r"\bend (the|your) (pain|suffering)\b|\bat peace\b", "it makes dying seem a way out"),
    (r"\b(selfish|coward\w*|weak|crazy|insane)\b", "it blames"),
    (r"\byour (own )?part in (it|this|the violence|what happened)\b", "it asks a harmed person for their part"),
    (r"\bwhat did you do to\b|\bprovok\w+", "it asks a harmed person for their part"),
)
_HELP = re.compile(r"\b(call|emergency number|stay with you)\b", re.IGNORECASE)
_HOPE = re.compile(r"\b(pass|help|good again|came through|not the end)\b", re.IGNORECASE)


def faults(text: str) -> list[str]:
    """Every forbidden wording in the text, each with the reason."""
    flat = " ".join(text.split())
    return [
        f"“{hit.group()}”: {reason}"
        for pattern, reason in _NEVER
        for hit in re.finditer(pattern, flat, flags=re.IGNORECASE)
    ]


def faults_about_ending(text: str) -> list[str]:
    """For a text that speaks of ending one's life: the same, and help stands first, and hope somewhere."""
    body = text.partition("\n")[2].strip() if text.startswith("#") else text.strip()
    first = body.split("\n\n")[0]
    missing = [] if _HELP.search(first) else ["help does not come first"]
    missing += [] if _HOPE.search(body) else ["there is no word of hope"]
    return faults(text) + missing


def sentence_lengths(text: str) -> list[int]:
    """Words in each sentence: what a tired reader meets."""
    plain = re.sub(r"[*#]|^- [a-z ]+: ", "", text, flags=re.MULTILINE).replace("\n- ", ". ").replace("\n\n", ". ")
    return [len(one.split()) for one in re.split(r"[.!?:]+[\s”“]+", plain) if one.split()]
