"""Killed between any two writes of a way: all of it happened or nothing, and whoever could open still can."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from conftest import PIN, Cast, arrive
from goldseam.people import access, actions
from goldseam.people.rules import RULE_VERSION
from goldseam.vault import change, holders, invites, ledger, mine, rounds, sessions, verify
from goldseam.vault.models import Circle, Holder
from goldseam.vault.tests import worlds

pytestmark = pytest.mark.django_db(transaction=True)
WRITES = ("INSERT", "UPDATE", "DELETE")
NEW = "a heron stands in the shallow bay"


class Killed(BaseException):
    pass


class KillAt:
    """Raises before the n-th write that the database is given."""

    def __init__(self, number: int) -> None:
        self.left = number
        self.count = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            self.count += 1
            if self.count == self.left:
                raise Killed
        return execute(sql, params, many, context)


def disk() -> dict[str, list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names() if name.startswith(("vault_", "people_"))]
        tables = {}
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')
            tables[name] = cursor.fetchall()
    return tables


def put_back(tables: dict[str, list[tuple[Any, ...]]]) -> None:
    with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        for name, rows in tables.items():
            cursor.execute(f'DELETE FROM "{name}"')
            for row in rows:
                cursor.execute(f'INSERT INTO "{name}" VALUES ({",".join(["%s"] * len(row))})', row)


def opens(who: Cast, *passphrases: str) -> Any:
    """All private rows, by whichever of these passphrases opens; exactly one must."""
    holder = Holder.objects.get(pk=who.keyring.holder_id)
    person = access.person_by_id(who.me.person.pk)
    assert person is not None
    found = []
    for passphrase in passphrases:
        pass_key = holders.pass_key_of(holder, passphrase)
        if person.check_password(pass_key.verifier):
            keyring = holders.open_by_pass_key(holder, pass_key)
            found.append(sorted(str(entry.body) for entry in mine.everything(keyring)))
    assert len(found) == 1, "the verifier and the wraps fit one passphrase, and the same one"
    return found[0]


def ways(ana: Cast, ben: Cast, circle: Circle) -> dict[str, Callable[[], object]]:
    rows = [entry.id for entry in mine.everything(ana.anew().keyring)]
    return {
        "keep": lambda: mine.keep(ana.anew().keyring, "test.note", {"words": "another"}),
        "change": lambda: mine.change(ana.anew().keyring, rows[0], {"words": "changed"}),
        "share": lambda: mine.share(ana.anew().keyring, rows[2], circle),
        "withdraw": lambda: mine.withdraw(ana.anew().keyring, rows[0], circle),
        "erase": lambda: mine.erase(ana.anew().keyring, rows[1]),
        "PIN": lambda: sessions.set_pin(ana.anew().keyring, ana.cookie, "161803"),
        "answer a round": lambda: rounds.commit(ana.anew().keyring, circle, circle.pk, "map/1", {}),
        "another passphrase": lambda: change.passphrase(ana.anew().keyring, holders.new_pass_key(NEW)),
        "other keys": lambda: change.new_keys(ana.anew().keyring, holders.new_pass_key(NEW)),
    }


@pytest.mark.parametrize(
    "way",
    ["keep", "change", "share", "withdraw", "erase", "PIN", "answer a round", "another passphrase", "other keys"],
)
def test_killed_before_each_write_nothing_is_lost_and_nothing_opens_more(
    pair: tuple[Cast, Cast], way: str, settings: Any, tmp_path: Any
) -> None:
    settings.LEDGER_FILE = tmp_path / "ledger.jsonl"
    ana, ben = pair
    worlds.fill(pair)
    circle = worlds.circle_of(ana)
    before = disk()
    words, shown = opens(ana, ana.passphrase), len(mine.shared_with(ben.anew().keyring, circle))
    killed, number = 0, 1
    while True:
        deed, kill = ways(ana, ben, circle)[way], KillAt(number)
        try:
            with connection.execute_wrapper(kill):
                deed()
        except Killed:
            killed += 1
        else:
            break
        ledger.flush()
        now = opens(ana, ana.passphrase, NEW)
        if disk()["vault_mine"] == before["vault_mine"]:
            assert now == words
        assert len(now) in {len(words), len(words) - (way == "erase"), len(words) + (way in ("keep", "answer a round"))}
        assert len(mine.shared_with(ben.anew().keyring, Circle.objects.get())) in {shown, shown + 1, shown - 1}
        assert verify.everything().faults == []
        put_back(before)
        number += 1
    assert opens(ana, ana.passphrase, NEW)
    assert verify.everything().faults == []
    print(f"{way}: killed before each of {killed} writes")
    assert killed > 1


def test_a_way_whose_writes_arent_one_is_found(ana: Cast) -> None:
    """The planted fault: a change of the wraps and of the verifier in two steps."""
    pass_key, holder = holders.new_pass_key(NEW), Holder.objects.get()
    holders.wrap_for_passphrase(holder, ana.keyring, pass_key)  # and then killed, before the verifier
    with pytest.raises(AssertionError):
        opens(ana, ana.passphrase, NEW)


def test_killed_while_joining_and_letting_in_the_seat_stays_takeable(
    ana: Cast, ben: Cast, settings: Any, tmp_path: Any
) -> None:
    settings.LEDGER_FILE = tmp_path / "ledger.jsonl"
    keys = invites.keys_of(" ".join(actions.invite(ana.me, own_name="Ana")))
    ana.me = ana.anew()
    killed = 0
    for deed in (
        lambda: actions.join(ben.anew(), keys, own_name="Ben", agreed_to=RULE_VERSION),
        lambda: actions.let_in(ana.anew()),
    ):
        before, number = disk(), 1
        while True:
            try:
                with connection.execute_wrapper(KillAt(number)):
                    deed()
            except Killed:
                killed += 1
                assert disk() == before, "nothing of it happened"
                number += 1
            else:
                break
    assert all(access.togetherness_of(who.anew()).has_partner for who in (ana, ben))  # type: ignore[union-attr]
    print(f"joining and letting in: killed before each of {killed} writes")


def test_a_new_person_is_there_whole_or_not_at_all(db: None) -> None:
    number = 1
    while True:
        try:
            with connection.execute_wrapper(KillAt(number)):
                actions.sign_up("cleo", "cleo walks by the slow river")
        except Killed:
            assert not Holder.objects.exists() and access.is_first_person()
            number += 1
        else:
            break
    assert number > 3 and PIN and arrive("dara")
