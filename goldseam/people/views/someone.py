"""Somebody may have got in: new keys for everything, on one calm page.

The private half isn't asked for: whose PIN was seen and changed by somebody else must be able to come here. The
passphrase is.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from goldseam.people import account_actions, signing_in, ways_in
from goldseam.people.doors import signed_in
from goldseam.people.forms_account import ChangePassphraseForm
from goldseam.people.me import Me
from goldseam.people.rules import Refused, require_other_passphrase
from goldseam.people.views import account
from goldseam.vault import sessions


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def someone(request: HttpRequest, me: Me) -> HttpResponse:
    form = ChangePassphraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _renewed(request, me, form.cleaned_data["passphrase"], form.cleaned_data["new_passphrase"])
        except Refused as refused:
            form.refuse(refused, "passphrase" if refused.code in ("passphrase-wrong", "too-many") else "new_passphrase")
    return render(request, "people/someone.html", {"form": form, "place": "me"})


def _renewed(request: HttpRequest, me: Me, old: str, new: str) -> HttpResponse:
    """Signed in anew, on this device only, with the new sheet on the page. Raises Refused."""
    pass_key = ways_in.require_passphrase(request, me, old)
    require_other_passphrase(new, old)
    stay = sessions.is_long(me.keyring)
    me, drawn = account_actions.new_keys(me, pass_key, new)
    me = signing_in.begin(request, me.person, me.keyring, stay=stay)
    return account.sheet_page(request, me, account_actions.sheet_of(me, drawn), why="someone")
