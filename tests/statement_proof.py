"""Two people shape one sentence at the same time, on two phones, as the rules alone have it.

Each phone sees an old state until it looks again; what it sends may arrive late, twice, or while its owner's phone has
crashed and asks once more. The record takes one thing after the other, as the lock of the circle makes it. What ought
to be true is worked out here a second time, the plain way, from everything that was ever done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from goldseam.statements import rules
from goldseam.statements.rules import Deed, Side, Signed, State, Written

SIDES: tuple[Side, Side] = ("me", "you")
ACTS_LEAST, ACTS_MOST = 8, 40


class Broken(AssertionError):
    """Words were lost, or something counted that not both had signed."""


@dataclass
class Record:
    """What the house keeps: rows in one order, changed only by what the actions do behind the lock."""

    versions: list[Written] = field(default_factory=list)
    deeds: list[Signed] = field(default_factory=list)
    remarks: list[tuple[UUID, Side, str]] = field(default_factory=list)
    number: int = 0

    @property
    def state(self) -> State:
        return rules.state_of(self.deeds)

    @property
    def heads(self) -> tuple[UUID, ...]:
        return rules.heads_of(self.versions, self.state)

    def next(self) -> int:
        self.number += 1
        return self.number

    def write(self, side: Side, words: str, based_on: Sequence[UUID]) -> None:
        there = {each.id for each in self.versions}
        known = frozenset(each for each in based_on if each in there)
        if rules.already_there(self.versions, self.heads, side, {"sentence": words}, known):
            return
        number = self.next()
        before = rules.all_before(self.versions, known)
        direct = tuple(sorted(known))
        self.versions.append(Written(UUID(int=number), number, direct, before - known, side, {"sentence": words}))

    def do(self, side: Side, deed: Deed, version: UUID) -> None:
        signed = self.state.signed.get(side)
        if (deed is Deed.SIGN) == (signed == version):
            return  # signed already, or no name of theirs is under it
        new = Signed(UUID(int=10**6 + self.number), self.number + 1, side, deed, version)
        step = rules.step(self.deeds, new)
        self.deeds = [each for each in self.deeds if each.id not in step.needless]
        if step.is_written:
            self.next()
            self.deeds.append(new)

    def remark(self, side: Side, version: UUID, words: str) -> None:
        if (version, side, words) not in self.remarks:
            self.remarks.append((version, side, words))


@dataclass
class Truth:
    """Everything that ever arrived, and what follows from it by the sentence on the page, nothing else."""

    names: dict[Side, UUID | None] = field(default_factory=lambda: {"me": None, "you": None})
    standing: UUID | None = None
    words: set[str] = field(default_factory=set)
    sentences: Counter[tuple[Side, str, frozenset[UUID]]] = field(default_factory=Counter)

    def did(self, side: Side, deed: Deed, version: UUID) -> None:
        if deed is Deed.SIGN:
            self.names[side] = version
        elif self.names[side] == version:
            self.names[side] = None
        if self.names["me"] is not None and self.names["me"] == self.names["you"]:
            self.standing = self.names["me"]


Sent = Callable[[], None]


@dataclass
class Phone:
    """One of the two: what it last saw, and what it has sent that hasn't arrived yet."""

    side: Side
    seen: list[Written] = field(default_factory=list)
    heads: tuple[UUID, ...] = ()
    name_under: UUID | None = None
    on_its_way: list[Sent] = field(default_factory=list)


