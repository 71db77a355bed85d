"""Ana and Ben act at the same time, each on several devices: nothing locks up, nothing is lost, everything holds.

Each thread does what one request after another does: it stands for whom its cookie opens, and acts. Refusals are fine
(somebody paused, a row was taken back a moment ago); a fault of the database isn't.
"""

from __future__ import annotations

import os
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import DatabaseError, connections

from conftest import Cast, arrive, bring_together
from goldseam.people import access, account_actions, actions
from goldseam.people.me import Me
from goldseam.people.models import Pair, Person
from goldseam.people.rules import RULE_VERSION, Refused
from goldseam.vault import holders, invites, mine, rounds, sessions, standing, verify
from goldseam.vault.errors import Missing, Settled, VaultError
from goldseam.vault.models import Circle, Invite, RoundCommitment
from tests import databases

PROVE = bool(os.environ.get("GOLDSEAM_PROVE"))
DEEDS = 150 if PROVE else 12
DEVICES = 3
SEED = 20_261_122


@pytest.fixture
def threads_meet(tmp_path: Path, transactional_db: None) -> Iterator[None]:
    """One database that threads reach by connections of their own: for SQLite a file, as when it is served."""
    from django.core.management import call_command

    connection = connections["default"]
    if connection.vendor != "sqlite":
        yield
        return
    before, kept = connection.settings_dict["NAME"], connection.connection
    connection.connection = None
    connection.settings_dict["NAME"] = str(tmp_path / "together.sqlite3")
    call_command("migrate", verbosity=0)
    yield
    connection.connection.close()
    connection.connection = kept
    connection.settings_dict["NAME"] = before


def in_threads(lives: list[Callable[[], object]]) -> list[BaseException]:
    """All begun together, each as a visitor of whom nothing is known yet; what went wrong in any of them."""
    barrier, faults = threading.Barrier(len(lives)), []

    def run(life: Callable[[], object]) -> None:
        barrier.wait()
        try:
            standing.stand_for_nobody()
            life()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(life,)) for life in lives]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


class Life:
    """One device of one person: a random deed after the other, each with what a fresh request knows."""

    def __init__(self, who: Cast, circle: UUID, seed: int) -> None:
        keyring, cookie = sessions.begin(who.anew().keyring, stay=False, label="phone")
        self.who = Cast(who.me.with_keyring(keyring), who.passphrase, who.sheet, cookie)
        self.circle, self.dice = circle, random.Random(seed)
        self.kept: list[UUID] = []
        self.gone = 0
        self.done: Counter[str] = Counter()

    def __call__(self) -> None:
        deeds = [self.keep, self.keep, self.share, self.change, self.withdraw, self.erase, self.answer, self.card]
        deeds += [self.read, self.note, self.pause]
        for _ in range(DEEDS):
            standing.stand_for_nobody()
            deed = self.dice.choice(deeds)
            try:
                deed()
                self.done[deed.__name__] += 1
            except (Missing, Settled, Refused):
                self.done["refused"] += 1

    def me(self) -> Me:
        return self.who.anew()

    def keep(self) -> None:
        self.kept.append(mine.keep(self.me().keyring, "test.note", {"words": self.dice.random()}))

    def share(self) -> None:
        mine.share(self.me().keyring, self._one(), Circle.objects.get(pk=self.circle))

    def change(self) -> None:
        mine.change(self.me().keyring, self._one(), {"words": self.dice.random()})

    def withdraw(self) -> None:
        mine.withdraw(self.me().keyring, self._one(), Circle.objects.get(pk=self.circle))

    def erase(self) -> None:
        mine.erase(self.me().keyring, self._one())
        self.gone += 1

    def answer(self) -> None:
        number = UUID(int=self.dice.randrange(3))
        rounds.commit(self.me().keyring, Circle.objects.get(pk=self.circle), number, "map/1", {"we": "drifted"})

    def card(self) -> None:
        together = access.togetherness_of(self.me())
        assert together is not None
        actions._show_card(self.me(), together.pair, "Somebody")

    def note(self) -> None:
        account_actions.note(self.me(), **{f"mark{self.dice.randrange(10_000_000)}": True})
        self.done["noted"] += 1

    def pause(self) -> None:
        self.dice.choice([actions.pause, actions.resume])(self.me())

    def read(self) -> None:
        keyring = self.me().keyring
        mine.everything(keyring)
        mine.shared_with(keyring, Circle.objects.get(pk=self.circle))
        rounds.visit(keyring, Circle.objects.get(pk=self.circle))

    def _one(self) -> UUID:
        if not self.kept:
            self.keep()
        return self.dice.choice(self.kept)


