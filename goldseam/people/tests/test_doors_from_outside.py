"""What somebody without an account can do too often, and what an error page hands back."""

import pytest
from django.test import Client, override_settings

from conftest import Cast
from goldseam.people import actions
from goldseam.people.models import Person
from goldseam.vault import seam, sessions
from goldseam.vault.models import Session

TEN_WORDS = "one two three four five six seven eight nine ten"


def sign_up(words: str, name: str) -> int:
    sent = {"name": name, "passphrase": f"{name} walks by the sea", "adult": "on", "words": words}
    return int(Client().post("/new/", sent).status_code)


@override_settings(SIGN_UP="closed")
def test_six_words_make_one_account_on_a_closed_server(ana: Cast) -> None:
    words = " ".join(actions.invite(ana.me, own_name="Ana"))
    for name in ("dora", "emil", "dora"):  # the last is the same form, sent twice
        assert sign_up(words, name) == 200
    assert set(Person.objects.values_list("username", flat=True)) == {"ana", "dora"}


@pytest.mark.django_db
def test_looking_at_words_has_a_limit_because_each_look_is_a_slow_run() -> None:
    browser = Client()
    answers = [browser.post("/join/", {"words": "a b c d e f"}).status_code for _ in range(31)]
    assert answers == [404] * 30 + [429]
    assert browser.get("/help/").status_code == 200


@pytest.mark.django_db
def test_an_error_page_never_shows_the_recovery_sheet() -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/enter/back/", {"name": "ana", "sheet": TEN_WORDS, "passphrase": "a new one of mine"})
    assert answer.status_code == 403
    assert TEN_WORDS not in answer.content.decode()


@pytest.mark.django_db
def test_an_error_page_never_shows_a_form_on_its_way_through_a_door() -> None:
    """It lay in hidden fields, and whoever signs in over it may be somebody else."""
    browser = Client(enforce_csrf_checks=True)
    kept = {"kept_path": "/checkin/", "kept_fields": '[["line", "I am so tired"]]', "name": "ben", "passphrase": "x"}
    assert "I am so tired" not in browser.post("/enter/", kept).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/try/", "/enter/"])
def test_an_error_page_says_nothing_that_another_site_sent(address: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(address, {"note": "ring this number now"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "ring this number now" not in answer.content.decode()


def test_a_window_raised_on_the_disk_closes_all_the_same(ana: Cast) -> None:
    Session.objects.update(back_seconds=10**6)
    sessions.open_with_pin(ana.keyring, ana.cookie, "271828")
    end = Session.objects.get().back_end
    assert end is not None
    assert (end - seam.now()).total_seconds() <= sessions.BACK_SECONDS_MOST
