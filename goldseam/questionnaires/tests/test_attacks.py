"""What somebody tries who brings hostile files, sends odd forms, or reads what the disk tells about files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.growth.tests.browser import words_of
from goldseam.questionnaires import portability, rules, shelf
from goldseam.questionnaires.given import NotTaken
from goldseam.questionnaires.rules import Unreadable
from goldseam.questionnaires.tests import papers
from goldseam.questionnaires.tests.test_pages import address, answer, kept_of, sent_from
from goldseam.vault.models import Mine

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_shelf(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def many_choices(count: int) -> bytes:
    return papers.fhir(papers.choice("many", "Which?", count, repeats=True), title="Many")


def test_however_many_choices_are_ticked_the_answers_can_be_read_again(ana: Cast) -> None:
    paper, client = papers.added(many_choices(120)), browser_of(ana)
    sent = sent_from(words_of(client.get(address(paper)))) | {"q0": [f"c{number}" for number in range(120)]}
    assert client.post(address(paper), sent).status_code == 302
    assert len(json.loads(kept_of(ana)[0].said[0])) == 120
    assert client.get(reverse("questions")).status_code == 200


def test_a_form_that_claims_to_have_shown_something_bottomless_is_taken_as_if_it_had_shown_nothing(ana: Cast) -> None:
    paper, client = papers.added(papers.walks(3)), browser_of(ana)
    sent = sent_from(words_of(client.get(address(paper))), q0="c1", was="[" * 100_000)
    assert client.post(address(paper), sent).status_code == 302
    assert kept_of(ana)[0].said == {0: "c1"}


def depends(link: str, on: str, code: str) -> dict[str, Any]:
    when = [{"question": on, "operator": "=", "answerCoding": {"code": code}}]
    return papers.choice(link, f"And {link}?", enableWhen=when)


def test_about_safety_no_question_is_left_out_in_silence(ana: Cast) -> None:
    """One page can't ask what depends on its own answers, and a result without them would calm where it mustn't."""
    data = papers.fhir(papers.choice("one", "One?"), depends("two", "one", "c3"), title="Safe")
    with pytest.raises(NotTaken, match="depend"):
        shelf.as_given(data, is_about_safety=True)


def test_answers_about_safety_that_were_kept_stand_on_no_list_when_their_words_are_gone(
    ana: Cast, tmp_path: Path
) -> None:
    paper, client = papers.added(papers.walks(3, title="Safe"), is_about_safety=True), browser_of(ana)
    answer(client, paper, q0="c3", keep="1")
    assert len(kept_of(ana)) == 1
    before = words_of(client.get(reverse("questions")))
    for file in (tmp_path / "questionnaires").iterdir():
        file.unlink()
    for address_of in ("questions", "insights"):
        page = words_of(client.get(reverse(address_of)))
        assert str(kept_of(ana)[0].id) not in page and "no longer offered" not in page, address_of
    assert str(kept_of(ana)[0].id) not in before


def test_what_one_began_can_be_found_and_erased_when_it_is_offered_no_more(ana: Cast, tmp_path: Path) -> None:
    paper, client = papers.added(papers.walks(7)), browser_of(ana)
    answer(client, paper, q0="c1", do="later")
    shelf.take_off(paper.id)
    row = kept_of(ana)[0].id
    assert str(row) in words_of(client.get(reverse("questions")))
    assert client.get(reverse("questions-told", args=[row])).headers["Location"] == address(paper)
    for file in (tmp_path / "questionnaires").iterdir():
        file.unlink()
    assert str(row) in words_of(client.get(reverse("questions")))
    told = client.get(reverse("questions-told", args=[row]))
    assert told.status_code == 200 and reverse("questions-erase", args=[row]) in words_of(told)


def test_which_files_are_read_tells_nobody_who_answered_what(ana: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the house sees on the disk when a file was last read."""
    answered, other = papers.added(papers.walks(3)), papers.added(papers.walks(4, title="Other"))
    client = browser_of(ana)
    answer(client, answered, q0="c1")
    for each in (answered, other):
        shelf.take_off(each.id)
    read: list[str] = []
    before = Path.read_bytes

    def noted(file: Path) -> bytes:
        read.append(file.stem)
        return before(file)

    monkeypatch.setattr(Path, "read_bytes", noted)
    for name in ("me", "insights", "questions"):
        shelf._read_once.cache_clear()
        read.clear()
        assert client.get(reverse(name)).status_code == 200
        assert sorted(set(read)) in ([], sorted([answered.id.hex, other.id.hex])), name


