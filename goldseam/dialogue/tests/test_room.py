"""The room of a talk, by its buttons: what Ana sees, what Ben sees, what is kept when something is refused."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast, browser_of
from goldseam.dialogue import access, actions, content
from goldseam.dialogue.access import Mark
from goldseam.dialogue.alone import drafts, prepared
from goldseam.dialogue.room.reads import room_for
from goldseam.dialogue.rules.acts import HEARD, NEARLY, Deed, Phase, Shape, Way
from goldseam.dialogue.rules.prepared import Prepared
from goldseam.dialogue.tests.talking import asks, begun, closed, does, heard, sees
from goldseam.people import actions as people
from goldseam.vault import seam

Pair = tuple[Cast, Cast]
ACT = re.compile(r'name="act" value="([0-9a-f-]{36})"')


def page(who: Cast, talk: UUID, query: str = "") -> str:
    answer = browser_of(who, private=False).get(reverse("talk-room", args=[talk]) + query)
    assert answer.status_code == 200
    return told(answer)


def told(answer: Any) -> str:
    """The page without its hidden ids and marks, which are new each time, and without how often it rang."""
    text = re.sub(r' data-live-at="[0-9]+"', "", unescape(answer.content.decode()))
    return re.sub(r'(name="(?:act|csrfmiddlewaretoken|kept_mark)" value)="[^"]*"', r"\1", text)


def heading(text: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", text)
    assert found
    return found[1]


def button(text: str, words: str) -> bool:
    return re.search(rf"<button[^>]*>\s*{re.escape(words)}\s*</button>", text) is not None


def send(who: Cast, talk: UUID, deed: Deed | str, **told: Any) -> Any:
    """What the page's own form would send."""
    client: Client = browser_of(who, private=False)
    state = sees(who, talk).state
    form = {"act": str(seam.uuid()), "deed": str(deed), "stretch": state.stretch, **told}
    return client.post(reverse("talk-act", args=[talk]), form)


