"""`/livez` and `/readyz`, for whatever looks after the server: one neutral word, the same for everybody, and no log.

A check may come by any name (a container's, an address): so what it asked is replaced whole, before Django sees it,
by the plainest request for the same page. Nothing of the asker reaches anything, and no foreign name is believed.
"""

from __future__ import annotations

from threading import Event

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from goldseam.site import migrations_known
from goldseam.site.bodies import Scope
from goldseam.site.errors import without_a_line

ADDRESSES = frozenset({"/livez", "/readyz"})
warm = Event()  # set by `warming`, when the first real page would be no slower than the next


def blind(scope: Scope) -> Scope:
    """The plainest request for the same page, by the name that is ours."""
    name = settings.ALLOWED_HOSTS[0].encode()
    return {**scope, "query_string": b"", "root_path": "", "client": None, "headers": [(b"host", name)]}


@require_safe
def livez(_request: HttpRequest) -> HttpResponse:
    """This process answers. It asks nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Pages can be had: the database answers and is up to date, and all is warm."""
    if warm.is_set() and _database_is_ready():
        return HttpResponse("ok", content_type="text/plain")
    return without_a_line(HttpResponse("wait", content_type="text/plain", status=503))


def _database_is_ready() -> bool:
    try:
        return migrations_known.all_applied()
    except DatabaseError:
        return False
