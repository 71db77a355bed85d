"""Common ground: words that both sign. They stay; what wasn't signed by both goes with the other words."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.http import Http404

from conftest import Cast
from goldseam.dialogue import access, actions
from goldseam.dialogue.closing import ground
from goldseam.dialogue.rules.acts import KEEP, LET_GO, YES, Deed
from goldseam.dialogue.tests import disk
from goldseam.dialogue.tests.talking import asks, begun, does, heard, sees
from goldseam.statements import access as statements
from goldseam.statements import actions as words
from goldseam.statements.models import Remark, Signature, Version
from goldseam.vault import seam

Pair = tuple[Cast, Cast]
LINE = "We both are tired when the evening comes."


def closing(pair: Pair) -> UUID:
    ana, ben = pair
    talk = begun(pair)
    heard(ana, ben, talk, "I felt alone.")
    does(ana, talk, Deed.CLOSE)
    return talk


def puts(who: Cast, talk: UUID, line: str = LINE) -> UUID:
    return ground.put(who.anew(), talk, line, "The evenings")


def signs(who: Cast, version: UUID) -> None:
    words.sign(who.anew(), version)


def close(pair: Pair, talk: UUID, *, choice: str = LET_GO) -> None:
    for who in pair:
        does(who, talk, Deed.DONE, choice=choice)


def lines(who: Cast, talk: UUID) -> list[str]:
    return [version.parts[ground.WORDS] for version in ground.of_talk(who.anew(), talk).versions]


def test_what_both_have_signed_stays_with_what_it_is_about(pair: Pair) -> None:
    ana, ben = pair
    talk = closing(pair)
    version = puts(ana, talk)
    for who in pair:
        signs(who, version)
    close(pair, talk)
    for who in pair:
        standing = statements.standing(who.anew(), ground.LABEL, talk)
        assert standing is not None
        assert standing.parts == {ground.WORDS: LINE, ground.ABOUT: "The evenings"}
        assert standing.signed_by_both
    assert not sees(ben, talk).topic


@pytest.mark.parametrize("signers", [(), (0,), (1,)], ids=["nobody", "who wrote it", "the other"])
def test_what_not_both_have_signed_goes_with_the_words(pair: Pair, signers: tuple[int, ...]) -> None:
    ana, ben = pair
    talk = closing(pair)
    version = puts(ana, talk)
    words.remark(ben.anew(), version, "Not only in the evening.")
    for each in signers:
        signs(pair[each], version)
    close(pair, talk)
    assert not ground.of_talk(ben.anew(), talk).is_begun
    assert not ground.of_talk(ana.anew(), talk).ended
    assert not (Version.objects.exists() or Remark.objects.exists() or Signature.objects.exists())


def test_of_newer_words_beside_the_signed_ones_only_the_signed_ones_stay(pair: Pair) -> None:
    ana, ben = pair
    talk = closing(pair)
    first = puts(ana, talk)
    for who in pair:
        signs(who, first)
    words.remark(ana.anew(), first, "And in the morning?")
    newer = words.write(ben.anew(), ground.LABEL, {ground.WORDS: "We are never tired."}, [first], talk)
    signs(ben, newer)
    close(pair, talk)
    assert lines(ana, talk) == [LINE]
    assert statements.standing(ben.anew(), ground.LABEL, talk) is not None
    assert Version.objects.count() == 1
    assert not Remark.objects.exists()


def test_when_both_keep_the_words_a_draft_stays_a_draft(pair: Pair) -> None:
    ana, ben = pair
    talk = closing(pair)
    signs(ana, puts(ana, talk))
    close(pair, talk, choice=KEEP)
    assert lines(ben, talk) == [LINE]
    assert statements.standing(ben.anew(), ground.LABEL, talk) is None


def test_words_about_another_talk_are_left_alone(pair: Pair) -> None:
    ana, ben = pair
    talk, other = closing(pair), closing(pair)
    puts(ana, other, "Of another evening.")
    puts(ana, talk)
    close(pair, talk)
    assert lines(ben, talk) == []
    assert lines(ben, other) == ["Of another evening."]


def test_after_closing_no_byte_of_the_words_is_left(pair: Pair) -> None:
    ana, ben = pair
    talk = closing(pair)
    puts(ana, talk)
    does(ana, talk, Deed.REQUEST, words="Supper on Friday.")
    said = disk.words_of(talk)
    does(ana, talk, Deed.REQUEST, words="Supper on Thursday.")
    does(ben, talk, Deed.ANSWER, about=sees(ben, talk).state.requests["you"].id, choice=YES)
    stays = disk.words_of(talk) - said
    assert len(said) > 10
    assert all(each in disk.everything() for each in said)  # so that this test can tell
    close(pair, talk)
    left = disk.everything()
    assert not [each for each in said if each in left]
    assert all(each in left for each in stays)


def test_taking_back_an_asking_takes_words_about_it_along(pair: Pair) -> None:
    ana, _ = pair
    talk = asks(ana)
    puts(ana, talk)
    actions.take_back_offer(ana.anew(), talk)
    assert not Version.objects.exists()


def test_cleo_finds_no_such_words(pair: Pair, cleo: Cast) -> None:
    ana, _ = pair
    talk = closing(pair)
    puts(ana, talk)
    with pytest.raises(Http404):
        ground.put(cleo.anew(), talk, "Hers.")
    assert not ground.of_talk(cleo.anew(), talk).is_begun


def test_only_talks_that_are_there_have_words(pair: Pair) -> None:
    ana, _ = pair
    talk = closing(pair)
    assert access.ids_of(ana.anew()) == [talk]
    with pytest.raises(Http404):
        ground.put(ana.anew(), seam.uuid(), LINE)


def test_either_ends_what_was_agreed_also_after_closing(pair: Pair) -> None:
    ana, ben = pair
    talk = closing(pair)
    version = puts(ana, talk)
    for who in pair:
        signs(who, version)
    close(pair, talk)
    words.end(ben.anew(), ground.LABEL, talk)
    assert statements.standing(ana.anew(), ground.LABEL, talk) is None
