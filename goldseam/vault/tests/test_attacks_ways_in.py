"""Sessions, PINs, waiting keys, invitations, lowered parameters, an operator's SQL: each way in, tried wrongly."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import close_old_connections, connections

from conftest import PIN, Cast, arrive
from goldseam.people import access, actions
from goldseam.people.rules import RULE_VERSION
from goldseam.vault import circles, holders, invites, mine, pendings, primitives, seam, sessions
from goldseam.vault.canonical import to_bytes
from goldseam.vault.errors import Missing, Tampered, VaultError, WeakParameters, WrongSecret
from goldseam.vault.models import Bundle, Circle, Grant, Holder, Invite, Session

WRONG = "314159"


def refused(attempts: list[Callable[[], object]]) -> int:
    for attempt in attempts:
        with pytest.raises(VaultError):
            attempt()
    return len(attempts)


def session_of(who: Cast) -> Session:
    return Session.objects.get(pk=who.keyring.require_session())


def test_a_row_without_its_cookie_and_a_cookie_without_its_row_open_nothing(ana: Cast, ben: Cast) -> None:
    row, other = session_of(ana), session_of(ben)
    count = refused(
        [
            lambda: sessions.keyring_of(row.pk, ""),
            lambda: sessions.keyring_of(row.pk, "A" * 43),
            lambda: sessions.keyring_of(row.pk, ben.cookie),
            lambda: sessions.keyring_of(other.pk, ana.cookie),
            lambda: sessions.keyring_of(seam.uuid(), ana.cookie),
            lambda: sessions.keyring_of(row.pk, ana.cookie[:-4]),
        ]
    )
    sessions.close_back(ana.keyring)
    with pytest.raises(VaultError):
        mine.everything(sessions.keyring_of(row.pk, ana.cookie))
    sessions.end(row.pk)
    count += refused([lambda: sessions.keyring_of(row.pk, ana.cookie)])
    print(f"{count + 1} half sign-ins tried, all refused")


def test_a_session_cant_be_made_stretched_or_given_by_sql(ana: Cast, ben: Cast) -> None:
    """The operator copies, prolongs and re-addresses rows."""
    row = session_of(ana)
    spoiled: list[dict[str, Any]] = [
        {"end": row.end + timedelta(days=30)},
        {"holder": ben.keyring.holder_id},
        {"front": session_of(ben).front},
        {"front": primitives.seal(bytes(32), bytes(72), b"")},
    ]
    for change in spoiled:
        Session.objects.filter(pk=row.pk).update(**change)
        for cookie in (ana.cookie, ben.cookie):
            with pytest.raises(VaultError):
                sessions.keyring_of(row.pk, cookie)
        row.save()
    copied = session_of(ana)
    copied.pk = seam.uuid()
    copied.save(force_insert=True)
    with pytest.raises(VaultError):
        sessions.keyring_of(copied.pk, ana.cookie)
    later = seam.now() + timedelta(hours=1)
    Session.objects.filter(pk=row.pk).update(back_end=later)
    with seam.pretend_it_is(later - timedelta(minutes=1)), pytest.raises(VaultError):
        mine.everything(sessions.keyring_of(row.pk, ana.cookie))
    print(f"{len(spoiled) * 2 + 2} rows made by SQL tried, all refused")


def test_a_pin_given_by_sql_is_found(ana: Cast) -> None:
    """Anybody can seal to a public key: the operator gives Ana a PIN that they know."""
    holder = Holder.objects.get()
    said = to_bytes({"pin": "111111", "seconds": 3600})
    for signature in (bytes(64), b"", primitives.sign(primitives.new_key(), said)):
        told = primitives.pad(primitives.encode(said, signature))
        forged = primitives.seal_to(bytes(holder.back_public), told, sessions._pin_aad(holder))
        Holder.objects.update(pin=forged)
        with pytest.raises(Tampered):
            sessions.pin_rule(ana.anew().keyring)


def test_a_try_in_a_transaction_is_refused(ana: Cast) -> None:
    from django.db import transaction

    sessions.close_back(ana.keyring)
    with transaction.atomic(), pytest.raises(RuntimeError):
        sessions.open_with_pin(ana.anew().keyring, ana.cookie, PIN)


def test_exit_in_one_tab_isnt_undone_by_typing_in_another(ana: Cast) -> None:
    typing = ana.anew()
    sessions.close_back(ana.keyring)
    sessions.stay_open(typing.keyring, ana.cookie)
    assert not ana.anew().is_private_open
    sessions.end(session_of(ana).pk)
    with pytest.raises(Missing):
        sessions.stay_open(typing.keyring, ana.cookie)


def test_waiting_keys_open_for_their_own_sign_in_only(ana: Cast, ben: Cast) -> None:
    anas, value = pendings.wait(ana.keyring)
    bens, other = pendings.wait(ben.keyring)
    count = refused(
        [
            lambda: pendings.take(anas, other),
            lambda: pendings.take(bens, value),
            lambda: pendings.take(anas, ana.cookie),
            lambda: pendings.take(seam.uuid(), value),
        ]
    )
    with seam.pretend_it_is(seam.now() + timedelta(minutes=5, seconds=1)):
        count += refused([lambda: pendings.take(anas, value)])
    assert pendings.take(anas, value).front == ana.keyring.front
    count += refused([lambda: pendings.take(anas, value)])
    print(f"{count} wrong takings of waiting keys, all refused")


def test_lowered_parameters_are_refused(ana: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = Holder.objects.get()
    lowered = [{"memory": 8}, {"passes": 0}, {"memory": 63}, {"lanes": 0}]
    for change in lowered:
        Bundle.objects.filter(way=Bundle.PASSPHRASE).update(**{"memory": 64, "passes": 1, "lanes": 1, **change})
        with pytest.raises(WeakParameters):
            holders.pass_key_of(holder, ana.passphrase)
    settings.VAULT_ARGON2_FLOOR = (8, 1, 1)
    Bundle.objects.filter(way=Bundle.PASSPHRASE).update(memory=32, passes=1, lanes=1)
    with pytest.raises(WrongSecret):
        holders.open_by_pass_key(holder, holders.pass_key_of(holder, ana.passphrase))
    print(f"{len(lowered) + 1} lowered parameters tried, all refused")


def test_nobody_admits_themselves_by_sql(pair: tuple[Cast, Cast], cleo: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A grant that merely lies in the table: at Ana's next new epoch Cleo would be given its key."""
    ana, _ = pair
    circle = Circle.objects.get()
    for granter in (cleo.keyring.holder_id, ana.keyring.holder_id, None):
        planted = Grant.objects.create(
            circle=circle, epoch=circle.epoch, holder_id=cleo.keyring.holder_id, granter_id=granter,
            key=b"x" * 80, signature=bytes(64),
        )  # fmt: skip
        seated = {holder.pk for holder in circles.members(ana.anew().keyring, circle)}
        assert cleo.keyring.holder_id not in seated and len(seated) == 2
        with pytest.raises(VaultError):
            circles.keys(cleo.anew().keyring, circle)
        planted.delete()
    Grant.objects.create(
        circle=circle, epoch=circle.epoch, holder_id=cleo.keyring.holder_id, granter_id=ana.keyring.holder_id,
        key=b"x" * 80, signature=bytes(64),
    )  # fmt: skip
    circles.new_epoch(ana.anew().keyring, circle, circles.members(ana.anew().keyring, circle))
    assert not Grant.objects.filter(circle=circle, epoch=circle.epoch, holder_id=cleo.keyring.holder_id).exists()


