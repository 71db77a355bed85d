"""Both see both at once, and until then nobody learns anything of the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conftest import Cast, arrive, bring_together
from goldseam.apart import access, actions
from goldseam.apart.models import Opening
from goldseam.apart.rules import Refused
from goldseam.apart.tests.conftest import ANAS, BENS, LABEL, gave, looked
from goldseam.live import bell
from goldseam.people import access as pairs
from goldseam.people import actions as people
from goldseam.people.rules import Leaving
from goldseam.reminders import actions as reminders
from goldseam.vault import rounds
from goldseam.vault.errors import BackClosed


def test_both_read_both_and_each_stands_on_their_own_side(lying_open: tuple[Cast, Cast]) -> None:
    for who, own, other in ((lying_open[0], ANAS, BENS), (lying_open[1], BENS, ANAS)):
        found = access.newest(who.closed(), LABEL)
        assert found is not None and (found.mine, found.theirs, found.number) == (own, other, 1)
        assert found.summary == {"both_wrote": True}
        assert [each.number for each in access.opened(who.closed(), LABEL)] == [1]
        assert [each.summary for each in access.summaries(who.closed())[LABEL]] == [{"both_wrote": True}]
    assert Opening.objects.count() == 1


def shown(who: Cast) -> Any:
    """All that this door tells somebody whose private half is open."""
    me = who.anew()
    given = access.given(me, LABEL)
    told = access.seen(me, LABEL), given and given.answers, access.opened(me, LABEL), dict(access.summaries(me))
    draft = access.draft_of(me, LABEL)
    return told, draft and (draft.answers, [each.answers for each in draft.others])


def lived(other_began: bool) -> list[Any]:
    """Ana's life with it, Ben having begun or not."""
    ana, ben = arrive(f"ana{other_began:d}"), arrive(f"ben{other_began:d}")
    bring_together(ana, ben)
    if other_began:
        gave(ben, BENS)
    seen = [shown(ana)]
    draft = actions.keep_draft(ana.anew(), LABEL, ANAS, None)
    seen.append(shown(ana))
    actions.give(ana.anew(), LABEL, ANAS, number=1, based_on=(draft, 1))
    seen.append(shown(ana))
    deeds: list[Callable[[], None]] = [lambda: gave(ana, ANAS), lambda: actions.remove_own(ana.anew(), LABEL, 1)]
    for deed in deeds:
        try:
            deed()
        except Refused as refused:
            seen.append(refused.code)
    seen.append(looked(ana))
    seen.append(actions.take_back(ana.anew(), LABEL))
    seen.append(shown(ana))
    gave(ana, {"line": "said otherwise"})
    seen.append(shown(ana))
    return [str(each).replace(f"Ben{other_began:d}", "Ben") for each in seen]


@pytest.mark.django_db
def test_nobody_learns_whether_the_other_has_begun() -> None:
    alone, begun = lived(False), lived(True)
    print(
        f"{len(alone)} answers compared in two worlds, {sum(a != b for a, b in zip(alone, begun, strict=True))} differ"
    )
    assert alone == begun


def test_how_one_stands_is_told_only_behind_the_pin(pair: tuple[Cast, Cast]) -> None:
    for read in (access.seen, access.draft_of, access.given):
        with pytest.raises(BackClosed):
            read(pair[0].closed(), LABEL)


def test_standings(pair: tuple[Cast, Cast], cleo: Cast) -> None:
    ana, ben = pair
    assert access.seen(cleo.anew(), LABEL).standing == "alone"
    assert access.seen(ana.anew(), LABEL).standing == "unanswered"
    gave(ana, ANAS)
    assert access.seen(ana.anew(), LABEL).standing == "answered"
    people.pause(ben.me)
    resting = access.seen(ana.anew(), LABEL)
    assert resting.standing == "resting" and resting.has_given
    people.resume(ben.anew())
    assert actions.take_back(ana.anew(), LABEL) is False
    assert access.seen(ana.anew(), LABEL).standing == "taken-back"


