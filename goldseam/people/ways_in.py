"""The ways in, each through allauth's stages: passphrase, code, passkey. They end in open keys or in nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login
from allauth.account.internal.stagekit import clear_login, stash_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.core import ratelimit
from allauth.mfa.base.forms import AuthenticateForm
from django.core.exceptions import ValidationError

from goldseam.people import signing_in
from goldseam.people.rules import Refused, plain_passphrase
from goldseam.people.stages import CodeStage
from goldseam.vault import holders, pendings
from goldseam.vault.errors import Missing, WrongSecret

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from goldseam.people.me import Me
    from goldseam.people.models import Person
    from goldseam.vault.holders import PassKey
    from goldseam.vault.keyring import Keyring


def by_passphrase(request: HttpRequest, name: str, passphrase: str, *, stay: bool, onward: str) -> HttpResponse | None:
    """The way on, or None when name and passphrase don't fit. Raises Tampered, Refused("too-many") by address."""
    try:
        person = get_adapter(request).authenticate(request, username=name, password=passphrase)
    except ValidationError as error:
        raise Refused("too-many") from error
    if person is None:
        return None
    keyring = holders.open_by_fitting(person.holder, request.gs_pass_key)  # type: ignore[attr-defined]
    return by_keys(request, person, keyring, stay=stay, onward=onward)


def by_keys(
    request: HttpRequest, person: Person, keyring: Keyring | None, *, stay: bool, onward: str, passkey: bool = False
) -> HttpResponse:
    """Through allauth's stages with keys that were opened in this request; None signs in with nothing open."""
    request.gs_keyring, request.gs_stay, request.gs_by_passkey = keyring, stay, passkey  # type: ignore[attr-defined]
    response: HttpResponse = perform_login(request, Login(user=person, redirect_url=onward))
    return response


def waiting(request: HttpRequest) -> CodeStage | None:
    """The sign-in of this browser that waits for a code, if there is one."""
    stage: CodeStage | None = LoginStageController.enter(request, CodeStage.key)
    return stage


def by_code(request: HttpRequest, stage: CodeStage, code: str) -> HttpResponse | None:
    """The way on, or None for a wrong code. Raises Refused: begin again.

    "too-many": of this sign-in. "codes-too-many": of this account in a day, in however many sign-ins.
    """
    account = str(stage.login.user.pk)
    if not ratelimit.consume(request, action="wrong_code", key=account, dry_run=True):
        pendings.forget(stage.pending_id)
        turn_back(request)
        raise Refused("codes-too-many")
    form = AuthenticateForm(data={"code": "".join(code.split())}, user=stage.login.user)
    if not form.is_valid():
        ratelimit.consume(request, action="wrong_code", key=account)
        if stage.was_wrong():
            turn_back(request)
            raise Refused("too-many")
        stash_login(request, stage.login)
        return None
    try:
        keyring = pendings.take(stage.pending_id, signing_in.wait_cookie_of(request))
    except (Missing, WrongSecret) as error:
        turn_back(request)
        raise Refused("waited-too-long") from error
    request.gs_keyring, request.gs_stay = keyring, stage.state["stay"]  # type: ignore[attr-defined]
    request.gs_wait = None  # type: ignore[attr-defined]
    response: HttpResponse = stage.exit()
    return response


def turn_back(request: HttpRequest) -> None:
    """Gives a waiting sign-in up."""
    clear_login(request)
    request.gs_wait = None  # type: ignore[attr-defined]


def pass_key_again(request: HttpRequest, me: Me, passphrase: str) -> PassKey | None:
    """The passphrase of somebody who is signed in. Tries count on this very device: nobody else can use them up.

    Raises Refused("too-many").
    """
    device = me.keyring.require_session().hex
    usage = ratelimit.consume(request, action="reauthenticate", key=device)
    if not usage:
        raise Refused("too-many")
    pass_key = holders.pass_key_of(me.person.holder, plain_passphrase(passphrase))
    return pass_key if me.person.check_password(pass_key.verifier) else None


def require_passphrase(request: HttpRequest, me: Me, passphrase: str) -> PassKey:
    """As above. Raises Refused also for a wrong one."""
    pass_key = pass_key_again(request, me, passphrase)
    if pass_key is None:
        raise Refused("passphrase-wrong")
    return pass_key


def require_not_too_often(request: HttpRequest, action: str) -> None:
    """By address. Raises Refused("too-many")."""
    if not ratelimit.consume(request, action=action):
        raise Refused("too-many")
