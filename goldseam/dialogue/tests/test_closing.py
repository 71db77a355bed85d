"""The end of a talk as both see it, what stays of it, and who takes back what."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.dialogue import actions, portability
from goldseam.dialogue.actions import Asking
from goldseam.dialogue.closing import ground
from goldseam.dialogue.closing import reads as reads_closing
from goldseam.dialogue.models import Act
from goldseam.dialogue.rules import closing
from goldseam.dialogue.rules.acts import KEEP, LET_GO, NO, OTHER, YES, Deed, Refused, Request, Shape, Way
from goldseam.dialogue.tests.talking import asks, begun, closed, does, heard, sees
from goldseam.people import actions as people
from goldseam.statements import access as statements
from goldseam.statements import actions as words
from goldseam.vault import seam

Pair = tuple[Cast, Cast]
WISH, OFFER = "Put the phone away at supper.", "On weekdays, when we eat."


def closing_talk(pair: Pair, way: Way = Way.TWO) -> UUID:
    ana, ben = pair
    talk = begun(pair, way)
    heard(ana, ben, talk, "I felt alone.")
    does(ana, talk, Deed.CLOSE)
    return talk


def lighter(pair: Pair, shape: Shape) -> UUID:
    ana, ben = pair
    talk = actions.ask(ana.anew(), Asking("The week", shape=shape), seam.uuid())
    does(ben, talk, Deed.READY)
    does(ana, talk, Deed.SAY, free="A long day.")
    does(ana, talk, Deed.CLOSE)
    return talk


def asked(pair: Pair, talk: UUID) -> UUID:
    return does(pair[0], talk, Deed.REQUEST, words=WISH)


def offered(pair: Pair, talk: UUID) -> UUID:
    """Ana asks, Ben says: not this, but that. The id of his answer."""
    return does(pair[1], talk, Deed.ANSWER, about=asked(pair, talk), choice=OTHER, words=OFFER)


def page(browser: Client, talk: UUID, name: str = "talk-room") -> str:
    return text_of(browser.get(reverse(name, args=[talk])).content.decode())


def whole(browser: Client, talk: UUID) -> str:
    """The page with how far its bell was, without what is drawn anew each time."""
    html = browser.get(reverse("talk-room", args=[talk])).content.decode()
    return re.sub(r'(name="(act|csrfmiddlewaretoken|kept_mark|form_id)" value=|stay-token=)"[^"]*"', "", html)


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<main") :]).split())


def form_of(browser: Client, talk: UUID, deed: Deed) -> dict[str, str]:
    """The hidden fields of the first form of this deed on the page."""
    html = browser.get(reverse("talk-room", args=[talk])).content.decode()
    forms = re.findall(r"<form.*?</form>", html, re.DOTALL)
    form = next(each for each in forms if f'name="deed" value="{deed}"' in each)
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return {name: value for name, value in found.items() if name not in ("csrfmiddlewaretoken", "kept_mark")}


def presses(browser: Client, talk: UUID, deed: Deed, **typed: str) -> int:
    sent = browser.post(reverse("talk-act", args=[talk]), form_of(browser, talk, deed) | typed)
    return sent.status_code


def wish_of(who: Cast, talk: UUID, *, mine: bool) -> reads_closing.Asked:
    found = [each for each in reads_closing.requests_in([sees(who, talk)]) if each.is_mine is mine]
    return found[0]


# -- what is offered ----------------------------------------------------------------------------------------------


def test_a_talk_ends_with_common_ground_a_request_and_a_thank_you(pair: Pair) -> None:
    said = page(browser_of(pair[0]), closing_talk(pair))
    for each in ("What you both see", "One small request", "One thing you liked", "For you alone", "What stays"):
        assert each in said


def test_ten_minutes_of_the_day_end_with_a_thank_you_only(pair: Pair) -> None:
    said = page(browser_of(pair[0]), lighter(pair, Shape.DAILY))
    assert "One thing you liked" in said
    assert "One small request" not in said
    assert "What you both see" not in said
    assert "All that was said, for good." in said


def test_the_meeting_of_the_week_begins_its_end_with_a_request(pair: Pair) -> None:
    said = page(browser_of(pair[0]), lighter(pair, Shape.WEEKLY))
    assert said.index("One small request") < said.index("One thing you liked") < said.index("What you both see")


def test_letters_end_in_the_same_way(pair: Pair) -> None:
    talk = closing_talk(pair, Way.LETTERS)
    assert presses(browser_of(pair[0]), talk, Deed.REQUEST, words=WISH) == 302
    assert WISH in page(browser_of(pair[1]), talk)


def test_while_things_rest_the_end_is_there_to_be_read_and_nothing_is_pressed(pair: Pair) -> None:
    ana, ben = pair
    talk = closing_talk(pair)
    asked(pair, talk)
    people.pause(ana.anew())
    answer = browser_of(ben).get(reverse("talk-room", args=[talk])).content.decode()
    assert WISH in answer
    assert 'name="deed"' not in answer
    assert 'name="words"' not in answer


def test_with_few_words_there_are_two_buttons_and_no_folds(pair: Pair) -> None:
    ana, _ = pair
    talk = closing_talk(pair)
    browser = browser_of(ana)
    browser.post(reverse("talk-calm", args=[talk]), {"few": "1"})
    html = browser.get(reverse("talk-room", args=[talk])).content.decode()
    assert 'value="let-go"' in html
    assert "What you both see" not in html
    assert "<textarea" not in html


# -- small requests -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("choice", "told"), [(YES, "Ben says yes."), (NO, "Ben says no.")])
def test_a_request_is_answered_and_its_asker_reads_the_answer(pair: Pair, choice: str, told: str) -> None:
    ana, ben = pair
    talk = closing_talk(pair)
    assert presses(browser_of(ana), talk, Deed.REQUEST, words=WISH) == 302
    assert presses(browser_of(ben), talk, Deed.ANSWER, choice=choice) == 302
    assert told in page(browser_of(ana), talk)


@pytest.mark.parametrize(("reply", "told"), [(YES, "You both said yes to that."), (NO, "Nothing is agreed")])
def test_a_counter_offer_is_answered_by_who_had_asked(pair: Pair, reply: str, told: str) -> None:
    ana, ben = pair
    talk = closing_talk(pair)
    asked(pair, talk)
    assert presses(browser_of(ben), talk, Deed.ANSWER, choice=OTHER, words=OFFER) == 302
    assert OFFER in page(browser_of(ana), talk)
    assert presses(browser_of(ana), talk, Deed.REPLY, choice=reply) == 302
    for who in pair:
        assert told in page(browser_of(who), talk)


def test_nobody_answers_their_own_request_or_their_own_offer(pair: Pair) -> None:
    ana, ben = pair
    talk = closing_talk(pair)
    wish = asked(pair, talk)
    with pytest.raises(Refused):
        does(ana, talk, Deed.ANSWER, about=wish, choice=YES)
    answer = does(ben, talk, Deed.ANSWER, about=wish, choice=OTHER, words=OFFER)
    with pytest.raises(Refused):
        does(ben, talk, Deed.REPLY, about=answer, choice=YES)
    assert not wish_of(ana, talk, mine=True).agreed


def test_a_counter_offer_takes_words(pair: Pair) -> None:
    talk = closing_talk(pair)
    asked(pair, talk)
    assert presses(browser_of(pair[1]), talk, Deed.ANSWER, choice=OTHER, words="  ") == 400
    assert wish_of(pair[0], talk, mine=True).waits


def test_ben_can_answer_otherwise_until_they_agreed_on_something_else(pair: Pair) -> None:
    ana, ben = pair
    talk = closing_talk(pair)
    asked(pair, talk)
    for choice in (YES, NO, YES):
        assert presses(browser_of(ben), talk, Deed.ANSWER, choice=choice) == 302
        assert wish_of(ana, talk, mine=True).request.answer == choice
    assert presses(browser_of(ben), talk, Deed.ANSWER, choice=OTHER, words=OFFER) == 302
    assert "Answer otherwise" in page(browser_of(ben), talk)
    assert presses(browser_of(ana), talk, Deed.REPLY, choice=YES) == 302
    assert wish_of(ben, talk, mine=False).agreed == OFFER
    assert "Answer otherwise" not in page(browser_of(ben), talk)


@pytest.mark.parametrize(
    ("answer", "reply", "others"),
    [
        ("", "", ()),
        (YES, "", (NO, OTHER)),
        (NO, "", (YES, OTHER)),
        (OTHER, "", (YES, NO, OTHER)),
        (OTHER, NO, (YES, NO, OTHER)),
        (OTHER, YES, ()),
    ],
)
def test_what_could_be_said_in_place_of_an_answer(answer: str, reply: str, others: tuple[str, ...]) -> None:
    assert closing.other_answers(Request(UUID(int=1), answer, reply=reply)) == others


def test_a_no_is_a_full_answer_and_nothing_asks_again(pair: Pair) -> None:
    _ana, ben = pair
    talk = closing_talk(pair)
    does(ben, talk, Deed.ANSWER, about=asked(pair, talk), choice=NO)
    for who in pair:
        assert not reads_closing.asked_of(who.anew())
        assert not reads_closing.standing_requests(who.anew())
    assert "You said no. That is a full answer." in page(browser_of(ben), talk)


def test_another_request_takes_the_place_of_the_first_and_its_answer(pair: Pair) -> None:
    ana, ben = pair
    talk = closing_talk(pair)
    does(ben, talk, Deed.ANSWER, about=asked(pair, talk), choice=YES)
    does(ana, talk, Deed.REQUEST, words="A walk on Sunday.")
    assert (wish_of(ben, talk, mine=False).words, wish_of(ben, talk, mine=False).waits) == ("A walk on Sunday.", True)


def test_a_refused_request_keeps_its_words_in_the_page(pair: Pair) -> None:
    talk = closing_talk(pair)
    browser = browser_of(pair[0])
    typed = form_of(browser, talk, Deed.REQUEST) | {"words": "one " * 1000}
    answer = browser.post(reverse("talk-act", args=[talk]), typed)
    assert answer.status_code == 400
    assert "one one one" in answer.content.decode()
    assert not Act.objects.filter(talk=talk, id=typed["act"]).exists()


def test_requests_are_answered_also_after_closing_and_the_answer_before_goes(pair: Pair) -> None:
    ana, ben = pair
    talk = closed(pair)
    for choice in (NO, YES):
        assert presses(browser_of(ben), talk, Deed.ANSWER, choice=choice) == 302
    assert [act.choice for act in sees(ana, talk).acts if act.deed is Deed.ANSWER] == [YES]
    assert Act.objects.filter(talk=talk).count() == 2
    (standing,) = reads_closing.standing_requests(ana.anew())
    assert standing.agreed == "Supper together on Friday."


def test_what_can_still_be_answered_is_told_to_its_reader_only(pair: Pair) -> None:
    ana, ben = pair
    talk = closing_talk(pair)
    asked(pair, talk)
    assert [each.words for each in reads_closing.asked_of(ben.anew())] == [WISH]
    assert not reads_closing.asked_of(ana.anew())
    does(ben, talk, Deed.ANSWER, about=sees(ben, talk).state.requests["you"].id, choice=OTHER, words=OFFER)
    assert not reads_closing.asked_of(ben.anew())
    assert [each.offer for each in reads_closing.asked_of(ana.anew())] == [OFFER]


# -- what stays, and what goes ------------------------------------------------------------------------------------


def test_nobody_is_told_that_the_other_is_done_or_what_they_chose(pair: Pair) -> None:
    ana, ben = pair
    talk = closing_talk(pair)
    does(ana, talk, Deed.REQUEST, words=WISH)
    browser = browser_of(ben)
    before = whole(browser, talk)
    does(ana, talk, Deed.DONE, choice=KEEP)
    assert "Talk on instead" in before and whole(browser, talk) == before
    assert presses(browser, talk, Deed.TALK_ON) == 302
    assert "If Ana would too" in whole(browser, talk)
    assert "talk on" not in whole(browser_of(ana), talk).lower(), "nobody who is done is drawn back"


def test_a_file_tells_nobody_what_the_other_chose(pair: Pair) -> None:
    ana, ben = pair
    talk = closing_talk(pair)
    does(ana, talk, Deed.DONE, choice=KEEP)
    assert KEEP in json.dumps(portability.export(ana.anew()))
    assert KEEP not in json.dumps(portability.export(ben.anew()))


def test_who_is_done_can_choose_otherwise_until_both_are(pair: Pair) -> None:
    ana, ben = pair
    talk = closing_talk(pair)
    browser = browser_of(ana)
    assert presses(browser, talk, Deed.DONE, choice=LET_GO) == 302
    assert "You let the words go." in page(browser, talk)
    assert presses(browser, talk, Deed.DONE, choice=KEEP) == 302
    assert "You would keep the words." in page(browser, talk)
    does(ben, talk, Deed.DONE, choice=KEEP)
    assert sees(ana, talk).kept


def test_a_closed_talk_shows_the_day_the_signed_words_and_the_requests(pair: Pair) -> None:
    ana, _ben = pair
    talk = closing_talk(pair)
    version = ground.put(ana.anew(), talk, "We both are tired.", "The evenings")
    for who in pair:
        words.sign(who.anew(), version)
    asked(pair, talk)
    for who in pair:
        does(who, talk, Deed.DONE, choice=LET_GO)
    for who in pair:
        said = page(browser_of(who), talk)
        assert "What you both signed" in said
        assert "We both are tired." in said
        assert WISH in said
        assert f"{seam.now():%Y}" in said
        assert "I felt alone." not in said
        assert "You both kept the words" not in said


def test_a_talk_of_which_nothing_stays_says_so_kindly(pair: Pair) -> None:
    _ana, ben = pair
    talk = lighter(pair, Shape.DAILY)
    for who in pair:
        does(who, talk, Deed.DONE, choice=LET_GO)
    assert "Only the day is left of it here." in page(browser_of(ben), talk)


def test_once_it_is_over_its_words_arent_shown_before_they_are_put_away(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = pair
    yesterday = seam.now() - timedelta(days=1, minutes=1)
    with monkeypatch.context() as then:
        then.setattr(seam, "now", lambda: yesterday)
        talk = closing_talk(pair)
        ground.put(ana.anew(), talk, "Only a draft.", "")
        does(ana, talk, Deed.DONE, choice=KEEP)
    html = browser_of(ben).get(reverse("talk-room", args=[talk])).content.decode()
    assert Act.objects.filter(talk=talk).count() > 5
    assert "Only a draft." not in html
    assert "I felt alone." not in html
    actions.tend(ben.anew())
    assert not ground.of_talk(ana.anew(), talk).is_begun


# -- kept words ---------------------------------------------------------------------------------------------------


def test_kept_words_are_read_by_both_and_each_takes_back_their_own_without_a_gap(pair: Pair) -> None:
    ana, _ben = pair
    talk = closed(pair, keep=(KEEP, KEEP))
    for who in pair:
        said = page(browser_of(who), talk, "talk-words")
        for each in ("The evenings", "That we both want rest.", "I felt alone.", "I was tired.", "That you stayed."):
            assert each in said
    mine = next(act for act in sees(ana, talk).acts if act.deed is Deed.SAY and act.side == "me")
    answer = browser_of(ana).post(reverse("talk-words-back", args=[talk]), {"act": str(mine.id)})
    assert answer.headers["Location"] == reverse("talk-words", args=[talk])
    for who in pair:
        said = page(browser_of(who), talk, "talk-words")
        assert " I felt alone." not in said.replace("You say: I felt alone.", "")
        assert "removed" not in said
        assert "taken back" not in said
    assert not Act.objects.filter(pk=mine.id).exists()


def test_the_topic_is_taken_back_like_all_other_words(pair: Pair) -> None:
    ana, ben = pair
    talk = closed(pair, keep=(KEEP, KEEP))
    framing = next(act for act in sees(ana, talk).acts if act.deed is Deed.ASK)
    browser_of(ana).post(reverse("talk-words-back", args=[talk]), {"act": str(framing.id)})
    assert "The evenings" not in page(browser_of(ben), talk, "talk-words")


def test_when_the_last_kept_words_go_the_talks_own_page_is_left(pair: Pair) -> None:
    ana, ben = pair
    talk = closed(pair, keep=(KEEP, KEEP))
    for who in pair:
        browser = browser_of(who)
        for act in sees(who, talk).acts:
            if act.side == "me":
                browser.post(reverse("talk-words-back", args=[talk]), {"act": str(act.id)})
    answer = browser_of(ben).get(reverse("talk-words", args=[talk]))
    assert answer.headers["Location"] == reverse("talk-room", args=[talk])
    assert "Only the day is left of it here." in page(browser_of(ana), talk)


def test_ben_cant_take_back_anas_words(pair: Pair) -> None:
    ana, ben = pair
    talk = closed(pair, keep=(KEEP, KEEP))
    hers = next(act for act in sees(ben, talk).acts if act.deed is Deed.SAY and act.side == "you")
    answer = browser_of(ben).post(reverse("talk-words-back", args=[talk]), {"act": str(hers.id)})
    assert answer.status_code == 400
    assert "Only who said it can take it back." in answer.content.decode()
    assert sees(ana, talk).act(hers.id)


def test_with_a_request_goes_what_was_said_to_it(pair: Pair) -> None:
    ana, ben = pair
    talk = closing_talk(pair)
    answer = offered(pair, talk)
    does(ana, talk, Deed.REPLY, about=answer, choice=YES)
    for who in pair:
        does(who, talk, Deed.DONE, choice=LET_GO)
    assert Act.objects.filter(talk=talk).count() == 3
    wish = sees(ana, talk).state.requests["me"].id
    browser = browser_of(ana)
    browser.post(reverse("talk-words-back", args=[talk]), {"act": str(wish)})
    assert not Act.objects.filter(talk=talk).exists()
    assert not reads_closing.standing_requests(ben.anew())


def test_an_agreement_is_taken_back_by_who_gave_it_and_the_request_is_open_again(pair: Pair) -> None:
    ana, ben = pair
    talk = closed(pair)
    answer = does(ben, talk, Deed.ANSWER, about=sees(ben, talk).state.requests["you"].id, choice=YES)
    browser_of(ben).post(reverse("talk-words-back", args=[talk]), {"act": str(answer)})
    assert wish_of(ana, talk, mine=True).waits


@pytest.mark.parametrize("name", ["talk-words", "talk-mine"])
def test_cleo_finds_none_of_these_pages(pair: Pair, cleo: Cast, name: str) -> None:
    talk = closed(pair, keep=(KEEP, KEEP))
    assert browser_of(cleo).get(reverse(name, args=[talk])).status_code == 404


@pytest.mark.parametrize("name", ["talk-words-back", "talk-ground"])
def test_cleo_does_nothing_there(pair: Pair, cleo: Cast, name: str) -> None:
    talk = closed(pair, keep=(KEEP, KEEP))
    before = [act.id for act in sees(pair[0], talk).acts]
    sent = {"act": str(before[0]), "words": "Hers."}
    assert browser_of(cleo).post(reverse(name, args=[talk]), sent).status_code == 404
    assert [act.id for act in sees(pair[0], talk).acts] == before


# -- words for both, from the page --------------------------------------------------------------------------------


def test_words_for_both_are_put_there_from_the_page_and_signed_on_their_own(pair: Pair) -> None:
    ana, ben = pair
    talk = closing_talk(pair)
    browser = browser_of(ana)
    sent = {"words": "We both are tired.", "about": "The evenings"}
    answer = browser.post(reverse("talk-ground", args=[talk]), sent)
    assert answer.headers["Location"] == reverse("talk-room", args=[talk])
    statement = ground.of_talk(ben.anew(), talk)
    assert "We both are tired." in page(browser_of(ben), talk)
    for who in pair:
        sent = {"version": str(statement.heads[0].id)}
        assert browser_of(who).post(reverse("words-sign", args=[statement.id]), sent).status_code == 302
    assert statements.standing(ana.anew(), ground.LABEL, talk) is not None
    own = browser.get(reverse("words", args=[statement.id])).content.decode()
    assert reverse("talk-room", args=[talk]) in own


def test_the_topic_stands_in_the_form_to_be_kept_or_taken_out(pair: Pair) -> None:
    html = browser_of(pair[0]).get(reverse("talk-room", args=[closing_talk(pair)])).content.decode()
    assert 'name="about" value="The evenings"' in html


def test_not_agreeing_yet_is_a_full_ending_that_both_can_sign(pair: Pair) -> None:
    ana, ben = pair
    talk = closing_talk(pair)
    html = browser_of(ana).get(reverse("talk-room", args=[talk])).content.decode()
    assert "We don’t agree yet. That is a full ending." in html
    browser_of(ana).post(reverse("talk-ground", args=[talk]), {"words": "We don’t agree yet. That is a full ending."})
    assert ground.of_talk(ben.anew(), talk).heads[0].parts[ground.WORDS].startswith("We don’t agree yet.")


@pytest.mark.parametrize("told", ["", "long " * 200], ids=["empty", "long"])
def test_refused_words_for_both_stay_in_their_form(pair: Pair, told: str) -> None:
    ana, _ = pair
    talk = closing_talk(pair)
    sent = {"words": told, "about": "Something else"}
    answer = browser_of(ana).post(reverse("talk-ground", args=[talk]), sent)
    assert answer.status_code == 400
    assert told.strip() in answer.content.decode()
    assert 'value="Something else"' in answer.content.decode()
    assert not ground.of_talk(ana.anew(), talk).is_begun


def test_emoji_and_words_from_right_to_left_come_back_as_they_were(pair: Pair) -> None:
    ana, ben = pair
    talk = closing_talk(pair)
    for line in ("שנינו עייפים בערב 🫖", "<b>tea & rest</b>"):
        does(ana, talk, Deed.REQUEST, words=line)
        assert wish_of(ben, talk, mine=False).words == line
        assert "<b>tea" not in browser_of(ben).get(reverse("talk-room", args=[talk])).content.decode()


def test_an_asking_has_no_end_yet(pair: Pair) -> None:
    ana, _ = pair
    talk = sees(ana, asks(ana))
    assert reads_closing.closing_for(ana.anew(), talk, talk.state.phase) is None


# -- one phone ----------------------------------------------------------------------------------------------------


def test_on_a_phone_that_was_handed_over_nothing_private_and_no_keeping_is_offered(pair: Pair) -> None:
    ana, ben = pair
    talk = asks(ana, way=Way.ONE)
    does(ana, talk, Deed.READY, here=True)
    does(ana, talk, Deed.SAY, free="I felt alone.")
    does(ana, talk, Deed.CLOSE)
    asked(pair, talk)
    ground.put(ana.anew(), talk, "We both are tired.")
    browser = browser_of(ana, private=False)
    html = browser.get(reverse("talk-here", args=[talk])).content.decode()
    for each in (WISH, "We both are tired.", reverse("talk-sign", args=[talk]), 'value="let-go"'):
        assert each in html
    for name in ("talk-mine", "talk-words-back", "talk-ground"):
        assert reverse(name, args=[talk]) not in html
    assert reverse("talk-notes") not in html
    assert 'value="keep"' not in html
    wish = sees(ben, talk).state.requests["you"].id
    does(ana, talk, Deed.ANSWER, about=wish, choice=NO, here=True)
    assert wish_of(ben, talk, mine=False).request.answer == NO
