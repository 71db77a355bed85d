"""Both answer apart, both see both, and nobody learns whether the other has begun."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from conftest import PIN, Cast
from goldseam.people import access
from goldseam.vault import between, change, circles, holders, ledger, mine, primitives, rounds, sessions, upkeep
from goldseam.vault.errors import BackClosed, Missing, Settled, Tampered
from goldseam.vault.models import BetweenValue, Circle, Link, Mine, RoundCommitment
from goldseam.vault.rounds import State

ANAS, BENS = {"we": "drifted"}, {"we": "hid"}


@pytest.fixture
def circle(pair: tuple[Cast, Cast]) -> Circle:
    together = access.togetherness_of(pair[0].anew())
    assert together is not None
    return together.circle


def answered(who: Cast, circle: Circle, round_id: UUID, answers: dict[str, str]) -> None:
    rounds.commit(who.closed().keyring, circle, round_id, "map/1", answers)


def visit(who: Cast, circle: Circle) -> None:
    rounds.visit(who.anew().keyring, circle)


def seen(who: Cast, circle: Circle, round_id: UUID) -> tuple[State, object]:
    keyring = who.anew().keyring
    found = rounds.result(keyring, circle, round_id)
    return rounds.state(keyring, circle, round_id), found and {key: answer.answers for key, answer in found.items()}


def test_both_open_at_the_firsts_next_visit(pair: tuple[Cast, Cast], circle: Circle) -> None:
    ana, ben = pair
    round_id = uuid4()
    answered(ana, circle, round_id, ANAS)
    answered(ben, circle, round_id, BENS)
    assert seen(ana, circle, round_id) == seen(ben, circle, round_id) == (State.ANSWERED, None)
    visit(ben, circle)
    assert seen(ben, circle, round_id) == (State.ANSWERED, None)
    visit(ana, circle)
    both = {ana.keyring.holder_id: ANAS, ben.keyring.holder_id: BENS}
    assert seen(ana, circle, round_id) == seen(ben, circle, round_id) == (State.OPEN, both)


def test_opening_the_private_half_is_the_visit(pair: tuple[Cast, Cast], circle: Circle) -> None:
    ana, ben = pair
    round_id = uuid4()
    answered(ana, circle, round_id, ANAS)
    answered(ben, circle, round_id, BENS)
    sessions.close_back(ana.keyring)
    sessions.open_with_pin(ana.anew().keyring, ana.cookie, PIN)
    assert seen(ben, circle, round_id)[0] is State.OPEN


def test_nobody_sees_whether_the_other_has_begun(pair: tuple[Cast, Cast], circle: Circle) -> None:
    """The same world twice, once with Ben's answers in it: all that Ana's side shows is the same."""
    ana, ben = pair
    worlds = []
    for other_began in (False, True):
        round_id = uuid4()
        if other_began:
            answered(ben, circle, round_id, BENS)
        before = seen(ana, circle, round_id)
        answered(ana, circle, round_id, ANAS)
        with pytest.raises(Settled):
            answered(ana, circle, round_id, ANAS)
        keyring = ana.anew().keyring
        shown = [entry.kind for entry in mine.shared_with(keyring, circle)]
        after = seen(ana, circle, round_id)
        taken = rounds.withdraw(keyring, circle, round_id)
        taken_back = seen(ana, circle, round_id)
        answered(ana, circle, round_id, {"we": "said it otherwise"})
        again = seen(ana, circle, round_id)
        with pytest.raises(Settled):
            answered(ana, circle, round_id, ANAS)
        assert rounds.withdraw(ana.anew().keyring, circle, round_id) is State.TAKEN_BACK
        worlds.append((before, shown, after, taken, taken_back, again, seen(ana, circle, round_id)))
    assert worlds[0] == worlds[1]
    assert worlds[0][3] is State.TAKEN_BACK
    print(f"{len(worlds[0])} things compared in two worlds")


def test_the_record_of_ours_doesnt_count_rounds(pair: tuple[Cast, Cast], circle: Circle) -> None:
    ana, ben = pair
    answered(ana, circle, uuid4(), ANAS)
    answered(ben, circle, uuid4(), BENS)
    answered(ana, circle, uuid4(), ANAS)
    tables = set(Link.objects.values_list("table", flat=True))
    assert not any("round" in table or "betweenvalue" in table for table in tables)


def test_who_is_alone_with_their_answer_can_take_it_back(pair: tuple[Cast, Cast], circle: Circle) -> None:
    ana, ben = pair
    round_id = uuid4()
    answered(ana, circle, round_id, ANAS)
    with pytest.raises(BackClosed):
        rounds.withdraw(ana.closed().keyring, circle, round_id)
    assert rounds.withdraw(ana.anew().keyring, circle, round_id) is State.TAKEN_BACK
    assert not Mine.objects.exists()
    answered(ben, circle, round_id, BENS)
    visit(ana, circle)
    visit(ben, circle)
    assert seen(ben, circle, round_id) == (State.ANSWERED, None)
    assert not BetweenValue.objects.exists()


def test_after_the_seconds_commit_nobody_withdraws(pair: tuple[Cast, Cast], circle: Circle) -> None:
    ana, ben = pair
    round_id = uuid4()
    answered(ana, circle, round_id, ANAS)
    answered(ben, circle, round_id, BENS)
    assert rounds.withdraw(ben.anew().keyring, circle, round_id) is State.TAKEN_BACK
    assert rounds.withdraw(ana.anew().keyring, circle, round_id) is State.OPEN
    assert seen(ben, circle, round_id)[0] is seen(ana, circle, round_id)[0] is State.OPEN


def test_commit_change_reveal_is_found(
    pair: tuple[Cast, Cast], circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ben, who runs the server, sees Ana's answers come and gives other ones than he committed to."""
    ana, ben = pair
    round_id = uuid4()
    answered(ana, circle, round_id, ANAS)
    answered(ben, circle, round_id, BENS)
    changed = {"round": round_id.hex, "text": "map/1", "opener": "00" * 32, "answers": {"we": "were fine"}}
    between.give(ben.anew().keyring, circle, between.Purpose.OPEN_ROUND, changed, round_id)
    with pytest.raises(Tampered):
        rounds.visit(ana.anew().keyring, circle, round_id)
    visit(ana, circle)
    assert [value.author_id for value in BetweenValue.objects.all()] == [ben.keyring.holder_id], "hers stay hers"
    monkeypatch.setattr(rounds, "_tell", lambda *about: None)
    visit(ana, circle)
    tried = 0
    for who in pair:
        tried += 1
        with pytest.raises(Tampered):
            rounds.result(who.anew().keyring, circle, round_id)
    monkeypatch.setattr(primitives, "same", lambda one, other: True)
    assert rounds.result(ana.anew().keyring, circle, round_id), "without the check the change passes"
    print(f"{tried} changed answers tried, {tried} refused; without the check it passes")


