"""“Is all as we left it?”: everything that one person can open now, opened and held against its signatures."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.apps import apps

from goldseam.vault import circles, lineage, mine, ours, sessions
from goldseam.vault.errors import Missing, VaultError
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Circle, SealedRow

OWN_KEYS, OWN_ROWS, PIN = "your own keys", "your own rows", "your PIN"
RECORD, SHOWN = "the record of what is shared", "rows that were shown"


@dataclass
class Findings:
    """How many were opened, where something was changed, and whether the private half was closed meanwhile."""

    circles: int = 0
    rows: int = 0
    was_private_open: bool = False
    faults: list[str] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        return not self.faults

    @property
    def places(self) -> list[str]:
        """Where something was changed, each place once: one of the names above, or a table's label."""
        return list(dict.fromkeys(fault.partition(":")[0] for fault in self.faults))


def checkup(keyring: Keyring) -> Findings:
    """Own keys, every circle with all its rows, what is shared there, and one's own rows when they are open.

    Never raises for what it finds; a fault names the place, never a word.
    """
    found = Findings(was_private_open=keyring.is_private_open)
    _look(found, OWN_KEYS, partial(_own_keys, keyring))
    for circle in Circle.objects.filter(grants__holder_id=keyring.holder_id).distinct():
        found.circles += 1
        keyring.forget_circle(circle.pk)
        if not _look(found, RECORD, partial(_record, keyring, circle)):
            continue
        for model in _tables():
            _look(found, model._meta.label_lower, partial(_open_all, keyring, circle, model))
        _look(found, SHOWN, partial(_shown, keyring, circle))
    if keyring.is_private_open:
        _look(found, OWN_ROWS, partial(mine.require_all_signed, keyring))
        _look(found, PIN, partial(_pin, keyring))
    return found


def _look(found: Findings, place: str, look: Callable[[], int]) -> bool:
    try:
        found.rows += look()
    except VaultError as error:
        found.faults.append(f"{place}: {error}")
        return False
    return True


def _own_keys(keyring: Keyring) -> int:
    lineage.own(keyring)
    return 0


def _record(keyring: Keyring, circle: Circle) -> int:
    circles.keys(keyring, circle)
    return 0


def _shown(keyring: Keyring, circle: Circle) -> int:
    return len(mine.shared_with(keyring, circle))


def _tables() -> list[type[SealedRow]]:
    return [model for model in apps.get_models() if issubclass(model, SealedRow)]


def _open_all(keyring: Keyring, circle: Circle, model: type[SealedRow]) -> int:
    return len(ours.opened_all(keyring, circle, list(model._base_manager.filter(circle=circle))))


def _pin(keyring: Keyring) -> int:
    try:
        sessions.pin_rule(keyring)
    except Missing:
        return 0
    return 1