def test_an_operators_password_and_partner_rows_open_nothing(pair: tuple[Cast, Cast], cleo: Cast) -> None:
    from goldseam.people.models import Person, Seat

    ana, ben = pair
    known = holders.new_pass_key("the operator knows this one")
    Person.objects.filter(username="ana").update(password=actions.verifier_column(known))
    person = access.person_named("ana")
    assert person is not None and person.check_password(known.verifier)
    with pytest.raises(WrongSecret):
        holders.open_by_pass_key(person.holder, known)
    seat = Seat.objects.get(person=ben.me.person)
    Seat.objects.filter(pk=seat.pk).update(person=cleo.me.person)
    with pytest.raises(VaultError):
        access.togetherness_of(cleo.anew())
    with pytest.raises(VaultError):
        access.togetherness_of(ana.anew())


def test_a_public_key_swapped_between_invitation_and_letting_in_is_found(ana: Cast, ben: Cast, cleo: Cast) -> None:
    words = " ".join(actions.invite(ana.me, own_name="Ana"))
    keys, other = invites.keys_of(words), Holder.objects.get(pk=cleo.keyring.holder_id)
    columns = ("front_public", "back_public", "signing_public")
    kept = Holder.objects.get(pk=ana.keyring.holder_id)
    for column in columns:
        Holder.objects.filter(pk=kept.pk).update(**{column: getattr(other, column)})
        with pytest.raises(VaultError):
            invites.join(ben.keyring, keys)
        kept.save()
    actions.join(ben.me, keys, own_name="Ben", agreed_to=RULE_VERSION)
    joined = Holder.objects.get(pk=ben.keyring.holder_id)
    for column in columns:
        Holder.objects.filter(pk=joined.pk).update(**{column: getattr(other, column)})
        with pytest.raises(VaultError):
            actions.let_in(ana.anew())
        joined.save()
    Invite.objects.update(joiner=other)
    with pytest.raises(VaultError):
        actions.let_in(ana.anew())
    print(f"{2 * len(columns) + 1} swapped public keys, all found")