@pytest.mark.parametrize("is_first", [True, False])
def test_who_runs_the_server_cant_look_and_then_bind_themselves_anew(
    pair: tuple[Cast, Cast], circle: Circle, is_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ben has his own keys and the disk: he reads what Ana gave, and commits to fitted answers in place of his own."""
    ana, ben = pair
    round_id = uuid4()
    for who in (ben, ana) if is_first else (ana, ben):
        answered(who, circle, round_id, BENS if who is ben else ANAS)
    visit(ana, circle)
    keyring = ben.anew().keyring
    row = RoundCommitment.objects.get(author_id=keyring.holder_id)
    told = {"round": round_id.hex, "text": "map/1", "opener": "11" * 32, "answers": {"we": "fitted"}}
    row.commitment = rounds._commitment(circle.pk, round_id, keyring.holder_id, told)
    row.signature = primitives.sign(keyring.signing, rounds._message(row))
    row.save()
    between.give(keyring, circle, between.Purpose.OPEN_ROUND, told, round_id)
    for who in pair:
        with pytest.raises(Tampered):
            rounds.result(who.anew().keyring, circle, round_id)
    engine = between._engines[between.Purpose.OPEN_ROUND]

    def forgetful(inputs: Any, known: Any) -> Any:
        return engine({person: {**told, "others": {}} for person, told in inputs.items()}, known)

    monkeypatch.setitem(between._engines, between.Purpose.OPEN_ROUND, forgetful)
    assert rounds.result(ana.anew().keyring, circle, round_id), "without the check it passes"


def test_a_commitment_cant_be_swapped_forged_or_moved(pair: tuple[Cast, Cast], circle: Circle) -> None:
    ana, ben = pair
    first, second = uuid4(), uuid4()
    for round_id in (first, second):
        answered(ana, circle, round_id, ANAS)
    own, moved = (RoundCommitment.objects.get(round=round_id) for round_id in (first, second))
    forged = RoundCommitment(
        circle=circle, author_id=ben.keyring.holder_id, round=second, commitment=bytes(32), signature=bytes(64), own=b""
    )
    forged.save()
    with pytest.raises(Tampered):
        rounds.visit(ana.anew().keyring, circle, second)
    visit(ana, circle)
    assert not BetweenValue.objects.exists(), "a forged commitment draws nobody's answers out"
    forged.delete()
    RoundCommitment.objects.filter(pk=own.pk).update(commitment=moved.commitment, signature=moved.signature)
    with pytest.raises(Tampered):
        answered(ben, circle, first, BENS)


def test_a_stranger_has_no_round(pair: tuple[Cast, Cast], circle: Circle, cleo: Cast) -> None:
    round_id = uuid4()
    with pytest.raises(Missing):
        rounds.commit(cleo.keyring, circle, round_id, "map/1", {})
    with pytest.raises(Missing):
        rounds.state(cleo.keyring, circle, round_id)
    assert circles.members(pair[0].anew().keyring, circle)


# -- taken back, and answered again -------------------------------------------------------------------------------


def opened_for(who: Cast, circle: Circle, round_id: UUID) -> dict[UUID, object] | None:
    found = rounds.result(who.anew().keyring, circle, round_id)
    return {person: answer.answers for person, answer in found.items()} if found else None


def test_who_was_alone_answers_anew_and_that_is_what_opens(pair: tuple[Cast, Cast], circle: Circle) -> None:
    ana, ben = pair
    round_id = uuid4()
    answered(ana, circle, round_id, ANAS)
    first = bytes(RoundCommitment.objects.get().commitment)
    rounds.withdraw(ana.anew().keyring, circle, round_id)
    answered(ana, circle, round_id, {"we": "tried"})
    assert bytes(RoundCommitment.objects.get().commitment) not in (first, b""), "a new opener, a new commitment"
    answered(ben, circle, round_id, BENS)
    visit(ana, circle)
    both = {ana.keyring.holder_id: {"we": "tried"}, ben.keyring.holder_id: BENS}
    assert opened_for(ana, circle, round_id) == opened_for(ben, circle, round_id) == both


def test_what_was_given_after_the_other_stays_what_opens(pair: tuple[Cast, Cast], circle: Circle) -> None:
    """Ben was the second. However often he takes it back and answers anew, he can't fit his answer to Ana's."""
    ana, ben = pair
    round_id = uuid4()
    answered(ana, circle, round_id, ANAS)
    answered(ben, circle, round_id, BENS)
    bound = bytes(RoundCommitment.objects.get(author_id=ben.keyring.holder_id).commitment)
    for attempt in range(3):
        assert rounds.withdraw(ben.anew().keyring, circle, round_id) is State.TAKEN_BACK
        answered(ben, circle, round_id, {"we": f"fitted {attempt}"})
    assert bytes(RoundCommitment.objects.get(author_id=ben.keyring.holder_id).commitment) == bound
    visit(ana, circle)
    both = {ana.keyring.holder_id: ANAS, ben.keyring.holder_id: BENS}
    assert opened_for(ana, circle, round_id) == opened_for(ben, circle, round_id) == both
    print("3 answers fitted after the other's commit, 3 let go")


def test_the_first_cant_take_back_and_fit_either(pair: tuple[Cast, Cast], circle: Circle) -> None:
    """Ana runs the server and could look at what Ben gave after her: taking back then opens what she gave first."""
    ana, ben = pair
    round_id = uuid4()
    answered(ana, circle, round_id, ANAS)
    answered(ben, circle, round_id, BENS)
    assert rounds.withdraw(ana.anew().keyring, circle, round_id) is State.OPEN
    with pytest.raises(Settled):
        answered(ana, circle, round_id, {"we": "fitted"})
    assert opened_for(ben, circle, round_id) == {ana.keyring.holder_id: ANAS, ben.keyring.holder_id: BENS}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[UUID, UUID]]:
    """Who opened which round, as those above are told."""
    heard: list[tuple[UUID, UUID]] = []
    monkeypatch.setattr(
        rounds, "_told", [lambda keyring, circle, round_id: heard.append((keyring.holder_id, round_id))]
    )
    return heard


def test_those_above_are_told_once_when_it_opens(
    pair: tuple[Cast, Cast], circle: Circle, told: list[tuple[UUID, UUID]]
) -> None:
    ana, ben = pair
    by_visit, by_taking_back = uuid4(), uuid4()
    for round_id in (by_visit, by_taking_back):
        answered(ana, circle, round_id, ANAS)
        assert told == []
    answered(ben, circle, by_visit, BENS)
    visit(ben, circle)
    assert told == [], "nothing is told before both lie open"
    for _ in range(2):
        visit(ana, circle)
        visit(ben, circle)
    assert told == [(ana.keyring.holder_id, by_visit)]
    answered(ben, circle, by_taking_back, BENS)
    assert rounds.withdraw(ana.anew().keyring, circle, by_taking_back) is State.OPEN
    assert told[1:] == [(ana.keyring.holder_id, by_taking_back)]


def test_of_two_devices_that_come_by_at_once_one_opens_it(
    pair: tuple[Cast, Cast], circle: Circle, told: list[tuple[UUID, UUID]]
) -> None:
    """The slower one read the row before the other had written it."""
    ana, ben = pair
    round_id = uuid4()
    answered(ana, circle, round_id, ANAS)
    answered(ben, circle, round_id, BENS)
    read_before = RoundCommitment.objects.get(author_id=ana.keyring.holder_id)
    visit(ana, circle)
    values = set(BetweenValue.objects.values_list("pk", flat=True))
    rounds._add(ana.anew().keyring, circle, read_before)
    assert len(told) == 1 and set(BetweenValue.objects.values_list("pk", flat=True)) == values


def test_what_has_to_wait_stays_as_it_was(
    pair: tuple[Cast, Cast], circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While things rest nothing opens, and who takes back and answers again in that time fits nothing either."""
    ana, ben = pair
    round_id = uuid4()

    def rests(*_about: object) -> None:
        raise rounds.NotNow("rests")

    monkeypatch.setattr(rounds, "_told", [rests])
    answered(ana, circle, round_id, ANAS)
    answered(ben, circle, round_id, BENS)
    visit(ana, circle)
    assert BetweenValue.objects.count() == 1 and seen(ana, circle, round_id) == (State.ANSWERED, None)
    assert rounds.withdraw(ana.anew().keyring, circle, round_id) is State.TAKEN_BACK
    assert seen(ana, circle, round_id) == (State.TAKEN_BACK, None)
    answered(ana, circle, round_id, {"we": "fitted"})
    monkeypatch.setattr(rounds, "_told", [])
    visit(ana, circle)
    assert opened_for(ben, circle, round_id) == {ana.keyring.holder_id: ANAS, ben.keyring.holder_id: BENS}


# -- taking out, once it lies open --------------------------------------------------------------------------------


def lying_open(pair: tuple[Cast, Cast], circle: Circle) -> UUID:
    round_id = uuid4()
    answered(pair[0], circle, round_id, ANAS)
    answered(pair[1], circle, round_id, BENS)
    visit(pair[0], circle)
    return round_id


@pytest.mark.parametrize("place", [0, 1])
def test_who_takes_their_words_out_takes_them_out_for_both(pair: tuple[Cast, Cast], circle: Circle, place: int) -> None:
    round_id = lying_open(pair, circle)
    who, other = pair[place], pair[1 - place]
    stays = BENS if place == 0 else ANAS
    values = set(BetweenValue.objects.values_list("pk", flat=True))
    rounds.remove(who.closed().keyring, circle, round_id)
    for each in pair:
        lying = rounds.opened(each.anew().keyring, circle, round_id)
        assert lying is not None and lying[who.keyring.holder_id] is None
        kept = lying[other.keyring.holder_id]
        assert kept is not None and kept.answers == stays
        assert seen(each, circle, round_id) == (State.OPEN, None)
    assert len(values & set(BetweenValue.objects.values_list("pk", flat=True))) == 1, "the sealed words are gone"
    assert bytes(RoundCommitment.objects.get(author_id=who.keyring.holder_id).commitment) == b""
    with pytest.raises(Missing):
        rounds.remove(who.anew().keyring, circle, round_id)
    with pytest.raises(Settled):
        answered(who, circle, round_id, ANAS)
    visit(who, circle)
    rounds.remove(other.anew().keyring, circle, round_id)
    lying = rounds.opened(who.anew().keyring, circle, round_id)
    assert lying is not None and set(lying.values()) == {None}


def test_before_it_opens_taking_out_tells_nothing(pair: tuple[Cast, Cast], circle: Circle) -> None:
    """Neither who is first, nor who is second, nor who gave nothing gets another answer than a stranger's."""
    ana, ben = pair
    round_id, tried = uuid4(), 0
    for giver, answers in ((None, {}), (ana, ANAS), (ben, BENS)):
        if giver is not None:
            answered(giver, circle, round_id, answers)
        for who in pair:
            tried += 1
            with pytest.raises(Missing):
                rounds.remove(who.anew().keyring, circle, round_id)
    visit(ana, circle)
    assert opened_for(ana, circle, round_id) == {ana.keyring.holder_id: ANAS, ben.keyring.holder_id: BENS}
    print(f"{tried} tried before the opening, {tried} refused alike")


def test_whoever_erases_everything_leaves_nothing_of_rounds(pair: tuple[Cast, Cast], circle: Circle) -> None:
    ana, ben = pair
    round_id = lying_open(pair, circle)
    answered(ana, circle, uuid4(), ANAS)
    rounds.forget(ana.closed().keyring)
    assert not RoundCommitment.objects.filter(author_id=ana.keyring.holder_id).exists()
    assert not BetweenValue.objects.filter(author_id=ana.keyring.holder_id).exists()
    assert not Mine.objects.filter(owner_id=ana.keyring.holder_id).exists()
    assert opened_for(ben, circle, round_id) is None


def test_an_older_backup_brings_removed_words_back_to_nobody(
    pair: tuple[Cast, Cast], circle: Circle, settings: Any, tmp_path: Path
) -> None:
    settings.LEDGER_FILE = tmp_path / "ledger.jsonl"
    ana, ben = pair
    round_id = lying_open(pair, circle)
    older = [*BetweenValue.objects.all(), *RoundCommitment.objects.all()]
    rounds.remove(ana.anew().keyring, circle, round_id)
    ledger.flush()
    BetweenValue.objects.all().delete()
    for row in older:
        row.save(force_insert=isinstance(row, BetweenValue))
    assert opened_for(ben, circle, round_id) is not None, "without the ledger they would be back"
    ledger.replay(settings.LEDGER_FILE)
    for who in pair:
        upkeep.tend(who.anew().keyring)
        assert opened_for(who, circle, round_id) is None
    assert list(BetweenValue.objects.values_list("author_id", flat=True)) == [ben.keyring.holder_id]
    forged = {"id": "1", "deed": "erased", "holder": ana.keyring.holder_id.hex, "table": between.TABLE}
    forged |= {"row": BetweenValue.objects.get().pk.hex, "signature": "00" * 64}
    settings.LEDGER_FILE.write_text(json.dumps(forged) + "\n")
    assert ledger.replay(settings.LEDGER_FILE) == 0, "nobody takes out what another gave"


@pytest.mark.parametrize("moment", ["bound", "taken back", "removed"])
def test_new_keys_carry_it_all_along(pair: tuple[Cast, Cast], circle: Circle, moment: str) -> None:
    ana, ben = pair
    round_id = uuid4()
    answered(ana, circle, round_id, ANAS)
    answered(ben, circle, round_id, BENS)
    if moment == "taken back":
        rounds.withdraw(ben.anew().keyring, circle, round_id)
    if moment == "removed":
        visit(ana, circle)
        rounds.remove(ben.anew().keyring, circle, round_id)
    new, _ = change.new_keys(ben.anew().keyring, holders.new_pass_key("a heron stands in the shallow bay"))
    circle.refresh_from_db()
    state = rounds.state(new, circle, round_id)
    assert state is {"bound": State.ANSWERED, "taken back": State.TAKEN_BACK, "removed": State.OPEN}[moment]
    if moment != "removed":
        visit(ana, circle)
    lying = rounds.opened(ana.anew().keyring, circle, round_id)
    assert lying is not None
    kept = {person: answer and answer.answers for person, answer in lying.items()}
    assert kept == {ana.keyring.holder_id: ANAS, ben.keyring.holder_id: None if moment == "removed" else BENS}


def test_a_rounds_id_is_both_members_own(pair: tuple[Cast, Cast], circle: Circle, cleo: Cast) -> None:
    ana, ben = pair
    assert rounds.called(ana.anew().keyring, circle, "story/1") is None
    made = rounds.named(ana.anew().keyring, circle, "story/1")
    assert rounds.called(ben.anew().keyring, circle, "story/1") == made
    assert rounds.named(ben.anew().keyring, circle, "story/2") != made
    with pytest.raises(Missing):
        rounds.called(cleo.keyring, circle, "story/1")
