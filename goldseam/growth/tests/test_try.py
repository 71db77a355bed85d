"""The one small thing: public, without a session, storing nothing, and first to be kept when somebody signs up."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from goldseam.growth import access, content, tried
from goldseam.growth.tests.browser import answers, words_of
from goldseam.people import carrying
from goldseam.people.models import StoredSession
from goldseam.people.tests.browser_forms import sign_up
from goldseam.vault.models import Mine

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
TOLD = {"go": "1", "closeness": "20", "closeness_out": "on", "tension": "80", "need": "heard"}


def test_it_says_something_back_from_the_answers(client: Client, db: None) -> None:
    page = words_of(client.post(reverse("try"), TOLD))
    assert content.sentence("closeness-low.tension-high") in page
    assert "You wish to be listened to." in page and 'role="img"' in page
    assert page.count('class="lead"') == 2


def test_it_stores_nothing_and_sets_no_cookie_but_the_forms_own(client: Client, db: None) -> None:
    client.get(reverse("try"))
    client.post(reverse("try"), TOLD)
    assert set(client.cookies) <= {"gs-csrf"}
    assert not Mine.objects.exists() and not StoredSession.objects.exists()


def test_it_needs_at_most_five_taps_from_its_first_page() -> None:
    """Welcome: one tap. Two sliders, one choice, one button: four more; then the sentence is there."""
    from goldseam.growth.forms import TryForm

    fields = [name for name in TryForm().fields if not name.endswith("_out")]
    assert 1 + len(fields) + 1 <= 6


def test_one_answer_is_enough_and_none_gets_a_kind_sentence(client: Client, db: None) -> None:
    assert "to be listened to" in words_of(client.post(reverse("try"), {"go": "1", "need": "heard"}))
    response = client.post(reverse("try"), {"go": "1", "closeness": "50", "closeness_out": "on"})
    assert response.status_code == 400 and "is enough" in words_of(response)


@pytest.mark.parametrize("told", [{"closeness": "101"}, {"closeness": "x"}, {"need": "revenge"}, {"tension": "-5"}])
def test_bad_input_gets_a_sentence(client: Client, db: None, told: dict[str, str]) -> None:
    response = client.post(reverse("try"), {"go": "1"} | told)
    assert response.status_code == 400 and "Nothing you wrote is lost." in words_of(response)


def test_the_answers_go_on_in_the_form_that_leads_to_an_account(client: Client, db: None) -> None:
    page = words_of(client.post(reverse("try"), TOLD))
    onward = page.partition(f'action="{reverse("new")}"')[2].partition("</form>")[0]
    fields = dict(HIDDEN.findall(onward))
    assert {name: fields[name] for name in fields if name.startswith("try_")} == {
        "try_closeness": "20",
        "try_tension": "80",
        "try_need": "heard",
    }


def test_an_invitation_passes_through_both_pages(client: Client, db: None) -> None:
    carried = {"carry_words": "one two <three>", "other": "no"}
    first = words_of(client.post(reverse("try"), carried))
    assert 'name="carry_words" value="one two &lt;three&gt;"' in first and "no" not in dict(HIDDEN.findall(first))
    assert 'role="alert"' not in first
    second = words_of(client.post(reverse("try"), TOLD | carried))
    assert second.count('name="carry_words" value="one two &lt;three&gt;"') == 2


def test_what_is_carried_is_bounded(client: Client, db: None) -> None:
    carried = {f"carry_{number}": "x" for number in range(40)} | {"carry_long": "y" * 3000, 'carry_"><b': "z"}
    page = words_of(client.post(reverse("try"), TOLD | carried))
    onward = page.partition(f'action="{reverse("new")}"')[2].partition("</form>")[0]
    assert sum(name.startswith("carry_") for name, _ in HIDDEN.findall(onward)) == 12
    assert "yyyy" not in page and "<b" not in onward.replace("<button", "")


def test_it_becomes_the_first_check_in(ana: Cast) -> None:
    given = answers(closeness=20, tension=80, need="heard")
    carrying.hand_on(ana.me, tried.as_fields(given))
    (kept,) = access.own_of(ana.me).check_ins
    assert kept.answers == given


@pytest.mark.parametrize("told", [{"try_closeness": "999"}, {"try_closeness": "²"}, {"try_x": "1"}, {"try_need": "no"}])
def test_what_no_page_of_ours_sends_does_not_stand_in_the_way(ana: Cast, told: dict[str, str]) -> None:
    carrying.hand_on(ana.me, told)
    assert access.own_of(ana.me).check_ins == []


def test_from_trying_to_an_account_nothing_is_lost(client: Client, db: None) -> None:
    page = words_of(client.post(reverse("try"), TOLD))
    onward = page.partition(f'action="{reverse("new")}"')[2].partition("</form>")[0]
    fields = {name: value for name, value in HIDDEN.findall(onward) if name.startswith("try_")}
    sign_up_page = words_of(client.post(reverse("new"), fields))
    assert all(f'name="{name}" value="{value}"' in sign_up_page for name, value in fields.items())
    assert sign_up(client, **fields).status_code == 302
    assert Mine.objects.count() == 1
