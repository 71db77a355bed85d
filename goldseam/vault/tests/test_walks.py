"""Pages and acts walk only the links that were added since; and find whatever was done to those before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from unittest.mock import patch
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from conftest import Cast
from goldseam.vault import circles, mine, record, walks, wraps
from goldseam.vault.errors import Missing, Tampered
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Circle, Link, PinnedKeys, RowWrap


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    walks._before.clear()
    yield
    walks._before.clear()


def share_one(who: Cast) -> None:
    mine.share(who.keyring, mine.keep(who.keyring, "test.note", {"words": "one"}), Circle.objects.get())


def links_walked(who: Cast, *, by_an_act: bool = False) -> int:
    """How many links a page of theirs goes through, or an act."""
    keyring = who.anew().keyring
    with patch.object(record, "link_message", wraps=record.link_message) as each:
        circles.keys(keyring if by_an_act else keyring.while_reading(), Circle.objects.get())
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
        for remembers in (False, True, True, False):
            assert record.walk(circle, ana.keyring.holder_id, remembers=remembers) == record.walk(circle)


def bend(link: Link) -> None:
    Link.objects.filter(pk=link.pk).update(digest=bytes(32))


def sign_otherwise(link: Link) -> None:
    Link.objects.filter(pk=link.pk).update(author_key=bytes(32))


def take_away(link: Link) -> None:
    link.delete()


@pytest.mark.parametrize("deed", [bend, sign_otherwise, take_away])
@pytest.mark.parametrize("place", [0, 1, -1])
@pytest.mark.parametrize("by_an_act", [False, True], ids=["page", "act"])
def test_what_is_done_to_links_walked_before_is_found(
    pair: tuple[Cast, Cast], deed: Callable[[Link], None], place: int, by_an_act: bool
) -> None:
    ana, _ = pair
    share_one(ana)
    share_one(ana)
    links_walked(ana)
    deed(list(Link.objects.order_by("number"))[place])
    with pytest.raises(Tampered):
        links_walked(ana, by_an_act=by_an_act)


def test_an_act_walks_on_from_where_its_own_pages_walked(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    share_one(ana)
    whole = links_walked(ana, by_an_act=True)
    links_walked(ben)
    assert links_walked(ana, by_an_act=True) == whole, "Ben's page doesn't help her"
    links_walked(ana)
    assert whole - links_walked(ana, by_an_act=True) == Link.objects.count()
    share_one(ana)
    assert links_walked(ana, by_an_act=True) == links_walked(ana, by_an_act=True), "and it remembers nothing"


def test_acts_remember_nothing_also_when_they_are_undone(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    share_one(ana)
    assert not walks._before
    links_walked(ana)
    before = {place: list(kept.rows) for place, kept in walks._before.items()}
    with pytest.raises(KeyError), transaction.atomic():
        share_one(ana)
        circles.keys(ana.anew().keyring, Circle.objects.get())
        raise KeyError
    assert {place: list(kept.rows) for place, kept in walks._before.items()} == before
    assert links_walked(ana) == links_walked(ana)


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


def questions_of_opening(keyring: Keyring) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        circles.keys(keyring, Circle.objects.get())
    return [one["sql"] for one in asked]


def test_an_opening_is_one_look_and_an_act_remembers_nothing_of_it(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    keyring = ana.anew().keyring
    asked = questions_of_opening(keyring)
    for table in ("vault_pinnedkeys", "vault_rowwrap", "vault_link", "vault_grant", "vault_holder"):
        assert sum(f'FROM "{table}"' in question for question in asked) == 1, table
    assert keyring.remembered(Circle.objects.get().pk) == {}
    wrap = RowWrap.objects.get(table="vault.pinnedkeys", row__in=_pins(ana))
    RowWrap.objects.filter(pk=wrap.pk).delete()
    with pytest.raises(Missing):
        circles.keys(ana.anew().keyring, Circle.objects.get())
    keyring.forget_circle(wrap.circle_id)
    with pytest.raises(Missing):
        circles.keys(keyring, Circle.objects.get())


def _pins(who: Cast) -> list[UUID]:
    return list(PinnedKeys.objects.filter(author_id=who.keyring.holder_id).values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_circle_is_locked_inside_a_transaction_or_not_at_all(pair: tuple[Cast, Cast]) -> None:
    circle = Circle.objects.get()
    with transaction.atomic():
        assert circles.locked(circle.pk) == circle
    with pytest.raises(TransactionManagementError):
        circles.locked(circle.pk)
    with pytest.raises(Circle.DoesNotExist), transaction.atomic():
        circles.locked(pair[0].keyring.holder_id)


def test_a_wrap_is_put_in_the_place_of_the_older_one(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    keyring, circle = ana.anew().keyring, Circle.objects.get()
    for key in (b"o" * 32, b"n" * 32):
        wraps.put(keyring, circle, "test.table", circle.pk, key)
    (wrap,) = RowWrap.objects.filter(table="test.table")
    assert wraps.key_of(keyring, circle, wrap) == b"n" * 32
