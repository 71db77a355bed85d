"""The page of one's own insights: told back to its owner alone, quick the second time, nothing for anybody else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import Cast, browser_of
from goldseam.growth import actions as growth
from goldseam.growth.access import own_of
from goldseam.growth.rules import Answers
from goldseam.questionnaires import reads as questionnaires
from goldseam.road.insights import content, reads
from goldseam.road.insights.both.rules import Marked
from goldseam.road.insights.tests.weeks import fallen, lived, steady, today
from goldseam.vault import kept, seam, upkeep
from goldseam.vault.models import Mine

DAYS = range(0, 70, 2)
WORSE = {"closeness": fallen(75, 25, 24), "tension": steady(40)}
SOMEBODY = "Somebody to talk to"


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    kept._kept.clear()
    yield
    kept._kept.clear()


def page(who: Cast, **headers: str) -> str:
    answer = browser_of(who).get("/me/insights/", **headers)  # type: ignore[arg-type]
    assert answer.status_code == 200
    return str(answer.content.decode())


def opening(text: str) -> list[str]:
    return re.findall(r'<p class="lead">(.*?)</p>', text)


def test_with_nothing_answered_it_says_what_will_be_here_and_asks_for_nothing_more(ana: Cast) -> None:
    text = page(ana)
    assert "Here your own answers will be told back" in text and '<svg class="plot"' not in text


def test_one_answer_is_a_picture_and_a_kind_not_yet(ana: Cast) -> None:
    lived(ana, [0], closeness=steady(60))
    text = page(ana)
    assert opening(text) == [
        "Not enough yet, and that is fine. 4 more answers, on whatever days you like, and the first can be said here."
    ]
    assert text.count('<svg class="plot"') == 1 and SOMEBODY not in text


def test_what_is_lacking_of_all_is_said_once_and_not_again_beside_each(ana: Cast) -> None:
    lived(ana, [0], closeness=steady(60), tension=steady(40))
    seen = re.sub(r"<svg.*?</svg>", "", page(ana), flags=re.DOTALL)
    assert seen.count("Not enough yet") == 1 and seen.count("<article") == 2
    lived(ana, range(1, 12), closeness=steady(60))
    assert "Not enough yet" in page(ana) and "It is early" in page(ana), "what differs is told of each"


def test_the_page_leads_back(ana: Cast) -> None:
    assert 'href="/me/"' in page(ana).split("<main")[1].split("</main>")[0]


def test_steady_weeks_open_with_that_they_are_about_the_same(ana: Cast) -> None:
    lived(ana, range(70), closeness=steady(60), stress=steady(30))
    text = page(ana)
    assert opening(text) == ["Closeness and your own stress are most likely about the same as four weeks ago."]
    assert SOMEBODY not in text and text.count('class="area"') == 2


def test_a_worsening_is_told_in_one_sentence_with_one_next_step_and_without_blame(ana: Cast) -> None:
    lived(ana, DAYS, **WORSE)
    text = page(ana)
    assert opening(text)[0] == "Closeness is most likely lower than four weeks ago. A week ago it looked that way too."
    assert text.count(SOMEBODY) == 1 and "whose doing" in text
    main = text[text.index("<main") : text.index("</main>")]
    assert not re.search(r"warn|problem|alert|score|real change|your partner", main)


def test_two_that_got_worse_are_one_sentence(ana: Cast) -> None:
    lived(ana, DAYS, closeness=fallen(75, 25, 24), tension=fallen(25, 80, 24))
    assert opening(page(ana)) == [
        "Closeness: most likely lower than four weeks ago. Tension: most likely higher. "
        "A week ago it looked that way too."
    ]


def test_the_words_real_change_and_any_score_stand_in_no_sentence() -> None:
    told = json.dumps(content.words()).lower()
    for never in ("real change", "score", "because", "thanks to", "caused", "well done", "great", "partner", "improve"):
        assert never not in told


def test_a_second_look_opens_no_row_and_says_the_same(ana: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    lived(ana, DAYS, **WORSE)
    upkeep.tend_private(ana.anew().keyring)
    first = reads.told(ana.anew().while_reading())
    monkeypatch.setattr("goldseam.vault.mine._entry", None)
    assert reads.told(ana.anew().while_reading()) == first


def test_one_more_answer_or_another_name_is_told_at_once(ana: Cast) -> None:
    lived(ana, DAYS, own=steady(50))
    assert "your own slider" in page(ana).lower()
    growth.name_own_slider(ana.anew(), "Sleep")
    assert "“Sleep”" in page(ana)
    growth.keep_check_in(ana.anew(), Answers({"tension": 50}))
    assert "Tension" in page(ana)


def test_what_is_kept_for_a_second_look_is_sealed_and_goes_when_the_private_half_closes(ana: Cast) -> None:
    lived(ana, DAYS, **WORSE)
    client = browser_of(ana)
    client.get("/me/insights/")
    assert kept.size() > 1000 and b"most likely" not in b"".join(one.sealed for one in kept._kept.values())
    client.post("/pin/close/")
    assert kept.size() == 0


def test_a_closed_private_half_is_asked_for_the_pin_and_shows_nothing(ana: Cast) -> None:
    lived(ana, DAYS, **WORSE)
    text = browser_of(ana, private=False).get("/me/insights/", follow=True).content.decode()
    assert 'name="pin"' in text and "most likely" not in text


def test_looking_writes_nothing_and_ben_sees_nothing_of_it_anywhere(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    lived(ana, DAYS, **WORSE)
    places = ["/", "/us/", "/me/", "/me/insights/", "/us/insights/"]

    def bens() -> list[str]:
        client = browser_of(ben)
        return [re.sub(r'(?:token" value|stay-token)="[^"]*"', "", _text(client.get(place))) for place in places]

    before, rows = bens(), Mine.objects.count()
    client = browser_of(ana)
    client.get("/me/insights/")
    with CaptureQueriesContext(connection) as questions:
        client.get("/me/insights/")
    assert [asked["sql"] for asked in questions if not asked["sql"].startswith(("SELECT", "PRAGMA"))] == []
    assert Mine.objects.count() == rows and bens() == before
    assert "most likely lower" not in " ".join(before)


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def test_an_old_answer_stays_closed_and_a_changed_row_is_told_as_changed(ana: Cast) -> None:
    with seam.pretend_it_is(seam.now() - timedelta(days=500)):
        growth.keep_check_in(ana.me, Answers({"closeness": 3}))
    assert "Here your own answers will be told back" in page(ana)
    lived(ana, [1], closeness=steady(50))
    Mine.objects.update(body=b"x" * 300)
    assert browser_of(ana).get("/me/insights/").status_code == 409


def test_days_after_what_both_know_of_are_counted_and_nothing_more_is_said(
    pair: tuple[Cast, Cast], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, _ = pair
    lived(ana, range(40), closeness=lambda ago: 75 if ago % 5 == 1 else 45)

    def took_place(*days: int) -> None:
        talks = Marked("times.talk", "a quiet talk", frozenset(today().toordinal() - ago for ago in days))
        monkeypatch.setattr(reads, "happened", lambda _me: [talks])

    took_place(*range(2, 40, 5))
    text = page(ana)
    (said,) = re.findall(r"<li>(A quiet talk: .*?)</li>", text)
    assert re.search(r"on \d of the \d days after it", said)
    assert not re.search("because|thanks|help|cause|led to", said)
    kept._kept.clear()
    took_place(3)
    assert "A quiet talk" not in page(ana)


def test_something_new_of_both_is_told_though_the_answers_are_the_same(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    lived(ana, [1], closeness=steady(50))
    upkeep.tend_private(ana.anew().keyring)
    before = reads._sources(ana.anew(), today())
    assert before == reads._sources(ana.anew(), today())
    growth.show_to_partner(ana.anew(), own_of(ana.anew()).check_ins[0].id, ["closeness"])
    assert before != reads._sources(ana.anew(), today())


def test_a_questionnaire_is_told_beside_the_answers(ana: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    told = questionnaires.ToldFor("Eight stones", ["About the middle of what people say."], None, "/me/questions/x/")
    monkeypatch.setattr("goldseam.road.insights.views.questionnaires.told_for", lambda _me: [told])
    text = page(ana)
    assert "Eight stones" in text and "About the middle" in text and "/me/questions/x/" in text
