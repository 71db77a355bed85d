"""The person of this request, with the keys that are open for them."""

from dataclasses import dataclass, field, replace

from goldseam.people.models import Person
from goldseam.vault.keyring import Keyring


@dataclass(frozen=True)
class Me:
    """Who acts. Practices pass it as their first argument; the vault is given its keyring."""

    person: Person
    keyring: Keyring = field(repr=False)

    @property
    def is_private_open(self) -> bool:
        return self.keyring.is_private_open

    def with_keyring(self, keyring: Keyring) -> "Me":
        return replace(self, keyring=keyring)
