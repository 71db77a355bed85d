"""No job, command or signal opens the vault: keys come out of a person's own request, and from nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from goldseam.reminders import choosing
from goldseam.reminders.tests.post_office import Office
from goldseam.site import health, tidying
from goldseam.vault import keyring as keyrings
from goldseam.vault import verify
from tests import house

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "goldseam"

# Where a Keyring is made, and from what. Nothing else in the house calls its name.
MADE_IN = {
    "goldseam/vault/holders.py: make_holder": "a new person's keys",
    "goldseam/vault/holders.py: _open": "a passphrase, a passkey's secret or a recovery sheet",
    "goldseam/vault/sessions.py: keyring_of": "a cookie's value",
    "goldseam/vault/pendings.py: take": "the cookie of a sign-in that waits for its code",
    "goldseam/vault/change.py: _fresh": "new keys, from open old ones",
    "goldseam/vault/mine.py: mend_sum_after_restore": "an older front, from the open one",
}
OPENING = {
    "keyring_of", "open_by_pass_key", "open_by_passkey", "open_by_recovery", "open_with_pin", "open_with_pass_key",
    "make_holder", "take",
}  # fmt: skip
DEMO = HOUSE / "site" / "demo.py"
"""It makes people of its own, in a folder of its own, and knows their passphrases because it drew them."""


def ours() -> list[Path]:
    return [file for file in HOUSE.rglob("*.py") if "tests" not in file.parts and "migrations" not in file.parts]


def calls(tree: ast.AST) -> Iterator[tuple[str, str, str]]:
    """Every call in a file: in which function, of what, by which name."""
    for outer in ast.walk(tree):
        if isinstance(outer, ast.FunctionDef):
            for node in ast.walk(outer):
                if isinstance(node, ast.Call):
                    whose = node.func.value if isinstance(node.func, ast.Attribute) else None
                    name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
                    yield outer.name, getattr(whose, "id", ""), name


def makers(files: list[Path]) -> set[str]:
    return {
        f"{file.relative_to(ROOT)}: {function}"
        for file in files
        for function, _, name in calls(ast.parse(file.read_text()))
        if name == "Keyring"
    }


def receivers(source: str) -> list[str]:
    """Functions that Django would call by itself."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            owner = getattr(node.func, "value", None)
            whose = getattr(owner, "attr", "") or getattr(owner, "id", "")
            if name == "receiver" or (name == "connect" and whose not in ("sqlite3", "AsyncConnection")):
                found.append(name)
    return found


def opens_in(source: str) -> set[str]:
    vault = {"sessions", "holders", "pendings"}
    return {name for _, whose, name in calls(ast.parse(source)) if name in OPENING and whose in vault}


def test_keys_are_made_in_few_places_and_each_is_known() -> None:
    files = ours()
    found = makers(files)
    print(f"{len(files)} files looked at; a Keyring is made in {len(found)} places")
    assert found == set(MADE_IN)


LISTENED_TO = {
    "goldseam/vault/apps.py": ["connect"] * 3,  # both ends of a request, and the end of a migration: the second wall
    "goldseam/live/apps.py": ["connect"],  # a sign-in that is gone: its streams end
}


def test_no_signal_is_listened_to_but_those_that_only_close() -> None:
    found = {str(file.relative_to(ROOT)): names for file in ours() if (names := receivers(file.read_text()))}
    assert found == LISTENED_TO
    assert receivers("from x import post_save\n@receiver(post_save)\ndef f(): ...\npost_save.connect(f)\n") == [
        "receiver",
        "connect",
    ]


def test_no_command_and_no_job_names_a_way_that_opens() -> None:
    jobs = (HOUSE / "site", HOUSE / "reminders")
    files = [file for file in ours() if file != DEMO and any(file.is_relative_to(job) for job in jobs)]
    print(f"{len(files)} files of commands and jobs looked at")
    assert len(files) > 20
    assert {str(file): found for file in files if (found := opens_in(file.read_text()))} == {}
    assert opens_in("def job():\n    sessions.keyring_of(1, 2)\n") == {"keyring_of"}


@pytest.mark.django_db
def test_jobs_and_commands_do_their_work_where_no_key_can_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    people = house.settle()
    choosing.try_it(people.people["ana"].me)
    office = Office()

    def never(_self: object, *_args: object, **_kwargs: object) -> None:
        raise AssertionError("somebody opened the vault by themselves")

    with monkeypatch.context() as shut:
        shut.setattr(keyrings.Keyring, "__init__", never)
        tidying.tidy()
        office.work_off()
        checked = verify.everything()
        looked = list(health.help_lines())
        with pytest.raises(AssertionError):
            people.people["ana"].anew()
    print(f"{checked.circles} records verified and {len(looked)} findings made without a key")
    assert checked.circles and looked and len(office.out) == 1
