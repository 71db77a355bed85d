"""A line of one's own; one moment shown at a time, in words meant for the other, and taken back at any time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.people import actions as people
from goldseam.practice import NotShown
from goldseam.reminders.models import Reason
from goldseam.reminders.tests.post_office import a_mailbox_of
from goldseam.understanding import portability
from goldseam.understanding.timeline import access, actions, rules
from goldseam.understanding.timeline.rules import Moment, Refused, Sort, When
from goldseam.vault import mine, seam

Pair = tuple[Cast, Cast]
GOOD = {"sort": "good", "what": "The walnut tree.", "year": "2019", "month": "5", "felt": "featherlight"}


def keeps(who: Cast, what: str = "The walnut tree.", sort: Sort = Sort.GOOD, **when: int) -> UUID:
    return actions.keep_moment(who.anew(), Moment(When(**(when or {"year": 2019})), sort, what, "featherlight"))


def words_of(who: Cast, *, private: bool = False, page: str = "us-line") -> str:
    return browser_of(who, private=private).get(reverse(page)).content.decode()


def line_of(who: Cast) -> list[str]:
    return [kept.moment.what for kept in access.own_of(who.anew()).kept]


# -- one's own ----------------------------------------------------------------------------------------------------


def test_a_moment_is_kept_in_its_place(ana: Cast) -> None:
    browser = browser_of(ana)
    for year, what in (("2020", "third"), ("2018", "first"), ("2019", "second")):
        assert browser.post(reverse("line-new"), {**GOOD, "year": year, "what": what}).status_code == 302
    assert line_of(ana) == ["first", "second", "third"]
    page = browser.get(reverse("line")).content.decode()
    assert page.index("first") < page.index("second") < page.index("third") and "May 2018" in page


def test_the_same_form_twice_is_one_moment_and_other_words_are_another(ana: Cast) -> None:
    browser, form = browser_of(ana), {**GOOD, "form_id": str(seam.uuid())}
    for what in ("once", "once", "other"):
        browser.post(reverse("line-new"), {**form, "what": what})
    assert line_of(ana) == ["once", "other"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"year": "2999"}, "still to come"),
        ({"year": ""}, "Roughly which year"),
        ({"year": "nineteen"}, "four digits"),
        ({"year": "9" * 5000}, "four digits"),
        ({"month": "", "day": "3"}, "needs its month"),
        ({"month": "2", "day": "30"}, "any calendar"),
        ({"what": " "}, "A word or a line"),
        ({"what": "x" * 1001}, "1000 signs"),
        ({"felt": "x" * 201}, "200 signs"),
        ({"sort": ""}, "One of the three"),
        ({"sort": "gold"}, "could not be taken"),
    ],
)
def test_what_is_missing_is_said_kindly_and_the_words_are_kept(ana: Cast, wrong: dict[str, str], said: str) -> None:
    answer = browser_of(ana).post(reverse("line-new"), GOOD | wrong)
    page = answer.content.decode()
    assert answer.status_code == 400 and said in page
    assert (wrong.get("what") or GOOD["what"]).strip()[:20] in page
    assert line_of(ana) == []


def test_a_day_of_tomorrow_is_still_to_come(ana: Cast) -> None:
    tomorrow = seam.now() + timedelta(days=2)
    when = {"year": str(tomorrow.year), "month": str(tomorrow.month), "day": str(tomorrow.day)}
    assert browser_of(ana).post(reverse("line-new"), GOOD | when).status_code == 400


def test_a_change_moves_it_and_two_devices_lose_no_word(ana: Cast) -> None:
    browser, kept = browser_of(ana), keeps(ana)
    address = reverse("line-change", args=[kept])
    assert browser.post(address, {**GOOD, "what": "from the phone", "version": "1"}).status_code == 302
    answer = browser.post(address, {**GOOD, "what": "from the tablet", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 400 and "from the phone" in page and "from the tablet" in page
    assert browser.post(address, {**GOOD, "what": "both", "version": "2"}).status_code == 302
    assert line_of(ana) == ["both"]


def test_none_one_and_fifty(ana: Cast) -> None:
    browser = browser_of(ana)
    assert "Begin with the good ones" in browser.get(reverse("line")).content.decode()
    for number in range(50):
        keeps(ana, f"walnut {number}.", list(Sort)[number % 3], year=1970 + number)
        if number in (0, 49):
            page = browser_of(ana).get(reverse("line")).content.decode()
            assert page.count("<li>") >= number + 1 and page.count("walnut") >= number + 1


def test_there_are_pages_when_it_gets_long(ana: Cast) -> None:
    rows = [
        mine.New(access.MOMENT, {"when": "2019", "sort": "good", "what": f"w{each}.", "mark": seam.uuid().hex})
        for each in range(61)
    ]
    mine.keep_many(ana.anew().keyring, rows)
    browser = browser_of(ana)
    assert browser.get(reverse("line") + "?page=2").status_code == 200
    assert browser.get(reverse("line") + "?page=3").status_code == 404


# -- shown one by one ---------------------------------------------------------------------------------------------


def shows(browser: Client, kept: UUID, **sent: str) -> Any:
    return browser.post(reverse("line-show", args=[kept]), {"what": "For you.", "felt": "", **sent})


def test_first_exactly_what_the_other_would_read_then_shown_and_nothing_else(pair: Pair) -> None:
    ana, ben = pair
    kept, browser = keeps(ana, "My own raw words.", year=2019), browser_of(ana)
    keeps(ana, "Another one.")
    preview = shows(browser, kept).content.decode()
    assert "For you." in preview and "raw words" not in preview and "Nothing is shown yet" in preview
    assert "For you." not in words_of(ben)
    assert shows(browser, kept, sure="1").status_code == 302
    for who in (ben, ana):
        page = words_of(who)
        assert "For you." in page and "2019" in page
        assert "raw words" not in page and "Another one." not in page and "featherlight" not in page


def test_other_words_can_be_chosen_after_the_preview(pair: Pair) -> None:
    ana, ben = pair
    kept = keeps(ana)
    answer = shows(browser_of(ana), kept, sure="1", again="1")
    assert answer.status_code == 200 and "For you." in answer.content.decode()
    assert "For you." not in words_of(ben)


def test_a_change_or_an_unread_word_never_reaches_what_was_shown(pair: Pair) -> None:
    ana, ben = pair
    kept = keeps(ana)
    shows(browser_of(ana), kept, sure="1")
    actions.change_moment(ana.anew(), kept, Moment(When(2020), Sort.BREAK, "Quite other."), 1)
    assert "For you." in words_of(ben) and "Quite other" not in words_of(ben)
    shows(browser_of(ana), kept, what="New words.", sure="1")
    page = words_of(ben)
    assert "New words." in page and "For you." not in page
    assert len(access.shown_to(ben.anew()).shown) == 1


def test_erasing_takes_back(pair: Pair) -> None:
    ana, ben = pair
    kept, browser = keeps(ana), browser_of(ana)
    shows(browser, kept, sure="1")
    assert browser.post(reverse("line-erase", args=[kept])).status_code == 302
    assert "For you." not in words_of(ben) and line_of(ana) == []
    assert mine.of_kind(ana.anew().keyring, access.SHOWN) == []


@pytest.mark.parametrize("private", [True, False])
def test_it_can_be_taken_back_with_the_private_half_open_or_closed(pair: Pair, private: bool) -> None:
    ana, ben = pair
    kept = keeps(ana)
    shown = actions.show_moment(ana.anew(), kept, "For you.", "")
    assert browser_of(ana, private=private).post(reverse("line-back", args=[shown])).status_code == 302
    assert "For you." not in words_of(ben)
    browser_of(ana)
    assert access.moment_for(ana.anew(), kept).shown is None


def test_only_its_owner_takes_it_back(pair: Pair, cleo: Cast) -> None:
    ana, ben = pair
    shown = actions.show_moment(ana.anew(), keeps(ana), "For you.", "")
    for other in (ben, cleo):
        assert browser_of(other).post(reverse("line-back", args=[shown])).status_code == 404
    assert "For you." in words_of(ben)


def test_a_closed_phone_tells_only_what_is_shown(pair: Pair) -> None:
    ana, _ben = pair
    before = words_of(ana)
    keeps(ana, "Secret walnut.")
    assert words_of(ana) == before
    for name in ("line", "line-new"):
        assert browser_of(ana, private=False).get(reverse(name)).headers["Location"].startswith("/pin/")


def test_alone_or_resting_nothing_is_shown_and_the_page_says_so(pair: Pair, cleo: Cast) -> None:
    ana, ben = pair
    for who, said in ((cleo, "nobody here"), (ana, "Just now nothing")):
        if who is ana:
            people.pause(ben.anew())
        kept = keeps(who)
        answer = shows(browser_of(who), kept, sure="1")
        assert answer.status_code == 400 and said in answer.content.decode()
        assert browser_of(who).get(reverse("line-show", args=[kept])).status_code == 200
        assert browser_of(who).get(reverse("line-one", args=[kept])).status_code == 200
    assert access.shown_to(ben.anew()).shown == []


def test_what_the_other_side_broke_doesnt_close_the_page(pair: Pair) -> None:
    ana, ben = pair
    actions.show_moment(ben.anew(), keeps(ben), "For you.", "")
    broken = mine.keep(ben.anew().keyring, access.SHOWN, {"when": "never", "what": 3})
    together = access.together_to_show(ben.anew())
    mine.share(ben.anew().keyring, broken, together.circle)
    assert "For you." in words_of(ana)


def test_the_other_is_reminded_once_and_today_tells_of_it(pair: Pair) -> None:
    ana, ben = pair
    a_mailbox_of(ben)
    actions.show_moment(ana.anew(), keeps(ana), "For you.", "")
    assert Reason.objects.filter(kind=access.SHOWN).count() == 1
    assert "Ana showed you a time you had" in browser_of(ben, private=False).get("/").content.decode()
    assert "showed you a time" not in browser_of(ana, private=False).get("/").content.decode()


# -- taken along --------------------------------------------------------------------------------------------------


def test_a_file_brings_moments_back_and_shows_none_by_itself(pair: Pair) -> None:
    ana, ben = pair
    keeps(ana, "Only mine.")
    actions.show_moment(ana.anew(), keeps(ana), "For you.", "")
    whole = portability.export(ana.anew())
    portability.erase(ana.anew())
    assert line_of(ana) == [] and "For you." not in words_of(ben)
    assert portability.restore(ana.anew(), whole) == 2
    assert portability.restore(ana.anew(), whole) == 0
    assert len(line_of(ana)) == 2 and "For you." not in words_of(ben)
    assert mine.of_kind(ana.anew().keyring, access.SHOWN) == []
    portability.share_again(ana.anew(), whole)
    portability.share_again(ana.anew(), whole)
    assert [each.moment.what for each in access.shown_to(ben.anew()).shown] == ["For you."]
    shown = [kept.shown for kept in access.own_of(ana.anew()).kept if kept.shown]
    assert len(shown) == 1


def test_what_was_shown_cant_be_shown_to_nobody(pair: Pair, cleo: Cast) -> None:
    ana, _ben = pair
    actions.show_moment(ana.anew(), keeps(ana), "For you.", "")
    whole = portability.export(ana.anew())
    portability.restore(cleo.anew(), whole)
    with pytest.raises(NotShown):
        portability.share_again(cleo.anew(), whole)
    with pytest.raises(Refused, match="alone"):
        actions.show_moment(cleo.anew(), access.own_of(cleo.anew()).kept[0].id, "x", "")
    assert rules.mark_of({"mark": seam.uuid().hex})
