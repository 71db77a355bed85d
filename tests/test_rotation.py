"""Keys are rotated while people go on, and a rotation that is killed anywhere loses nothing."""

from __future__ import annotations

import json
import os
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
from tests import databases
from tests.command_line import ROOT, goldseam, surroundings

PROVE = bool(os.environ.get("GOLDSEAM_PROVE"))
SEED = 20_261_122


# -- 100 people ----------------------------------------------------------------------------------------------------


def crowd(folder: Path, people: int, seconds: int, rate: int, *flags: str) -> dict[str, Any]:
    return _script("rotation_crowd.py", folder, people, seconds, rate, SEED, *flags)


def _script(name: str, *told: object) -> dict[str, Any]:
    """Its last line."""
    command = [sys.executable, str(Path(__file__).parent / name), *map(str, told)]
    done = subprocess.run(command, cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(result)
    return result


@pytest.mark.slow
@pytest.mark.on_both
def test_every_key_is_rotated_under_load_without_one_error(tmp_path: Path) -> None:
    told = crowd(tmp_path, 100, 90, 8) if PROVE else crowd(tmp_path, 6, 8, 5)
    assert told["errors"] == 0, told["first errors"]
    kinds = {"server and signing key", "forgetting old keys", "epoch", "person's keys", "passphrase", "PIN", "sign-in"}
    assert set(told["rotations"]) == kinds and sum(told["acts"].values()) > 30


def test_a_careless_rotation_would_be_seen(tmp_path: Path) -> None:
    assert crowd(tmp_path, 2, 5, 4, "--planted")["errors"] > 0


# -- killed between any two steps ----------------------------------------------------------------------------------


def test_killed_at_any_step_nothing_is_lost_and_the_next_run_finishes(tmp_path: Path) -> None:
    told = _script("rotation_killed.py", tmp_path)
    assert told["killed"] >= 10
    assert (told["lost"], told["under old keys"]) == (0, 0)


# -- the command ---------------------------------------------------------------------------------------------------


A_HOUSE = "import sys; sys.path.insert(0, '.'); from tests import rotation_killed; rotation_killed.settle(sys.argv[1])"


def _a_house_with_codes(folder: Path) -> None:
    around = {**surroundings(), **databases.setting_for(folder)}
    subprocess.run([sys.executable, "-c", A_HOUSE, str(folder)], cwd=ROOT, env=around, check=True)


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
    monkeypatch.setattr(signing_key, "_seen", None)
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


@pytest.mark.django_db
def test_a_setting_that_a_thread_beside_put_back_is_set_right_at_the_next_use(own_files: Path, settings: Any) -> None:
    list(rotating.rotate("signing"))
    newest, *older = signing_key.accepted()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a first key", []
    assert signing_key.accepted() == [newest, *older]


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
