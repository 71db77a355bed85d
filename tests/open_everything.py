"""Opens what the people of a release's data know, as they would at their next visit, and says what was found.

Run as `python tests/open_everything.py FOLDER TOLD.json`; the last line is JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from goldseam.people.me import Me


def main(folder: str, told: dict[str, Any]) -> None:
    from goldseam.site import start_up

    start_up.enter(folder)
    found = {name: visit(name, passphrase, told) for name, passphrase in told["people"].items()}
    print(json.dumps(found))


def visit(name: str, passphrase: str, told: dict[str, Any]) -> dict[str, Any]:
    """A sign-in, what it tends to, and then everything that this person can open."""
    from goldseam.people import access
    from goldseam.people.me import Me
    from goldseam.vault import checkup, holders, standing, upkeep

    with standing.keeper():
        person = access.person_named(name)
        assert person is not None
        keyring = holders.open_by_pass_key(person.holder, holders.pass_key_of(person.holder, passphrase))
        upkeep.tend(keyring)
        found = checkup.checkup(keyring)
        seen: dict[str, Any] = {"faults": found.faults, "rows": found.rows}
        return {**seen, **read(Me(person, keyring), name, told)}


def read(me: Me, name: str, told: dict[str, Any]) -> dict[str, Any]:
    from goldseam.growth import access as growth
    from goldseam.people import access as people
    from goldseam.people import account_actions, factors
    from goldseam.vault import holders, rounds

    seen: dict[str, Any] = {"lines": [each.answers.line for each in growth.own_of(me).check_ins]}
    together = people.togetherness_of(me)
    if together is not None:
        slices = growth.shown_to(me).slices
        seen["shown"] = sum(each.is_mine for each in slices)
        seen["partner"] = together.partner_name
    if name in ("ana", "ben") and together is not None:
        opened = rounds.result(me.keyring, together.circle, UUID(told["round"]["id"]))
        seen["round"] = sorted(answer.answers["why"] for answer in (opened or {}).values())
    if name == "cleo":
        seen["mail"] = account_actions.mail_of(me).address
        seen["codes"] = factors.has_codes(me.person)
        seen["code_secret"] = code_secret(me)
        seen["passkey"] = bool(holders.open_by_passkey(me.person.holder, "a-passkey", bytes(range(32))))
    return seen


def code_secret(me: Me) -> str:
    """What the authenticator app and the server share, opened with the server's key."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP
    from allauth.mfa.utils import decrypt

    kept = Authenticator.objects.get(user=me.person, type=Authenticator.Type.TOTP)
    return str(decrypt(TOTP(kept).instance.data["secret"]))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main(sys.argv[1], json.loads(Path(sys.argv[2]).read_text()))
