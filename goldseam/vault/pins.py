"""Confirmed public keys: each member signs, in the circle, whose keys they accepted. A different one is refused."""

from uuid import UUID

from goldseam.vault import circles, holders, lineage, ours, wraps
from goldseam.vault.errors import Missing
from goldseam.vault.keyring import Keyring
from goldseam.vault.lineage import Era, Signers
from goldseam.vault.models import Circle, Holder, Link, PinnedKeys, RowWrap
from goldseam.vault.often import Often
from goldseam.vault.record import Step

TABLE = PinnedKeys._meta.label_lower
_OF_CIRCLE = Often(lambda circle: PinnedKeys.objects.filter(circle=circle).select_related("subject"), UUID)


def confirm(keyring: Keyring, circle: Circle, subject: Holder) -> None:
    """Signs, in the circle, that these are the subject's keys. Its caller has checked them by MAC or by words."""
    circles.regrant_to_oneself(keyring, circle)
    pin = PinnedKeys.objects.filter(circle=circle, author_id=keyring.holder_id, subject=subject).first()
    if pin is None:
        pin = PinnedKeys(circle=circle, author_id=keyring.holder_id, subject=subject)
    ours.write_at_once(keyring, pin, {"keys": holders.key_set(subject).hex()})
    keyring.memo.pop(("confirmed", circle.pk), None)


def follow(keyring: Keyring, circle: Circle) -> None:
    """Pins the new keys of members whose signed change of keys leads to them."""
    circles.confirmed_keys(keyring, circle)
    for subject in keyring.memo.pop(("behind", circle.pk), []):
        confirm(keyring, circle, subject)


def is_behind(keyring: Keyring, circle: Circle) -> bool:
    """Has somebody's signed change of keys led beyond what this member pinned?"""
    circles.confirmed_keys(keyring, circle)
    return bool(keyring.memo.get(("behind", circle.pk)))


def signing_keys(keyring: Keyring, circle: Circle) -> dict[UUID, list[Era]]:
    """Key sets of each member this one has confirmed, and of those whom a confirmed member has confirmed in turn.

    A pair has two members, so the second half only matters when a partner let a new account in beside a lost one: it
    is that partner's signature which the others go by. Raises StrangeKey when a stored key differs from its pin and no
    change signed by both the old key and the new one leads from the one to the other.
    """
    pins = _pins_of(keyring, circle)
    links = ours.links_of(keyring, circle, TABLE, [pin.pk for pin in pins])
    found = {row: wrap for (table, row), wrap in wraps.of_few(keyring, circle).items() if table == TABLE}
    own = [pin for pin in pins if pin.author_id == keyring.holder_id]
    if any(pin.pk not in found or pin.pk not in links for pin in own):
        raise Missing("pin")
    signers: dict[UUID, list[Era]] = {keyring.holder_id: lineage.own(keyring)}
    behind: list[Holder] = []
    step = own
    while step:
        added = {}
        for pin in step:
            if _is_open(keyring, circle, found.get(pin.pk)) and pin.pk in links:
                eras, is_old = _checked(keyring, circle, pin, found[pin.pk], links[pin.pk], signers)
                added[pin.subject_id] = eras
                if is_old and pin.author_id == keyring.holder_id:
                    behind.append(pin.subject)
        signers.update(added)
        step = [pin for pin in pins if pin.author_id in added and pin.subject_id not in signers]
    del signers[keyring.holder_id]
    keyring.memo[("behind", circle.pk)] = behind
    return signers


def _pins_of(keyring: Keyring, circle: Circle) -> list[PinnedKeys]:
    known = keyring.remembered(circle.pk)
    if "pins" not in known:
        known["pins"] = _OF_CIRCLE(circle.pk)
    pins: list[PinnedKeys] = known["pins"]
    return pins


def _is_open(keyring: Keyring, circle: Circle, wrap: RowWrap | None) -> bool:
    """A pin under an epoch that isn't opened (yet) vouches for nobody: less trust, never more."""
    return wrap is not None and wrap.epoch in circles.keys(keyring, circle)


def _checked(
    keyring: Keyring, circle: Circle, pin: PinnedKeys, wrap: RowWrap, link: Link | Step, signers: Signers
) -> tuple[list[Era], bool]:
    """The subject's key sets, and whether today's isn't the pinned one."""
    content = ours.checked(keyring, circle, pin, wrap, link, {pin.author_id: signers[pin.author_id]})
    pinned = bytes.fromhex(content.body["keys"])
    return lineage.of(pin.subject, pinned), pinned != holders.key_set(pin.subject)
