"""What somebody is still writing in a talk saves itself: sent by a script, answered without a page."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from goldseam.dialogue import drafts, forms, wording
from goldseam.dialogue.rules.acts import Refused
from goldseam.people import signing_in
from goldseam.people.doors import signed_in
from goldseam.people.me import Me
from goldseam.vault import sessions
from goldseam.vault.errors import Missing

TEXT = "text/plain; charset=utf-8"


@require_POST
@signed_in
def draft(request: HttpRequest, me: Me, talk_id: UUID) -> HttpResponse:
    """Also with the private half closed, and while things rest: a draft is one's own. Typing is a sign of life."""
    place = request.POST.get("draft", "")
    try:
        drafts.keep(me, talk_id, place, forms.words_of(request.POST, drafts.deed_at(place)))
    except Refused as refused:
        return HttpResponse(str(wording.refusal(refused.code)), status=400, content_type=TEXT)
    with suppress(Missing):  # the sign-in may have ended in this very moment
        sessions.stay_open(me.keyring, signing_in.cookie_of(request))
    return HttpResponse(status=204)
