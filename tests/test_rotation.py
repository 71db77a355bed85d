"""Keys are rotated while people go on, and a rotation that is killed anywhere loses nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import signing
from django.test import Client

from conftest import Cast, browser_of
from goldseam.people import factors, keeping, signing_key
from goldseam.people.sessions import SessionStore
from goldseam.site import rotating
from goldseam.vault import seam, server_key, server_key_file, server_values
from tests.command_line import ROOT, goldseam

PROVE = bool(os.environ.get("GOLDSEAM_PROVE"))
SEED = 20_261_122


# -- 100 people ----------------------------------------------------------------------------------------------------


def crowd(folder: Path, people: int, seconds: int, rate: int, *flags: str) -> dict[str, Any]:
    script = Path(__file__).parent / "rotation_crowd.py"
    command = [sys.executable, str(script), str(folder), *map(str, (people, seconds, rate, SEED)), *flags]
    left = {name: value for name, value in os.environ.items() if not name.startswith(("GOLDSEAM_", "DJANGO_"))}
    done = subprocess.run(command, cwd=ROOT, env=left, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(result)
    return result


@pytest.mark.slow
def test_every_key_is_rotated_under_load_without_one_error(tmp_path: Path) -> None:
    told = crowd(tmp_path, 100, 90, 8) if PROVE else crowd(tmp_path, 6, 8, 5)
    assert told["errors"] == 0, told["first errors"]
    kinds = {"server and signing key", "forgetting old keys", "epoch", "person's keys", "passphrase", "PIN", "sign-in"}
    assert set(told["rotations"]) == kinds and sum(told["acts"].values()) > 30


def test_a_careless_rotation_would_be_seen(tmp_path: Path) -> None:
    assert crowd(tmp_path, 2, 5, 4, "--planted")["errors"] > 0


# -- killed between any two steps ----------------------------------------------------------------------------------

LIFE = """
import os, sys
sys.path.insert(0, os.getcwd())
from goldseam.site import start_up
start_up.enter(sys.argv[1])
from goldseam.vault import server_key_file, server_values, standing
from goldseam.site import rotating
left = int(sys.argv[2])

def step(real):
    def stepped(*told):
        global left
        for _ in range(2):  # before it, and after it
            left -= 1
            if left == 0:
                os.kill(os.getpid(), 9)
            done = None if _ else real(*told)
        return done
    return stepped

server_key_file.os.replace = step(os.replace)
for label, keeper in list(server_values._keepers.items()):
    server_values.keeps(server_values.Keeper(keeper.label, keeper.words, keeper.rows, step(keeper.put)))
with standing.keeper():
    list(rotating.rotate(None))
"""


@pytest.mark.slow
def test_killed_at_any_step_nothing_is_lost_and_the_next_run_finishes(tmp_path: Path) -> None:
    told = _a_house_with_codes(tmp_path)
    killed = 0
    for at in range(1, 40):
        life = subprocess.run([sys.executable, "-c", LIFE, str(tmp_path), str(at)], cwd=ROOT, env=_own(tmp_path))
        assert _secrets(tmp_path) == told, f"killed at step {at}"
        if life.returncode == 0:
            break
        assert life.returncode == -signal.SIGKILL
        killed += 1
    print(f"killed at each of {killed} steps")
    assert killed >= 8
    assert "0 values were sealed anew" in goldseam("rotate-keys", "--forget-old", "--data", tmp_path).stdout


FILL = """
import os, sys
sys.path.insert(0, os.getcwd())
from goldseam.site import start_up
place = start_up.enter(sys.argv[1])
start_up.migrate(place, tell=False)
from allauth.mfa.models import Authenticator
from goldseam.people.models import Person
from goldseam.vault import server_key
from goldseam.vault.models import Holder
for at in range(3):
    holder = Holder.objects.create(front_public=bytes(32), back_public=bytes(32), signing_public=bytes(32))
    person = Person.objects.create(username=f"person{at}", holder=holder)
    sealed = server_key.seal_text("people.totp", f"SECRET{at}")
    Authenticator.objects.create(user=person, type="totp", data={"secret": sealed if at else sealed.partition(".")[2]})