class Life:
    """One statement, from the first words to both names, in one order of things."""

    def __init__(self, seed: str) -> None:
        self.chance = Random(seed)
        self.record, self.truth = Record(), Truth()
        self.phones = [Phone(side) for side in SIDES]
        self.count = 0
        self.told: Counter[str] = Counter()

    def live(self) -> Counter[str]:
        for _ in range(self.chance.randint(ACTS_LEAST, ACTS_MOST)):
            phone = self.chance.choice(self.phones)
            self.chance.choice((self.look, self.act, self.act, self.arrive, self.arrive, self.crash))(phone)
            self.check()
        self.agree()
        return self.told

    # -- what a phone does --------------------------------------------------------------------------------------------

    def look(self, phone: Phone) -> None:
        phone.seen, phone.heads = list(self.record.versions), self.record.heads
        phone.name_under = self.record.state.signed.get(phone.side)

    def act(self, phone: Phone) -> None:
        """By what this phone sees, however old that is."""
        ways = [self.write]
        if phone.seen:
            ways += [self.remark, self.sign, self.sign, self.unsign]
        if len(phone.heads) > 1:
            ways += [self.join, self.take]
        self.chance.choice(ways)(phone)

    def arrive(self, phone: Phone) -> None:
        """Now and then not in the order in which it was sent."""
        if phone.on_its_way:
            phone.on_its_way.pop(self.chance.choice((0, 0, -1)))()

    def crash(self, phone: Phone) -> None:
        """It never hears whether it arrived, and sends the same once more."""
        if phone.on_its_way:
            phone.on_its_way[0]()
            self.told["sent twice"] += 1
            if self.chance.random() < 0.5:
                self.look(phone)

    def new_words(self) -> str:
        self.count += 1
        return f"w{self.count}"

    def write(self, phone: Phone) -> None:
        """The words that are open, with some of one's own; or new ones altogether."""
        before = list(phone.heads)
        self.send_words(phone, " ".join([*self.words_of(phone, before), self.new_words()]), before)

    def join(self, phone: Phone) -> None:
        self.told["joined"] += 1
        self.send_words(phone, " ".join(self.words_of(phone, phone.heads)), phone.heads)

    def take(self, phone: Phone) -> None:
        taken = self.chance.choice(phone.heads)
        self.told["taken"] += 1
        self.send_words(phone, " ".join(self.words_of(phone, [taken])), phone.heads)

    def words_of(self, phone: Phone, ids: Sequence[UUID]) -> list[str]:
        known = {each.id: each.parts["sentence"] for each in phone.seen}
        return [rules.joined([known[each] for each in ids if each in known]).replace("\n\n", " ")] if ids else []

    def send_words(self, phone: Phone, words: str, based_on: Sequence[UUID]) -> None:
        drawn = tuple(based_on)

        def arrives() -> None:
            self.truth.words |= set(words.split())
            self.truth.sentences[phone.side, words, frozenset(drawn)] += 1
            self.record.write(phone.side, words, drawn)

        self.told["written"] += 1
        self.told["beside a newer one"] += phone.heads != self.record.heads
        phone.on_its_way.append(arrives)

    def remark(self, phone: Phone) -> None:
        about, words = self.chance.choice(phone.seen).id, self.new_words()

        def arrives() -> None:
            self.truth.words.add(words)
            self.record.remark(phone.side, about, words)

        self.told["asked"] += 1
        phone.on_its_way.append(arrives)

    def sign(self, phone: Phone) -> None:
        self.send_deed(phone, Deed.SIGN, self.chance.choice([*phone.heads, self.chance.choice(phone.seen).id]))

    def unsign(self, phone: Phone) -> None:
        if phone.name_under:
            self.send_deed(phone, Deed.TAKE_OFF, phone.name_under)

    def send_deed(self, phone: Phone, deed: Deed, version: UUID) -> None:
        def arrives() -> None:
            phone.name_under = version if deed is Deed.SIGN else None
            self.truth.did(phone.side, deed, version)
            self.record.do(phone.side, deed, version)

        self.told[deed.value] += 1
        phone.on_its_way.append(arrives)

    # -- what must hold -----------------------------------------------------------------------------------------------

    def check(self) -> None:
        state, truth = self.record.state, self.truth
        if dict(state.signed) != {side: where for side, where in truth.names.items() if where is not None}:
            raise Broken(f"names stand elsewhere: {state.signed} for {truth.names}")
        if state.standing != truth.standing:
            raise Broken(f"{state.standing} counts, where {truth.standing} ought to")
        kept = {word for each in self.record.versions for word in each.parts["sentence"].split()}
        kept |= {words for _, _, words in self.record.remarks}
        if truth.words - kept:
            raise Broken(f"lost: {truth.words - kept}")
        if len(self.record.versions) > len(truth.sentences):
            raise Broken("what was sent twice lies there twice")
        self.check_open()

    def check_open(self) -> None:
        """Every wording is open, led to one that is open, or was settled when both signed."""
        state, known = self.record.state, {each.id: each for each in self.record.versions}
        reached = set(self.record.heads) | ({state.standing} if state.standing else set())
        for each in list(reached):
            reached |= {*known[each].based_on, *known[each].after}
        hidden = [each for each in known.values() if each.id not in reached and each.number > state.since]
        if hidden:
            raise Broken(f"out of sight: {hidden}")

    def agree(self) -> None:
        """What is on its way arrives; then one joins what is open, both look, and both sign."""
        for phone in self.phones:
            while phone.on_its_way:
                phone.on_its_way.pop(0)()
                self.check()
        one, other = self.chance.sample(self.phones, 2)
        self.look(one)
        open_words = {word for each in one.seen if each.id in one.heads for word in each.parts["sentence"].split()}
        if len(one.heads) != 1:
            (self.join if one.heads else self.write)(one)
            one.on_its_way.pop()()
        for phone in (one, other):
            self.look(phone)
            if len(phone.heads) != 1:
                raise Broken(f"{len(phone.heads)} wordings are open after one has joined them")
            self.send_deed(phone, Deed.SIGN, phone.heads[0])
            phone.on_its_way.pop()()
            self.check()
        last = self.record.state
        signed = next((each for each in self.record.versions if each.id == last.standing), None)
        if signed is None or set(last.signed.values()) != {signed.id} or len(last.signed) != 2:
            raise Broken("both signed, and not one version counts")
        if open_words - set(signed.parts["sentence"].split()):
            raise Broken("open words are not in what both joined and signed")
        if len(self.record.deeds) > 2:
            raise Broken("a book is kept of who signed what")


def lives(count: int, seed: int) -> Counter[str]:
    """Raises Broken, with the seed of the life in which it happened."""
    told: Counter[str] = Counter()
    for number in range(count):
        try:
            told += Life(f"{seed}/{number}").live()
        except Broken as error:
            raise Broken(f"life {seed}/{number}: {error}") from error
    return told
