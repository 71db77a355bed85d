"""One of the two writes with a program of their own: nothing that they say for both is believed for both."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from conftest import Cast, arrive
from goldseam.apart import access, actions
from goldseam.apart.models import Opening
from goldseam.apart.tests.conftest import ANAS, BENS, LABEL, gave, looked
from goldseam.people import access as pairs
from goldseam.people import actions as people
from goldseam.people.rules import RULE_VERSION
from goldseam.vault import between, invites, ours, rounds, upkeep
from goldseam.vault.errors import Tampered
from goldseam.vault.models import Circle


def forged(pair: tuple[Cast, Cast], round_id: UUID, label: str = LABEL) -> None:
    """Ben says for both that a round lies open, and what came of it."""
    keyring = pair[1].anew().keyring
    told = {"label": label, "number": 1, "round": round_id.hex, "summary": {"both_wrote": "made up"}}
    told |= {"people": [who.keyring.holder_id.hex for who in pair]}
    ours.write(keyring, Opening(circle=Circle.objects.get(), author_id=keyring.holder_id), told)


def current(who: Cast) -> UUID:
    found = access.current_round(who.anew(), LABEL)
    assert found is not None
    return found


def test_an_opening_of_a_round_that_one_never_answered_is_none(pair: tuple[Cast, Cast]) -> None:
    forged(pair, uuid4())
    assert access.summaries(pair[0].anew()) == {} and access.opened(pair[0].anew(), LABEL) == []
    assert access.seen(pair[0].anew(), LABEL).number == 1


@pytest.mark.parametrize("ben_gave", [True, False])
def test_an_opening_before_both_lie_open_tells_nothing(pair: tuple[Cast, Cast], ben_gave: bool) -> None:
    ana, ben = pair
    gave(ana, ANAS)
    if ben_gave:
        gave(ben, BENS)
    forged(pair, current(ana))
    assert [each.summary for each in access.summaries(ana.anew())[LABEL]] == [None]
    assert [each.summary for each in access.opened(ana.anew(), LABEL)] == [None]


def test_what_came_of_it_is_what_both_gave_whatever_the_other_writes_down(lying_open: tuple[Cast, Cast]) -> None:
    """Ben puts another row in place of the one that was written when it opened."""
    ana, ben = lying_open
    row = Opening.objects.get()
    round_id = access.openings(ana.anew())[0].round
    ours.erase(ben.anew().keyring, row)
    forged(lying_open, round_id)
    assert [each.summary for each in access.summaries(ana.anew())[LABEL]] == [{"both_wrote": True}]
    (found,) = access.opened(ana.anew(), LABEL)
    assert found.summary == {"both_wrote": True} and (found.mine, found.theirs) == (ANAS, BENS)
    actions.remove_own(ana.anew(), LABEL, 1)
    assert len(access.opened(ana.anew(), LABEL)) == 1, "her gold stays when her words are out"


@pytest.mark.parametrize("who", [0, 1])
def test_who_erases_all_takes_what_the_other_wrote_down_of_it_too(lying_open: tuple[Cast, Cast], who: int) -> None:
    actions.erase_own(lying_open[who].anew())
    assert not Opening.objects.exists()


@pytest.mark.parametrize("ana_was_first", [True, False])
def test_what_was_given_to_an_account_opens_no_more_once_another_was_let_in_beside_it(
    pair: tuple[Cast, Cast], ana_was_first: bool
) -> None:
    """Ana reads that she gave nothing yet, and what she had given is her draft: so it opens to neither account."""
    ana, ben = pair
    for who, answers in [(ana, ANAS), (ben, BENS)] if ana_was_first else [(ben, BENS), (ana, ANAS)]:
        gave(who, answers)
    words = people.invite_beside(ana.anew())
    new = arrive("bennew")
    people.join(new.me, invites.keys_of(" ".join(words)), own_name="Ben", agreed_to=RULE_VERSION)
    people.let_in(ana.anew())
    assert access.seen(ana.anew(), LABEL).standing == "unanswered"
    draft = access.draft_of(ana.anew(), LABEL)
    assert draft is not None and draft.answers == ANAS
    for who in (ben, ana, new):
        upkeep.tend_private(who.anew().keyring)
        assert looked(who) is False
        assert access.opened(who.anew(), LABEL) == []
    assert not Opening.objects.exists()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: None,
        lambda told: ["a"],
        lambda told: {},
        lambda told: {**told, "opener": "no hex"},
        lambda told: {**told, "opener": 7},
        lambda told: {key: value for key, value in told.items() if key != "text"},
        lambda told: {key: value for key, value in told.items() if key != "answers"},
        lambda told: {**told, "others": ["a"]},
        lambda told: {**told, "text": 7},
    ],
)
def test_what_is_no_answer_is_refused_like_one_that_was_changed(pair: tuple[Cast, Cast], spoil: Any) -> None:
    ana, ben = pair
    gave(ana, ANAS)
    gave(ben, BENS)
    me = ben.anew()
    together = pairs.togetherness_of(me)
    assert together is not None
    told = {"round": current(ben).hex, "text": f"{LABEL} 1", "opener": "22" * 32, "answers": BENS}
    between.give(me.keyring, together.circle, between.Purpose.OPEN_ROUND, spoil(told), current(ben))
    with pytest.raises(Tampered):
        looked(ana)
    assert not Opening.objects.exists()


@pytest.mark.parametrize("text", ["another.label 1", ""])
def test_an_answer_to_something_else_opens_nothing_here(pair: tuple[Cast, Cast], text: str) -> None:
    ana, ben = pair
    gave(ana, ANAS)
    me = ben.anew()
    together = pairs.togetherness_of(me)
    assert together is not None
    round_id = rounds.named(me.keyring, together.circle, access.round_name(me, together, LABEL))
    rounds.commit(me.keyring, together.circle, round_id, text, BENS)
    looked(ana)
    assert access.opened(ana.anew(), LABEL) == []
