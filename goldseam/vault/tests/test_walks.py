"""A page walks only the links that were added since; and finds whatever was done to those before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest

from conftest import Cast
from goldseam.vault import circles, mine, record, walks
from goldseam.vault.errors import Tampered
from goldseam.vault.models import Circle, Link


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    walks._before.clear()
    yield
    walks._before.clear()


def share_one(who: Cast) -> None:
    mine.share(who.keyring, mine.keep(who.keyring, "test.note", {"words": "one"}), Circle.objects.get())


def links_walked(who: Cast) -> int:
    """How many links a page of theirs goes through."""
    with patch.object(record, "link_message", wraps=record.link_message) as each:
        circles.keys(who.anew().keyring.while_reading(), Circle.objects.get())
    return each.call_count


def test_a_second_page_walks_what_was_added_since_and_nobody_elses_look_helps(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    share_one(ana)
    first = links_walked(ana)
    again = links_walked(ana)
    assert first - again == Link.objects.count()
    share_one(ana)
    assert links_walked(ana) == again + 1
    assert links_walked(ben) >= Link.objects.count(), "Ben pays for his own look"


def test_it_is_told_the_same_as_walked_from_the_beginning(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    for _turn in range(3):
        share_one(ana)
        circle = Circle.objects.get()
        assert record.walk(circle, ana.keyring.holder_id) == record.walk(circle)
        assert record.walk(circle, ana.keyring.holder_id) == record.walk(circle)


def bend(link: Link) -> None:
    Link.objects.filter(pk=link.pk).update(digest=bytes(32))


def sign_otherwise(link: Link) -> None:
    Link.objects.filter(pk=link.pk).update(author_key=bytes(32))


def take_away(link: Link) -> None:
    link.delete()


@pytest.mark.parametrize("deed", [bend, sign_otherwise, take_away])
@pytest.mark.parametrize("place", [0, 1, -1])
def test_what_is_done_to_links_walked_before_is_found(
    pair: tuple[Cast, Cast], deed: Callable[[Link], None], place: int
) -> None:
    ana, _ = pair
    share_one(ana)
    share_one(ana)
    links_walked(ana)
    deed(list(Link.objects.order_by("number"))[place])
    with pytest.raises(Tampered):
        links_walked(ana)


def test_acts_walk_from_the_beginning_and_remember_nothing(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    share_one(ana)
    circles.keys(ana.anew().keyring, Circle.objects.get())
    assert not walks._before


def test_what_nobody_walked_for_long_goes_first_and_a_reader_who_is_gone_leaves_nothing(ana: Cast, ben: Cast) -> None:
    one, other = ana.keyring.holder_id, ben.keyring.holder_id
    with patch.object(walks, "LINKS_MOST", 3):
        walks.remember(one, one, [(1,), (2,)], "one")
        walks.remember(other, other, [(1,), (2,)], "other")
        assert walks.found(one, one, [(1,), (2,)]) is None
        walks.remember(one, one, [(1,)] * 4, "too long to be remembered")
        assert not walks._before
    walks.remember(one, one, [(1,)], "one")
    walks.forget(one)
    assert walks.found(one, one, [(1,)]) is None
