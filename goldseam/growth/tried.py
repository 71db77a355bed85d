"""What was tried before there was an account becomes the first check-in."""

from __future__ import annotations

from collections.abc import Mapping

from goldseam.growth import actions, rules
from goldseam.growth.rules import Answers
from goldseam.people.me import Me

PREFIX = "try_"


def as_fields(answers: Answers) -> dict[str, str]:
    """The answers as hidden fields of the form that leads to an account."""
    told = {f"{PREFIX}{part}": str(value) for part, value in answers.values.items()}
    return told | ({f"{PREFIX}need": answers.need} if answers.need else {})


def keep_tried(me: Me, fields: dict[str, str]) -> None:
    """Keeps what came along. What no page of ours sends is dropped: it must not stand between somebody and their
    account."""
    try:
        actions.keep_check_in(me, _answers(fields))
    except rules.Refused:
        return


def _answers(fields: Mapping[str, str]) -> Answers:
    values = {part: fields[part] for part in rules.SLIDERS if fields.get(part, "").isdecimal()}
    need = fields.get("need", "")
    return Answers(
        {part: int(value) for part, value in values.items() if len(value) <= len(str(rules.HIGHEST))},
        need=need if need in rules.NEEDS else "",
    )