def test_words_of_an_ended_invitation_open_no_later_epoch(ana: Cast) -> None:
    keys = invites.keys_of(" ".join(actions.invite(ana.me, own_name="Ana")))
    invite = Invite.objects.get()
    epoch_key = primitives.unseal(keys.wrapping, bytes(invite.key), invites._aad(b"goldseam invite wrap/1", invite))
    circle = Circle.objects.get()
    row = mine.keep(ana.keyring, "test.note", {"words": "later"})
    with seam.pretend_it_is(seam.now() + timedelta(days=8)):
        begun, _ = sessions.begin(ana.me.keyring, stay=False, label="phone")
        mine.share(begun, row, circle)
        assert epoch_key not in circles.keys(begun, circle).values() or circle.epoch != Circle.objects.get().epoch
        epoch, key = circles.current_key(begun, Circle.objects.get())
    assert key != epoch_key and epoch > invite.epoch


# -- at the same moment --------------------------------------------------------------------------------------------


@pytest.fixture
def file_database(tmp_path: Path, transactional_db: None) -> Iterator[None]:
    """A database in a file, as served: threads have connections of their own."""
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    before, name = connection.settings_dict["NAME"], str(tmp_path / "together.sqlite3")
    connection.close()
    kept = connection.connection
    connection.connection = None
    connection.settings_dict["NAME"] = name
    call_command("migrate", verbosity=0)
    yield
    connection.connection.close()
    connection.connection = kept
    connection.settings_dict["NAME"] = before


def at_once(deeds: list[Callable[[], object]]) -> list[object]:
    """What each gave, or the error it raised, all begun together."""
    barrier = threading.Barrier(len(deeds))
    results: list[object] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[place] = deed()
        except Exception as error:
            results[place] = error
        finally:
            close_old_connections()
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_an_invitation_used_by_several_at_once_lets_one_in(file_database: None) -> None:
    ana, guests = arrive("ana"), [arrive(f"guest{number}") for number in range(4)]
    keys = invites.keys_of(" ".join(actions.invite(ana.me, own_name="Ana")))
    results = at_once([lambda guest=guest: invites.join(guest.keyring, keys) for guest in guests])  # type: ignore[misc]
    joined = [result for result in results if isinstance(result, Circle)]
    assert len(joined) == 1
    assert all(isinstance(result, (Circle, Missing)) for result in results)
    assert Grant.objects.exclude(holder_id=ana.keyring.holder_id).count() == 1
    print(f"{len(guests)} at once, {len(joined)} let in")


def test_of_many_pins_at_once_five_at_most_are_checked(file_database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = arrive("ana")
    sessions.close_back(ana.keyring)
    checked: list[str] = []
    real = sessions._pin_key

    def counted(value: bytes, pin: str, salt: bytes) -> bytes:
        checked.append(pin)
        return real(value, pin, salt)

    monkeypatch.setattr(sessions, "_pin_key", counted)
    keyring = ana.anew().keyring
    results = at_once([lambda: sessions.open_with_pin(keyring, ana.cookie, WRONG) for _ in range(12)])
    assert len(checked) <= 5
    refused = (Missing, WrongSecret)
    assert [result for result in results if not isinstance(result, refused)] == []
    assert Session.objects.get().pin_wrap is None
    with pytest.raises(Missing):
        sessions.open_with_pin(keyring, ana.cookie, PIN)
    print(f"{len(results)} tries at once, {len(checked)} checked; then the right one finds no wrap")
