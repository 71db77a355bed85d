"""What somebody prepares alone: kept, changed, erased, offered in a talk, and never learned of by anybody else."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.dialogue import content
from goldseam.dialogue.alone import prepared
from goldseam.dialogue.rules.acts import Refused
from goldseam.dialogue.rules.prepared import Prepared
from goldseam.dialogue.rules.written import LETTER_MOST, LINE_MOST
from goldseam.dialogue.tests.talking import begun
from goldseam.vault import mine, seam

Pair = tuple[Cast, Cast]
FULL = {"when": "the bill came", "feel": "left out", "feelings": "afraid", "needs": "", "ask": "to look first"}


def keeps(who: Cast, *, is_letter: bool = False, about: str = "", **words: str) -> UUID:
    return prepared.keep(who.anew(), Prepared(about, words or {"when": "it was nine"}, is_letter), seam.uuid())


def of(who: Cast) -> list[Prepared]:
    return [each.prepared for each in prepared.all_of(who.anew())]


def page_of(who: Cast, name: str, *args: object, **asked: str) -> str:
    return browser_of(who).get(reverse(name, args=args), asked).content.decode()


def sends(who: Cast, name: str, *args: object, **fields: Any) -> Any:
    return browser_of(who).post(reverse(name, args=args), fields)


def a_feeling() -> str:
    return content.feelings()[0].texts[0].id


def test_a_sentence_is_kept_with_the_words_that_were_picked_and_stands_in_its_form_again(ana: Cast) -> None:
    answer = sends(ana, "talk-prepare", when="the bill came", feelings=[a_feeling(), "nonsense"], about="The bill")
    (kept,) = prepared.all_of(ana.anew())
    assert answer.url == reverse("talk-prepared", args=[kept.id])
    assert kept.prepared == Prepared("The bill", {"when": "the bill came", "feelings": a_feeling()})
    page = page_of(ana, "talk-prepared", kept.id)
    assert "the bill came" in page and re.search(rf'value="{a_feeling()}"[^>]* checked', page) and "The bill" in page


def test_the_same_form_twice_is_one(ana: Cast) -> None:
    form = str(seam.uuid())
    for _ in range(2):
        sends(ana, "talk-prepare", form=form, free="I miss our mornings.")
    assert [each.words for each in of(ana)] == [{"free": "I miss our mornings."}]


def test_it_lies_behind_the_pin(ana: Cast) -> None:
    keeps(ana, when="it was nine and I had no message")
    kept = prepared.all_of(ana.anew())[0].id
    closed = browser_of(ana, private=False)
    for address in (reverse("talk-prepare"), reverse("talk-prepared", args=[kept])):
        assert "no message" not in closed.get(address).content.decode()
    assert "no message" in page_of(ana, "talk-prepare")


@pytest.mark.parametrize("fields", [{}, {"free": " \n "}, {"about": "Only a name"}, {"feelings": ["nonsense"]}])
def test_nothing_is_kept_of_an_empty_form(ana: Cast, fields: dict[str, Any]) -> None:
    answer = sends(ana, "talk-prepare", **fields)
    assert answer.status_code == 400 and of(ana) == []


def test_too_many_words_stay_in_the_form_and_a_letter_has_room_for_more(ana: Cast) -> None:
    words = "word " * (LINE_MOST // 5 + 1)
    answer = sends(ana, "talk-prepare", free=words)
    assert answer.status_code == 400 and words.strip() in answer.content.decode()
    assert sends(ana, "talk-prepare", free=words, letter="1").status_code == 302
    assert sends(ana, "talk-prepare", free="x" * (LETTER_MOST + 1), letter="1").status_code == 400


def test_it_is_changed_and_the_same_words_once_more_change_nothing(ana: Cast) -> None:
    kept = keeps(ana, free="One.")
    for _ in range(2):
        assert sends(ana, "talk-prepared", kept, free="Two.", version="1").status_code == 302
    (found,) = prepared.all_of(ana.anew())
    assert (found.prepared.words, found.version) == ({"free": "Two."}, 2)


def test_no_device_writes_over_another_unseen_and_both_words_can_be_read(ana: Cast) -> None:
    kept = keeps(ana, free="One.")
    sends(ana, "talk-prepared", kept, free="From the phone.", version="1")
    answer = sends(ana, "talk-prepared", kept, free="From the table.", version="1")
    page = answer.content.decode()
    assert answer.status_code == 400 and "From the table." in page and 'name="version" value="2"' in page
    assert of(ana)[0].words == {"free": "From the phone."}
    sends(ana, "talk-prepared", kept, free="From the table.", version="2")
    assert of(ana)[0].words == {"free": "From the table."}


def test_erased_it_is_gone_and_erased_twice_is_erased(ana: Cast) -> None:
    kept = keeps(ana)
    for _ in range(2):
        assert sends(ana, "talk-prepared", kept, erase="1").url == reverse("talk-prepare")
    assert of(ana) == []
    assert browser_of(ana).get(reverse("talk-prepared", args=[kept])).status_code == 404


def test_anothers_and_another_kind_are_not_there(pair: Pair) -> None:
    ana, ben = pair
    note = mine.keep(ben.anew().keyring, "growth.check-in", {})
    for row in (keeps(ana), note):
        assert browser_of(ben).get(reverse("talk-prepared", args=[row])).status_code == 404
        sends(ben, "talk-prepared", row, erase="1")
    assert len(of(ana)) == 1 and mine.is_there(ben.anew().keyring, note)


def test_a_talk_is_offered_the_newest_few_and_no_letter_and_only_behind_the_pin(ana: Cast) -> None:
    for number in range(prepared.IN_ROOM_MOST + 1):
        keeps(ana, free=f"Thing {number}")
    keeps(ana, is_letter=True, free="Never sent.")
    offered = [each.prepared.words["free"] for each in prepared.for_room(ana.anew())]
    assert sorted(offered) == [f"Thing {number}" for number in range(1, prepared.IN_ROOM_MOST + 1)]
    assert prepared.for_room(ana.closed()) == []


def test_the_partners_pages_are_the_same_with_and_without_it(pair: Pair) -> None:
    ana, ben = pair
    talk = begun(pair)
    addresses = [reverse("talk"), reverse("today"), reverse("us"), reverse("talk-prepare")]
    client = browser_of(ben)

    def seen() -> list[str]:
        pages = [client.get(each).content.decode() for each in addresses]
        return [page.partition("<main")[2].partition("csrf")[0] for page in pages]

    assert talk
    before = seen()
    keeps(ana, free="For me.")
    assert seen() == before


def test_a_letter_has_its_own_sheet_and_says_that_it_is_never_sent(ana: Cast) -> None:
    page = page_of(ana, "talk-prepare", **{"as": "letter"})
    assert "never sent" in page and 'name="letter" value="1"' in page and 'name="when"' not in page
    kept = keeps(ana, is_letter=True, free="Dear you.")
    assert 'name="letter" value="1"' in page_of(ana, "talk-prepared", kept)


def test_it_is_called_by_its_name_or_by_how_it_begins() -> None:
    assert Prepared("The bill", {"when": "x"}).called == "The bill"
    assert Prepared(words={"ask": "to look\nfirst"}).called == "to look"
    assert Prepared(words={"free": "word " * 40}).called == ("word " * 16).strip() + " …"
    assert Prepared(words={"feelings": "afraid"}).called == ""


def test_bidirectional_words_and_signs_come_back_as_they_were(ana: Cast) -> None:
    words = "שלום 🌿 ‏مرحبا"
    sends(ana, "talk-prepare", free=words)
    assert words in page_of(ana, "talk-prepared", prepared.all_of(ana.anew())[0].id)


def test_nothing_is_kept_of_words_beyond_the_sheet(ana: Cast) -> None:
    with pytest.raises(Refused):
        prepared.keep(ana.anew(), Prepared(words={"other": "x"}), seam.uuid())
