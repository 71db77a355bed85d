"""Where it is counted how often somebody tried, nobody pushes a count out by trying from many addresses."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.core.cache import cache
from django.test import RequestFactory

from goldseam.site import limits


def test_wrong_codes_stay_counted_while_many_addresses_try_other_things(settings: Any) -> None:
    settings.CACHES = {"default": limits.counted_in({"ENGINE": "django.db.backends.sqlite3"})}
    request = RequestFactory().post("/enter/code/")
    while ratelimit.consume(request, action="wrong_code", key="ana"):
        pass
    for number in range(5000):
        request.META["REMOTE_ADDR"] = f"2001:db8:0:{number:x}::1"
        ratelimit.consume(request, action="join")
    assert not ratelimit.consume(request, action="wrong_code", key="ana", dry_run=True)
    cache.clear()
