"""How dear a guess is. Settings may raise the cost; stored parameters below the floor are refused."""

from django.conf import settings

from goldseam.vault.errors import WeakParameters
from goldseam.vault.primitives import Stretch

FLOOR = Stretch(memory=64 * 1024, passes=3, lanes=1)


def floor() -> Stretch:
    """The least that is accepted: 64 MiB and three passes, unless test settings lower it."""
    return Stretch(*getattr(settings, "VAULT_ARGON2_FLOOR", (FLOOR.memory, FLOOR.passes, FLOOR.lanes)))


def current() -> Stretch:
    """What new wraps are made with: never under the floor."""
    return Stretch(*getattr(settings, "VAULT_ARGON2", (floor().memory, floor().passes, floor().lanes)))


def require_enough(cost: Stretch) -> None:
    """Raises WeakParameters for stored parameters under the floor: somebody lowered them."""
    if not cost.at_least(floor()):
        raise WeakParameters("Argon2id parameters below the floor")
