"""What people can do with their own account. Key stretching happens before a transaction, never under the lock."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from goldseam.people import access, announcing, factors, well_known
from goldseam.people.actions import may_pass_with, pass_as_first, use_door_code, use_invitation, verifier_column
from goldseam.people.me import Me
from goldseam.people.models import Person, Seat
from goldseam.people.rules import Refused, plain_name, plain_passphrase, require_good_passphrase, require_good_pin
from goldseam.vault import canonical, change, holders, invites, own, seam, sessions, words
from goldseam.vault.errors import BackClosed, Missing, Tampered, WrongSecret
from goldseam.vault.holders import PassKey
from goldseam.vault.invites import InviteKeys
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Holder

NOTES = "people.person"
MAIL = "people.mail"
TICKET_LASTS = timedelta(minutes=10)
SHEET_CHECK = "people.sheet-check"


# -- doors into a closed server ------------------------------------------------------------------------------------


def door_for(*, is_open: bool, code: str, invitation: str) -> Callable[[], None] | None:
    """What signing up has to pass: nothing, a door code, or being first. Raises Refused("closed", "code-wrong")."""
    if is_open:
        return None
    if keys := _invited_by(invitation):
        return lambda: use_invitation(keys)
    if code:
        if not may_pass_with(code):
            raise Refused("code-wrong")
        return lambda: use_door_code(code)
    if access.is_first_person():
        return pass_as_first
    raise Refused("closed")


def _invited_by(invitation: str) -> InviteKeys | None:
    try:
        keys = invites.keys_of(invitation)
        invites.look(keys)
    except (Missing, WrongSecret):
        return None
    return keys


# -- notes to oneself ----------------------------------------------------------------------------------------------


def notes_of(me: Me) -> dict[str, Any]:
    """Short notes that need no PIN. Raises Tampered."""
    is_reading = me.memory is not None
    sealed = me.person.own if is_reading else Person.objects.values_list("own", flat=True).get(pk=me.person.pk)
    if not sealed:
        return {}
    told = own.unseal(me.keyring, NOTES, me.person.pk, bytes(sealed))
    return told if isinstance(told, dict) else {}


@transaction.atomic
def note(me: Me, **told: canonical.Json) -> None:
    """Adds to the notes, or changes them."""
    sealed = own.seal(me.keyring, NOTES, me.person.pk, {**notes_of(me), **told})
    Person.objects.filter(pk=me.person.pk).update(own=sealed)


def sheet_is_done(me: Me) -> bool:
    """Whether the recovery sheet was printed and two of its words typed back."""
    return bool(notes_of(me).get("sheet_done"))


# -- the PIN -------------------------------------------------------------------------------------------------------


def choose_pin(me: Me, cookie: str, pin: str, seconds: int | None = None) -> None:
    """A new PIN, with the private half open. Raises Refused, BackClosed."""
    require_good_pin(pin)
    sessions.set_pin(me.keyring, cookie, pin, seconds or sessions.BACK_SECONDS)


def open_with_passphrase(me: Me, cookie: str, pass_key: PassKey) -> Me:
    """The private half again, from a passphrase that fitted just now."""
    opened = holders.open_by_fitting(me.person.holder, pass_key)
    return me.with_keyring(sessions.open_with_pass_key(me.keyring, cookie, opened))


def change_pin(me: Me, cookie: str, pass_key: PassKey, pin: str, seconds: int) -> None:
    """Another PIN or window, by the passphrase; an empty PIN keeps the old one. Raises Refused."""
    if pin:
        require_good_pin(pin)
    opened = open_with_passphrase(me, cookie, pass_key)
    try:
        kept = pin or sessions.pin_rule(opened.keyring).pin
    except Missing as error:
        raise Refused("pin-short") from error
    sessions.set_pin(opened.keyring, cookie, kept, seconds)


def window_minutes(me: Me) -> int:
    """After how many minutes without a hand on it a private page closes itself."""
    try:
        return sessions.pin_rule(me.keyring).seconds // 60
    except (Missing, BackClosed):
        return sessions.BACK_SECONDS // 60


# -- tickets: what one page of a way tells the next, sealed in the page itself -------------------------------------


def ticket(me: Me, way: str, told: dict[str, canonical.Json]) -> str:
    """Opens only for the same person, the same way, within ten minutes. Stored nowhere."""
    until = (seam.now() + TICKET_LASTS).timestamp()
    sealed = own.seal(me.keyring, f"people.ticket.{way}", me.person.pk, {**told, "until": until})
    return urlsafe_b64encode(sealed).decode()


def told_by_ticket(me: Me, way: str, sent: str, *, step: str = "") -> dict[str, Any]:
    """Raises Refused("ticket-old") for any other ticket, or an old one."""
    try:
        told = own.unseal(me.keyring, f"people.ticket.{way}", me.person.pk, urlsafe_b64decode(sent.encode()))
    except (Tampered, ValueError) as error:
        raise Refused("ticket-old") from error
    if not isinstance(told, dict) or told["until"] < seam.now().timestamp() or told.get("step", "") != step:
        raise Refused("ticket-old")
    return told


# -- the recovery sheet --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """Ten words shown once, the two places that are asked back, and the check that the page carries, sealed."""

    words: list[str]
    places: tuple[int, int]
    check: str


def make_sheet(me: Me) -> Sheet:
    """Ten new words; the sheet before them opens nothing any more. Raises BackClosed."""
    with transaction.atomic():
        drawn = holders.new_recovery_sheet(me.person.holder, me.keyring)
        note(me, sheet_done=False)
    return sheet_of(me, drawn)


def sheet_of(me: Me, drawn: list[str]) -> Sheet:
    """A sheet to show, from its ten words."""
    first, second = sorted(_two_places(len(drawn)))
    asked: canonical.Json = {str(place): drawn[place - 1] for place in (first, second)}
    sealed = own.seal(me.keyring, SHEET_CHECK, me.person.pk, asked)
    return Sheet(drawn, (first, second), urlsafe_b64encode(sealed).decode())


def _two_places(count: int) -> set[int]:
    places: set[int] = set()
    while len(places) < 2:
        places.add(1 + seam.below(count))
    return places


def places_asked(me: Me, check: str) -> tuple[int, int]:
    """Which two words a page asks for. Raises Refused for a check that isn't this person's."""
    first, second = sorted(int(place) for place in _asked(me, check))
    return first, second


def confirm_sheet(me: Me, check: str, typed: tuple[str, str]) -> None:
    """Two words typed back: the sheet was really written down. Raises Refused."""
    asked = _asked(me, check)
    expected = [asked[place] for place in sorted(asked, key=int)]
    if [words.clean(word) for word in typed] != expected:
        raise Refused("words-typed-wrong")
    note(me, sheet_done=True)


def places_or_first(me: Me, check: str) -> tuple[int, int]:
    """For a page that has to be drawn even though its check was broken on the way."""
    try:
        return places_asked(me, check)
    except Refused:
        return 1, 2


def _asked(me: Me, check: str) -> dict[str, str]:
    try:
        asked = own.unseal(me.keyring, SHEET_CHECK, me.person.pk, urlsafe_b64decode(check.encode()))
    except (Tampered, ValueError) as error:
        raise Refused("words-typed-wrong") from error
    assert isinstance(asked, dict)
    return asked


# -- credentials ---------------------------------------------------------------------------------------------------


def new_passphrase(name: str, typed: str, *, instead_of: Holder | None = None) -> PassKey:
    """A pass key for a passphrase that is good enough, never stretched less than the one before. Raises Refused."""
    plain = plain_passphrase(typed)
    require_good_passphrase(plain, name=name, well_known=well_known.passphrases())
    return holders.new_pass_key(plain, instead_of=instead_of)


def change_passphrase(me: Me, old: PassKey, typed: str) -> tuple[Keyring, list[str]]:
    """Another passphrase: the wraps are made anew, with a new sheet; other sign-ins end, passkeys open nothing until
    they are confirmed again. Raises Refused.
    """
    fresh = new_passphrase(me.person.username, typed, instead_of=me.person.holder)
    opened = holders.open_by_fitting(me.person.holder, old)
    return opened, _put_in_place(me.person, opened, fresh)


def new_keys(me: Me, old: PassKey, typed: str) -> tuple[Me, list[str]]:
    """Somebody may have got in: new keys under another passphrase, with a new sheet. Every sign-in ends, passkeys and
    codes go, and what was noted for oneself is sealed anew, all in one transaction. Nothing rings any more: who knows
    who let it ring where. Raises Refused, Tampered.
    """
    fresh = new_passphrase(me.person.username, typed, instead_of=me.person.holder)
    opened = holders.open_by_fitting(me.person.holder, old)
    renewed, drawn = change.new_keys(opened, fresh, along=lambda new: _renew_account(Me(me.person, new)))
    person = access.person_by_id(me.person.pk)  # with today's keys and verifier
    assert person is not None
    return Me(person, renewed), drawn


def _renew_account(me: Me) -> None:
    factors.forget_all(me.person)
    for renew in (_renew_notes, _renew_mail, _renew_seats):
        with suppress(Tampered):  # one that somebody spoiled stays as it is, and holds nobody up
            renew(me)
    announcing.locks_changed(me.person)


def _renew_notes(me: Me) -> None:
    note(me, sheet_done=False)


def _renew_mail(me: Me) -> None:
    mail = mail_of(me)
    keep_mail(me, mail.mark, mail.address)


def _renew_seats(me: Me) -> None:
    for seat in Seat.objects.filter(person=me.person):
        told = own.unseal(me.keyring, access.SEAT_PLACE, seat.pk, bytes(seat.own))
        seat.own = own.seal(me.keyring, access.SEAT_PLACE, seat.pk, told)
        seat.save(update_fields=["own"])


def recover(name: str, sheet: str, typed: str) -> tuple[Person, Keyring, list[str]]:
    """By the ten words of the sheet: a new passphrase, a new sheet, every sign-in ended, second factors removed.

    A name that doesn't exist costs the same work and gets the same sentence. Raises Refused.
    """
    fresh = new_passphrase(name, typed)
    try:
        person = access.person_named(plain_name(name))
        if person is None:
            raise Refused("sheet-wrong")
        opened = holders.open_by_recovery(person.holder, sheet)
    except WrongSecret as error:
        raise Refused("sheet-wrong") from error
    with transaction.atomic():
        factors.forget_all(person)
        drawn = _put_in_place(person, opened, fresh)
    return person, opened, drawn


@transaction.atomic
def _put_in_place(person: Person, opened: Keyring, fresh: PassKey) -> list[str]:
    """Verifier and wraps change together or not at all."""
    holders.wrap_for_passphrase(person.holder, opened, fresh)
    holders.forget_passkeys(person.holder)
    sessions.end_all(person.holder_id)
    Person.objects.filter(pk=person.pk).update(password=verifier_column(fresh))
    note(Me(person, opened), sheet_done=False)
    return holders.new_recovery_sheet(person.holder, opened)


# -- mail ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mail:
    """An address and whose mailbox it is: "mine", "shared", or "none" without an address."""

    mark: str = "none"
    address: str = ""


def mail_of(me: Me) -> Mail:
    """The address this person noted. Raises Tampered."""
    sealed = Person.objects.values_list("mail", flat=True).get(pk=me.person.pk)
    if not sealed:
        return Mail()
    told = own.unseal(me.keyring, MAIL, me.person.pk, bytes(sealed))
    return Mail(told["mark"], told["address"]) if isinstance(told, dict) else Mail()


def keep_mail(me: Me, mark: str, address: str) -> None:
    """Notes an address, sealed; "none" forgets it. Nothing is sent, and nothing is ever opened by it."""
    told: canonical.Json = {"mark": mark, "address": address}
    sealed = None if mark == "none" else own.seal(me.keyring, MAIL, me.person.pk, told)
    Person.objects.filter(pk=me.person.pk).update(mail=sealed)
