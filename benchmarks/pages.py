"""What our pages cost, against a plain Django page with three queries, in turns in one run.

Seconds differ from machine to machine and from minute to minute; ratios hold. Both sides go through the same way in,
on the same database; what is counted is the processor's time, and the median of the rounds is shown.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from goldseam.site import start_up

ROUNDS, PAGES, WARM = 7, 40, 10
ADDRESSES = ("/", "/talk/", "/us/", "/me/", "/me/check-in/", "/help/")
PLAIN = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def scope_of(address: str, cookies: str) -> dict[str, Any]:
    return {
        "type": "http",
        "method": "GET",
        "path": address,
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"cookie", cookies.encode())],
        "server": ("localhost", 8000),
    }


def milliseconds(handler: Any, address: str, cookies: str, pages: int) -> float:
    begun = time.process_time()
    for _ in range(pages):
        status, _, _ = handler.page(scope_of(address, cookies), BytesIO())
        if status != 200:
            raise SystemExit(f"{address} answered {status}: a wrong page must not count as a fast one.")
    return (time.process_time() - begun) / pages * 1000


def signed_in(name: str, passphrase: str) -> str:
    """The cookies of a browser in which this person has just signed in."""
    from django.conf import settings
    from django.test import RequestFactory

    from goldseam.people import access, signing_in
    from goldseam.people.sessions import SessionStore
    from goldseam.vault import holders

    person = access.person_named(name)
    assert person is not None
    request: Any = RequestFactory().get("/")
    request.session = SessionStore()
    keyring = holders.open_by_pass_key(person.holder, holders.pass_key_of(person.holder, passphrase))
    signing_in.begin(request, person, keyring, stay=False)
    request.session.save()
    value = request.gs_new_cookie[0]
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}; {settings.KEY_COOKIE_NAME}={value}"


def main() -> None:
    with tempfile.TemporaryDirectory() as passing:
        place = start_up.enter(passing)
        start_up.migrate(place, tell=False)
        start_up.gather_static(place)
        from django.test import override_settings

        from goldseam.site import demo
        from goldseam.site.one_hop import OneHop

        ana = demo.fill()[0]
        cookies = signed_in(ana.name, ana.passphrase)
        ours = OneHop()
        with override_settings(ROOT_URLCONF="benchmarks.plain_page", MIDDLEWARE=PLAIN):
            plain = OneHop()
        compare(ours, plain, cookies)


def compare(ours: Any, plain: Any, cookies: str) -> None:
    from django.test import override_settings
    from django.urls import clear_url_caches

    spent: dict[str, list[float]] = {"plain": [], **{address: [] for address in ADDRESSES}}
    for turn in range(ROUNDS + 1):
        with override_settings(ROOT_URLCONF="benchmarks.plain_page"):
            clear_url_caches()
            milliseconds(plain, "/", cookies, WARM)
            spent["plain"].append(milliseconds(plain, "/", cookies, PAGES))
        clear_url_caches()
        for address in ADDRESSES:
            milliseconds(ours, address, cookies, 2)
            spent[address].append(milliseconds(ours, address, cookies, PAGES // 2))
        print(f"round {turn} of {ROUNDS}", file=sys.stderr, flush=True)
    print(f"{'page':<16}{'CPU ms':>8}{'× a plain page':>16}{'   rounds from–to'}")
    for name, rounds in spent.items():
        kept = rounds[1:]  # the first is for getting warm
        ratios = [one / base for one, base in zip(kept, spent["plain"][1:], strict=True)]
        middle = statistics.median(ratios)
        print(f"{name:<16}{statistics.median(kept):>8.2f}{middle:>16.2f}   {min(ratios):.2f}–{max(ratios):.2f}")


if __name__ == "__main__":
    main()
