"""The pages: choosing, seeing it as the other would, giving, waiting, reading, taking out. All without script."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from conftest import Cast, browser_of
from goldseam.people import actions as people
from goldseam.understanding.map import access, reads
from goldseam.understanding.map.tests.looking import ANAS, BENS, WORDS, gives, looks, open_a_map

Pair = tuple[Cast, Cast]
GIVE = "/us/map/give/"


def page(client: Client, address: str = "/us/map/", status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def hidden(text: str) -> dict[str, str]:
    """The hidden fields of the page's own form."""
    form = re.search(rf'<form[^>]*action="{GIVE}".*?</form>', text, re.S)
    assert form
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    return {name: value for name, value in found if name not in ("csrfmiddlewaretoken", "kept_mark")}


def ticked(text: str) -> list[str]:
    return re.findall(r'name="keep" value="([\w-]+)" checked', text)


def test_own_words_and_tender_things_begin_with_a_tick(pair: Pair) -> None:
    looks(pair[0], ANAS, WORDS)
    text = page(browser_of(pair[0]), GIVE)
    assert set(ticked(text)) == {"trust-third", "words-trust"}
    assert "Ask me, <b>please</b>." in text and "Nothing is given yet" in text


def test_a_topic_is_kept_or_given_at_one_press(pair: Pair) -> None:
    looks(pair[0], ANAS, WORDS)
    client = browser_of(pair[0])
    first = page(client, GIVE)
    sent = hidden(first) | {"keep": ticked(first)}
    kept = unescape(client.post(GIVE, sent | {"do": "keep good"}).content.decode())
    assert set(ticked(kept)) == {"trust-third", "words-trust", "good-laugh", "good-respect"}
    shown = unescape(client.post(GIVE, hidden(kept) | {"keep": ticked(kept), "do": "show trust"}).content.decode())
    assert set(ticked(shown)) == {"good-laugh", "good-respect"}


def previewed(client: Client, keep: list[str]) -> str:
    first = page(client, GIVE)
    answer = client.post(GIVE, hidden(first) | {"keep": keep, "do": "look"})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_what_was_seen_is_given_and_then_one_waits(pair: Pair) -> None:
    ana, _ = pair
    looks(ana, ANAS, WORDS)
    client = browser_of(ana)
    text = previewed(client, ["trust-third", "words-trust"])
    assert "This is what Ben would read" in text and "Ana: often." in text
    assert "A third person" not in text and "third person stand" not in text and "Ask me" not in text
    answer = client.post(GIVE, hidden(text) | {"do": "give"})
    assert (answer.status_code, answer["Location"]) == (302, GIVE)
    waiting = page(client, GIVE)
    assert "You have given your part" in waiting and "This is what you gave" in waiting
    given = access.given(ana.anew())
    assert given and set(given.values) == set(ANAS) - {"trust-third"} and not given.words


def test_choosing_again_keeps_the_choice(pair: Pair) -> None:
    looks(pair[0], ANAS, WORDS)
    client = browser_of(pair[0])
    text = previewed(client, ["good-laugh"])
    again = unescape(client.post(GIVE, hidden(text) | {"do": "choose"}).content.decode())
    assert ticked(again) == ["good-laugh"]


def test_with_everything_kept_a_sentence_helps(pair: Pair) -> None:
    looks(pair[0], {"good-laugh": 40})
    client = browser_of(pair[0])
    answer = client.post(GIVE, hidden(page(client, GIVE)) | {"keep": ["good-laugh"], "do": "look"})
    assert answer.status_code == 400 and "Everything stays with you" in answer.content.decode()


def test_a_look_on_another_device_meanwhile_shows_the_new_preview(pair: Pair) -> None:
    ana, _ = pair
    looks(ana, ANAS)
    client = browser_of(ana)
    text = previewed(client, ["trust-third"])
    looks(ana, {"good-laugh": 2, "good-kind": 3, "trust-secrets": 70})
    answer = client.post(GIVE, hidden(text) | {"do": "give"})
    now = unescape(answer.content.decode())
    assert answer.status_code == 400 and "Your answers have changed since you looked" in now
    assert "Ana: hardly ever." in now and "stand between you" not in now
    assert reads.seen(ana.anew()).standing == "unanswered"
    assert client.post(GIVE, hidden(now) | {"do": "give"}).status_code == 302
    given = access.given(ana.anew())
    assert given and given.values == {**{k: v for k, v in ANAS.items() if k != "trust-third"}, "good-laugh": 2}


def test_what_comes_new_while_one_chooses_begins_as_it_would_begin(pair: Pair) -> None:
    ana, _ = pair
    looks(ana, {"good-laugh": 40, "trust-rely": 30})
    client = browser_of(ana)
    first = page(client, GIVE)
    looks(ana, {"good-kind": 60, "trust-secrets": 70})
    text = unescape(client.post(GIVE, hidden(first) | {"keep": ["trust-rely"], "do": "look"}).content.decode())
    assert hidden(text)["show"].split() == ["good-laugh", "good-kind"]


