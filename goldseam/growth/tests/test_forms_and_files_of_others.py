"""A form that somebody else had open, and a file that somebody else made."""

import pytest

from conftest import Cast
from goldseam.growth import access, actions, portability
from goldseam.growth.rules import Answers, Unreadable
from goldseam.practice import Json
from goldseam.vault import seam

ANSWERS = Answers({"tension": 30})


def test_the_same_form_sent_by_two_people_is_a_check_in_of_each(ana: Cast, cleo: Cast) -> None:
    """Otherwise the second would learn that the first had kept it."""
    form = seam.uuid()
    first, second = (actions.keep_check_in(who.me, ANSWERS, form) for who in (ana, cleo))
    assert first != second
    assert actions.keep_check_in(ana.me, ANSWERS, form) == first
    assert [len(access.own_of(who.me).check_ins) for who in (ana, cleo)] == [1, 1]


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_file_with_a_day_that_no_page_can_show_is_refused(ana: Cast, at: str) -> None:
    row: Json = {"id": str(seam.uuid()), "at": at, "values": {"tension": 30}}
    with pytest.raises(Unreadable):
        portability.restore(ana.me, {"format": 1, "own_slider": "", "check_ins": [row]})
