"""Both answer apart, both see both, and nobody learns whether the other has begun."""

from uuid import UUID, uuid4

import pytest

from conftest import PIN, Cast
from goldseam.people import access
from goldseam.vault import between, circles, mine, primitives, rounds, sessions
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
        worlds.append((before, shown, after, taken, seen(ana, circle, round_id)))
        with pytest.raises(Settled):
            answered(ana, circle, round_id, ANAS)
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
    visit(ana, circle)
    tried = 0
    for who in pair:
        tried += 1
        with pytest.raises(Tampered):
            rounds.result(who.anew().keyring, circle, round_id)
    monkeypatch.setattr(primitives, "same", lambda one, other: True)
    assert rounds.result(ana.anew().keyring, circle, round_id), "without the check the change passes"
    print(f"{tried} changed answers tried, {tried} refused; without the check it passes")


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
        rounds.visit(ana.anew().keyring, circle)
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
