"""Making a holder's keys, and opening them by passphrase, passkey secret or recovery sheet."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from goldseam.vault import costs, labels, ledger, lineage, primitives, seam, standing, sums, words
from goldseam.vault.canonical import ident, number
from goldseam.vault.errors import Tampered, WrongSecret
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Bundle, Holder
from goldseam.vault.primitives import Stretch, decode, encode

SALT_BYTES = 16
RECOVERY_BYTES = 16


@dataclass(frozen=True)
class PassKey:
    """What one Argon2id run gives: a verifier to compare and a key to unwrap with. Lives in request memory only."""

    verifier: str
    wrapping: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    cost: Stretch


def new_pass_key(passphrase: str, *, instead_of: Holder | None = None) -> PassKey:
    """A pass key with a fresh salt and today's parameters, never lower than those of the one it takes the place of."""
    cost = costs.current()
    before = instead_of.bundles.filter(way=Bundle.PASSPHRASE).first() if instead_of else None
    return _derive(passphrase, seam.random_bytes(SALT_BYTES), cost.no_less_than(_cost_of(before)) if before else cost)


def pass_key_of(holder: Holder, passphrase: str) -> PassKey:
    """The pass key that this holder's stored salt and parameters give. Raises WeakParameters, Tampered."""
    bundle = holder.bundles.filter(way=Bundle.PASSPHRASE).first()
    if bundle is None:
        raise Tampered("a wrap was taken away")
    cost = _cost_of(bundle)
    costs.require_enough(cost)
    return _derive(passphrase, bytes(bundle.salt), cost)


def waste_a_run(passphrase: str) -> None:
    """For a name that doesn't exist: the same work, so that time tells nothing."""
    new_pass_key(passphrase)


def _derive(passphrase: str, salt: bytes, cost: Stretch) -> PassKey:
    require_no_write_lock()
    root = primitives.stretch(passphrase.encode(), salt, cost)
    return PassKey(
        verifier=primitives.derive(root, labels.PASS_VERIFIER).hex(),
        wrapping=primitives.derive(root, labels.PASS_WRAPPING),
        salt=salt,
        cost=cost,
    )


def require_no_write_lock() -> None:
    """A quarter of a second under SQLite's one write lock would hold up everybody."""
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise RuntimeError("Key stretching must not run inside a transaction.")


@transaction.atomic
def make_holder(pass_key: PassKey) -> tuple[Keyring, list[str]]:
    """A new holder with fresh key pairs, and the ten words of the recovery sheet, which are stored nowhere."""
    front, back, signing = (primitives.new_key() for _ in range(3))
    holder = Holder(
        front_public=primitives.public_of(front),
        back_public=primitives.public_of(back),
        signing_public=primitives.signing_public_of(signing),
    )
    keyring = Keyring(holder.pk, front, signing, primitives.public_of(back), back)
    standing.stand_for(holder.pk)
    holder.mine_sum = sums.sealed(keyring, 0)
    holder.save(force_insert=True)
    wrap_for_passphrase(holder, keyring, pass_key)
    return keyring, new_recovery_sheet(holder, keyring)


def wrap_for_passphrase(holder: Holder, keyring: Keyring, pass_key: PassKey) -> None:
    """Replaces the wrap that the passphrase opens."""
    _store(holder, keyring, Bundle.PASSPHRASE, "", pass_key.wrapping, pass_key.salt, pass_key.cost, pass_key.verifier)


def new_recovery_sheet(holder: Holder, keyring: Keyring) -> list[str]:
    """Ten words that open everything, shown once; the sheet before it opens nothing any more."""
    code = seam.random_bytes(RECOVERY_BYTES)
    salt = seam.random_bytes(SALT_BYTES)
    wrapping = primitives.derive(code, labels.RECOVERY_WRAPPING, salt)
    _store(holder, keyring, Bundle.RECOVERY, "", wrapping, salt, Stretch(0, 0, 0))
    return words.from_bytes(code)


def wrap_for_passkey(holder: Holder, keyring: Keyring, credential: str, prf_output: bytes) -> None:
    """One more way in: a passkey whose PRF output is given now and never stored."""
    salt = seam.random_bytes(SALT_BYTES)
    wrapping = primitives.derive(prf_output, labels.PASSKEY_WRAPPING, salt)
    _store(holder, keyring, Bundle.PASSKEY, credential, wrapping, salt, Stretch(0, 0, 0))


def forget_passkey(holder: Holder, credential: str) -> None:
    """That passkey opens nothing any more."""
    _forget_for_good(holder, holder.bundles.filter(way=Bundle.PASSKEY, credential=credential))


def forget_passkeys(holder: Holder) -> None:
    """No passkey opens anything until each was confirmed again."""
    _forget_for_good(holder, holder.bundles.filter(way=Bundle.PASSKEY))


