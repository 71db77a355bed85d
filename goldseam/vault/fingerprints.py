"""Eight words that two people can compare aloud: four for each one's keys, through a fixed, slow stretch."""

from goldseam.vault import costs, holders, labels, primitives, words
from goldseam.vault.models import Holder

WORDS_EACH = 4
_SALT = primitives.digest(labels.FINGERPRINT)[:16]


def words_of(holder: Holder) -> list[str]:
    """Four words (51.7 bits) for one person's public keys. Argon2id makes each forged try as dear as a passphrase."""
    stretched = primitives.stretch(holders.key_set(holder), _SALT, costs.floor())
    value, result = int.from_bytes(stretched, "big"), []
    for _ in range(WORDS_EACH):
        value, place = divmod(value, len(words.word_list()))
        result.append(words.word_list()[place])
    return result


def compare_words(one: Holder, other: Holder) -> list[str]:
    """The same eight words on both screens, whoever asks."""
    first, second = sorted((one, other), key=lambda holder: holder.pk.bytes)
    return words_of(first) + words_of(second)
