"""Who may see what, played at random against a model that shares no code with the app.

The model is a dictionary: which words belong to whom, and with which pair they are shared. After every step the whole
view of every person is compared with it. `test_mutants.py` removes the app's filters one by one and runs this again.
"""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from conftest import Cast, arrive
from goldseam.people import access, actions
from goldseam.people.rules import RULE_VERSION, Leaving, Refused
from goldseam.vault import invites, mine
from goldseam.vault.errors import Missing

EXAMPLES, STEPS = (2_000, 80) if os.environ.get("GOLDSEAM_PROVE") else (15, 40)
NAMES = ("ana", "ben", "cleo", "dara")
_round = itertools.count()


@dataclass
class Item:
    """One private thing in the model."""

    owner: str
    row: UUID
    words: str
    shared_with: int | None = None


@dataclass
class Table:
    """One pair in the model: who sits, who was let in, who left, who paused."""

    inviter: str
    circle: UUID
    words: str | None
    joiner: str | None = None
    let_in: bool = False
    left: set[str] = field(default_factory=set)
    openly: set[str] = field(default_factory=set)
    paused: set[str] = field(default_factory=set)
    last_words: dict[str, str] = field(default_factory=dict)
    gone: bool = False

    def sits(self, name: str) -> bool:
        return not self.gone and name in (self.inviter, self.joiner) and name not in self.left

    def together(self) -> bool:
        return self.joiner is not None and self.let_in

    def other(self, name: str) -> str | None:
        return self.joiner if name == self.inviter else self.inviter


who = st.sampled_from(NAMES)
some = st.integers(0, 50)