def passkeys_that_open(holder: Holder) -> frozenset[str]:
    """The credentials that a bundle was wrapped for."""
    return frozenset(holder.bundles.filter(way=Bundle.PASSKEY).values_list("credential", flat=True))


def open_by_pass_key(holder: Holder, pass_key: PassKey) -> Keyring:
    """All three private halves. Raises WrongSecret."""
    return _open(holder, holder.bundles.get(way=Bundle.PASSPHRASE), pass_key.wrapping)


def open_by_fitting(holder: Holder, pass_key: PassKey) -> Keyring:
    """As above, for a pass key that fitted its verifier: if it opens nothing, one of the two was changed.

    Raises Tampered.
    """
    try:
        return open_by_pass_key(holder, pass_key)
    except WrongSecret as error:
        raise Tampered("a verifier and a wrap that don't go together") from error


def open_by_passkey(holder: Holder, credential: str, prf_output: bytes) -> Keyring:
    """All three private halves. Raises WrongSecret, also for a passkey that was never wrapped."""
    bundle = holder.bundles.filter(way=Bundle.PASSKEY, credential=credential).first()
    if bundle is None:
        raise WrongSecret("passkey")
    return _open(holder, bundle, primitives.derive(prf_output, labels.PASSKEY_WRAPPING, bytes(bundle.salt)))


def open_by_recovery(holder: Holder, typed: str) -> Keyring:
    """All three private halves from the ten words of the sheet. Raises WrongSecret."""
    bundle = holder.bundles.filter(way=Bundle.RECOVERY).first()
    if bundle is None:
        raise WrongSecret("recovery")
    code = words.to_bytes(typed, RECOVERY_BYTES)
    return _open(holder, bundle, primitives.derive(code, labels.RECOVERY_WRAPPING, bytes(bundle.salt)))


def _store(
    holder: Holder,
    keyring: Keyring,
    way: str,
    credential: str,
    wrapping: bytes,
    salt: bytes,
    cost: Stretch,
    verifier: str = "",
) -> None:
    bundle = Bundle(
        holder=holder,
        way=way,
        credential=credential,
        generation=holder.generation,
        salt=salt,
        memory=cost.memory,
        passes=cost.passes,
        lanes=cost.lanes,
    )
    bundle.front = primitives.seal(
        wrapping, encode(keyring.front, keyring.signing), _bundle_aad(labels.BUNDLE_FRONT, holder, bundle)
    )
    bundle.back = primitives.seal(wrapping, keyring.require_back(), _bundle_aad(labels.BUNDLE_BACK, holder, bundle))
    with transaction.atomic():
        replaced = _forget(holder.bundles.filter(way=way, credential=credential))
        bundle.save(force_insert=True)
        if replaced:
            ledger.note_bundles(holder, replaced, bundle, verifier)


def _forget(bundles: QuerySet[Bundle]) -> list[UUID]:
    gone = list(bundles.values_list("pk", flat=True))
    bundles.delete()
    return gone


def _forget_for_good(holder: Holder, bundles: QuerySet[Bundle]) -> None:
    with transaction.atomic():
        if gone := _forget(bundles):
            ledger.note_bundles(holder, gone)


def _open(holder: Holder, bundle: Bundle, wrapping: bytes) -> Keyring:
    try:
        pair = primitives.unseal(wrapping, bytes(bundle.front), _bundle_aad(labels.BUNDLE_FRONT, holder, bundle))
        back = primitives.unseal(wrapping, bytes(bundle.back), _bundle_aad(labels.BUNDLE_BACK, holder, bundle))
    except Tampered as error:
        raise WrongSecret(bundle.way) from error
    front, signing = decode(pair)
    standing.stand_for(holder.pk)
    return Keyring(holder.pk, front, signing, bytes(holder.back_public), back)


def _bundle_aad(label: bytes, holder: Holder, bundle: Bundle) -> bytes:
    """Holder, way, parameters and the own public keys: only these are ever used to seal to oneself."""
    return encode(
        label,
        ident(holder.pk),
        bundle.way.encode(),
        bundle.credential.encode(),
        number(bundle.generation),
        bytes(bundle.salt),
        _cost_of(bundle).encoded(),
        key_set(holder),
    )


def _cost_of(bundle: Bundle) -> Stretch:
    return Stretch(bundle.memory, bundle.passes, bundle.lanes)


def key_set(holder: Holder) -> bytes:
    """The three public keys of a holder, with whose they are: what is pinned, MACed and compared in words."""
    return lineage.key_set(
        holder.pk, bytes(holder.front_public), bytes(holder.back_public), bytes(holder.signing_public)
    )


def holder_for(holder_id: UUID) -> Holder:
    return Holder.objects.get(pk=holder_id)
