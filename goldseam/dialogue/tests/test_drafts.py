"""What is still being written lies behind the PIN, and goes when it was sent."""

from __future__ import annotations

import pytest
from django.http import Http404

from conftest import Cast
from goldseam.dialogue import actions
from goldseam.dialogue.alone import drafts
from goldseam.dialogue.rules.acts import Deed, Refused
from goldseam.dialogue.tests.talking import begun, closed, does, sees
from goldseam.vault import mine

Pair = tuple[Cast, Cast]


def test_a_draft_is_kept_with_the_private_half_closed_and_read_with_it_open(pair: Pair) -> None:
    ana, _ = pair
    talk = begun(pair)
    for words in ("When you", "When you came home late"):
        drafts.keep(ana.closed(), talk, "say-0", {"when": words, "nonsense": "no"})
    assert drafts.of_talk(ana.closed(), sees(ana, talk)) == {}
    assert drafts.lie_begun(ana.closed(), sees(ana, talk), [Deed.SAY])
    assert drafts.of_talk(ana.anew(), sees(ana, talk))["say-0"]["when"] == "When you came home late"
    assert len(mine.of_kind(ana.keyring, drafts.KIND)) == 1


def test_it_goes_when_it_was_sent_and_the_next_one_has_a_place_of_its_own(pair: Pair) -> None:
    ana, _ = pair
    talk = begun(pair)
    drafts.keep(ana.closed(), talk, "say-0", {"when": "When you"})
    does(ana, talk, Deed.SAY, when="When you came home late")
    assert drafts.of_talk(ana.anew(), sees(ana, talk)) == {}
    assert drafts.place_for(sees(ana, talk), Deed.SAY) == "say-1"
    assert not drafts.lie_begun(ana.closed(), sees(ana, talk), [Deed.SAY])


def test_both_have_drafts_of_their_own(pair: Pair) -> None:
    ana, ben = pair
    talk = begun(pair)
    drafts.keep(ana.closed(), talk, "say-0", {"when": "Hers."})
    drafts.keep(ben.closed(), talk, "say-0", {"when": "His."})
    assert drafts.of_talk(ana.anew(), sees(ana, talk))["say-0"]["when"] == "Hers."
    assert drafts.of_talk(ben.anew(), sees(ben, talk))["say-0"]["when"] == "His."


def test_unsent_words_go_with_the_words_of_a_talk_that_the_other_ended(pair: Pair) -> None:
    ana, _ = pair
    talk = closed(pair)
    drafts.keep(ana.closed(), talk, "say-1", {"when": "Too late."})
    actions.tend(ana.closed())
    assert len(mine.of_kind(ana.keyring, drafts.KIND)) == 1
    actions.tend(ana.anew())
    assert mine.of_kind(ana.anew().keyring, drafts.KIND) == []


@pytest.mark.parametrize("place", ["", "say", "say-x", "pass-0", "say-0/../x", "say-1234"])
def test_a_place_that_none_is_keeps_nothing(pair: Pair, place: str) -> None:
    ana, _ = pair
    with pytest.raises(Refused):
        drafts.keep(ana.closed(), begun(pair), place, {"when": "Words."})


def test_a_stranger_drafts_nothing_in_a_talk_of_others(pair: Pair, cleo: Cast) -> None:
    with pytest.raises(Http404):
        drafts.keep(cleo.closed(), begun(pair), "say-0", {"when": "Words."})
