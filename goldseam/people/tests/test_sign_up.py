"""Signing up: light, closed after the first person, and kind when a form comes twice."""

import pytest
from django.test import Client, override_settings

from conftest import Cast, arrive
from goldseam.people import account_actions, actions, carrying
from goldseam.people.me import Me
from goldseam.people.models import Person
from goldseam.people.rules import Refused
from goldseam.people.tests.browser_forms import PASSPHRASE, sign_up, text_of
from goldseam.vault import words

pytestmark = pytest.mark.django_db
CLOSED = override_settings(SIGN_UP="closed")


def test_a_new_person_lands_on_today_signed_in(client: Client) -> None:
    response = sign_up(client)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.cookies["gs-key"]["httponly"]
    assert client.get("/account/").status_code == 302


def test_the_page_says_what_is_sealed_and_what_no_seal_does(client: Client) -> None:
    said = text_of(client.get("/new/"))
    for told in ("only your passphrase opens it", "could change its programs", "neutral third", "disk shows"):
        assert told in said


@CLOSED
def test_the_first_person_needs_nothing_and_the_second_is_asked_for_a_code(client: Client) -> None:
    assert sign_up(client).status_code == 302
    second = sign_up(Client(), "ben")
    assert second.status_code == 200
    assert "closed to new people" in text_of(second)
    assert Person.objects.count() == 1


@CLOSED
def test_a_door_code_lets_one_person_in_once(ana: Cast) -> None:
    code = actions.make_door_code()
    assert sign_up(Client(), "ben", code=code.upper()).status_code == 302
    assert "opens nothing" in text_of(sign_up(Client(), "cleo", code=code))
    assert Person.objects.count() == 2


@CLOSED
def test_a_door_code_from_its_link_opens_also_with_a_word_that_has_a_hyphen(
    ana: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "drawn", lambda _count: ["otter", "yo-yo", "lamp", "drop-down", "fern", "t-shirt"])
    link = "-".join(actions.make_door_code().split())
    assert sign_up(Client(), "ben", code=link).status_code == 302


@CLOSED
def test_an_invitation_opens_a_closed_server(ana: Cast) -> None:
    words = " ".join(actions.invite(ana.me, own_name="Ana"))
    assert "form" in Client().post("/new/", {"words": words}).content.decode()
    response = sign_up(Client(), "ben", words=words)
    assert response.status_code in (200, 302)
    assert Person.objects.count() == 2
    assert "closed" in text_of(sign_up(Client(), "cleo", words="six words that nobody ever gave"))


@CLOSED
def test_of_two_first_persons_one_is_first(db: None) -> None:
    door = account_actions.door_for(is_open=False, code="", invitation="")
    late = account_actions.door_for(is_open=False, code="", invitation="")
    actions.sign_up("ana", PASSPHRASE, door=door)
    with pytest.raises(Refused, match="closed"):
        actions.sign_up("ben", PASSPHRASE, door=late)
    assert Person.objects.count() == 1


@CLOSED
def test_after_everyone_erased_themselves_a_first_person_may_come_again(db: None) -> None:
    me, _ = actions.sign_up("ana", PASSPHRASE, door=actions.pass_as_first)
    me.person.holder.delete()
    actions.sign_up("ben", PASSPHRASE, door=actions.pass_as_first)


def test_a_form_sent_twice_lands_signed_in(client: Client) -> None:
    sign_up(client)
    again = Client()
    assert sign_up(again)["Location"] == "/"
    assert again.cookies["gs-key"].value
    assert Person.objects.count() == 1


@CLOSED
def test_a_first_form_sent_twice_lands_signed_in_though_it_closed_the_door(client: Client) -> None:
    sign_up(client)
    again = Client()
    assert sign_up(again)["Location"] == "/"
    assert again.cookies["gs-key"].value


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"passphrase": "short"}, "too short"),
        ({"passphrase": "password123"}, "easy to guess"),
        ({"name": "  "}, "choose a name"),
        ({"adult": ""}, "for adults"),
        ({"name": "ben"}, "can’t be had here"),
    ],
)
def test_each_thing_that_can_be_wrong_gets_a_sentence(
    ben: Cast, client: Client, told: dict[str, str], words: str
) -> None:
    response = client.post("/new/", {"name": "ana", "passphrase": PASSPHRASE, "adult": "on", **told})
    assert words in text_of(response)
    assert "Nothing you wrote is lost" in text_of(response)
    assert Person.objects.count() == 1


def test_a_passphrase_never_comes_back_in_a_page(client: Client) -> None:
    response = client.post("/new/", {"name": "", "passphrase": PASSPHRASE, "adult": "on"})
    assert PASSPHRASE not in response.content.decode()


def test_what_was_tried_is_carried_and_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr(carrying, "_takers", {})

    def keep(me: Me, fields: dict[str, str]) -> None:
        kept.append((me.person.username, fields))

    carrying.register("try_", keep)
    page = client.post("/new/", {"try_word": "tired", "other": "dropped"}).content.decode()
    assert 'name="try_word" value="tired"' in page and "dropped" not in page
    sign_up(client, try_word="tired", other="dropped")
    assert kept == [("ana", {"word": "tired"})]


def test_somebody_signed_in_is_sent_on(client: Client) -> None:
    arrive("ben")
    sign_up(client)
    assert client.get("/new/")["Location"] == "/"
