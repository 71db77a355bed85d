"""What can go wrong at the vault, in names that a page can answer kindly."""


class VaultError(Exception):
    """Any refusal of the vault."""


class BackClosed(VaultError):
    """The private half is closed: the PIN opens it."""


class Missing(VaultError):
    """No such row for these keys: foreign and absent look alike."""


class Tampered(VaultError):
    """A stored value, wrap, grant, key or link isn't what its owner or author left there."""


class StrangeKey(Tampered):
    """A member's public key differs from the one that was pinned."""


class WrongSecret(VaultError):
    """A passphrase, PIN, recovery code, invitation or cookie that opens nothing."""


class Settled(VaultError):
    """What was answered once in a round stays as it is."""


class WeakParameters(Tampered):
    """Stored key-stretching parameters below the floor: somebody lowered them."""
