"""What anybody can check without a key, what one person can check with theirs, and that faults are found."""

from collections.abc import Callable

import pytest

from conftest import Cast
from goldseam.people.models import SeatCard
from goldseam.vault import seam, verify
from goldseam.vault.checkup import checkup
from goldseam.vault.models import Circle, Grant, Link, Mine, PinnedKeys, RowWrap
from goldseam.vault.tests import worlds

FAULTS: dict[str, Callable[[], object]] = {
    "a link taken away": lambda: Link.objects.filter(number=2).delete(),
    "the newest link taken away": lambda: Link.objects.order_by("-number")[0].delete(),
    "a link's author": lambda: Link.objects.filter(number=3).update(author=seam.uuid()),
    "a link's signature": lambda: Link.objects.filter(number=3).update(signature=bytes(64)),
    "the head": lambda: Circle.objects.update(head_signature=bytes(64)),
    "the epoch": lambda: Circle.objects.update(epoch=9),
    "a grant": lambda: Grant.objects.filter(epoch=1).update(signature=bytes(64)),
    "a row's words": lambda: SeatCard.objects.update(body=bytes(600)),
    "a row taken away": lambda: SeatCard.objects.all()[0].delete(),
    "a shown row taken away": lambda: Mine.objects.filter(
        pk__in=RowWrap.objects.filter(table="vault.mine").values("row")
    ).delete(),
    "a wrap taken away": lambda: RowWrap.objects.all()[0].delete(),
    "a pin": lambda: PinnedKeys.objects.update(body=bytes(600)),
}


def test_an_untouched_house_holds(pair: tuple[Cast, Cast]) -> None:
    worlds.fill(pair)
    worlds.live_on(pair)
    found = verify.everything()
    print(f"{found.holders} persons, {found.circles} records, {found.links} links, {found.grants} grants, "
          f"{found.rows} rows looked at")  # fmt: skip
    assert found.faults == []
    assert found.circles == 1 and found.links > 10 and found.rows > 5
    for who in pair:
        own = checkup(who.anew().keyring)
        assert own.is_well and own.was_private_open and own.rows > 5
        assert not checkup(who.closed().keyring).was_private_open


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_without_a_key(pair: tuple[Cast, Cast], fault: str) -> None:
    worlds.fill(pair)
    FAULTS[fault]()
    assert verify.everything().faults


def test_a_private_row_that_was_changed_is_found_by_its_owner(pair: tuple[Cast, Cast]) -> None:
    worlds.fill(pair)
    Mine.objects.filter(owner_id=pair[0].keyring.holder_id).first().delete()  # type: ignore[union-attr]
    assert not checkup(pair[0].anew().keyring).is_well
