"""Makes what a later Goldseam has to open: run with a release's own code, as docs/self-hosting/upgrading.md says.

    cd RELEASE && python /path/to/tests/releases/make.py EMPTY_FOLDER

The folder then holds a backup, the two files that are kept apart, the whole data folder as it lay there, and what the
people of it know. It is the example pair and a few more; nobody's words but the demo's are in it. After the backup
some things are erased, taken back and changed, so that the ledger has something to say.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any
from uuid import UUID

PIN = "271828"
PEOPLE = ("ana", "ben", "cleo", "dara", "eli")
ROUND = UUID(int=7)
IN_THE_FOLDER = ("goldseam.sqlite3", "server.key", "django.key", "ledger.jsonl", "version.json")
told: dict[str, Any] = {"pin": PIN, "people": {}, "reads": {}, "gone": [], "round": {}}


def main(folder: Path) -> None:
    data = folder / "data"
    from goldseam.site import start_up

    place = start_up.enter(str(data))
    lock = start_up.take(place)
    start_up.migrate(place, tell=False)
    people = before_the_backup()
    command = [
        sys.executable,
        "-m",
        "goldseam.site.cli",
        "backup",
        str(folder / "backup.goldseam"),
        "--data",
        str(data),
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after_the_backup(people)
    leave_whole()
    lock.close()
    pack(folder, data)


def before_the_backup() -> dict[str, Any]:
    people = demo_pair()
    for name in ("cleo", "dara", "eli"):
        people[name] = sign_up(name)
    bring_together(people["dara"], people["eli"])
    for name in PEOPLE:
        keep_a_line(people, name, "line")
    a_round(people)
    an_account(people["cleo"])
    from goldseam.people import actions
    from goldseam.people.rules import Leaving

    told["invitation"] = " ".join(actions.invite(people["cleo"], own_name="Cleo"))
    people["ana"] = new_keys(people["ana"])
    actions.make_door_code()
    actions.pause(people["dara"])
    actions.leave(people["eli"], Leaving.WITH_A_WORD, word="kestrel last word of eli")
    return people


def after_the_backup(people: dict[str, Any]) -> None:
    from goldseam.growth import actions as growth
    from goldseam.road import actions as road

    kept = keep_a_line(people, "ana", "erasedline", is_gone=True)
    growth.erase_check_in(people["ana"], kept)
    erase_one_of_the_backup(people)
    people["ben"] = new_passphrase(people["ben"])
    people["dara"] = new_keys(people["dara"])
    road.erase(people["eli"])
    del told["people"]["eli"], told["reads"]["eli"]


# -- deeds --------------------------------------------------------------------------------------------------------


def demo_pair() -> dict[str, Any]:
    from goldseam.site import demo
    from goldseam.site.demo import Account

    people: dict[str, Any] = {}
    sign = demo._sign_up

    def known(name: str) -> Account:
        told["people"][name] = f"{name} walks by the slow river"
        return Account(name, told["people"][name], PIN, "partner")

    def noted(account: Account) -> Any:
        people[account.name] = sign(account)
        return people[account.name]

    demo._new_account, demo._sign_up = known, noted
    demo.fill()
    return people


def sign_up(name: str) -> Any:
    from goldseam.people import account_actions, actions
    from goldseam.vault import sessions

    told["people"][name] = f"{name} walks by the slow river"
    me, _sheet = actions.sign_up(name, told["people"][name])
    keyring, cookie = sessions.begin(me.keyring, stay=True, label="phone")
    account_actions.choose_pin(me.with_keyring(keyring), cookie, PIN)
    return me


def bring_together(one: Any, other: Any) -> None:
    from goldseam.people import actions, rules
    from goldseam.vault import invites

    words = actions.invite(one, own_name="Dara")
    actions.join(other, invites.keys_of(" ".join(words)), own_name="Eli", agreed_to=rules.RULE_VERSION)
    actions.let_in(one)


def keep_a_line(people: dict[str, Any], name: str, what: str, *, is_gone: bool = False) -> UUID:
    from goldseam.growth import actions as growth
    from goldseam.growth.rules import Answers

    words = f"kestrel {what} of {name}"
    if is_gone:
        told["gone"].append(words)
    else:
        told["reads"].setdefault(name, []).append(words)
    return growth.keep_check_in(people[name], Answers({"closeness": 40, "tension": 61}, line=words))


def a_round(people: dict[str, Any]) -> None:
    """Both answer; each comes by again; it is open."""
    from goldseam.people import access
    from goldseam.vault import rounds

    together = access.togetherness_of(people["ana"])
    assert together is not None
    for name in ("ana", "ben"):
        rounds.commit(people[name].keyring, together.circle, ROUND, "a text", {"why": f"kestrel answer of {name}"})
    for name in ("ana", "ben"):
        rounds.visit(people[name].keyring, together.circle)
    told["round"] = {"id": ROUND.hex, "answers": [f"kestrel answer of {name}" for name in ("ana", "ben")]}


def an_account(me: Any) -> None:
    from allauth.mfa.totp.internal.auth import TOTP

    from goldseam.people import account_actions, factors
    from goldseam.vault import holders

    account_actions.keep_mail(me, "mine", "kestrel@example.org")
    told["mail"] = "kestrel@example.org"
    told["code_secret"] = factors.new_code_secret()
    TOTP.activate(me.person, told["code_secret"])
    holders.wrap_for_passkey(me.person.holder, me.keyring, "a-passkey", bytes(range(32)))


def new_keys(me: Any) -> Any:
    from goldseam.people import account_actions
    from goldseam.vault import holders

    name = me.person.username
    old = holders.pass_key_of(me.person.holder, told["people"][name])
    told["people"][name] = f"{name} walks by the wide river"
    return account_actions.new_keys(me, old, told["people"][name])[0]


def new_passphrase(me: Any) -> Any:
    from goldseam.people import account_actions
    from goldseam.vault import holders

    name = me.person.username
    old = holders.pass_key_of(me.person.holder, told["people"][name])
    told["people"][name] = f"{name} walks by the wide river"
    keyring, told["bens_sheet"] = account_actions.change_passphrase(me, old, told["people"][name])
    return me.with_keyring(keyring)


def erase_one_of_the_backup(people: dict[str, Any]) -> None:
    """One check-in that the backup holds goes, and one that Ben showed is taken back."""
    from goldseam.growth import access
    from goldseam.growth import actions as growth
    from goldseam.people.me import Me

    ana, ben = (Me(people[name].person, people[name].keyring) for name in ("ana", "ben"))
    first = next(
        each for each in access.own_of(ana).check_ins if each.answers.line and "kestrel" not in each.answers.line
    )
    growth.erase_check_in(ana, first.id)
    told["gone"].append(first.answers.line)
    shown = [each for each in access.shown_to(ben).slices if each.is_mine]
    growth.take_back(ben, shown[0].id)
    told["shown_by_ben"] = len(shown) - 1


# -- files --------------------------------------------------------------------------------------------------------


def leave_whole() -> None:
    """One file, without a log beside it."""
    from django.db import connection

    from goldseam.vault import ledger

    ledger.flush()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def pack(folder: Path, data: Path) -> None:
    for name in ("server.key", "ledger.jsonl"):
        (folder / name).write_bytes((data / name).read_bytes())
    with tarfile.open(folder / "data.tar.xz", "w:xz") as packed:
        for name in IN_THE_FOLDER:
            packed.add(data / name, arcname=name)
    with tarfile.open(folder / "backup.tar.xz", "w:xz") as packed:
        packed.add(folder / "backup.goldseam", arcname="backup.goldseam")
    (folder / "backup.goldseam").unlink()
    (folder / "told.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    for left in sorted(data.rglob("*"), reverse=True):
        left.rmdir() if left.is_dir() else left.unlink()
    data.rmdir()


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    main(Path(sys.argv[1]).resolve())
