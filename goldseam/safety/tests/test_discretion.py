"""Headers on every answer, and no change that another site asks for."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from goldseam.safety.middleware import _HEADERS
from goldseam.safety.tests.conftest import fetch

pytestmark = pytest.mark.urls("goldseam.safety.tests.urls")
ANSWERS = ["/help/", "/exit/", "/away/", "/nowhere/", "/breaks/", "/change/", "/static/ui/goldseam.css"]


def missing(address: str) -> list[str]:
    answer = fetch(address)
    wrong = [name for name, value in _HEADERS.items() if answer.headers.get(name) != value]
    if not address.startswith("/static/") and answer.headers.get("Cache-Control") != "no-store":
        wrong.append("Cache-Control")
    return wrong


@pytest.mark.parametrize("address", ANSWERS)
def test_every_kind_of_answer_carries_the_headers(address: str) -> None:
    assert missing(address) == []


def test_a_house_without_the_middleware_is_noticed() -> None:
    with override_settings(MIDDLEWARE=["whitenoise.middleware.WhiteNoiseMiddleware"]):
        assert missing("/help/")


def test_static_files_may_be_kept_by_the_browser() -> None:
    assert fetch("/static/ui/goldseam.css").headers.get("Cache-Control") != "no-store"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_a_change_asked_for_by_another_site_is_refused(site: str) -> None:
    assert Client().post("/change/", headers={"sec-fetch-site": site}).status_code == 403


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {}])
def test_a_change_from_our_own_page_passes(headers: dict[str, str]) -> None:
    assert Client().post("/change/", headers=headers).status_code == 200


def test_reading_from_elsewhere_is_only_reading() -> None:
    assert Client().get("/help/", headers={"sec-fetch-site": "cross-site"}).status_code == 200


def test_all_powers_but_passkeys_and_copying_are_off() -> None:
    policy = Client().get("/help/").headers["Permissions-Policy"].split(", ")
    open_ones = [one for one in policy if not one.endswith("=()")]
    assert {"geolocation=()", "camera=()", "microphone=()"} <= set(policy)
    assert open_ones == [
        "publickey-credentials-get=(self)",
        "publickey-credentials-create=(self)",
        "clipboard-write=(self)",
    ]
