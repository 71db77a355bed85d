"""Several server keys in one file: what they sealed goes on opening, and an old one goes only when nothing needs it."""

import ast
import importlib
import os
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import goldseam
from conftest import Cast
from goldseam.people import access, factors
from goldseam.vault import between, seam, server_key, server_key_file, server_values, sessions
from goldseam.vault.between import Inputs, Purpose
from goldseam.vault.canonical import Json
from goldseam.vault.errors import Tampered
from goldseam.vault.models import BetweenValue, Circle
from goldseam.vault.server_key_file import BadKeyFile

LABEL = factors.CODES
pytestmark = pytest.mark.django_db
AN_HOUR, A_WHILE = timedelta(hours=1), timedelta(hours=3)


@pytest.fixture(autouse=True)
def key_file(tmp_path: Path, settings: Any) -> Path:
    """A file of this test's own, as the first start makes it."""
    file = tmp_path / "server.key"
    server_key_file.put(file, bytes(range(1, 33)))
    settings.SERVER_KEY_FILE = str(file)
    return file


@pytest.fixture(autouse=True)
def engines(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(between, "_engines", dict(between._engines))
    between.register(Purpose.MATCH_INTERESTS, _both)
    yield


def _both(inputs: Inputs, known: Json) -> Json:
    first, *others = (set(tastes) for tastes in inputs.values())
    return sorted(first.intersection(*others))


def circle_of(who: Cast) -> Circle:
    together = access.togetherness_of(who.anew())
    assert together is not None
    return together.circle


def both_give(pair: tuple[Cast, Cast]) -> Circle:
    circle = circle_of(pair[0])
    for who, tastes in zip(pair, (["bread", "kites"], ["bread", "rowing"]), strict=True):
        between.give(who.anew().keyring, circle, Purpose.MATCH_INTERESTS, list[Json](tastes))
    return circle


def agreed(who: Cast) -> Json:
    return between.compare(who.anew().keyring, circle_of(who), Purpose.MATCH_INTERESTS)


def visit(who: Cast) -> None:
    """Signs in on one more device."""
    sessions.begin(who.anew().keyring, stay=False, label="phone")


def later(moment: timedelta) -> Any:
    return seam.pretend_it_is(seam.now() + moment)


# -- the file ------------------------------------------------------------------------------------------------------


def test_a_file_of_raw_bytes_is_one_key_and_stays_the_oldest(key_file: Path) -> None:
    assert key_file.stat().st_size == 32
    before = server_key.names()
    fresh = server_values.new_key()
    assert server_key.names() == [fresh.name, *before]
    assert server_key_file.parsed(key_file.read_bytes())[1].secret == bytes(range(1, 33))
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_what_was_written_reads_the_same() -> None:
    keys = [
        server_key_file.key_of(os.urandom(32), seam.now().replace(microsecond=0)),
        server_key_file.key_of(b"k" * 32),
    ]
    assert server_key_file.parsed(server_key_file.written(keys)) == tuple(keys)


@pytest.mark.parametrize("spoiled", [b"", b"short", b"goldseam server keys 1\n", b"goldseam server keys 1\n- zz\n"])
def test_a_file_without_a_key_is_refused(spoiled: bytes) -> None:
    with pytest.raises(BadKeyFile):
        server_key_file.parsed(spoiled)


def test_a_name_tells_nothing_of_its_key_and_keys_are_never_printed() -> None:
    key = server_key_file.key_of(bytes(range(32)))
    assert bytes.fromhex(key.name) not in key.secret
    assert key.secret.hex() not in repr(key) and str(key.secret) not in repr(key)


def test_two_rotations_at_once_lose_neither_key() -> None:
    before = server_key.names()
    threads = [threading.Thread(target=server_values.new_key) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server_key.names()) == 9 and server_key.names()[-1:] == before


# -- text under the key --------------------------------------------------------------------------------------------


def test_text_from_before_a_rotation_opens_and_new_text_names_the_new_key() -> None:
    old = server_key.seal_text(LABEL, "SECRET")
    fresh = server_values.new_key()
    new = server_key.seal_text(LABEL, "SECRET")
    assert [server_key.unseal_text(LABEL, text) for text in (old, new)] == ["SECRET", "SECRET"]
    assert server_key.name_in(new) == fresh.name != server_key.name_in(old)


def test_text_from_before_there_were_names_opens_under_the_oldest_key() -> None:
    unnamed = server_key.seal_text(LABEL, "SECRET").rpartition(".")[2]
    server_values.new_key()
    server_values.new_key()
    assert server_key.unseal_text(LABEL, unnamed) == "SECRET"


def test_another_name_or_label_opens_nothing() -> None:
    sealed = server_key.seal_text(LABEL, "SECRET")
    fresh = server_values.new_key()
    for wrong in (f"{fresh.name}.{server_key.name_in(sealed)}", f"{fresh.name}.{sealed.rpartition('.')[2]}", "00.AA=="):
        with pytest.raises(Tampered):
            server_key.unseal_text(LABEL, wrong)
    with pytest.raises(Tampered):
        server_key.unseal_text("another", sealed)


# -- an authenticator's secret -------------------------------------------------------------------------------------


def put_codes_on(who: Cast) -> str:
    from allauth.mfa.totp.internal.auth import TOTP

    secret = factors.new_code_secret()
    TOTP.activate(who.me.person, secret)
    return secret


def stored_text() -> str:
    return next(text for _, _, text in factors.sealed_secrets())


def opened_code_secret() -> str:
    return server_key.unseal_text(LABEL, stored_text())


def test_a_rotation_puts_an_authenticators_secret_under_the_new_key(ana: Cast) -> None:
    secret = put_codes_on(ana)
    fresh = server_values.new_key()
    assert server_values.seal_anew() == server_values.Sealed(anew=1)
    assert server_key.name_in(stored_text()) == fresh.name
    assert opened_code_secret() == secret
    assert server_values.seal_anew() == server_values.Sealed(), "a second run has nothing to do"


def test_a_secret_that_changed_meanwhile_is_not_written_over(ana: Cast) -> None:
    put_codes_on(ana)
    (row, _, old), *_ = factors.sealed_secrets()
    assert not factors.put_secret(row, "something else", "new")
    factors.turn_codes_off(ana.me.person)
    assert not factors.put_secret(row, old, "new")


def test_a_spoiled_secret_is_told_and_holds_nothing_up(ana: Cast, ben: Cast) -> None:
    from allauth.mfa.models import Authenticator

    put_codes_on(ana), put_codes_on(ben)
    spoiled = Authenticator.objects.get(user=ana.me.person)
    spoiled.data["secret"] = f"{server_key.newest()}.AAAA"
    spoiled.save()
    server_values.new_key()
    assert server_values.seal_anew() == server_values.Sealed(anew=1, spoiled=1)
    with later(A_WHILE):
        assert server_values.forget_old(seam.now()).gone == 1


# -- between -------------------------------------------------------------------------------------------------------


def test_what_two_gave_opens_before_and_after_their_visit(pair: tuple[Cast, Cast]) -> None:
    both_give(pair)
    fresh = server_values.new_key()
    assert agreed(pair[0]) == ["bread"]
    visit(pair[1])  # one visit brings both inputs under the new key
    assert set(BetweenValue.objects.values_list("server_key", flat=True)) == {fresh.name}
    assert agreed(pair[0]) == agreed(pair[1]) == ["bread"]


def test_inputs_under_different_keys_are_compared(pair: tuple[Cast, Cast]) -> None:
    circle = both_give(pair)
    server_values.new_key()
    between.give(pair[0].anew().keyring, circle, Purpose.MATCH_INTERESTS, ["rowing", "tea"])
    assert len(set(BetweenValue.objects.values_list("server_key", flat=True))) == 2
    assert agreed(pair[1]) == ["rowing"]


def test_inputs_from_before_there_were_names_open_and_are_named_at_a_visit(pair: tuple[Cast, Cast]) -> None:
    both_give(pair)
    BetweenValue.objects.update(server_key="")
    server_values.new_key()
    assert agreed(pair[0]) == ["bread"]
    visit(pair[0])
    assert set(BetweenValue.objects.values_list("server_key", flat=True)) == {server_key.newest()}
    assert agreed(pair[1]) == ["bread"]


def test_an_input_whose_key_name_was_changed_on_the_disk_opens_nowhere(pair: tuple[Cast, Cast]) -> None:
    both_give(pair)
    fresh = server_values.new_key()
    BetweenValue.objects.filter(author_id=pair[0].keyring.holder_id).update(server_key=fresh.name)
    with pytest.raises(Tampered):
        agreed(pair[1])


def test_a_spoiled_input_holds_the_other_up_nowhere(pair: tuple[Cast, Cast]) -> None:
    both_give(pair)
    fresh = server_values.new_key()
    BetweenValue.objects.filter(author_id=pair[0].keyring.holder_id).update(body=bytes(300))
    visit(pair[1])
    assert BetweenValue.objects.get(server_key=fresh.name).author_id == pair[1].keyring.holder_id


def test_a_stranger_and_a_rotation_without_keys_bring_no_input_under_the_new_key(
    pair: tuple[Cast, Cast], cleo: Cast
) -> None:
    both_give(pair)
    fresh = server_values.new_key()
    visit(cleo)
    server_values.seal_anew()
    assert not BetweenValue.objects.filter(server_key=fresh.name).exists()


# -- the end of an old key -----------------------------------------------------------------------------------------


def test_an_old_key_stays_as_long_as_a_pair_needs_it_and_then_goes(pair: tuple[Cast, Cast], key_file: Path) -> None:
    both_give(pair)
    server_values.new_key()
    with later(A_WHILE):
        told = server_values.forget_old(seam.now())
        assert (told.gone, dict(told.waits_for)) == (0, {"pairs who gave something to be compared": 1})
        assert agreed(pair[0]) == ["bread"]
    visit(pair[0])
    with later(A_WHILE):
        assert server_values.forget_old(seam.now()).gone == 1
    assert bytes(range(1, 33)).hex() not in key_file.read_text()
    assert agreed(pair[0]) == ["bread"]


def test_a_key_that_was_replaced_just_now_stays() -> None:
    """A request that began before may still write under it."""
    server_values.new_key()
    assert server_values.forget_old(seam.now()).too_young == 1
    assert len(server_key.names()) == 2
    with later(AN_HOUR + timedelta(seconds=1)):
        assert server_values.forget_old(seam.now()).gone == 1


def test_a_clock_that_was_set_back_forgets_nothing() -> None:
    server_values.new_key()
    with later(-A_WHILE):
        assert server_values.forget_old(seam.now()).gone == 0


def test_the_newest_key_never_goes(key_file: Path) -> None:
    with later(A_WHILE):
        assert server_values.forget_old(seam.now()).gone == 0
    assert key_file.read_bytes() == bytes(range(1, 33))


def test_what_was_read_a_moment_before_an_old_key_went_still_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = server_key.seal_text(LABEL, "SECRET")
    server_values.new_key()
    server_key.newest()  # this process has seen both
    with later(A_WHILE):
        server_values.forget_old(seam.now())
    assert server_key.unseal_text(LABEL, sealed) == "SECRET"
    monkeypatch.setattr(time, "monotonic", lambda: 1e12)
    with pytest.raises(Tampered):
        server_key.unseal_text(LABEL, sealed)


def test_a_missing_key_is_among_what_is_needed(ana: Cast, key_file: Path) -> None:
    put_codes_on(ana)
    server_key_file.put(key_file, b"x" * 32)
    lost = set(server_values.still_needed()) - set(server_key.names())
    assert len(lost) == 1


# -- nobody can forget to register ---------------------------------------------------------------------------------


def seals(source: str) -> list[str]:
    """What each call of `seal_text` in this source is given as its label."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = [call for call in calls if ast.unparse(call.func).endswith("seal_text") and call.args]
    return [ast.unparse(call.args[0]) for call in named if not ast.unparse(call.func).endswith("unseal_text")]


def test_whoever_seals_text_under_the_servers_key_is_found_by_a_rotation() -> None:
    root = Path(goldseam.__path__[0])
    looked = 0
    for path in root.rglob("*.py"):
        if "tests" in path.parts or path.name in ("server_key.py", "server_values.py"):
            continue
        name = ".".join(("goldseam", *path.relative_to(root).with_suffix("").parts))
        for label in seals(path.read_text()):
            looked += 1
            module = importlib.import_module(name)
            label_of = label.partition("(")[0]
            given = eval(label_of, vars(module))
            text = given if isinstance(given, str) else given(seam.uuid())
            known = any(text.startswith(kept) for kept in server_values.labels_kept())
            assert known, f"{name} seals {label}, and no rotation finds it"
    print(f"{looked} callers looked at")
    assert looked >= 1


def test_a_planted_caller_is_seen() -> None:
    planted = "from x import server_key\nserver_key.seal_text(MINE, 'a')\nserver_key.unseal_text(OTHER, 'c')"
    assert seals(planted) == ["MINE"]