def test_while_things_rest_nothing_opens_and_afterwards_it_does(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    gave(ana, ANAS)
    gave(ben, BENS)
    people.pause(ben.me)
    with pytest.raises(Refused, match="paused"):
        gave(ana, ANAS)
    assert looked(ana) is False and not Opening.objects.exists()
    people.resume(ben.anew())
    assert looked(ana) is True and Opening.objects.count() == 1


def test_who_left_openly_or_quietly_opens_nothing_and_the_other_keeps_what_lay_open(
    lying_open: tuple[Cast, Cast],
) -> None:
    ana, ben = lying_open
    gave(ana, ANAS)
    gave(ben, BENS)
    people.leave(ana.anew(), Leaving.WITH_A_WORD, word="I go.")
    assert looked(ana) is False
    assert access.seen(ben.anew(), LABEL).standing == "alone"
    found = access.opened(ben.anew(), LABEL)
    assert [(each.mine, each.theirs) for each in found] == [(BENS, ANAS)]
    assert access.opened(ana.anew(), LABEL) == [] and access.seen(ana.anew(), LABEL).standing == "alone"


def test_an_account_let_in_beside_a_lost_one_begins_anew(pair: tuple[Cast, Cast]) -> None:
    """What the lost account gave opens for nobody else, and what lay open is marked as before this account's time."""
    from goldseam.people.rules import RULE_VERSION
    from goldseam.vault import invites

    ana, ben = pair
    gave(ana, ANAS)
    gave(ben, BENS)
    looked(ana)
    gave(ana, {"line": "given before it was lost"})
    words = people.invite_beside(ben.me)
    new = arrive("ananew")
    people.join(new.me, invites.keys_of(" ".join(words)), own_name="Ana", agreed_to=RULE_VERSION)
    new.me = new.anew()
    assert access.seen(new.anew(), LABEL).standing == "door" and access.opened(new.anew(), LABEL) == []
    with pytest.raises(Refused, match="paused"):
        gave(new, ANAS)
    ben.me = ben.anew()
    assert access.seen(ben.anew(), LABEL).standing == "door"
    people.let_in(ben.me)
    (before,) = access.opened(new.anew(), LABEL)
    assert before.before_me and before.mine is before.theirs is None
    (bens,) = access.opened(ben.anew(), LABEL)
    assert (bens.mine, bens.theirs) == (BENS, ANAS)
    gave(new, {"line": "anew"})
    assert looked(new) is False
    gave(ben, {"line": "anew too"})
    assert looked(new) is True
    newest = access.newest(ben.anew(), LABEL)
    assert newest is not None and newest.number == 2
    assert (newest.mine, newest.theirs) == ({"line": "anew too"}, {"line": "anew"})


def test_what_the_other_gave_with_another_program_spoils_nothing(
    pair: tuple[Cast, Cast], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = pair
    gave(ana, ANAS)
    me = ben.anew()
    together = pairs.togetherness_of(me)
    assert together is not None
    circle = together.circle
    round_id = rounds.named(me.keyring, circle, access.round_name(me, together, LABEL))
    rounds.commit(me.keyring, circle, round_id, f"{LABEL} 1", {"line": ["not", "words"]})
    assert looked(ana)
    found = access.newest(ana.anew(), LABEL)
    assert found is not None and found.is_odd and found.mine == ANAS and found.theirs is None
    assert found.summary is None


def test_it_rings_and_reminds_only_when_it_opens(pair: tuple[Cast, Cast], monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Any] = []
    monkeypatch.setattr(bell, "ring", lambda circle, room: heard.append("ring"))
    monkeypatch.setattr(reminders, "something_new", lambda person, kind, subject: heard.append((person, kind)))
    ana, ben = pair
    gave(ana, ANAS)
    gave(ben, BENS)
    actions.take_back(ben.anew(), LABEL)
    gave(ben, BENS)
    looked(ben)
    assert heard == []
    looked(ana)
    looked(ana)
    assert heard == ["ring", (ben.me.person.pk, "apart")]