@pytest.mark.slow
@pytest.mark.on_both
def test_two_people_on_several_devices_lose_nothing(threads_meet: None) -> None:
    ana, ben = arrive("ana"), arrive("ben")
    bring_together(ana, ben)
    circle = Circle.objects.get()
    before = len(mine.everything(ana.anew().keyring)) + len(mine.everything(ben.anew().keyring))
    lives = [Life(who, circle.pk, SEED + place) for who in (ana, ben) for place in range(DEVICES)]
    faults = in_threads(list(lives))
    done = sum((life.done for life in lives), Counter())
    print(f"{len(lives)} devices, {done.total() - done['noted']} deeds: {dict(done)}")
    assert faults == []
    for who, own in ((ana, lives[:DEVICES]), (ben, lives[DEVICES:])):
        me = who.anew()
        kept = {row for life in own for row in life.kept}
        rows = {entry.id for entry in mine.everything(me.keyring) if entry.kind == "test.note"}
        assert len(rows) == len(kept) - sum(life.gone for life in own) and rows <= kept
        assert mine.require_all_signed(me.keyring) >= len(rows)
        mine.shared_with(me.keyring, circle)
        rounds.visit(me.keyring, circle)
        marks = [name for name in account_actions.notes_of(me) if name.startswith("mark")]
        assert len(marks) == sum(life.done["noted"] for life in own), "a note that overtook another"
    answered = RoundCommitment.objects.values_list("author_id", "round")
    assert len(answered) == len(set(answered))
    found = verify.everything()
    assert found.faults == [] and found.circles == 1 and before == 0


def test_who_invited_each_other_and_come_at_once_make_one_pair(threads_meet: None) -> None:
    """Each gives up their own waiting pair for the other's: one of the two is first."""
    ana, ben = arrive("ana"), arrive("ben")
    words = {
        who.me.person.username: invites.keys_of(" ".join(actions.invite(who.me, own_name="Somebody")))
        for who in (ana, ben)
    }
    results: dict[str, object] = {}

    def join(who: Cast, to: str) -> None:
        try:
            results[who.me.person.username] = actions.join(
                who.anew(), words[to], own_name="Somebody", agreed_to=RULE_VERSION
            )
        except (Refused, VaultError) as refusal:
            results[who.me.person.username] = refusal

    assert in_threads([lambda: join(ana, "ben"), lambda: join(ben, "ana")]) == []
    assert sum(isinstance(result, Pair) for result in results.values()) == 1, results
    assert Circle.objects.count() == Invite.objects.count() == 1


def test_of_many_first_persons_at_once_one_is_let_in(threads_meet: None) -> None:
    results: list[object] = []

    def come(name: str) -> None:
        try:
            results.append(actions.sign_up(name, f"{name} walks by the river", door=actions.pass_as_first))
        except Refused as refusal:
            results.append(refusal)

    assert in_threads([lambda name=name: come(name) for name in ("ana", "ben", "cleo", "dara")]) == []  # type: ignore[misc]
    assert Person.objects.count() == 1
    assert sum(isinstance(result, Refused) and result.code == "closed" for result in results) == 3


def test_several_devices_change_the_passphrase_at_once_and_one_opens(threads_meet: None) -> None:
    ana = arrive("ana")
    holder = holders.holder_for(ana.keyring.holder_id)
    said = [f"a heron stands in bay {number}" for number in range(4)]

    def change(words: str) -> None:
        old = holders.pass_key_of(holder, ana.passphrase)
        try:
            account_actions.change_passphrase(ana.me, old, words)
        except VaultError:
            return  # the old passphrase opened nothing any more

    assert in_threads([lambda words=words: change(words) for words in said]) == []  # type: ignore[misc]
    person = Person.objects.get()
    opened = []
    for words in said:
        key = holders.pass_key_of(person.holder, words)
        try:
            holders.open_by_pass_key(person.holder, key)
        except VaultError:
            continue
        opened.append(actions.verifier_column(key) == person.password)
    assert opened == [True], "wraps and verifier are of one and the same passphrase"


@pytest.mark.skipif(not databases.ON, reason="asks PostgreSQL: SQLite has one writer, whoever asks")
def test_without_the_line_the_same_lives_fall_over_each_other(
    threads_meet: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from goldseam.vault.postgresql import base

    unheld = base._STAND_IN_LINE.replace("pg_advisory_xact_lock(place)", "place")
    assert unheld != base._STAND_IN_LINE
    monkeypatch.setattr(base, "_STAND_IN_LINE", unheld)
    ana = arrive("ana")
    holder = holders.holder_for(ana.keyring.holder_id)

    def change(words: str) -> None:
        old = holders.pass_key_of(holder, ana.passphrase)
        account_actions.change_passphrase(ana.me, old, words)

    said = [f"a heron stands in bay {number}" for number in range(6)]
    faults = in_threads([lambda words=words: change(words) for words in said])  # type: ignore[misc]
    print(f"{sum(isinstance(fault, DatabaseError) for fault in faults)} of {len(said)} failed in the database")
    assert any(isinstance(fault, DatabaseError) for fault in faults)


def test_a_fault_of_the_database_would_be_seen(threads_meet: None) -> None:
    def wrong() -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT * FROM no_such_table")

    assert isinstance(in_threads([wrong])[0], DatabaseError)