class House(RuleBasedStateMachine):
    """The app and its model, side by side."""

    @initialize()
    def arrive(self) -> None:
        turn = next(_round)
        self.people: dict[str, Cast] = {name: arrive(f"{name}{turn}") for name in NAMES}
        self.items: list[Item] = []
        self.tables: list[Table] = []
        self.steps = 0
        self.invite("ana")
        self.join("ben", 0)
        self.let_in("ana")

    # -- the model's questions ------------------------------------------------------------------------------------

    def table_of(self, name: str) -> Table | None:
        return next((table for table in self.tables if table.sits(name)), None)

    def expected(self, name: str) -> set[str]:
        own = {item.words for item in self.items if item.owner == name}
        table = self.table_of(name)
        if table is None or not self.reads(table, name):
            return own
        number = self.tables.index(table)
        is_in = table.joiner is None or table.let_in
        shared = {item.words for item in self.items if item.shared_with == number} if is_in else set()
        other = table.other(name)
        names, words = set(), set()
        if table.joiner is not None and (table.let_in or name == table.joiner):
            names = {f"{other} at {number}"}
            words = {table.last_words[other]} if other in table.openly and other in table.last_words else set()
        return own | shared | names | words

    @staticmethod
    def reads(table: Table, name: str) -> bool:
        """Until the joiner was let in, the inviter opens nothing; the joiner reads the inviter's name."""
        return table.joiner is None or table.let_in or name == table.joiner

    # -- the app's answers ----------------------------------------------------------------------------------------

    def seen(self, name: str) -> set[str]:
        me = self.people[name].anew()
        own = {entry.body["words"] for entry in mine.everything(me.keyring)}
        together = access.togetherness_of(me)
        if together is None or together.arrival is not None:
            return own
        shared = {entry.body["words"] for entry in mine.shared_with(me.keyring, together.circle)}
        names = {together.partner_name} if together.partner_name else set()
        words = {together.last_word} if together.last_word else set()
        return own | shared | names | words

    def succeeds(self, deed: object) -> bool:
        try:
            deed()  # type: ignore[operator]
        except (Refused, Missing):
            return False
        return True

    # -- the rules ------------------------------------------------------------------------------------------------

    @rule(name=who)
    def write(self, name: str) -> None:
        words = f"kestrel {len(self.items)} of {name}"
        row = mine.keep(self.people[name].anew().keyring, "test.note", {"words": words})
        self.items.append(Item(name, row, words))

    @rule(name=who, number=some)
    def share(self, name: str, number: int) -> None:
        item = self.pick(number)
        table = self.table_of(name)
        if item is None or table is None or not self.reads(table, name):
            return
        me = self.people[name].anew()
        together = access.togetherness_of(me)
        assert together is not None
        allowed = item.owner == name
        assert self.succeeds(lambda: mine.share(me.keyring, item.row, together.circle)) == allowed
        if allowed:
            item.shared_with = self.tables.index(table)

    @rule(number=some)
    def an_owner_shares(self, number: int) -> None:
        item = self.pick(number)
        if item is not None:
            self.share(item.owner, self.items.index(item))

    @rule(number=some)
    def an_owner_takes_back(self, number: int) -> None:
        item = self.pick(number, [one for one in self.items if one.shared_with is not None])
        if item is not None:
            at_table = [one for one in self.items if one.shared_with == item.shared_with]
            self.take_back(item.owner, at_table.index(item))

    @rule(name=who, number=some)
    def take_back(self, name: str, number: int) -> None:
        table = self.table_of(name)
        if table is None or not self.reads(table, name):
            return
        item = self.pick(number, [one for one in self.items if one.shared_with == self.tables.index(table)])
        if item is None:
            return
        me = self.people[name].anew()
        together = access.togetherness_of(me)
        assert together is not None
        allowed = item.owner == name
        assert self.succeeds(lambda: mine.withdraw(me.keyring, item.row, together.circle)) == allowed
        if allowed:
            item.shared_with = None

    @rule(name=who, number=some)
    def erase(self, name: str, number: int) -> None:
        item = self.pick(number)
        if item is None or item.shared_with is not None:
            return
        allowed = item.owner == name
        assert self.succeeds(lambda: mine.erase(self.people[name].anew().keyring, item.row)) == allowed
        if allowed:
            self.items.remove(item)

    @rule(name=who, number=some)
    def open_by_id(self, name: str, number: int) -> None:
        item = self.pick(number)
        if item is not None:
            me = self.people[name].anew()
            assert self.succeeds(lambda: mine.one(me.keyring, item.row)) == (item.owner == name)

    @rule(name=who)
    def invite(self, name: str) -> None:
        table = self.table_of(name)
        number = len(self.tables) if table is None else self.tables.index(table)
        drawn: list[str] = []
        allowed = table is None or table.joiner is None
        deed = lambda: drawn.extend(actions.invite(self.people[name].anew(), own_name=f"{name} at {number}"))  # noqa: E731
        assert self.succeeds(deed) == allowed
        if allowed and table is None:
            together = access.togetherness_of(self.people[name].anew())
            assert together is not None
            self.tables.append(Table(name, together.circle.pk, " ".join(drawn)))
        elif allowed and table is not None:
            table.words = " ".join(drawn)

    @rule(name=who)
    def cancel(self, name: str) -> None:
        table = self.table_of(name)
        allowed = table is not None and table.words is not None and table.joiner is None
        assert self.succeeds(lambda: actions.cancel_invitation(self.people[name].anew())) == allowed
        if allowed and table is not None:
            table.words = None

    @rule(name=who, number=some)
    def join(self, name: str, number: int) -> None:
        waiting = [table for table in self.tables if table.words]
        if not waiting:
            return
        target = waiting[number % len(waiting)]
        at, current = self.tables.index(target), self.table_of(name)
        takes = (
            target.joiner is None and not target.gone and target.inviter != name and target.inviter not in target.left
        )
        free = current is None or (current.joiner is None and current is not target)
        keys = invites.keys_of(target.words or "")
        me = self.people[name].anew()
        deed = lambda: actions.join(me, keys, own_name=f"{name} at {at}", agreed_to=RULE_VERSION)  # noqa: E731
        assert self.succeeds(deed) == (takes and free)
        if takes and free:
            if current is not None:
                current.gone, current.words = True, None
                for item in self.items:
                    if item.shared_with == self.tables.index(current):
                        item.shared_with = None
            target.joiner = name

    @rule(name=who)
    def let_in(self, name: str) -> None:
        table = self.table_of(name)
        allowed = table is not None and table.inviter == name and table.joiner is not None and not table.let_in
        assert self.succeeds(lambda: actions.let_in(self.people[name].anew())) == allowed
        if allowed and table is not None:
            table.let_in, table.words = True, None

    @rule(name=who)
    def pause(self, name: str) -> None:
        table = self.table_of(name)
        assert self.succeeds(lambda: actions.pause(self.people[name].anew())) == (table is not None)
        if table is not None:
            table.paused.add(name)
            self.end_invitation(table, name)

    @rule(name=who)
    def resume(self, name: str) -> None:
        table = self.table_of(name)
        assert self.succeeds(lambda: actions.resume(self.people[name].anew())) == (table is not None)
        if table is not None:
            table.paused.discard(name)

    @rule(name=who, openly=st.booleans())
    def leave(self, name: str, openly: bool) -> None:
        table = self.table_of(name)
        if table is None or not self.reads(table, name):
            return
        how = Leaving.WITH_A_WORD if openly else Leaving.QUIETLY
        word = f"goodbye {len(self.items)} from {name}" if openly else ""
        actions.leave(self.people[name].anew(), how, word=word)
        table.left.add(name)
        table.paused.add(name)
        self.end_invitation(table, name)
        if openly:
            table.openly.add(name)
            table.last_words[name] = word

    @rule(name=who)
    def come_back(self, name: str) -> None:
        seats = access.left_seats(self.people[name].anew())
        left = [table for table in self.tables if name in table.left and not table.gone]
        assert len(seats) == len(left)
        if not seats:
            return
        allowed = self.table_of(name) is None
        assert self.succeeds(lambda: actions.come_back(self.people[name].anew(), seats[0])) == allowed
        if allowed:
            table = next(table for table in left if table.circle == seats[0].pair.circle_id)
            table.left.discard(name)
            table.openly.discard(name)
            table.last_words.pop(name, None)

    # -- after every step -----------------------------------------------------------------------------------------

    @invariant()
    def everybody_sees_just_what_the_model_says(self) -> None:
        for name in NAMES:
            assert self.seen(name) == self.expected(name), name
        self.steps += 1

    @invariant()
    def pauses_show_alike(self) -> None:
        for name in NAMES:
            table, together = self.table_of(name), access.togetherness_of(self.people[name].anew())
            assert (table is None) == (together is None)
            if table is not None and together is not None and self.reads(table, name):
                other = table.other(name)
                resting = bool(table.paused) or other in table.openly
                assert together.may_write == (not resting)

    # -- small things ---------------------------------------------------------------------------------------------

    def pick(self, number: int, among: list[Item] | None = None) -> Item | None:
        items = self.items if among is None else among
        return items[number % len(items)] if items else None

    @staticmethod
    def end_invitation(table: Table, name: str) -> None:
        if table.joiner is None and table.inviter == name:
            table.words = None


@pytest.mark.slow
@pytest.mark.django_db
def test_any_order_of_deeds_agrees_with_the_model() -> None:
    print(f"{EXAMPLES} runs of up to {STEPS} steps, derandomised")
    run_state_machine_as_test(
        House,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate,),  # shrinking a story of forty steps takes minutes and says little more
            print_blob=True,
        ),
    )
