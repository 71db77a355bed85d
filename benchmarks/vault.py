"""What the vault adds, against the bare primitives it stands on, in turns in one run."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from goldseam.site import start_up

ROWS, ROUNDS = 200, 5


def seconds(deed: Callable[[], object]) -> float:
    begun = time.process_time()
    deed()
    return time.process_time() - begun


def ratio(ours: Callable[[], object], bare: Callable[[], object]) -> tuple[float, float]:
    pairs = [(seconds(bare), seconds(ours)) for _ in range(ROUNDS)]
    return statistics.median(mine / base for base, mine in pairs), statistics.median(mine for _, mine in pairs)


def hpke_opens() -> Callable[[], object]:
    """ROWS openings of HPKE as the library offers it: the least that ROWS rows of one's own can cost."""
    from cryptography.hazmat.primitives import hpke
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    suite = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
    private = X25519PrivateKey.generate()
    sealed = suite.encrypt(b"k" * 32, private.public_key(), info=b"row")
    return lambda: [suite.decrypt(sealed, private, info=b"row") for _ in range(ROWS)]


def main() -> None:
    with tempfile.TemporaryDirectory() as passing:
        start_up.migrate(start_up.enter(passing), tell=False)
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

        from goldseam.people import actions
        from goldseam.vault import costs, holders, mine

        me, _ = actions.sign_up("ana", "seven quiet herons by the lake")
        for day in range(ROWS):
            mine.keep(me.keyring, "bench", {"day": day, "line": "an ordinary sentence of an ordinary day"})
        cost = costs.current()
        print(f"{'deed':<44}{'CPU ms':>8}{'× the bare primitive':>22}")
        for words, ours, base in (
            (f"open {ROWS} rows of one's own", lambda: mine.everything(me.keyring), hpke_opens()),
            (
                "sign in (one stretch of the passphrase)",
                lambda: holders.pass_key_of(me.person.holder, "seven quiet herons by the lake"),
                lambda: Argon2id(
                    salt=b"s" * 16, length=64, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory
                ).derive(b"seven quiet herons by the lake"),
            ),
        ):
            middle, spent = ratio(ours, base)
            print(f"{words:<44}{spent * 1000:>8.1f}{middle:>22.2f}")


if __name__ == "__main__":
    main()
