"""A new passphrase, and new keys after somebody may have got in."""

from collections.abc import Callable

import pytest

from conftest import PIN, Cast
from goldseam.people import access, actions
from goldseam.vault import change, circles, holders, mine, ours, pendings, pins, primitives, sessions, verify
from goldseam.vault.errors import Missing, StrangeKey, Tampered, VaultError, WrongSecret
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Bundle, Circle, Holder, KeyChange, Link, Mine, Pending, PinnedKeys, Session

NEW = "a heron stands in the shallow bay"


def circle_of(who: Cast) -> Circle:
    together = access.togetherness_of(who.anew())
    assert together is not None
    return together.circle


def holder_of(who: Cast) -> Holder:
    return Holder.objects.get(pk=who.keyring.holder_id)


def signs_in(who: Cast, keyring: Keyring) -> None:
    begun, who.cookie = sessions.begin(keyring, stay=False, label="phone")
    who.me = who.me.with_keyring(begun)


def renews(who: Cast) -> Keyring:
    keyring, who.sheet = change.new_keys(who.anew().keyring, holders.new_pass_key(NEW))
    who.passphrase = NEW
    signs_in(who, keyring)
    return keyring


def test_after_a_change_only_the_new_passphrase_and_sheet_open(ana: Cast) -> None:
    mine.keep(ana.keyring, "test.note", {"words": "kestrel"})
    old_key, old_sheet = holders.pass_key_of(holder_of(ana), ana.passphrase), " ".join(ana.sheet)
    holders.wrap_for_passkey(holder_of(ana), ana.keyring, "kept", b"k" * 32)
    holders.wrap_for_passkey(holder_of(ana), ana.keyring, "lost", b"l" * 32)
    _other, _ = sessions.begin(ana.keyring, stay=True, label="tablet")
    pendings.wait(ana.keyring)
    sheet = change.passphrase(ana.anew().keyring, holders.new_pass_key(NEW), keep_passkeys=["kept"])
    holder = holder_of(ana)
    refused: list[Callable[[], Keyring]] = [
        lambda: holders.open_by_pass_key(holder, old_key),
        lambda: holders.open_by_recovery(holder, old_sheet),
        lambda: holders.open_by_passkey(holder, "lost", b"l" * 32),
    ]
    for old_way in refused:
        with pytest.raises(WrongSecret):
            old_way()
    opened = [
        holders.open_by_pass_key(holder, holders.pass_key_of(holder, NEW)),
        holders.open_by_recovery(holder, " ".join(sheet)),
        holders.open_by_passkey(holder, "kept", b"k" * 32),
    ]
    assert all(mine.everything(keyring)[0].body == {"words": "kestrel"} for keyring in opened)
    assert list(Session.objects.values_list("pk", flat=True)) == [ana.keyring.session_id]
    assert not Pending.objects.exists()
    person = access.person_named("ana")
    assert person is not None and person.check_password(holders.pass_key_of(holder, NEW).verifier)
    assert not person.check_password(old_key.verifier)
    print(f"{len(refused)} old ways refused, {len(opened)} new ones open")


def test_parameters_never_go_down(ana: Cast, settings: object) -> None:
    settings.VAULT_ARGON2 = (256, 2, 1)  # type: ignore[attr-defined]
    change.passphrase(ana.anew().keyring, holders.new_pass_key(NEW, instead_of=holder_of(ana)))
    settings.VAULT_ARGON2 = (64, 1, 1)  # type: ignore[attr-defined]
    change.passphrase(ana.anew().keyring, holders.new_pass_key(NEW + "!", instead_of=holder_of(ana)))
    bundle = Bundle.objects.get(holder=holder_of(ana), way=Bundle.PASSPHRASE)
    assert (bundle.memory, bundle.passes) == (256, 2)


