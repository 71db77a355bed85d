"""A form that meets a closed door waits in the page, and nowhere else."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from conftest import PIN, Cast
from goldseam.people import keeping
from goldseam.people.doors import private, signed_in
from goldseam.people.me import Me
from goldseam.people.models import StoredSession
from goldseam.people.tests.browser_forms import hidden_fields, open_private, sign_in, text_of
from goldseam.vault import seam
from goldseam.vault.errors import BackClosed, Missing, StrangeKey

pytestmark = pytest.mark.django_db
WORDS = "a canary sentence <b>that</b> must not get lost\r\nsecond line"


@signed_in
def kept_page(request: HttpRequest, me: Me) -> HttpResponse:
    return HttpResponse(json.dumps(dict(request.POST.lists())))


@private
def private_page(request: HttpRequest, me: Me) -> HttpResponse:
    return HttpResponse(json.dumps(dict(request.POST.lists())))


@private
def breaks(request: HttpRequest, me: Me, how: str) -> HttpResponse:
    raise {"closed": BackClosed(), "missing": Missing(), "strange": StrangeKey()}[how]


def by(who: Cast) -> dict[str, str]:
    """What a page that was drawn for this person puts into each of its forms."""
    request = RequestFactory().get("/")
    request.me = who.me  # type: ignore[attr-defined]
    return {keeping.MARK: keeping.mark_for(request)}


urlpatterns = [
    path("", include("goldseam.site.urls")),
    path("note/", kept_page),
    path("secret-note/", private_page),
    path("breaks/<str:how>/", breaks),
]
handler404 = "goldseam.site.errors.not_found"
HERE = override_settings(ROOT_URLCONF=__name__)


@pytest.fixture(autouse=True)
def _with_pages() -> object:
    cache.clear()
    with HERE:
        yield


def test_a_page_that_was_looked_at_comes_after_the_door(client: Client, ana: Cast) -> None:
    assert client.get("/note/?a=1")["Location"] == "/enter/?next=%2Fnote%2F%3Fa%3D1"
    assert sign_in(client, ana, next="/note/?a=1")["Location"] == "/note/?a=1"


def test_a_form_waits_over_the_sign_in_and_is_sent_once_more(client: Client, ana: Cast) -> None:
    door = client.post("/note/", {"line": WORDS, "mood": ["3", "4"], **by(ana)})
    assert "Your words are still here" in text_of(door)
    assert 'action="/enter/"' in door.content.decode()
    fields = hidden_fields(door)
    again = sign_in(client, ana, **fields)
    assert "Save them now" in text_of(again)
    assert 'action="/note/"' in again.content.decode()
    sent = client.post("/note/", {"line": hidden_fields(again)["line"], "mood": ["3", "4"]})
    assert json.loads(sent.content) == {"line": [WORDS], "mood": ["3", "4"]}


def test_a_wrong_passphrase_in_between_loses_nothing(client: Client, ana: Cast) -> None:
    fields = hidden_fields(client.post("/note/", {"line": WORDS, **by(ana)}))
    wrong = client.post("/enter/", {"name": "ana", "passphrase": "something else", **fields})
    assert hidden_fields(wrong) == fields
    assert hidden_fields(sign_in(client, ana, **hidden_fields(wrong)))["line"] == WORDS


def test_a_form_waits_over_the_pin(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    client.post("/pin/close/")
    door = client.post("/secret-note/", {"line": WORDS})
    assert 'action="/pin/"' in door.content.decode()
    wrong = client.post("/pin/", {"pin": "314159", **hidden_fields(door)})
    assert hidden_fields(wrong) == hidden_fields(door)
    again = client.post("/pin/", {"pin": PIN, **hidden_fields(wrong)})
    assert hidden_fields(again)["line"] == WORDS
    assert json.loads(client.post("/secret-note/", {"line": WORDS}).content) == {"line": [WORDS]}


def test_nothing_of_it_is_stored_anywhere(client: Client, ana: Cast) -> None:
    client.post("/note/", {"line": WORDS})
    assert not any("canary" in str(vars(row)) for row in StoredSession.objects.all())
    assert "gs-session" not in client.cookies


@pytest.mark.parametrize("name", ["passphrase", "new_passphrase", "pin", "prf", "credential", "code"])
def test_a_form_with_a_secret_is_not_kept(client: Client, name: str) -> None:
    response = client.post("/note/", {name: "canary", "line": WORDS})
    assert response["Location"] == "/enter/?next=%2Fnote%2F"
    assert "canary" not in response.content.decode()


NOT_KEPT = "What was typed here belonged to another sign-in, so it was not kept."


def test_each_form_of_a_page_says_whose_it_is_and_tells_nobody_who(client: Client, ana: Cast, ben: Cast) -> None:
    assert keeping.MARK not in client.get("/enter/").content.decode()
    sign_in(client, ana)
    page = client.get("/account/mail/").content.decode()
    assert f'name="{keeping.MARK}" value="{by(ana)[keeping.MARK]}"' in page
    assert page.count(keeping.MARK) == page.count("csrfmiddlewaretoken")
    assert by(ana) != by(ben) and ana.me.person.pk.hex not in by(ana)[keeping.MARK]


def test_after_an_ended_sign_in_the_page_still_knows_whose_form_it_was(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    mark = hidden_fields(client.get("/account/mail/"))[keeping.MARK]
    client.post("/enter/out/")
    door = client.post("/note/", {"line": WORDS, keeping.MARK: mark})
    again = sign_in(client, ana, **hidden_fields(door))
    assert hidden_fields(again)["line"] == WORDS and "again.js" in again.content.decode()
    assert client.post("/note/", {"line": WORDS, keeping.MARK: mark}).status_code == 200


@pytest.mark.parametrize("whose", ["ana", "nobody", "made up"])
def test_whoever_signs_in_over_anothers_form_gets_nothing_of_it(
    client: Client, ana: Cast, ben: Cast, whose: str
) -> None:
    mark = {"ana": by(ana), "nobody": {}, "made up": {keeping.MARK: "x\u00e9"}}[whose]
    door = client.post("/note/", {"line": WORDS, **mark})
    answer = sign_in(client, ben, **hidden_fields(door))
    assert NOT_KEPT in text_of(answer)
    assert "canary" not in answer.content.decode() and "/note/" not in answer.content.decode()


def test_a_browser_that_still_knows_helps_where_the_page_says_nothing(client: Client, ana: Cast, ben: Cast) -> None:
    sign_in(client, ana)
    del client.cookies["gs-key"]  # the keys are gone, but this browser still knows whose it is
    fields = hidden_fields(client.post("/note/", {"line": WORDS}))
    assert NOT_KEPT in text_of(sign_in(Client(), ben, **fields))
    assert "again.js" in sign_in(client, ana, **fields).content.decode()


@pytest.mark.parametrize(
    ("address", "told", "deed"),
    [
        ("/us/part/", {"how": "with-a-word", "farewell": "goodbye then"}, "Leave with a word"),
        ("/us/part/", {"how": "quietly"}, "Leave"),
        ("/us/pause/", {"do": "rest"}, "Pause or go on"),
        ("/account/mail/", {"mark": "none"}, "Change your e-mail"),
    ],
)
def test_what_is_hard_to_undo_is_named_and_never_goes_by_itself(
    client: Client, ana: Cast, address: str, told: dict[str, str], deed: str
) -> None:
    again = sign_in(client, ana, **hidden_fields(client.post(address, {**told, **by(ana)})))
    page = again.content.decode()
    assert "again.js" not in page and "data-again" not in page
    assert f'<button class="button large">{deed}</button>' in page and "Let them go" in page


def test_a_file_is_asked_for_again(client: Client, ana: Cast) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    door = client.post("/note/", {"line": WORDS, "picture": SimpleUploadedFile("canary.png", b"x"), **by(ana)})
    again = sign_in(client, ana, **hidden_fields(door))
    page = again.content.decode()
    assert 'type="file" name="picture"' in page and "multipart/form-data" in page
    assert "again.js" not in page, "nothing goes by itself while a file is missing"
    assert "choose it again" in text_of(again)


@pytest.mark.parametrize("told", [{"line": "x" * 450_000}, {f"f{n}": "x" for n in range(260)}])
def test_what_is_too_long_to_hold_says_so(client: Client, told: dict[str, str]) -> None:
    door = client.post("/note/", told)
    assert "too long to hold" in text_of(door)
    assert "kept_fields" not in hidden_fields(door)


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "/nowhere-at-all/", "note/", ""])
def test_a_kept_form_goes_to_our_own_pages_only(path: str) -> None:
    request = RequestFactory().post("/enter/", {"kept_path": path, "kept_fields": '[["line", "x"]]', "next": path})
    kept = keeping.kept_in(request)
    assert not kept
    assert kept.next == "/"


@pytest.mark.parametrize("fields", ["", "{", "[1]", '[["a"]]', "null", '{"a": 1}', "[" * 9999])
def test_broken_kept_fields_are_let_go(fields: str) -> None:
    request = RequestFactory().post("/enter/", {"kept_path": "/note/", "kept_fields": fields, "next": "/note/"})
    assert not keeping.kept_in(request) or keeping.kept_in(request).fields == []


def test_words_of_markup_stay_words(client: Client, ana: Cast) -> None:
    fields = hidden_fields(client.post("/note/", {'"><script>x</script>': WORDS, **by(ana)}))
    assert b"<script>x" not in sign_in(client, ana, **fields).content


def test_the_vaults_refusals_become_pages(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    assert client.get("/breaks/closed/")["Location"].startswith("/pin/")
    assert client.get("/breaks/missing/").status_code == 404
    changed = client.get("/breaks/strange/")
    assert changed.status_code == 409
    assert "Something was changed on the server" in text_of(changed)
    assert "nothing you wrote was lost" in text_of(changed)


def test_a_private_half_that_closes_while_writing_keeps_the_words(client: Client, ana: Cast) -> None:
    sign_in(client, ana)
    with seam.pretend_it_is(seam.now() + timedelta(minutes=3)):
        fields = hidden_fields(client.post("/secret-note/", {"line": WORDS}))
        assert dict(json.loads(fields["kept_fields"]))["line"] == WORDS
        assert open_private(client).status_code == 302