def test_the_same_press_twice_gives_once(pair: Pair) -> None:
    ana, _ = pair
    looks(ana, ANAS)
    client = browser_of(ana)
    sent = hidden(previewed(client, [])) | {"do": "give"}
    assert client.post(GIVE, sent).status_code == 302
    answer = client.post(GIVE, sent)
    assert answer.status_code == 400 and "You have given your side already" in unescape(answer.content.decode())


@pytest.mark.parametrize(
    "bent", [{"do": "give"}, {"show": "nowhere", "do": "give"}, {"on_page": "x" * 9000, "do": "look"}]
)
def test_a_bent_form_gives_nothing(pair: Pair, bent: dict[str, str]) -> None:
    ana, _ = pair
    looks(ana, {"trust-third": 50})
    client = browser_of(ana)
    assert client.post(GIVE, bent | {"number": "9" * 40, "mark": "<b>"}).status_code == 400
    assert reads.seen(ana.anew()).standing == "unanswered"


def test_the_map_is_read_with_front_alone_strengths_first(pair: Pair) -> None:
    ana, ben = pair
    open_a_map(ana, ben, "trust-third")
    text = page(browser_of(ben, private=False))
    assert "You: very often. Ana: often." in text and "Ask me, <b>please</b>." in text
    assert "&lt;b&gt;please" in browser_of(ben, private=False).get("/us/map/").content.decode()
    assert text.index("What is good between you") < text.index("Trust<")
    assert "third person" not in text
    assert page(browser_of(ben, private=False), "/us/map/1/").count("<svg") == text.count("<svg")
    page(browser_of(ben), "/us/map/2/", 404)


def test_before_there_is_a_map_the_page_says_what_it_will_be(pair: Pair) -> None:
    ana, _ = pair
    looks(ana, ANAS)
    closed, is_open = page(browser_of(ana, private=False)), page(browser_of(ana))
    assert "both lie open at the same time" in closed and "Your side, for yourself" not in closed
    assert "Your side, for yourself" in is_open and "You: often." in is_open


def test_alone_one_sees_ones_own_side_and_gives_nothing(ana: Cast) -> None:
    looks(ana, ANAS)
    client = browser_of(ana)
    text = page(client, GIVE)
    assert "This is for you alone" in text and "You: often." in text and 'name="keep"' not in text
    assert client.post(GIVE, {"do": "look", "on_page": "good-laugh"}).status_code == 400


def test_without_a_look_there_is_a_way_to_one(pair: Pair) -> None:
    assert 'href="/me/look/"' in page(browser_of(pair[0]), GIVE)


def test_while_things_rest_nothing_is_given_and_everything_stays(pair: Pair) -> None:
    ana, ben = pair
    looks(ana, ANAS)
    client = browser_of(ana)
    text = previewed(client, [])
    people.pause(ben.anew())
    answer = client.post(GIVE, hidden(text) | {"do": "give"})
    assert answer.status_code == 400 and "Just now nothing new can be shared" in unescape(answer.content.decode())
    assert "You: often." in page(client, GIVE)


def test_taking_back_and_taking_out(pair: Pair) -> None:
    ana, ben = pair
    looks(ana, ANAS)
    looks(ben, BENS)
    gives(ana)
    client = browser_of(ana)
    assert client.post("/us/map/back/")["Location"] == GIVE
    assert "What do you want to give?" in page(client, GIVE)
    gives(ana)
    gives(ben)
    assert client.post("/us/map/look/")["Location"] == "/us/map/"
    assert "Take your side out" in page(client, "/us/map/1/remove/")
    assert client.post("/us/map/1/remove/")["Location"] == "/us/map/1/"
    assert "You took out what you gave" in page(client)
    assert "What Ana gave was taken out again" in page(browser_of(ben, private=False))
    assert client.post("/us/map/1/remove/").status_code == 400
    assert "Nothing of yours" in page(client, "/us/map/1/remove/")


def test_looking_too_early_shows_the_same_page_again(pair: Pair) -> None:
    ana, _ = pair
    looks(ana, ANAS)
    gives(ana)
    client = browser_of(ana)
    answer = client.post("/us/map/look/")
    assert answer.status_code == 200 and "That says nothing about Ben" in answer.content.decode()


def test_who_waited_comes_back_to_the_map_and_may_begin_a_further_one(pair: Pair) -> None:
    ana, ben = pair
    open_a_map(ana, ben)
    client = browser_of(ben)
    assert client.get(GIVE)["Location"] == "/us/map/"
    assert "What do you want to give?" in page(client, f"{GIVE}?anew=1")


def test_the_guide_is_the_same_for_both(pair: Pair) -> None:
    ana, ben = (page(browser_of(who, private=False), "/us/map/talk/") for who in pair)
    token = re.compile(r'value="\w{32,}"|content="\w{32,}"')
    assert token.sub("", ana) == token.sub("", ben)
    assert "Solve nothing today" in ana


def test_a_stranger_finds_no_map(pair: Pair, cleo: Cast) -> None:
    open_a_map(*pair)
    client = browser_of(cleo)
    assert "talking" not in page(client)
    page(client, "/us/map/1/", 404)
    page(client, "/us/map/1/remove/", 404)
