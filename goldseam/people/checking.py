"""“Is all as you left it?”, answered in words: what the vault's checkup found, and one's own notes beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goldseam.people import access, account_actions
from goldseam.people.me import Me
from goldseam.people.models import Seat
from goldseam.vault import checkup
from goldseam.vault.errors import VaultError

WHERE = {
    checkup.OWN_KEYS: _("The lock of your account"),
    checkup.PIN: _("Your PIN and its closing time"),
    checkup.OWN_ROWS: _("What only you can read"),
    checkup.RECORD: _("The list of everything that is shared, and who wrote it"),
    checkup.SHOWN: _("What one of you showed the other"),
}
TOGETHER = _("What the two of you keep together, such as names and the rule you agreed to")
ACCOUNT = _("Notes of your account: e-mail, sheet, or your place in a pair")


@dataclass(frozen=True)
class Looked:
    """Where something isn't as it was left. How much was looked at isn't told: among it lies what the other half of a
    pair may have begun (the pair's own half of a key, or where one's own answers wait), and nobody may read that off.
    """

    changed: list[Promise]

    @property
    def is_well(self) -> bool:
        return not self.changed


def looked(me: Me) -> Looked:
    """Opens all that this person can open and compares it with its signatures. Changes nothing, raises nothing."""
    found = checkup.checkup(me.keyring)
    changed = [WHERE.get(place, TOGETHER) for place in found.places]
    if not all(map(_fits, _looks_at_notes(me))):
        changed.append(ACCOUNT)
    return Looked(list(dict.fromkeys(changed)))


def _looks_at_notes(me: Me) -> list[Callable[[], object]]:
    seats = Seat.objects.filter(person=me.person)
    return [
        partial(account_actions.notes_of, me),
        partial(account_actions.mail_of, me),
        *(partial(access.state_of, me, seat) for seat in seats),
    ]


def _fits(look: Callable[[], object]) -> bool:
    try:
        look()
    except VaultError:
        return False
    return True
