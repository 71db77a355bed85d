"""Drafts of two devices, giving, taking back, taking out: no word is lost, and none stays that was taken out."""

from __future__ import annotations

import pytest

from conftest import Cast
from goldseam.apart import access, actions, portability
from goldseam.apart.models import Opening
from goldseam.apart.rules import DRAFTS_MOST, Refused, Unreadable
from goldseam.apart.tests.conftest import ANAS, BENS, LABEL, gave, looked
from goldseam.vault import mine
from goldseam.vault.errors import Missing
from goldseam.vault.models import BetweenValue, RoundCommitment


def kept(who: Cast) -> list[str]:
    draft = access.draft_of(who.anew(), LABEL)
    return [] if draft is None else [draft.answers["line"], *(each.answers["line"] for each in draft.others)]


def test_it_works_alone(cleo: Cast) -> None:
    first = actions.keep_draft(cleo.anew(), LABEL, {"line": "one"}, None)
    assert actions.keep_draft(cleo.anew(), LABEL, {"line": "two"}, (first, 1)) == first
    assert kept(cleo) == ["two"]
    assert actions.keep_draft(cleo.anew(), LABEL, {"line": "two"}, (first, 1)) == first, "sent twice"
    with pytest.raises(Refused, match="alone"):
        actions.give(cleo.anew(), LABEL, {"line": "two"})
    actions.erase_draft(cleo.anew(), LABEL)
    assert kept(cleo) == [] and access.draft_of(cleo.anew(), LABEL) is None


def test_of_two_devices_that_write_at_once_both_are_kept(ana: Cast) -> None:
    first = actions.keep_draft(ana.anew(), LABEL, {"line": "begun"}, None)
    actions.keep_draft(ana.anew(), LABEL, {"line": "on the phone"}, (first, 1))
    other = actions.keep_draft(ana.anew(), LABEL, {"line": "on the tablet"}, (first, 1))
    assert other != first and kept(ana) == ["on the tablet", "on the phone"]
    actions.erase_draft(ana.anew(), LABEL, first)
    assert kept(ana) == ["on the tablet"]
    with pytest.raises(Missing):
        actions.erase_draft(ana.anew(), LABEL, first)
    for number in range(DRAFTS_MOST + 3):
        actions.keep_draft(ana.anew(), LABEL, {"line": f"window {number}"}, None)
    assert len(kept(ana)) == DRAFTS_MOST and kept(ana)[0] == f"window {DRAFTS_MOST + 2}"


def test_what_isnt_ours_is_never_kept(ana: Cast) -> None:
    with pytest.raises(ValueError, match="ours"):
        actions.keep_draft(ana.anew(), LABEL, {"weight": 3}, None)
    assert not mine.everything(ana.anew().keyring)


