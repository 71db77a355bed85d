"""The person of this request, with the keys that are open for them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import TypeVar

from goldseam.people.models import Person
from goldseam.vault.keyring import Keyring

T = TypeVar("T")


@dataclass(frozen=True)
class Me:
    """Who acts. Practices pass it as their first argument; the vault is given its keyring."""

    person: Person
    keyring: Keyring = field(repr=False)
    memory: dict[str, object] | None = field(default=None, repr=False, compare=False)

    @property
    def is_private_open(self) -> bool:
        return self.keyring.is_private_open

    def with_keyring(self, keyring: Keyring) -> "Me":
        return replace(self, keyring=keyring)

    def while_reading(self) -> "Me":
        """For a request that changes nothing: what was gathered once is remembered until its answer is out."""
        return replace(self, memory={}, keyring=self.keyring.while_reading())


def gathered_once(read: Callable[[Me], T]) -> Callable[[Me], T]:
    """A read that several parts of one page ask for. It is done once a page, and anew in every request that acts."""
    name = f"{read.__module__}.{read.__qualname__}"

    @wraps(read)
    def remembered(me: Me) -> T:
        if me.memory is None:
            return read(me)
        if name not in me.memory:
            me.memory[name] = read(me)
        return me.memory[name]  # type: ignore[return-value]

    return remembered
