"""The pages as a person meets them: a few questions at a time, any left out, gone on with later, two devices."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.growth.tests.browser import words_of
from goldseam.questionnaires import access, actions, shelf
from goldseam.questionnaires.shelf import Paper
from goldseam.questionnaires.tests import papers
from goldseam.vault import mine, seam
from goldseam.vault.models import Mine

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_shelf(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def address(paper: Paper) -> str:
    return reverse("questions-ask", args=[paper.id])


def sent_from(text: str, **chosen: str) -> dict[str, Any]:
    """The first form that asks something, as its page would send it, with a few answers chosen."""
    form = text[text.index('<form class="form"') :]
    form = form[: form.index("</form>")]
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        told = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if told.get("type") in ("checkbox", "radio") and " checked" not in tag:
            continue
        fields[told["name"]] = html.unescape(told.get("value", ""))
    return fields | {"do": "on"} | chosen


def answer(client: Client, paper: Paper, at: str = "", **chosen: str) -> Any:
    page = words_of(client.get(address(paper) + at))
    return client.post(address(paper), sent_from(page, **chosen))


def kept_of(who: Cast) -> list[Any]:
    return access.answers_of(who.anew())


# -- answering ----------------------------------------------------------------------------------------------------


def test_a_short_one_is_answered_on_one_page_and_told_back(ana: Cast) -> None:
    paper, client = papers.added(papers.walks(3)), browser_of(ana)
    sent = answer(client, paper, q0="c2", q2="c0")
    (kept,) = kept_of(ana)
    assert sent.headers["Location"] == reverse("questions-told", args=[kept.id])
    assert (kept.said, bool(kept.done_at)) == ({0: "c2", 2: "c0"}, True)
    page = words_of(client.get(sent.headers["Location"]))
    assert "often" in page and "never" in page and "seldom" not in page
    assert "Nothing is worked out from these" in page


def test_nothing_answered_is_told_kindly_and_nothing_is_kept(ana: Cast) -> None:
    paper, client = papers.added(papers.walks(3)), browser_of(ana)
    sent = answer(client, paper)
    assert sent.status_code == 400 and "One answer is enough" in words_of(sent)
    assert kept_of(ana) == [] and not Mine.objects.exists()


def test_a_long_one_goes_page_by_page_and_waits_where_one_stopped(ana: Cast) -> None:
    paper, client = papers.added(papers.walks(12)), browser_of(ana)
    first = answer(client, paper, q0="c1", q4="c3")
    assert first.headers["Location"].endswith("?page=2")
    assert answer(client, paper, "?page=2", q5="c0", do="later").headers["Location"] == reverse("questions")
    assert "begun; it goes on where you stopped" in words_of(client.get(reverse("questions")))
    other = browser_of(ana)
    again = words_of(other.get(address(paper)))
    assert "Page 1 of 3" in again, "the first page on which something is left out"
    assert 'value="c3" class="" checked' in again or re.search(r'value="c3"[^>]*checked', again)
    answer(other, paper, "?page=2")
    done = answer(other, paper, "?page=3", q11="c2")
    (kept,) = kept_of(ana)
    assert done.headers["Location"] == reverse("questions-told", args=[kept.id])
    assert kept.said == {0: "c1", 4: "c3", 5: "c0", 11: "c2"}


def test_one_can_go_back_and_leave_an_answer_out_again(ana: Cast) -> None:
    paper, client = papers.added(papers.walks(7)), browser_of(ana)
    answer(client, paper, q0="c1", q1="c1")
    back = answer(client, paper, "?page=2", q5="c2", do="back")
    assert back.headers["Location"].endswith("?page=1")
    answer(client, paper, "?page=1", q0="")
    assert kept_of(ana)[0].said == {1: "c1", 5: "c2"}


def test_two_devices_undo_nothing_of_each_other(ana: Cast) -> None:
    paper, phone = papers.added(papers.walks(7)), browser_of(ana)
    early = sent_from(words_of(phone.get(address(paper))), q3="c3")
    answer(browser_of(ana), paper, q0="c1")
    phone.post(address(paper), early)
    (kept,) = kept_of(ana)
    assert kept.said == {0: "c1", 3: "c3"}


def test_the_same_form_sent_twice_is_kept_once(ana: Cast) -> None:
    paper, client = papers.added(papers.walks(3)), browser_of(ana)
    sent = sent_from(words_of(client.get(address(paper))), q0="c1")
    for _ in range(2):
        assert client.post(address(paper), sent).status_code == 302
    assert len(kept_of(ana)) == 1


def test_what_was_shown_in_the_page_may_be_broken_by_anybody(ana: Cast) -> None:
    paper, client = papers.added(papers.walks(3)), browser_of(ana)
    page = words_of(client.get(address(paper)))
    for broken in ("{", "[]", "3", '{"x": 4}', '{"99": "c1"}', '{"0": {}}'):
        assert client.post(address(paper), sent_from(page, q0="c1", was=broken)).status_code == 302
    assert client.post(address(paper), sent_from(page, q0="c1", form_id="x")).status_code == 400
    assert client.post(address(paper), sent_from(page, q0="c99")).status_code == 400
    assert client.post(address(paper), sent_from(page, q0="c1", page="77")).status_code in (302, 400)


def test_a_question_that_hangs_on_another_comes_only_after_its_answer(ana: Cast) -> None:
    when = [{"question": "dog", "operator": "=", "answerBoolean": True}]
    asked = {"linkId": "dog", "type": "boolean", "text": "Is there a dog?"}
    more = {"linkId": "name", "type": "string", "text": "What is it called?", "enableWhen": when}
    paper, client = papers.added(papers.fhir(asked, more)), browser_of(ana)
    assert "What is it called?" not in words_of(client.get(address(paper)))
    onward = answer(client, paper, q0="true")
    assert "What is it called?" in words_of(client.get(onward.headers["Location"]))
    answer(client, paper, "?page=2", q1="Anchor")
    assert kept_of(ana)[0].said == {0: "true", 1: "Anchor"}
    last = answer(client, paper, q0="false")
    assert last.headers["Location"].startswith("/me/questions/kept/"), "without a dog there is no second page"


@pytest.mark.parametrize(
    ("kind", "bounds", "typed", "said"),
    [
        ("integer", (0, 10), "7", "7"),
        ("integer", (0, 10), "11", None),
        ("integer", (0, 10), "3.5", None),
        ("integer", (0, 10), "seven", None),
        ("decimal", (0, 100), "12,5", "12,5"),
        ("decimal", (0, 100), "nan", None),
        ("decimal", (0, 100), "1e308", None),
    ],
)
def test_numbers_are_taken_as_people_write_them_or_told_kindly(
    ana: Cast, kind: str, bounds: tuple[int, int], typed: str, said: str | None
) -> None:
    wide = "Integer" if kind == "integer" else "Decimal"
    ends = [
        {"url": f"http://hl7.org/fhir/StructureDefinition/{name}", f"value{wide}": value}
        for name, value in zip(("minValue", "maxValue"), bounds, strict=True)
    ]
    asked = {"linkId": "n", "type": kind, "text": "How many?", "extension": ends}
    paper, client = papers.added(papers.fhir(asked)), browser_of(ana)
    sent = answer(client, paper, q0=typed)
    assert sent.status_code == (302 if said else 400)
    assert [each.said for each in kept_of(ana)] == ([{0: said}] if said else [])
    if not said:
        assert "Please look at it again" in words_of(sent) and html.escape(typed) in words_of(sent)


# -- who chose the words ------------------------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script> [x](https://bad.example) https://bad.example \u202egnorw"


def test_the_words_of_a_file_are_only_words(ana: Cast) -> None:
    asked = papers.choice("a", HOSTILE)
    asked["answerOption"][0]["valueCoding"]["display"] = HOSTILE
    group = {"linkId": "g", "type": "group", "text": HOSTILE, "item": [asked]}
    assert papers.added(papers.fhir(group, {"linkId": "n", "type": "string", "text": "n", "prefix": HOSTILE}))
    paper = papers.added(papers.fhir(group, title=HOSTILE, copyright=HOSTILE, publisher="P" * 5000))
    client = browser_of(ana)
    done = answer(client, paper, q0="c0")
    for place in (address(paper), reverse("questions"), done.headers["Location"], reverse("me")):
        page = words_of(client.get(place))
        assert "<script>alert" not in page and 'bad.example"' not in page and "\u202e" not in page, place
        assert 'href="https://bad' not in page and "P" * 2001 not in page


def test_the_first_page_says_who_chose_and_what_the_file_says_of_itself_and_later_ones_dont(ana: Cast) -> None:
    paper, client = papers.added(papers.walks(7, copyright="Ours, 2026")), browser_of(ana)
    page = words_of(client.get(address(paper)))
    assert "Whoever runs this house chose these questions" in page and "Ours, 2026" in page
    answer(client, paper, q0="c1")
    assert "Whoever runs this house chose" not in words_of(client.get(address(paper) + "?page=2"))


def test_a_file_that_changes_is_another_and_answers_stay_with_their_words(ana: Cast) -> None:
    before, client = papers.added(papers.walks(2)), browser_of(ana)
    done = answer(client, before, q0="c1").headers["Location"]
    shelf.take_off(before.id)
    after = papers.added(papers.fhir(papers.choice("walk-0", "Do you deserve this?"), title="Walks"))
    assert after.id != before.id
    page = words_of(client.get(done))
    assert "How often do you walk on day 0?" in page and "deserve" not in page
    listed = words_of(client.get(reverse("questions")))
    assert address(after) in listed and address(before) not in listed
    assert "What is no longer offered" in listed
    assert client.get(address(before)).status_code == 404


def test_words_changed_in_place_are_shown_to_nobody(ana: Cast, settings: Any) -> None:
    paper, client = papers.added(papers.walks(2)), browser_of(ana)
    done = answer(client, paper, q0="c1").headers["Location"]
    file = Path(settings.DATA_DIR) / "questionnaires" / f"{paper.id.hex}.json"
    file.write_text(file.read_text().replace("How often do you walk", "How often did you lie"))
    assert client.get(address(paper)).status_code == 404
    page = words_of(client.get(done))
    assert "lie" not in page.replace("lies", "") and "aren’t in this house" in page and "c1" in page
    assert shelf.changed_by_hand() == [file.name]


def test_what_was_begun_can_be_finished_after_it_was_taken_off(ana: Cast, ben: Cast) -> None:
    paper, client = papers.added(papers.walks(7)), browser_of(ana)
    answer(client, paper, q0="c1")
    shelf.take_off(paper.id)
    assert client.get(address(paper)).status_code == 200
    assert browser_of(ben).get(address(paper)).status_code == 404


# -- about safety -------------------------------------------------------------------------------------------------


def test_about_safety_it_is_told_once_and_nothing_is_written(ana: Cast) -> None:
    paper = papers.added(papers.walks(8, title="Quiet"), is_about_safety=True)
    client = browser_of(ana)
    before = list(Mine.objects.values_list("pk", "version"))
    sent = answer(client, paper, q0="c3", q7="c3")
    page = words_of(sent)
    assert sent.status_code == 200 and "Nothing of this is kept" in page and 'href="/help/"' in page
    assert "no-store" in sent.headers["Cache-Control"]
    assert list(Mine.objects.values_list("pk", "version")) == before == []
    for place in (reverse("questions"), reverse("me"), "/", address(paper)):
        assert "chose to keep" not in words_of(client.get(place))


def test_about_safety_it_is_kept_only_when_asked_and_stands_on_no_list(ana: Cast, ben: Cast) -> None:
    paper = papers.added(papers.walks(8, title="Quiet"), is_about_safety=True)
    client = browser_of(ana)
    once = words_of(answer(client, paper, q0="c3", q7="c3"))
    form = once[once.rindex('<form method="post"', 0, once.index('name="keep"')) :]
    fields = {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}
    assert client.post(address(paper), fields).headers["Location"].startswith("/me/questions/kept/")
    (kept,) = kept_of(ana)
    assert kept.said == {0: "c3", 7: "c3"}
    for place in (reverse("questions"), reverse("me"), "/"):
        assert str(kept.id) not in words_of(client.get(place))
    assert str(kept.id) in words_of(client.get(address(paper)))
    assert str(kept.id) not in words_of(browser_of(ben).get(address(paper)))


def test_erasing_takes_it_away(ana: Cast, ben: Cast) -> None:
    paper, client = papers.added(papers.walks(3)), browser_of(ana)
    answer(client, paper, q0="c1")
    (kept,) = kept_of(ana)
    erase = reverse("questions-erase", args=[kept.id])
    assert browser_of(ben).post(erase).status_code == 404
    assert "can’t be brought back" in words_of(client.get(erase))
    assert client.post(erase).headers["Location"] == reverse("questions")
    assert kept_of(ana) == [] and not Mine.objects.exists()


# -- the ways in --------------------------------------------------------------------------------------------------


def test_me_leads_there_only_when_the_house_has_some_and_is_the_same_before_and_after(ana: Cast) -> None:
    client = browser_of(ana)
    assert reverse("questions") not in words_of(client.get(reverse("me")))
    assert "There are none here now" in words_of(client.get(reverse("questions")))
    paper = papers.added(papers.walks(3))
    assert reverse("questions") in words_of(client.get(reverse("me")))
    answer(client, paper, q0="c1")
    assert reverse("questions") in words_of(client.get(reverse("me")))


def test_titles_are_neutral_and_everything_is_behind_the_pin(ana: Cast) -> None:
    paper, client = papers.added(papers.walks(3, title="Violence at home")), browser_of(ana)
    done = answer(client, paper, q0="c1").headers["Location"]
    for place in (address(paper), reverse("questions"), done, done + "erase/"):
        title = re.search(r"<title>(.*?)</title>", words_of(client.get(place)), re.S)
        assert title and "Violence" not in title[1]
    closed = browser_of(ana, private=False)
    for place in (address(paper), reverse("questions"), done, done + "erase/", done + "file/"):
        assert closed.get(place).headers["Location"].startswith("/pin/")


def test_a_look_later_stands_beside_the_first(ana: Cast) -> None:
    paper = papers.added(papers.walks(3))
    with seam.pretend_it_is(seam.now() - timedelta(days=30)):
        answer(browser_of(ana), paper, q0="c1")
    answer(browser_of(ana), paper, q0="c2")
    first, second = kept_of(ana)
    page = words_of(browser_of(ana).get(reverse("questions-told", args=[second.id])))
    assert "Earlier" in page and str(first.id) in page


def test_who_was_overtaken_while_writing_reads_again(ana: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between a read and a write another device may write: not on the one file, but on PostgreSQL."""
    paper = papers.added(papers.walks(3))
    row_id = actions.keep(ana.anew(), paper, {0: "c1"}, {}, seam.uuid())
    assert row_id
    really, written = mine.change, []

    def overtaken_once(keyring: Any, changed: Any, body: Any) -> None:
        written.append(body["said"])
        if len(written) == 1:
            really(keyring, changed, body)
        really(keyring, changed, body)

    monkeypatch.setattr(mine, "change", overtaken_once)
    actions.keep(ana.anew(), paper, {2: "c3"}, {}, row_id)
    assert written == [{"0": "c1", "2": "c3"}] * 2
    assert kept_of(ana)[0].said == {0: "c1", 2: "c3"}


def test_a_note_beside_a_question_is_only_words_too(ana: Cast) -> None:
    head = "field_name,form_name,field_type,field_label,select_choices_or_calculations,field_note"
    data = f'{head}\nhill,hills,radio,A hill?,"0, low | 1, high",<b>as you feel</b> & more\n'.encode()
    page = words_of(browser_of(ana).get(address(papers.added(data))))
    assert "as you feel" in page and "<b>as" not in page and "&amp;amp;" not in page and "&amp;lt;" not in page