def test_an_answer_with_half_a_sign_is_refused_when_it_is_taken_in(ana: Cast) -> None:
    paper = papers.added(papers.walks(3))
    row = {"paper": paper.id.hex, "begun": "2026-01-01T00:00:00+00:00", "done": "2026-01-01T00:00:00+00:00"}
    whole: Any = {"format": 1, "answers": [{"id": paper.id.hex, "for_restoring": {**row, "said": {"0": "\ud800"}}}]}
    with pytest.raises(Unreadable):
        portability.restore(ana.anew(), whole)
    assert kept_of(ana) == []


def test_more_than_can_be_read_again_is_refused_kindly_and_nothing_is_kept(
    ana: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "WHOLE_LENGTH", 50)
    paper, client = papers.added(many_choices(120)), browser_of(ana)
    sent = sent_from(words_of(client.get(address(paper)))) | {"q0": [f"c{number}" for number in range(120)]}
    refused = client.post(address(paper), sent)
    assert refused.status_code == 400 and "more than can be kept here" in words_of(refused)
    assert kept_of(ana) == []


def put_by_hand(content: bytes) -> None:
    """Under the name that its digest gives it, as anybody could who has the folder."""
    shelf.put(shelf._id_of(content), content)


@pytest.mark.parametrize("kind", ["deep", "list", "no text", "pairs", "bare"])
def test_a_file_that_somebody_put_there_by_hand_is_left_out_and_breaks_no_page(ana: Cast, kind: str) -> None:
    told: dict[str, Any] = {"format": 1, "kind": "fhir", "form": None, "rule": None, "pairs": None}
    whole = told | {"is_about_safety": False, "text": papers.walks(4).decode()}
    hostile = {
        "deep": b"[" * 100_000,
        "list": b"[]",
        "no text": json.dumps(whole | {"text": 5}).encode(),
        "pairs": json.dumps(whole | {"rule": "phq-4", "pairs": [1]}).encode(),
        "bare": papers.walks(4),
    }
    papers.added(papers.walks(3))
    put_by_hand(hostile[kind])
    client = browser_of(ana)
    for name in ("me", "insights", "questions"):
        assert client.get(reverse(name)).status_code == 200
    assert [len(each.questions) for each in shelf.offered()] == [3]


@pytest.mark.parametrize("page", ["-1", "0", "9" * 30, "٣", "²", "1e3", "\x00", "{}", "%(x)s"])
def test_an_odd_page_in_the_address_or_the_form_shows_some_page_and_writes_nothing(ana: Cast, page: str) -> None:
    paper, client = papers.added(papers.walks(12)), browser_of(ana)
    answer(client, paper, q0="c1")
    before = [(row.pk, row.version) for row in Mine.objects.all()]
    assert client.get(address(paper), {"page": page}).status_code == 200
    sent = sent_from(words_of(client.get(address(paper)))) | {"page": page, "form_id": "not an id"}
    assert client.post(address(paper), sent).status_code == 400
    assert [(row.pk, row.version) for row in Mine.objects.all()] == before


def test_looking_at_questions_writes_nothing(ana: Cast) -> None:
    paper, client = papers.added(papers.like("phq-4"), rule="phq-4"), browser_of(ana)
    done = answer(client, paper, q0="c1").headers["Location"]
    for place in (reverse("questions"), address(paper), done, done + "file/", done + "erase/", reverse("insights")):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(place).status_code == 200
        assert [each["sql"] for each in asked if each["sql"].split()[0] not in ("SELECT", "PRAGMA")] == [], place


def test_whoever_answered_finds_it_from_me_also_when_the_house_offers_nothing_any_more(ana: Cast, ben: Cast) -> None:
    paper, safe = papers.added(papers.walks(3)), papers.added(papers.walks(4), is_about_safety=True)
    answer(browser_of(ana), paper, q0="c1")
    answer(browser_of(ben), safe, q0="c1", keep="1")
    for each in (paper, safe):
        shelf.take_off(each.id)
    assert reverse("questions") in words_of(browser_of(ana).get(reverse("me")))
    assert reverse("questions") not in words_of(browser_of(ben).get(reverse("me"))), "it stands on no list"