def test_new_keys_open_all_that_was_there_and_old_keys_open_nothing_new(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    rows = [mine.keep(ana.keyring, "test.note", {"n": number}) for number in range(3)]
    mine.share(ana.anew().keyring, rows[0], circle_of(ana))
    old = ana.anew().keyring
    renews(ana)
    assert [entry.body["n"] for entry in mine.everything(ana.anew().keyring)] == [0, 1, 2]
    assert sessions.pin_rule(ana.anew().keyring).pin == PIN
    for who, name in ((ana, "Ben"), (ben, "Ana")):
        together = access.togetherness_of(who.anew())
        assert together is not None and together.partner_name == name
        assert [entry.body for entry in mine.shared_with(who.anew().keyring, circle_of(who))] == [{"n": 0}]
    for wrap in Mine.objects.values_list("key", flat=True):
        with pytest.raises(Tampered):
            primitives.unseal_with(old.require_back(), bytes(wrap), b"")
    thief = Keyring(old.holder_id, old.front, old.signing, old.back_public, old.back)
    for attempt in (
        lambda: mine.everything(thief),
        lambda: circles.keys(thief, circle_of(ben)),
        lambda: mine.keep(thief, "test.note", {}),
        lambda: sessions.pin_rule(thief),
    ):
        with pytest.raises(VaultError):
            attempt()
    assert not KeyChange.objects.filter(old_back__isnull=False).exists(), "all carried: the old back half is gone"
    assert verify.everything().faults == []


def test_the_partners_pin_follows_and_is_renewed_at_the_next_act(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    renews(ana)
    circle = circle_of(ben)
    assert pins.is_behind(ben.anew().keyring, circle)
    pin = PinnedKeys.objects.get(author_id=ben.keyring.holder_id)
    before = pin.version
    row = mine.keep(ben.keyring, "test.note", {"words": "wren"})
    mine.share(ben.anew().keyring, row, circle)
    pin.refresh_from_db()
    assert pin.version == before + 1
    assert not pins.is_behind(ben.anew().keyring, circle)
    assert mine.shared_with(ana.anew().keyring, circle)[0].body == {"words": "wren"}


def test_twice_and_both_sides(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    mine.keep(ana.keyring, "test.note", {"words": "first"})
    for who in (ana, ben, ana):
        renews(who)
        for one in pair:
            together = access.togetherness_of(one.anew())
            assert together is not None and together.has_partner
    assert mine.everything(ana.anew().keyring)[0].body == {"words": "first"}
    assert KeyChange.objects.count() == 3
    assert verify.everything().faults == []


def test_the_old_signing_key_counts_only_before_the_change(pair: tuple[Cast, Cast]) -> None:
    """A thief with the old keys and the disk adds a link and a head: refused by both."""
    from goldseam.people.models import SeatCard
    from goldseam.vault import contents, record, wraps

    ana, ben = pair
    old = ana.anew().keyring
    epoch_keys = dict(circles.keys(ben.anew().keyring, circle_of(ben)))
    renews(ana)
    circle = Circle.objects.get()
    epoch_keys.update(circles.keys(ben.anew().keyring, circle))
    card = SeatCard.objects.get(author_id=old.holder_id)
    card.version += 1
    thief = Keyring(old.holder_id, old.front, old.signing, old.back_public, old.back)
    thief.opened_circles[circle.pk] = epoch_keys
    key = primitives.new_key()
    place = contents.Place("people.seatcard", card.pk, card.version)
    card.body = contents.sealed(
        thief, key, place, {"name": "Mallory", "agreed": "1"}, circle=circle.pk.hex, epoch=circle.epoch,
        previous=bytes(circle.head), kind="",
    )  # fmt: skip
    card.save()
    wraps.put(thief, circle, place.table, card.pk, key)
    circle.refresh_from_db()
    record.append(thief, circle, record.Written(place.table, card.pk, card.version, primitives.digest(card.body)))
    for who in pair:
        with pytest.raises(Tampered):
            access.togetherness_of(who.anew())
    assert verify.everything().faults


def test_a_change_that_only_one_key_signed_leads_nowhere(pair: tuple[Cast, Cast], cleo: Cast) -> None:
    ana, ben = pair
    renews(ana)
    kept = KeyChange.objects.get()
    holder = holder_of(ana)
    tried = 0
    for spoiled in (
        {"signed_by_old": bytes(64)},
        {"signed_by_new": bytes(64)},
        {"signed_by_old": kept.signed_by_new},
        {"new_signing_public": holder_of(cleo).signing_public},
        {"new_front_public": holder_of(cleo).front_public},
        {"limits": b"{}"},
        {"generation": 3},
    ):
        tried += 1
        KeyChange.objects.update(**spoiled)
        for who in pair:
            with pytest.raises(VaultError):
                access.togetherness_of(who.me.with_keyring(sessions.keyring_of(who.keyring.session_id, who.cookie)))  # type: ignore[arg-type]
        kept.save()
    KeyChange.objects.all().delete()
    Holder.objects.filter(pk=holder.pk).update(generation=1)
    with pytest.raises(StrangeKey):
        access.togetherness_of(ben.anew())
    print(f"{tried + 1} spoiled changes tried, none followed")


def test_every_session_and_waiting_key_ends_with_new_keys(ana: Cast) -> None:
    session, cookie = ana.keyring.session_id, ana.cookie
    waiting, value = pendings.wait(ana.keyring)
    renews(ana)
    assert session is not None
    with pytest.raises(Missing):
        sessions.keyring_of(session, cookie)
    with pytest.raises(Missing):
        pendings.take(waiting, value)


def test_rows_that_a_killed_process_left_open_and_are_carried_later(ana: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        mine.keep(ana.keyring, "test.note", {"n": number})
    monkeypatch.setattr(change, "AT_ONCE", 2)
    real = mine.carry_over
    calls: list[object] = []

    def killed(keyring: Keyring, row_ids: list) -> None:  # type: ignore[type-arg]
        if len(calls) == 2:
            raise KeyboardInterrupt
        calls.append(row_ids)
        real(keyring, row_ids)

    with monkeypatch.context() as killing:
        killing.setattr(mine, "carry_over", killed)
        with pytest.raises(KeyboardInterrupt):
            change.new_keys(ana.anew().keyring, holders.new_pass_key(NEW))
    keyring = holders.open_by_pass_key(holder_of(ana), holders.pass_key_of(holder_of(ana), NEW))
    assert len(mine.still_old(keyring)) == 3
    assert [entry.body["n"] for entry in mine.everything(keyring)] == list(range(7))
    signs_in(ana, keyring)
    assert mine.still_old(ana.anew().keyring) == []
    assert [entry.body["n"] for entry in mine.everything(ana.anew().keyring)] == list(range(7))
    assert not KeyChange.objects.filter(old_back__isnull=False).exists()


def test_an_open_invitation_ends_and_a_joiner_who_renews_can_still_be_let_in(ana: Cast, ben: Cast) -> None:
    from goldseam.people.rules import RULE_VERSION
    from goldseam.vault import invites

    seen_by_thief = " ".join(actions.invite(ana.me, own_name="Ana"))
    ana.me = ana.anew()
    renews(ana)
    with pytest.raises(Missing):
        invites.look(invites.keys_of(seen_by_thief))
    words = " ".join(actions.invite(ana.anew(), own_name="Ana"))
    actions.join(ben.me, invites.keys_of(words), own_name="Ben", agreed_to=RULE_VERSION)
    renews(ben)
    actions.let_in(ana.anew())
    for who in (ana, ben):
        together = access.togetherness_of(who.anew())
        assert together is not None and together.has_partner


def test_links_from_before_stay_valid(pair: tuple[Cast, Cast]) -> None:
    ana, _ = pair
    count = Link.objects.count()
    renews(ana)
    assert ours.newest_links(circle_of(ana), "people.seatcard", Link.objects.values_list("row", flat=True))
    assert Link.objects.count() > count
