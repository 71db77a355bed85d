"""The text that both agree to: the same words, signed by each, never changed under its version."""

from conftest import Cast, browser_of
from goldseam.people import access, texts
from goldseam.people.models import SeatCard
from goldseam.people.rules import RULE_VERSION
from goldseam.people.tests.pair_browser import invited_by, plain
from goldseam.vault import ours

DIGESTS = {"1": "4b460b1f208af15e5746c13fd486d4bb56911b175b78e1b2d2820da926987fea"}
"""A new text gets a new file, a new version, and a line here. Lines are never edited."""


def test_the_words_of_a_version_never_change() -> None:
    assert texts.rule().digest == DIGESTS[RULE_VERSION]


def test_both_signed_the_same_text(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    found = access.togetherness_of(ana.anew())
    assert found
    cards = list(SeatCard.objects.filter(circle=found.circle))
    signed = {
        (content.body["agreed"], content.body["text"])
        for content in ours.opened_all(ana.anew().keyring, found.circle, cards)
    }
    assert len(cards) == 2 and signed == {(RULE_VERSION, texts.rule().digest)}


def test_both_read_the_same_text_on_their_pages(ana: Cast, ben: Cast) -> None:
    browser = browser_of(ana)
    anas = plain(browser.get("/invite/"))
    bens = plain(browser_of(ben).post("/join/", {"words": invited_by(browser)}))
    for part in texts.rule().parts:
        for point in part.points:
            assert point in anas and point in bens


def test_every_text_is_complete() -> None:
    for text in (texts.rule(), texts.what_it_is(), texts.what_the_inviter_sees()):
        assert text.title and text.version and all(part.points for part in text.parts)
        assert all(point[0].isalpha() and point[-1] in ".;" for part in text.parts for point in part.points)
