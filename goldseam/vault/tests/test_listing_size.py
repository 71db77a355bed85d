"""How long the sealed list of one's own rows is tells how many there are, which the disk shows anyway, and no kinds."""

from __future__ import annotations

import pytest

from conftest import Cast
from goldseam.vault import mine, upkeep
from goldseam.vault.models import Holder

SHORT, LONG = "a.b", "practices.something-long"


def length_after(who: Cast, kinds: list[str]) -> int:
    for kind in kinds:
        mine.keep(who.keyring, kind, {})
    upkeep.tend_private(who.keyring)
    return len(Holder.objects.get(pk=who.keyring.holder_id).mine_index)


@pytest.mark.parametrize("count", [1, 7, 40])
def test_two_lists_of_as_many_rows_are_of_one_length_whatever_their_kinds(ana: Cast, ben: Cast, count: int) -> None:
    assert length_after(ana, [SHORT] * count) == length_after(ben, [LONG] * count)


def test_a_list_carried_along_is_as_long_as_one_made_anew(ana: Cast) -> None:
    upkeep.tend_private(ana.keyring)
    carried = length_after(ana, [SHORT, LONG] * 10)
    Holder.objects.update(mine_index=None)
    assert length_after(ana, []) == carried
