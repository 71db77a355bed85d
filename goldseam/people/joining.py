"""From six words to a seat: what a page needs to say, and the one step that follows signing up or signing in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from goldseam.people import actions, rules
from goldseam.people.me import Me
from goldseam.people.rules import Refused
from goldseam.vault import invites
from goldseam.vault.errors import Missing, WrongSecret


@dataclass(frozen=True)
class Invitation:
    """What an open invitation says: who invites, until when, and whether it is for a new account beside a lost one."""

    name: str
    end: datetime
    beside: bool


def look(words: str) -> Invitation:
    """One slow look at the words. Raises Missing for wrong, used, cancelled and ended ones: they look alike."""
    try:
        shown = invites.look(invites.keys_of(words))
    except WrongSecret as error:
        raise Missing("invitation") from error
    note = shown.note if isinstance(shown.note, dict) else {}
    if note.get("rule", rules.RULE_VERSION) != rules.RULE_VERSION:
        raise Missing("invitation")  # made before the rule's text changed: both must agree to the same one
    return Invitation(str(note.get("name", "")), shown.end, "beside" in note)


def opens(words: str) -> bool:
    """Do these words open a seat now? For the door of signing up."""
    try:
        look(words)
    except Missing:
        return False
    return True


def join(me: Me, sent: Mapping[str, Any]) -> None:
    """Takes the seat with `words`, `shown_name` and `agree`. The same form sent twice takes it once.

    Raises Refused, Missing, StrangeKey; nothing has changed then.
    """
    if not sent.get("agree"):
        raise Refused("rule-not-agreed")
    try:
        keys = invites.keys_of(sent.get("words", ""))
    except WrongSecret as error:
        raise Missing("invitation") from error
    if not invites.took(me.keyring, keys):
        actions.join(me, keys, own_name=sent.get("shown_name", ""), agreed_to=rules.RULE_VERSION)