def test_giving_takes_that_very_version_and_leaves_the_other_beside(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    first = actions.keep_draft(ana.anew(), LABEL, {"line": "begun"}, None)
    actions.keep_draft(ana.anew(), LABEL, {"line": "changed meanwhile"}, (first, 1))
    with pytest.raises(Refused, match="changed"):
        actions.give(ana.anew(), LABEL, {"line": "begun"}, number=1, based_on=(first, 1))
    with pytest.raises(Refused, match="changed"):
        actions.give(ana.anew(), LABEL, {"line": "changed meanwhile"}, number=2, based_on=(first, 2))
    assert not RoundCommitment.objects.exists()
    second = actions.keep_draft(ana.anew(), LABEL, {"line": "beside"}, None)
    actions.give(ana.anew(), LABEL, {"line": "beside"}, number=1, based_on=(second, 1))
    assert kept(ana) == ["changed meanwhile"]
    with pytest.raises(Refused, match="answered"):
        actions.give(ana.anew(), LABEL, {"line": "beside"}, number=1, based_on=(second, 1))


def test_what_is_taken_back_is_ones_draft_again(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    with pytest.raises(Refused, match="changed"):
        actions.take_back(ana.anew(), LABEL)
    for first in (False, True):
        if first:
            gave(ben, BENS)
        gave(ana, ANAS)
        given = access.given(ana.anew(), LABEL)
        assert given is not None and given.answers == ANAS and kept(ana) == []
        assert actions.take_back(ana.anew(), LABEL) is False
        assert kept(ana) == [ANAS["line"]] and access.given(ana.anew(), LABEL) is None


def test_who_takes_back_too_late_finds_both_open(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    gave(ana, ANAS)
    gave(ben, BENS)
    assert actions.take_back(ana.anew(), LABEL) is True
    found = access.newest(ben.anew(), LABEL)
    assert found is not None and found.theirs == ANAS


def test_the_next_time_is_another_round(lying_open: tuple[Cast, Cast]) -> None:
    ana, ben = lying_open
    assert access.seen(ana.anew(), LABEL).number == access.seen(ben.anew(), LABEL).number == 2
    assert access.seen(ana.anew(), LABEL).standing == "unanswered"
    gave(ben, {"line": "later"})
    gave(ana, {"line": "much later"})
    assert looked(ben)
    assert [each.number for each in access.opened(ana.anew(), LABEL)] == [2, 1]
    assert [each.mine for each in access.opened(ana.anew(), LABEL)] == [{"line": "much later"}, ANAS]


@pytest.mark.parametrize("keep_copy", [False, True])
def test_ones_own_words_go_for_both_and_the_others_stay(lying_open: tuple[Cast, Cast], keep_copy: bool) -> None:
    ana, ben = lying_open
    actions.remove_own(ben.anew(), LABEL, 1, keep_copy=keep_copy)
    for who, own, other in ((ana, ANAS, None), (ben, None, ANAS)):
        found = access.newest(who.closed(), LABEL)
        assert found is not None and (found.mine, found.theirs) == (own, other)
        assert found.summary == {"both_wrote": True}
    assert kept(ben) == ([BENS["line"]] if keep_copy else [])
    rest = [entry.body for entry in mine.everything(ben.anew().keyring)]
    assert keep_copy or not any(BENS["line"] in str(body) for body in rest), "no copy stays anywhere"
    with pytest.raises(Refused, match="changed"):
        actions.remove_own(ben.anew(), LABEL, 1)
    with pytest.raises(Refused, match="changed"):
        actions.remove_own(ben.anew(), LABEL, 2)


def test_everything_is_taken_along_and_erased_and_drafts_come_back(lying_open: tuple[Cast, Cast]) -> None:
    ana, ben = lying_open
    gave(ana, {"line": "waits"})
    actions.keep_draft(ana.anew(), LABEL, {"line": "half a thought"}, None)
    taken = portability.export(ana.anew())
    assert isinstance(taken, dict)
    assert [each["answers"]["line"] for each in taken["drafts"]] == ["half a thought"]  # type: ignore[union-attr,index,call-overload]
    opened = taken["opened"]
    assert isinstance(opened, list) and opened[0]["mine"] == ANAS and opened[0]["theirs"] == BENS  # type: ignore[index,call-overload]
    portability.erase(ana.anew())
    assert not mine.everything(ana.anew().keyring)
    assert not BetweenValue.objects.filter(author_id=ana.keyring.holder_id).exists()
    assert not RoundCommitment.objects.filter(author_id=ana.keyring.holder_id).exists()
    assert not Opening.objects.exists() and access.opened(ben.anew(), LABEL) == []
    assert portability.restore(ana.anew(), taken) == 3
    assert portability.restore(ana.anew(), taken) == 0
    assert sorted(kept(ana)) == sorted([ANAS["line"], "half a thought", "waits"])
    with pytest.raises(Unreadable):
        portability.restore(ana.anew(), {"format": 1, "drafts": [{"id": "x"}], "given": []})
