"""One holder's key sets through time. A new set counts because the old key and the new one both signed the change.

An old signing key counts only up to the link and epoch of each circle at which the change was made; private halves
of older sets are found through the newer ones, for what isn't sealed anew yet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from goldseam.vault import canonical, labels, primitives
from goldseam.vault.canonical import ident, number
from goldseam.vault.errors import StrangeKey, Tampered
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Holder, KeyChange
from goldseam.vault.often import Often
from goldseam.vault.primitives import encode


@dataclass(frozen=True)
class Era:
    """One key set, and for each circle the last link and epoch that it may have signed (None: it still counts)."""

    front_public: bytes
    back_public: bytes
    signing_public: bytes
    limits: dict[str, tuple[int, int]] | None = None
    ended_by: KeyChange | None = field(default=None, compare=False)

    def signs_link(self, circle_id: UUID, at: int) -> bool:
        return self.limits is None or at <= self.limits.get(circle_id.hex, (0, 0))[0]

    def signs_epoch(self, circle_id: UUID, epoch: int) -> bool:
        return self.limits is None or epoch <= self.limits.get(circle_id.hex, (0, 0))[1]


Signers = Mapping[UUID, list[Era]]


def key_set(holder_id: UUID, front_public: bytes, back_public: bytes, signing_public: bytes) -> bytes:
    """The three public keys of a holder, with whose they are: what is pinned, MACed and compared in words."""
    return encode(labels.KEY_SET, ident(holder_id), front_public, back_public, signing_public)


def of(holder: Holder, anchor: bytes) -> list[Era]:
    """All key sets of this holder, oldest first, when the chain of changes leads through `anchor` to today's.

    Raises StrangeKey for a set that no signed change leads to, Tampered for a change that wasn't signed by both.
    """
    eras: list[Era] = []
    sets: list[bytes] = []
    following = b""
    for change in holder.key_changes.order_by("generation") if holder.generation > 1 else []:
        require_both_signed(change)
        eras.append(_ended(change))
        sets.append(_old_set(change))
        if len(sets) > 1 and sets[-1] != following:
            raise StrangeKey("a change of keys that doesn't follow the one before")
        following = _new_set(change)
    now = key_set(holder.pk, bytes(holder.front_public), bytes(holder.back_public), bytes(holder.signing_public))
    if sets and now != following:
        raise StrangeKey("keys that no signed change led to")
    if anchor not in (*sets, now):
        raise StrangeKey("another key than the one confirmed")
    return [*eras, Era(bytes(holder.front_public), bytes(holder.back_public), bytes(holder.signing_public))]


def own(keyring: Keyring) -> list[Era]:
    """One's own key sets, anchored in the keys that are open. Raises StrangeKey when the stored ones were swapped."""
    if "eras" not in keyring.memo:
        holder = keyring.own_holder() or _HOLDER.one(keyring.holder_id)
        if holder is None:
            raise Holder.DoesNotExist
        mine = key_set(holder.pk, keyring.front_public, keyring.back_public, keyring.signing_public)
        eras = of(holder, mine)
        if eras[-1].signing_public != keyring.signing_public:
            raise StrangeKey("keys that were changed elsewhere")
        keyring.memo["eras"] = eras
    found: list[Era] = keyring.memo["eras"]
    return found


_HOLDER = Often(lambda holder: Holder.objects.filter(pk=holder), UUID)


def require_both_signed(change: KeyChange) -> None:
    """Raises Tampered unless the old and the new signing key signed this change."""
    message = statement(change)
    primitives.require_open_signature(bytes(change.old_signing_public), bytes(change.signed_by_old), message)
    primitives.require_open_signature(bytes(change.new_signing_public), bytes(change.signed_by_new), message)


def statement(change: KeyChange) -> bytes:
    return encode(
        labels.KEY_CHANGE,
        ident(change.holder_id),
        number(change.generation),
        _old_set(change),
        _new_set(change),
        bytes(change.limits),
    )


def _old_set(change: KeyChange) -> bytes:
    return key_set(
        change.holder_id,
        bytes(change.old_front_public),
        bytes(change.old_back_public),
        bytes(change.old_signing_public),
    )


def _new_set(change: KeyChange) -> bytes:
    return key_set(
        change.holder_id,
        bytes(change.new_front_public),
        bytes(change.new_back_public),
        bytes(change.new_signing_public),
    )


def _ended(change: KeyChange) -> Era:
    told = canonical.from_bytes(bytes(change.limits))
    return Era(
        bytes(change.old_front_public),
        bytes(change.old_back_public),
        bytes(change.old_signing_public),
        {circle: (link, epoch) for circle, (link, epoch) in told.items()},
        change,
    )


# -- whose signature counts ---------------------------------------------------------------------------------------


def require_link_key(signers: Signers, author: UUID, key: bytes, circle_id: UUID, at: int) -> None:
    """Raises Tampered unless `key` was the author's when this link was made."""
    if not any(era.signing_public == key and era.signs_link(circle_id, at) for era in signers.get(author, [])):
        raise Tampered("a signature by nobody confirmed, or by a key from before a change")


def signing_keys(signers: Signers, author: UUID) -> list[bytes]:
    """Every signing key this author ever had, newest first. Only for what a counted link vouches for besides."""
    return [era.signing_public for era in reversed(signers.get(author, []))]


# -- older private halves -----------------------------------------------------------------------------------------


def keep_old_front(change: KeyChange, front: bytes, old_front: bytes) -> None:
    key = primitives.derive(front, labels.OLD_FRONT)
    change.old_front = primitives.seal(key, old_front, _aad(labels.OLD_FRONT, change))


def keep_old_back(change: KeyChange, back_public: bytes, old_back: bytes) -> None:
    change.old_back = primitives.seal_to(back_public, old_back, _aad(labels.OLD_BACK, change))


def fronts(keyring: Keyring) -> Iterator[bytes]:
    """The own front halves, newest first."""
    front = keyring.front
    yield front
    for era in reversed(own(keyring)[:-1]):
        assert era.ended_by is not None
        key = primitives.derive(front, labels.OLD_FRONT)
        front = primitives.unseal(key, bytes(era.ended_by.old_front), _aad(labels.OLD_FRONT, era.ended_by))
        if primitives.public_of(front) != era.front_public:
            raise Tampered("an old front")
        yield front


def backs(keyring: Keyring) -> Iterator[bytes]:
    """The own back halves, newest first, as far as rows may still be sealed to them. Raises BackClosed."""
    back = keyring.require_back()
    yield back
    for era in reversed(own(keyring)[:-1]):
        if era.ended_by is None or not era.ended_by.old_back:
            return
        back = primitives.unseal_with(back, bytes(era.ended_by.old_back), _aad(labels.OLD_BACK, era.ended_by))
        if primitives.public_of(back) != era.back_public:
            raise Tampered("an old back")
        yield back


def _aad(label: bytes, change: KeyChange) -> bytes:
    return encode(label, ident(change.holder_id), number(change.generation), _old_set(change), _new_set(change))
