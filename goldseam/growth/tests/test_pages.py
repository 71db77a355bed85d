"""The pages: what they show with none, one and many, and what bad input gets."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.growth import access, actions, content
from goldseam.growth.tests.browser import FORM_ID, answers, checked_in, words_of
from goldseam.people import actions as people
from goldseam.people.tests.browser_forms import sign_up
from goldseam.vault import seam

Pair = tuple[Cast, Cast]
LEFT_OUT = {f"{part}_out": "on" for part in ("closeness", "tension", "heard", "stress", "own")}
UNTOUCHED = dict.fromkeys(("closeness", "tension", "heard", "stress", "own"), "50") | LEFT_OUT


def sent(browser: Client, **told: str) -> str:
    """Sends a check-in as a browser does: every slider is there, and what nobody touched is ticked as left out."""
    moved = dict.fromkeys(told, "")
    fields = {name: value for name, value in UNTOUCHED.items() if name.removesuffix("_out") not in moved}
    return words_of(browser.post(reverse("checkin"), fields | told, follow=True))


def test_a_check_in_is_kept_and_says_something_back(ana: Cast) -> None:
    said = sent(browser_of(ana), closeness="20", tension="80", line="a hard day")
    assert "Kept. Only you can read it." in said
    assert content.sentence("closeness-low.tension-high").split(".")[0] in said
    assert "a hard day" in said and 'role="img"' in said
    (kept,) = access.own_of(ana.me).check_ins
    assert kept.answers == answers(closeness=20, tension=80, line="a hard day")


def test_it_is_kept_without_the_pin_and_says_the_same(ana: Cast) -> None:
    said = sent(browser_of(ana, private=False), closeness="20", tension="80", line="a hard day")
    assert "Kept. Only you can read it." in said
    assert content.sentence("closeness-low.tension-high").split(".")[0] in said
    assert 'data-idle-url="/"' in said  # a phone that lies about doesn't go on saying it
    assert len(access.own_of(ana.me).check_ins) == 1


def test_before_there_is_a_pin_the_first_check_in_says_something_back_at_once(client: Client, db: None) -> None:
    sign_up(client)
    said = sent(client, closeness="20", tension="80")
    assert content.sentence("closeness-low.tension-high").split(".")[0] in said


def test_what_nobody_touched_is_not_kept(ana: Cast) -> None:
    sent(browser_of(ana), tension="50")
    (kept,) = access.own_of(ana.me).check_ins
    assert kept.answers == answers(tension=50)


def test_a_slider_moved_without_a_script_counts_though_its_tick_stays(ana: Cast) -> None:
    browser_of(ana).post(reverse("checkin"), UNTOUCHED | {"stress": "70"})
    (kept,) = access.own_of(ana.me).check_ins
    assert kept.answers == answers(stress=70)


def test_nothing_answered_gets_a_kind_sentence_and_keeps_nothing(ana: Cast) -> None:
    response = browser_of(ana).post(reverse("checkin"), UNTOUCHED)
    assert response.status_code == 400
    assert "One answer, or one word, is enough." in words_of(response)
    assert access.own_of(ana.me).check_ins == []


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("tension", "101", "A slider goes from 0 to 100."),
        ("tension", "-1", "A slider goes from 0 to 100."),
        ("tension", "much", "A slider goes from 0 to 100."),
        ("line", "x" * 281, "longer than 280 signs"),
        ("own_name", "x" * 41, "A name can have 40 signs."),
    ],
)
def test_bad_input_gets_a_sentence_and_hands_the_words_back(ana: Cast, field: str, value: str, sentence: str) -> None:
    response = browser_of(ana).post(
        reverse("checkin"), UNTOUCHED | {"heard": "70", "line": "my words"} | {field: value}
    )
    assert response.status_code == 400
    assert sentence in words_of(response)
    assert field == "line" or "my words" in words_of(response)
    assert access.own_of(ana.me).check_ins == []


def test_the_same_form_sent_twice_is_one_check_in(ana: Cast) -> None:
    browser = browser_of(ana)
    found = FORM_ID.search(words_of(browser.get(reverse("checkin"))))
    assert found
    for _ in range(2):
        sent(browser, closeness="20", form_id=found.group(1))
    assert len(access.own_of(ana.me).check_ins) == 1


def test_me_with_none_says_what_will_be_here(ana: Cast) -> None:
    shown = words_of(browser_of(ana).get(reverse("me")))
    assert "Your check-ins will be here" in shown and reverse("checkin") in shown


def test_me_with_one_shows_it_with_a_plot_and_a_table(ana: Cast) -> None:
    kept = checked_in(ana, closeness=37, line="only one")
    shown = words_of(browser_of(ana).get(reverse("me")))
    assert reverse("checkin-one", args=[kept]) in shown and "only one" in shown
    assert '<svg class="plot"' in shown and "<table>" in shown and "<td>37</td>" in shown


def test_me_with_many_shows_twenty_and_the_way_to_the_rest(ana: Cast) -> None:
    start = datetime(2026, 1, 3, 19, tzinfo=UTC)
    for number in range(23):
        with seam.pretend_it_is(start + timedelta(days=2 * number)):
            checked_in(ana, closeness=number, line=f"line number {number:02}.")
    browser = browser_of(ana)
    first, second = (words_of(browser.get(reverse("me"), {"page": page})) for page in ("1", "2"))
    assert [number for number in range(23) if f"line number {number:02}." in first] == list(range(3, 23))
    assert [number for number in range(23) if f"line number {number:02}." in second] == [0, 1, 2]
    assert "Older" in first and "Newer" in second and "January 2026" in first


def test_me_draws_the_last_eight_weeks_says_so_and_lists_all(ana: Cast) -> None:
    for ago, value in ((70, 11), (57, 22), (55, 33), (1, 44)):
        with seam.pretend_it_is(seam.now() - timedelta(days=ago)):
            checked_in(ana, closeness=value, line=f"{value} it was")
    shown = words_of(browser_of(ana).get(reverse("me")))
    assert [value for value in (11, 22, 33, 44) if f"<td>{value}</td>" in shown] == [33, 44]
    assert "the last eight weeks" in shown and all(f"{value} it was" in shown for value in (11, 22, 33, 44))


def test_me_after_a_long_silence_draws_nothing_and_says_why(ana: Cast) -> None:
    with seam.pretend_it_is(seam.now() - timedelta(days=80)):
        checked_in(ana, closeness=37, line="long ago")
    shown = words_of(browser_of(ana).get(reverse("me")))
    assert "no slider was answered" in shown and "long ago" in shown
    assert '<svg class="plot"' not in shown


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "9999999999", "١"])
def test_a_page_that_is_not_there_is_not_there(ana: Cast, page: str) -> None:
    browser = browser_of(ana)
    assert browser.get(reverse("me"), {"page": page}).status_code == 404 or page == "١"
    assert browser.get(reverse("me"), {"page": "1"}).status_code == 200


@pytest.mark.parametrize("name", ["checkin-one", "checkin-change", "checkin-erase"])
def test_ben_gets_the_same_404_for_anas_and_for_none(pair: Pair, name: str) -> None:
    ana, ben = pair
    kept = checked_in(ana, closeness=20)
    bens, anas = browser_of(ben), browser_of(ana)
    foreign, missing = (bens.get(reverse(name, args=[each])) for each in (kept, uuid4()))
    assert foreign.status_code == missing.status_code == 404 and foreign.content == missing.content
    assert anas.get(reverse(name, args=[kept])).status_code == 200


def test_nothing_of_hers_is_changed_erased_or_shown_by_ben(pair: Pair) -> None:
    ana, ben = pair
    kept = checked_in(ana, closeness=20)
    bens = browser_of(ben)
    for name in ("checkin-change", "checkin-erase", "checkin-show"):
        told = {"closeness": "90", "parts": "closeness", "sure": "1"}
        assert bens.post(reverse(name, args=[kept]), told).status_code == 404
    (left,) = access.own_of(ana.me).check_ins
    assert left.answers == answers(closeness=20) and left.shown is None


def test_with_the_private_half_closed_the_pin_is_asked(ana: Cast) -> None:
    kept = checked_in(ana, line="anas secret line")
    browser = browser_of(ana, private=False)
    for path in (reverse("me"), reverse("checkin-one", args=[kept]), reverse("own-slider")):
        response = browser.get(path)
        assert response.status_code in (200, 302, 303) and "anas secret line" not in words_of(response)
        assert response.status_code != 200 or "PIN" in words_of(response)


def test_showing_is_previewed_then_shown_then_taken_back(pair: Pair) -> None:
    ana, ben = pair
    kept = checked_in(ana, closeness=20, tension=80, line="a line for ben")
    browser, path = browser_of(ana), reverse("checkin-show", args=[kept])
    assert "Do you want Ben to see any of it?" in words_of(browser.get(reverse("checkin-one", args=[kept])))
    preview = words_of(browser.post(path, {"parts": ["line"]}))
    assert "This is what Ben would read" in preview and "a line for ben" in preview and "Tension" not in preview
    assert access.shown_to(ben.anew()).slices == []
    shown = words_of(browser.post(path, {"parts": ["line"], "sure": "1"}, follow=True))
    assert "Ben can read this of it" in shown
    (slice_,) = access.shown_to(ben.anew()).slices
    assert slice_.answers == answers(line="a line for ben")
    back = browser.post(reverse("shown-back", args=[slice_.id]), {"check_in": kept}, follow=True)
    assert "Kept. Only you can read it." in words_of(back)
    assert access.shown_to(ben.anew()).slices == []


def test_nothing_chosen_and_parts_that_are_not_there_show_nothing(pair: Pair) -> None:
    ana, ben = pair
    kept = checked_in(ana, closeness=20)
    for parts in ([], ["line"], ["everything"]):
        response = browser_of(ana).post(reverse("checkin-show", args=[kept]), {"parts": parts, "sure": "1"})
        assert response.status_code == 400 and "chosen" in words_of(response).replace("choose again", "chosen")
    assert access.shown_to(ben.anew()).slices == []


def test_in_a_pause_the_page_says_so_and_shows_nothing(pair: Pair) -> None:
    ana, ben = pair
    kept = checked_in(ana, closeness=20)
    people.pause(ben.me)
    browser = browser_of(ana)
    assert "nothing new can be shown" in words_of(browser.get(reverse("checkin-one", args=[kept])))
    response = browser.post(reverse("checkin-show", args=[kept]), {"parts": ["closeness"], "sure": "1"})
    assert response.status_code == 400 and "so nothing was" in words_of(response)
    assert access.shown_to(ben.anew()).slices == []


def test_alone_nobody_is_asked_to_show_anything(ana: Cast) -> None:
    kept = checked_in(ana, closeness=20)
    page = words_of(browser_of(ana).get(reverse("checkin-one", args=[kept])))
    assert "Do you want" not in page and "can be shown" not in page


def test_change_and_erase(ana: Cast) -> None:
    kept = checked_in(ana, closeness=20, line="old words")
    browser = browser_of(ana)
    assert "old words" in words_of(browser.get(reverse("checkin-change", args=[kept])))
    browser.post(reverse("checkin-change", args=[kept]), UNTOUCHED | {"line": "new words"})
    assert access.check_in_for(ana.me, UUID(kept)).answers == answers(line="new words")
    browser.post(reverse("checkin-erase", args=[kept]))
    assert access.own_of(ana.me).check_ins == []


def test_the_own_slider_is_named_and_then_asked_for_by_that_name(ana: Cast) -> None:
    browser = browser_of(ana)
    browser.post(reverse("own-slider"), {"name": "  My   sleep "})
    assert "My sleep" in words_of(browser.get(reverse("checkin")))
    assert browser.post(reverse("own-slider"), {"name": "x" * 41}).status_code == 400
    assert access.own_of(ana.me).slider_name == "My sleep"


def test_no_title_or_address_tells_what_the_page_holds(ana: Cast) -> None:
    kept = checked_in(ana, line="canary words")
    browser = browser_of(ana)
    for path in (reverse("me"), reverse("checkin"), reverse("checkin-one", args=[kept])):
        page = words_of(browser.get(path))
        title = page.partition("<title>")[2].partition("</title>")[0]
        assert "canary" not in title and title.endswith("Notes")
        assert "data-private" in page


def test_words_are_shown_as_words(ana: Cast) -> None:
    kept = checked_in(ana, line="<b>bold</b>", own=3, own_name="<i>x</i>")
    page = words_of(browser_of(ana).get(reverse("checkin-one", args=[kept])))
    assert "<b>bold" not in page and "&lt;b&gt;bold" in page and "<i>x" not in page


def test_a_name_given_beside_the_slider_is_remembered(ana: Cast) -> None:
    sent(browser_of(ana), own="30", own_name="Patience")
    assert access.own_of(ana.me).slider_name == "Patience"
    actions.name_own_slider(ana.me, "Hope")
    assert access.own_of(ana.me).slider_name == "Hope"