@pytest.fixture
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ring stands still, so that two looks at a page can be compared."""
    now = seam.now()
    monkeypatch.setattr(seam, "now", lambda: now)


def calmed(pair: Pair, talk: UUID) -> UUID:
    for who in pair:
        actions.mark(who.anew(), talk, Mark(calmed=True))
    return talk


def floor(pair: Pair, way: Way = Way.TWO) -> UUID:
    """Both are ready and calm; Ana has the floor."""
    return calmed(pair, begun(pair, way))


def say(who: Cast, talk: UUID, words: str = "I felt alone.") -> UUID:
    return does(who, talk, Deed.SAY, free=words)


# -- every phase, as both see it ----------------------------------------------------------------------------------


def test_what_was_asked_for_is_the_same_for_both_and_only_ben_is_asked(pair: Pair) -> None:
    ana, ben = pair
    talk = asks(ana)
    hers, his = page(ana, talk), page(ben, talk)
    assert (heading(hers), heading(his)) == ("You have asked Ben", "Ana would like to talk")
    assert "The evenings" in hers and "The evenings" in his and "That we both want rest." in his
    assert button(his, "I’m ready") and button(his, "Not now") and not button(hers, "Not now")
    assert button(hers, "Take it back") and not button(his, "Take it back")
    assert reverse("time-suggest") + "?step=dialogue.talk" in his


def test_each_can_say_what_they_hope_for(pair: Pair) -> None:
    ana, ben = pair
    talk = asks(ana, now=False)
    assert send(ben, talk, Deed.READY, hope="That you see how tired I am.").status_code == 302
    assert "That you see how tired I am." in page(ana, talk) and "That we both want rest." in page(ana, talk)


def test_not_now_needs_no_reason_and_is_not_asked_again_today(pair: Pair) -> None:
    ana, ben = pair
    talk = asks(ana)
    assert send(ben, talk, Deed.NOT_NOW).status_code == 302
    assert heading(page(ana, talk)) == "Ben says: not now"
    assert not button(page(ana, talk), "I’m ready") and button(page(ben, talk), "I’m ready")
    refused = send(ana, talk, Deed.READY)
    assert refused.status_code == 400 and "Tomorrow you can ask again" in told(refused)


def test_who_asked_reads_that_the_other_is_ready_by_now(pair: Pair) -> None:
    ana, ben = pair
    talk = asks(ana, now=False)
    assert heading(page(ana, talk)) == "When you are both here"
    send(ben, talk, Deed.READY)
    assert heading(page(ana, talk)) == "Ben is ready" and button(page(ana, talk), "I’m ready")


def test_ana_takes_her_asking_back_and_the_room_is_gone(pair: Pair) -> None:
    ana, ben = pair
    talk = asks(ana)
    assert browser_of(ben).post(reverse("talk-offer", args=[talk])).status_code == 400
    assert browser_of(ana).post(reverse("talk-offer", args=[talk])).status_code == 302
    assert browser_of(ben).get(reverse("talk-room", args=[talk])).status_code == 404


def test_both_get_the_same_quiet_minute(pair: Pair) -> None:
    talk = begun(pair)
    minutes = [re.search(r'<div class="minute">.*?</div>', page(who, talk), re.S) for who in pair]
    assert minutes[0] and minutes[1] and minutes[0][0] == minutes[1][0]
    assert heading(page(pair[0], talk)) == "One quiet minute"


def test_the_floor_goes_from_saying_to_hearing_to_sense_to_the_other(pair: Pair) -> None:
    ana, ben = pair
    talk = floor(pair)
    assert (heading(page(ana, talk)), heading(page(ben, talk))) == ("You speak", "Ana speaks")
    assert send(ana, talk, Deed.SAY, when="it was nine", feelings=["lonely"], ask="for a message").status_code == 302
    his = page(ben, talk)
    assert heading(his) == "Say back what you heard" and "it was nine" in his and "lonely" in his
    said = sees(ben, talk).state.statement
    assert send(ben, talk, Deed.BACK, about=said, words="You were alone at nine.").status_code == 302
    assert heading(page(ana, talk)) == "Was that what you meant?" and "You were alone at nine." in page(ana, talk)
    back = sees(ana, talk).state.said_back
    assert send(ana, talk, Deed.HEARING, about=back, choice=NEARLY, missing="that I was afraid").status_code == 302
    assert heading(page(ben, talk)) == "Say back what you heard" and "that I was afraid" in page(ben, talk)
    again = does(ben, talk, Deed.BACK, about=said, words="And afraid.")
    assert send(ana, talk, Deed.HEARING, about=again, choice=HEARD).status_code == 302
    assert heading(page(ben, talk)) == "What makes sense about it?"
    assert send(ben, talk, Deed.SENSE, about=said, sense="An empty hall is cold.", feels="small").status_code == 302
    hers = page(ana, talk)
    assert "An empty hall is cold." in hers and button(hers, "Let Ben speak") and "heard</span>" in hers
    assert send(ana, talk, Deed.PASS).status_code == 302
    assert (heading(page(ana, talk)), heading(page(ben, talk))) == ("Ben speaks", "You speak")
    assert "Earlier in this talk" in page(ben, talk)


def test_on_a_long_floor_what_it_is_about_and_what_came_last_stay_in_sight(pair: Pair) -> None:
    ana, ben = pair
    talk = floor(pair)
    early = [say(ana, talk, f"Early {n}.") for n in range(2)]
    about = say(ana, talk, "When the hall is empty.")
    between = [does(ben, talk, Deed.REPAIR, choice="hear-it-hurts") for _ in range(2)]
    last = [does(ana, talk, Deed.REPAIR, choice="hard-for-both") for _ in range(2)]
    shown = room_for(ben.anew(), sees(ben, talk)).stretches
    assert [[one.id for one in stretch.said] for stretch in shown] == [early, [about], between, last]
    assert [stretch.label for stretch in shown] == ["Before that", "", "In between", ""]


def test_one_line_between_two_needs_no_fold(pair: Pair) -> None:
    ana, ben = pair
    talk = floor(pair)
    say(ana, talk)
    for _ in range(3):
        does(ben, talk, Deed.REPAIR, choice="hear-it-hurts")
    assert not any(stretch.label for stretch in room_for(ben.anew(), sees(ben, talk)).stretches)


def test_who_could_let_the_other_speak_finds_one_more_thing_to_say_in_no_second_fold(pair: Pair) -> None:
    ana, ben = pair
    talk = actions.ask(ana.anew(), actions.Asking("", shape=Shape.DAILY), seam.uuid())
    does(ben, talk, Deed.READY)
    calmed(pair, talk)
    say(ana, talk, "The bus was late.")
    hers = page(ana, talk)
    assert heading(hers) == "Now Ben could speak"
    assert hers.index("Say one more thing") < hers.index("Something else")


def test_nothing_blocks_the_listener_may_speak_in_between_and_the_talk_may_end(pair: Pair) -> None:
    _, ben = pair
    talk = floor(pair)
    his = page(ben, talk)
    assert "Say something in between" in his and button(his, "Come to an end")
    assert send(ben, talk, Deed.SAY, free="Sorry, the milk boils over.").status_code == 302
    assert send(ben, talk, Deed.CLOSE).status_code == 302
    assert sees(ben, talk).state.phase is Phase.CLOSING


def test_a_line_that_helps_is_said_at_one_tap(pair: Pair) -> None:
    ana, ben = pair
    talk = floor(pair)
    say(ana, talk)
    assert page(ben, talk).count('name="choice" value="hear-it-hurts"') == 1
    assert send(ben, talk, Deed.REPAIR, choice="hear-it-hurts").status_code == 302
    assert "I hear that this hurts." in page(ana, talk)
    assert send(ben, talk, Deed.REPAIR, choice="no-such-line").status_code == 400


@pytest.mark.parametrize("minutes", ["20", "1440", "nonsense", ""])
def test_a_pause_never_fails(pair: Pair, minutes: str) -> None:
    ana, ben = pair
    talk = floor(pair)
    assert '<details class="pause">' in page(ben, talk)
    assert send(ben, talk, Deed.PAUSE, until=minutes).status_code == 302
    state = sees(ana, talk).state
    assert state.phase is Phase.PAUSED and state.until is not None
    assert abs(state.until - seam.now() - timedelta(minutes=1440 if minutes == "1440" else 20)) < timedelta(seconds=30)


def test_a_pause_tells_both_when_it_goes_on_and_what_to_do_alone(pair: Pair) -> None:
    ana, ben = pair
    talk = floor(pair)
    send(ben, talk, Deed.PAUSE, until="30")
    for who in pair:
        text = page(who, talk)
        assert heading(text) == "Pause" and '<p class="when">' in text and "Until then, for you alone" in text
        assert "Rather later" in text and '<details class="pause">' not in text and not button(text, "Go on")
    resting = send(ana, talk, Deed.SAY, free="And another thing.")
    assert resting.status_code == 400 and "And another thing." in told(resting)


def test_when_the_time_has_come_both_are_asked(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = pair
    talk = floor(pair)
    send(ben, talk, Deed.PAUSE, until="20")
    until = sees(ana, talk).state.until
    assert until is not None
    monkeypatch.setattr(seam, "now", lambda: until + timedelta(seconds=1))
    assert button(page(ana, talk), "Go on") and button(page(ben, talk), "Go on")
    assert send(ana, talk, Deed.GO_ON).status_code == 302
    assert heading(page(ana, talk)) == "You are back" and button(page(ben, talk), "Go on")
    assert send(ben, talk, Deed.GO_ON).status_code == 302
    assert heading(page(ana, talk)) == "You speak"


def test_the_room_opens_in_every_phase_and_has_one_heading(pair: Pair) -> None:
    ana, ben = pair
    rooms = [asks(ana), floor(pair), closed(pair), closed(pair, keep=("keep", "keep"))]
    heard(ana, ben, rooms[1])
    ending = floor(pair)
    does(ana, ending, Deed.CLOSE)
    for talk in (*rooms, ending):
        for who in pair:
            assert len(re.findall("<h1", page(who, talk))) == 1


# -- what is refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["x" * 2_001, "\U0001f375 مرحبا " * 400])
def test_too_many_words_stay_in_their_form(pair: Pair, words: str) -> None:
    ana, _ = pair
    talk = floor(pair)
    answer = send(ana, talk, Deed.SAY, free=words, feelings=["lonely", "sad"])
    text = told(answer)
    assert answer.status_code == 400 and words.strip() in text and "take the part that matters most" in text
    assert re.search(r'value="lonely"[^>]* checked', text)


def test_no_words_at_all_are_kindly_asked_for(pair: Pair) -> None:
    answer = send(pair[0], floor(pair), Deed.SAY)
    assert answer.status_code == 400 and "One line is enough" in told(answer)


def test_words_for_a_talk_that_has_moved_on_are_there_to_be_copied(pair: Pair) -> None:
    ana, ben = pair
    talk = floor(pair)
    said = say(ana, talk)
    does(ana, talk, Deed.CLOSE)
    answer = send(ben, talk, Deed.BACK, about=said, words="You felt alone.")
    assert answer.status_code == 400
    assert "Your words, to copy" in told(answer) and "You felt alone." in told(answer)


@pytest.mark.parametrize(
    "form",
    [
        {"act": "no id"},
        {"deed": "shout"},
        {"about": "x"},
        {"stretch": "-1"},
        {"stretch": "many"},
        {"deed": "hearing", "choice": "louder"},
    ],
)
def test_nonsense_is_refused_and_changes_nothing(pair: Pair, form: dict[str, str]) -> None:
    ana, _ = pair
    talk = floor(pair)
    acts = sees(ana, talk).acts
    whole = {"act": str(seam.uuid()), "deed": "say", "free": "I felt alone."} | form
    assert browser_of(ana).post(reverse("talk-act", args=[talk]), whole).status_code == 400
    assert sees(ana, talk).acts == acts


def test_the_same_form_sent_twice_is_one_act(pair: Pair) -> None:
    ana, _ = pair
    talk = floor(pair)
    client = browser_of(ana)
    form = {"act": str(seam.uuid()), "deed": "say", "free": "I felt alone."}
    for _ in range(2):
        assert client.post(reverse("talk-act", args=[talk]), form).status_code == 302
    assert len(sees(ana, talk).state.statements) == 1


def test_a_stranger_learns_of_no_room(pair: Pair, cleo: Cast) -> None:
    talk = floor(pair)
    client = browser_of(cleo)
    assert client.get(reverse("talk-room", args=[talk])).status_code == 404
    for name in ("talk-act", "talk-calm"):
        form = {"act": str(seam.uuid()), "deed": "pass"}
        assert client.post(reverse(name, args=[talk]), form).status_code in (400, 404)
    assert not access.mark_of(pair[0].anew(), sees(pair[0], talk)).few_words


def test_while_things_rest_the_talk_is_read_and_nothing_is_said(pair: Pair) -> None:
    ana, ben = pair
    talk = floor(pair)
    say(ana, talk)
    people.pause(ben.anew())
    text = page(ana, talk)
    assert "What you two share is resting" in text and "I felt alone." in text and 'id="say"' not in text
    assert heading(text) == "This talk rests" and "data-ring" not in text
    answer = send(ana, talk, Deed.SAY, free="Where are you?")
    assert answer.status_code == 400 and "Where are you?" in told(answer)


# -- what is only one's own ---------------------------------------------------------------------------------------


def mark(who: Cast, talk: UUID, **form: str) -> None:
    assert browser_of(who).post(reverse("talk-calm", args=[talk]), form).status_code == 302


@pytest.mark.usefixtures("still_clock")
def test_bens_page_is_the_same_whatever_ana_marked(pair: Pair) -> None:
    ana, ben = pair
    talk = begun(pair)
    before = page(ben, talk)
    for form in ({"go": "minute", "stirred": "90"}, {"go": "on", "few": "1"}, {"few": "0"}, {"go": "again"}):
        mark(ana, talk, **form)
        assert page(ben, talk) == before


def test_who_is_very_stirred_up_is_offered_a_pause_first_and_can_go_on(pair: Pair) -> None:
    ana, _ = pair
    talk = begun(pair)
    mark(ana, talk, go="minute", stirred="80")
    text = page(ana, talk)
    assert heading(text) == "Take your time" and "Pause first" in text and "Only you" in text
    mark(ana, talk, go="on", few="1")
    assert heading(page(ana, talk)) == "Say one thing that matters to you."


def test_the_slider_left_alone_marks_nothing(pair: Pair) -> None:
    ana, _ = pair
    talk = begun(pair)
    mark(ana, talk, go="minute", stirred="50", skip="1")
    assert access.mark_of(ana.anew(), sees(ana, talk)) == Mark(calmed=True)
    assert heading(page(ana, talk)) == "You speak"


def test_what_the_slider_says_back_is_gone_once_ana_has_spoken(pair: Pair) -> None:
    ana, _ = pair
    talk = begun(pair)
    mark(ana, talk, go="minute", stirred="50")
    assert "Only you see this." in page(ana, talk)
    say(ana, talk)
    assert "Only you see this." not in page(ana, talk)


@pytest.mark.usefixtures("still_clock")
def test_in_few_words_the_page_has_one_field_and_no_folds_and_still_the_pause(pair: Pair) -> None:
    ana, _ = pair
    talk = floor(pair)
    whole = page(ana, talk)
    mark(ana, talk, few="1")
    text = page(ana, talk)
    assert text.count("<textarea") == 1 and 'class="fold"' not in text and '<details class="pause">' in text
    assert len(re.sub("<[^>]*>", "", text)) < len(re.sub("<[^>]*>", "", whole)) / 2
    mark(ana, talk, few="0")
    assert page(ana, talk) == whole


@pytest.mark.usefixtures("still_clock")
def test_nobody_is_shown_typing_reading_or_late(pair: Pair) -> None:
    ana, ben = pair
    talk = floor(pair)
    say(ana, talk)
    before = page(ana, talk)
    for _ in range(3):
        page(ben, talk)
    assert page(ana, talk) == before
    for each in (before, page(ben, talk)):
        assert not re.search(r"\b(typing|online|last seen|is reading|waiting since|seen at)\b", each, re.I)


# -- letters and lighter talks ------------------------------------------------------------------------------------


def test_letters_have_no_clock_no_ring_and_only_long_breaks(pair: Pair) -> None:
    ana, ben = pair
    talk = floor(pair, Way.LETTERS)
    text = page(ana, talk)
    assert heading(text) == "Your letter" and "data-ring" not in text and "minutes are left" not in text
    assert 'name="until" value="20"' not in text and 'name="until" value="1440"' in text
    assert send(ana, talk, Deed.SAY, free="Dear Ben, " + "word " * 2_000).status_code == 302
    assert heading(page(ben, talk)) == "Write back what you read"
    assert button(page(ben, talk), "Now I’d like to write") is False


def test_the_time_is_told_in_words_beside_the_ring(pair: Pair) -> None:
    talk = floor(pair)
    assert "About 15 of your 15 minutes are left." in page(pair[0], talk)
    assert "About 15 of Ana’s 15 minutes are left." in page(pair[1], talk)


def test_when_the_half_is_full_one_gentle_line_says_so(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, _ = pair
    now = seam.now()
    with monkeypatch.context() as then:
        then.setattr(seam, "now", lambda: now - timedelta(minutes=16))
        talk = floor(pair)
        for minutes in (12, 8, 4):
            then.setattr(seam, "now", lambda minutes=minutes: now - timedelta(minutes=minutes))
            say(ana, talk)
    assert '<p id="time-words">Your half of the time is full.' in page(ana, talk)


# -- what lies begun, and what was prepared -----------------------------------------------------------------------


@pytest.mark.usefixtures("still_clock")
def test_bens_page_is_the_same_whatever_ana_is_writing(pair: Pair) -> None:
    ana, ben = pair
    talk = floor(pair)
    before = page(ben, talk)
    drafts.keep(ana.anew(), talk, "say-0", {"free": "I was so angry."})
    assert page(ben, talk) == before
    actions.take_back_words(ana.anew(), talk, say(ana, talk))
    assert page(ben, talk) == before


def test_what_ana_prepared_stands_in_her_form_once_she_takes_it(pair: Pair) -> None:
    ana, _ = pair
    talk = floor(pair)
    made = prepared.keep(ana.anew(), Prepared("The hall", {"when": "it was dark", "feelings": "lonely"}), seam.uuid())
    assert "The hall" not in page(ana, talk)
    client, address = browser_of(ana), reverse("talk-room", args=[talk])
    assert "The hall" in told(client.get(address)) and "it was dark" not in told(client.get(address))
    text = told(client.get(f"{address}?take={made}"))
    assert ">it was dark</textarea>" in text and re.search(r'value="lonely"[^>]* checked', text)
    say(ana, talk)
    assert "it was dark" not in told(client.get(f"{address}?take={made}"))
    assert client.get(f"{address}?take=nothing").status_code == 200


@pytest.mark.parametrize("shape", [Shape.WEEKLY, Shape.DAILY])
def test_in_a_lighter_talk_whoever_listens_just_listens(pair: Pair, shape: Shape) -> None:
    ana, ben = pair
    asking = actions.Asking("", shape=shape)
    talk = actions.ask(ana.anew(), asking, seam.uuid())
    does(ben, talk, Deed.READY)
    calmed(pair, talk)
    assert content.shape(shape).rounds[0].speak in page(ana, talk)
    say(ana, talk, "That we cooked.")
    his = page(ben, talk)
    assert heading(his) == "Ana speaks" and content.shape(shape).rounds[0].listen in his
    assert button(page(ana, talk), "Let Ben speak")
