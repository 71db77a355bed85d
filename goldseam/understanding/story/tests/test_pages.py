"""The pages of the story: written alone, seen as the other would, given, waited for, read by both, taken out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from conftest import Cast, browser_of
from goldseam.apart import access
from goldseam.people import actions as people
from goldseam.understanding.story.piece import LABEL

HERS = {"differences": "I need quiet.\n\nBen needs noise.", "beneath": "I am afraid of losing this."}
HIS = {"pattern": "I go, she follows.", "stress": "My shifts."}


def based(page: Any) -> dict[str, str]:
    text = page.content.decode()
    return dict(re.findall(r'name="(based_on|number)" value="([^"]*)"', text))


def text_of(page: Any) -> str:
    return str(page.content.decode())


def write(browser: Client, told: dict[str, str], do: str = "see") -> Any:
    return browser.post("/us/story/mine/", {**told, **based(browser.get("/us/story/mine/")), "do": do})


def give(browser: Client) -> Any:
    return browser.post("/us/story/give/", based(browser.get("/us/story/give/")))


@pytest.fixture
def browsers(pair: tuple[Cast, Cast]) -> tuple[Client, Client]:
    return browser_of(pair[0]), browser_of(pair[1])


def test_from_a_blank_page_to_both_reading_both(pair: tuple[Cast, Cast], browsers: tuple[Client, Client]) -> None:
    ana, ben = browsers
    assert write(ana, HERS)["Location"] == "/us/story/give/"
    look = text_of(ana.get("/us/story/give/"))
    assert "This is what Ben would read" in look and "I need quiet." in look and look.count("Left open.") == 2
    assert give(ana)["Location"] == "/us/story/mine/"
    waiting = text_of(ana.get("/us/story/mine/"))
    assert "You have given your part" in waiting and "I need quiet." in waiting
    assert "I need quiet." not in text_of(ben.get("/us/story/"))
    asked = ana.post("/us/story/look/")
    assert asked.status_code == 200 and "open yet" in text_of(asked)
    write(ben, HIS)
    give(ben)
    assert ana.post("/us/story/look/")["Location"] == "/us/story/"
    for browser in browsers:
        both = text_of(browser.get("/us/story/"))
        for words in ("I need quiet.", "I go, she follows.", "My shifts."):
            assert words in both
    closed = text_of(browser_of(pair[1], private=False).get("/us/story/"))
    assert "I need quiet." in closed and "Go to my part" in closed
    assert browsers[0].get("/us/story/1/out/").status_code == 200
    assert browsers[0].get("/us/story/2/out/").status_code == 404
    browsers[0].post("/us/story/1/out/", {})
    after = text_of(browser_of(pair[1]).get("/us/story/"))
    assert "I need quiet." not in after and "Ana took these words out" in after and "My shifts." in after


def test_what_withheld_and_never_written_say_is_the_same(browsers: tuple[Client, Client]) -> None:
    """Ana wrote to a question and emptied it again; Ben never touched it."""
    ana, ben = browsers
    write(ana, HERS, "keep")
    write(ana, HERS | {"beneath": "  "}, "keep")
    write(ben, {"differences": HERS["differences"]}, "keep")
    pages = [text_of(browser.get("/us/story/give/")) for browser in browsers]
    shown = [re.search(r"(?s)<section class=\"card side me\">(.*?)<ul>", page).group(1) for page in pages]  # type: ignore[union-attr]
    assert shown[0] == shown[1]


def test_alone_it_works_and_asks_for_nobody(cleo: Cast) -> None:
    browser = browser_of(cleo)
    page = text_of(browser.get("/us/story/mine/"))
    assert "see it as" not in page and "For you alone" in page
    assert write(browser, HERS)["Location"] == "/us/story/give/"
    assert browser.get("/us/story/give/")["Location"] == "/us/story/mine/"
    assert "I need quiet." in text_of(browser.get("/us/story/mine/"))


def test_bad_input_keeps_the_words_and_says_so(browsers: tuple[Client, Client]) -> None:
    ana, _ = browsers
    long = write(ana, {"pattern": "x" * 2001, "stress": "the move"})
    assert long.status_code == 400 and "the move" in text_of(long) and "Fewer words fit" in text_of(long)
    empty = write(ana, {})
    assert empty.status_code == 400 and "A sentence is enough" in text_of(empty)
    for sent in ({}, {"based_on": "x:1"}, {"based_on": "x", "number": "²"}):
        assert ana.post("/us/story/give/", sent).status_code == 400
    assert ana.post("/us/story/back/").status_code == 400


def test_two_devices_both_are_kept_and_the_page_says_so(
    pair: tuple[Cast, Cast], browsers: tuple[Client, Client]
) -> None:
    ana, _ = browsers
    write(ana, {"stress": "begun"}, "keep")
    form = based(ana.get("/us/story/mine/"))
    ana.post("/us/story/mine/", {"stress": "on the phone", **form})
    assert ana.post("/us/story/mine/", {"stress": "on the tablet", **form})["Location"] == "/us/story/mine/"
    page = text_of(ana.get("/us/story/mine/"))
    assert "on the phone" in page and "on the tablet" in page and "Another version lies beside it" in page
    draft = access.draft_of(pair[0].anew(), LABEL)
    assert draft is not None
    other = ana.get(f"/us/story/mine/?from={draft.others[0].id}")
    assert re.search(r"(?s)<textarea[^>]*>\s*on the phone", text_of(other))
    ana.post("/us/story/mine/", {"let_go": str(draft.others[0].id)})
    assert "on the phone" not in text_of(ana.get("/us/story/mine/"))


def test_given_on_one_device_while_the_other_writes(browsers: tuple[Client, Client]) -> None:
    ana, _ = browsers
    write(ana, HERS, "keep")
    other_device = based(ana.get("/us/story/mine/"))
    stale = based(ana.get("/us/story/give/"))
    give(ana)
    assert ana.post("/us/story/mine/", {"stress": "later", **other_device}).status_code == 302
    again = ana.post("/us/story/give/", stale)
    assert again.status_code == 400 and "given your part already" in text_of(again)
    assert "You have given your part" in text_of(ana.get("/us/story/mine/"))


def test_a_pause_in_the_middle_keeps_everything(pair: tuple[Cast, Cast], browsers: tuple[Client, Client]) -> None:
    ana, _ = browsers
    write(ana, HERS, "keep")
    form = based(ana.get("/us/story/give/"))
    people.pause(pair[1].anew())
    refused = ana.post("/us/story/give/", form)
    assert refused.status_code == 400 and "nothing new is shared" in text_of(refused)
    assert "I need quiet." in text_of(ana.get("/us/story/mine/"))
    assert "resting" in text_of(ana.get("/us/story/"))


def test_taken_back_is_there_to_write_on(browsers: tuple[Client, Client]) -> None:
    ana, _ = browsers
    write(ana, HERS)
    give(ana)
    assert ana.post("/us/story/back/")["Location"] == "/us/story/mine/"
    assert re.search(r"(?s)<textarea[^>]*>\s*I need quiet", text_of(ana.get("/us/story/mine/")))
    assert "You took your part back" in text_of(ana.get("/us/story/"))


def test_a_closed_phone_tells_nothing_of_what_was_written_or_given(
    pair: tuple[Cast, Cast], browsers: tuple[Client, Client]
) -> None:
    """Somebody else may hold it: the pages are the same before, while and after Ana wrote, gave and took back."""
    ana, _ = browsers

    def closed() -> list[str]:
        browser = browser_of(pair[0], private=False)
        pages = [text_of(browser.get(address)) for address in ("/us/story/", "/us/", "/")]
        browser_of(pair[0])
        return [re.sub(r'(csrfmiddlewaretoken" value|data-stay-token)="[^"]*"', "", page) for page in pages]

    seen = [closed()]
    for deed in (lambda: write(ana, HERS), lambda: give(ana), lambda: ana.post("/us/story/back/")):
        assert deed().status_code == 302
        seen.append(closed())
    assert all(pages == seen[0] for pages in seen)
    print(f"{len(seen)} times three pages of a closed phone compared, none differs")
