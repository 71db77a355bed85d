"""What else in the house could tell whether the other has begun; and forms that no page of ours sends."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.urls import reverse

from conftest import Cast, arrive, bring_together, browser_of
from goldseam.apart import access, actions, subjects
from goldseam.apart.tests.conftest import ANAS, BENS, gave
from goldseam.people import checking
from goldseam.understanding.story.rules import PARTS

FAR = "9" * 5000
PIECES = ("map", "core", "wants", "cycle", "story")


def looks(who: Cast, *, private: bool) -> list[object]:
    told = browser_of(who).post(reverse("check")).content.decode()
    words = re.sub(r"<[^>]*>", " ", told.partition("<main")[2].partition("</main>")[0])
    return [checking.looked(who.anew() if private else who.closed()), words.split()]


@pytest.mark.django_db
@pytest.mark.parametrize("is_private", [True, False])
def test_whether_all_is_as_one_left_it_tells_nothing_of_the_other(is_private: bool) -> None:
    """Behind it everything is opened: also the pair's half, which whoever gives first makes, and where one's own
    answers wait, or wait no more."""
    told = []
    for other_began in (False, True):
        ana, ben = arrive(f"ana{other_began:d}"), arrive(f"ben{other_began:d}")
        bring_together(ana, ben)
        if other_began:
            gave(ben, BENS)
        before = looks(ana, private=is_private)
        gave(ana, ANAS)
        told.append([before, looks(ana, private=is_private)])
    assert told[0] == told[1]


@pytest.mark.parametrize("piece", PIECES)
def test_odd_forms_are_answered_with_a_sentence(pair: tuple[Cast, Cast], piece: str) -> None:
    browser = browser_of(pair[0])
    browser.raise_request_exception = False
    odd = [
        {},
        {"based_on": f"{uuid4()}:{FAR}"},
        {"number": FAR, "based_on": f"{uuid4()}:1"},
        {"based_on": "x:1"},
        {"let_go": "x"},
        {"let_go": "\0"},
        {"do": "see"},
    ]
    for deed in ("write", "give", "look", "back"):
        if (piece, deed) == ("map", "write"):
            continue  # the map has no page to write: its answers are the looks
        url = reverse(f"{piece}-{deed}")
        answers = [browser.get(url + query).status_code for query in ("", "?from=x", "?from=%00")]
        answers += [browser.post(url, form).status_code for form in odd]
        assert max(answers) < 500, url
    assert browser.get(reverse("me") + f"?page={FAR}").status_code < 500
    assert browser.get(reverse("line") + f"?page={FAR}").status_code < 500


def test_what_was_written_to_an_older_wording_is_kept_shown_and_taken_back(
    pair: tuple[Cast, Cast], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, _ = pair
    label = "understanding.story"
    words = {PARTS[0]: "We met in the rain."}
    draft = actions.keep_draft(ana.anew(), label, words, None)
    browser = browser_of(ana)

    def asks_something_else(_answers: object) -> dict[str, object]:
        raise ValueError("another wording")

    newer = replace(subjects.subject(label), checked=asks_something_else)
    with monkeypatch.context() as newly:
        newly.setitem(subjects._registered, label, newer)
        assert browser.get(reverse("story-give"))["Location"] == reverse("story-write")
        form = {"based_on": f"{draft}:1", "number": "1"}
        assert browser.post(reverse("story-give"), form).status_code in (302, 400)
    actions.give(ana.anew(), label, words)
    with monkeypatch.context() as newly:
        newly.setitem(subjects._registered, label, newer)
        assert actions.take_back(ana.anew(), label) is False
        kept = access.draft_of(ana.anew(), label)
    assert kept is not None and kept.answers == words