"""
READ = """
import os, sys
sys.path.insert(0, os.getcwd())
from goldseam.site import start_up
start_up.enter(sys.argv[1])
from goldseam.people import factors
from goldseam.vault import server_key
print(sorted(server_key.unseal_text("people.totp", text) for _, _, text in factors.sealed_secrets()))
"""


def _own(folder: Path) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("GOLDSEAM_", "DJANGO_"))}


def _a_house_with_codes(folder: Path) -> str:
    subprocess.run([sys.executable, "-c", FILL, str(folder)], cwd=ROOT, env=_own(folder), check=True)
    return _secrets(folder)


def _secrets(folder: Path) -> str:
    """As a process that has just started finds them."""
    read = [sys.executable, "-c", READ, str(folder)]
    said = subprocess.run(read, cwd=ROOT, env=_own(folder), capture_output=True, text=True, check=True).stdout
    assert "SECRET2" in said
    return said


# -- the command ---------------------------------------------------------------------------------------------------


def test_the_command_says_what_it_did_and_doctor_tells_of_the_rest(tmp_path: Path) -> None:
    _a_house_with_codes(tmp_path)
    said = goldseam("rotate-keys", "--data", tmp_path)
    assert said.returncode == 0 and "3 values were sealed anew" in said.stdout
    assert "apart from the backups" in said.stdout
    told = goldseam("doctor", "--data", tmp_path).stdout
    assert "The server's key is 0 days old" in told and "rotate-keys --forget-old" in told
    early = goldseam("rotate-keys", "--forget-old", "--data", tmp_path).stdout
    assert "0 old server keys were taken out" in early and "within the last hour" in early
    (tmp_path / "server.key").write_bytes(b"x" * 32)
    assert "A server key is missing from the file (3 authenticators)" in goldseam("doctor", "--data", tmp_path).stdout


def test_a_key_file_that_is_none_or_cant_be_written_gets_a_sentence(tmp_path: Path) -> None:
    _a_house_with_codes(tmp_path)
    (tmp_path / "server.key").write_bytes(b"too short")
    refused = goldseam("rotate-keys", "--data", tmp_path)
    assert refused.returncode == 1 and "Put your copy of it back" in refused.stderr
    assert (tmp_path / "server.key").read_bytes() == b"too short"


def test_a_signing_key_from_the_environment_is_left_to_whoever_set_it(tmp_path: Path) -> None:
    _a_house_with_codes(tmp_path)
    before = (tmp_path / "django.key").read_bytes()
    said = goldseam("rotate-keys", "--only", "signing", "--data", tmp_path, GOLDSEAM_SECRET_KEY="k" * 50)
    assert "on a line above the old one" in said.stdout
    assert (tmp_path / "django.key").read_bytes() == before


# -- the key that signs sessions -----------------------------------------------------------------------------------


@pytest.fixture
def own_files(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Both keys in files of this test's own."""
    settings.SECRET_KEY_FILE, settings.SERVER_KEY_FILE = str(tmp_path / "django.key"), str(tmp_path / "server.key")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a first key", []
    (tmp_path / "django.key").write_text("a first key")
    (tmp_path / "server.key").write_bytes(bytes(range(32)))
    monkeypatch.setattr(signing_key, "_seen", ())
    return tmp_path


@pytest.mark.django_db
def test_sign_ins_and_forms_from_before_a_rotation_go_on(ana: Cast, own_files: Path) -> None:
    browser = browser_of(ana)
    assert browser.get("/account/").status_code == 200
    mark = keeping._mark(ana.me.person.pk)
    list(rotating.rotate(None))
    assert browser.get("/account/").status_code == 200
    assert django_settings.SECRET_KEY != "a first key", "the running process noticed"
    assert keeping._mark(ana.me.person.pk) != mark
    assert keeping._is_of(mark, ana.me.person.pk), "a form that was drawn before still belongs to her"
    assert not keeping._is_of(keeping._mark("somebody else"), ana.me.person.pk)
    later_browser = browser_of(ana)
    list(rotating.rotate(None))
    assert browser.get("/account/").status_code == later_browser.get("/account/").status_code == 200


@pytest.mark.django_db
def test_an_old_signing_key_is_accepted_as_long_as_any_sign_in_lasts_and_no_longer(own_files: Path) -> None:
    stored = SessionStore().encode({"a": 1})
    list(rotating.rotate("signing"))
    assert SessionStore().decode(stored) == {"a": 1}
    with seam.pretend_it_is(seam.now() + timedelta(days=14)):
        list(rotating.forget("signing"))
        assert SessionStore().decode(stored) == {"a": 1}
    with seam.pretend_it_is(seam.now() + timedelta(days=16)):
        list(rotating.forget("signing"))
    assert SessionStore().decode(stored) == {}
    assert len(signing_key.accepted()) == 1


@pytest.mark.django_db
def test_what_another_process_signed_with_a_newer_key_is_accepted_here(own_files: Path) -> None:
    """Two servers on one folder: the other one has read the new key already, this one hasn't looked yet."""
    signing_key.notice()
    fresh = signing_key.SigningKey("a second key", seam.now())
    server_key_file.put(
        own_files / "django.key", signing_key.written([fresh, signing_key.SigningKey("a first key")]).encode()
    )
    salt = SessionStore().key_salt
    elsewhere = signing.dumps({"a": 1}, key="a second key", salt=salt, compress=True)
    assert SessionStore().decode(elsewhere) == {"a": 1}


def test_lines_of_the_signing_key_file_read_as_they_were_written() -> None:
    at = seam.now().replace(microsecond=0)
    keys = [signing_key.SigningKey("new", at), signing_key.SigningKey("old # not a date")]
    assert signing_key.parsed(signing_key.written(keys)) == keys


# -- a code in the middle of a rotation ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_code_fits_before_during_and_after_a_rotation(ana: Cast, own_files: Path) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal import auth

    secret = factors.new_code_secret()
    auth.TOTP.activate(ana.me.person, secret)

    def fits() -> bool:
        kept = Authenticator.objects.get(user=ana.me.person)
        return server_key.unseal_text(factors.CODES, kept.data["secret"]) == secret

    assert fits()
    server_values.new_key()
    assert fits()
    server_values.seal_anew()
    assert fits()


def test_nobody_on_a_public_page_makes_a_process_look_at_the_key_files(client: Client, own_files: Path) -> None:
    (own_files / "django.key").unlink()
    assert client.get("/try/").status_code == 200
