"""Sign-ins: what stays open, under a value that only the cookie carries.

Front is open until the session's end. Back opens with the PIN and stays open for two minutes after the last sign of
life (the owner may choose up to an hour), under a second wrap with its own end.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import F, QuerySet

from goldseam.vault import canonical, costs, holders, kept, labels, primitives, seam, standing, upkeep
from goldseam.vault.canonical import ident, number
from goldseam.vault.errors import Missing, Tampered, WrongSecret
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import Holder, Pending, Session
from goldseam.vault.often import Often
from goldseam.vault.primitives import decode, encode

SHORT = timedelta(hours=12)
LONG = timedelta(days=14)
BACK_SECONDS = 120
BACK_SECONDS_MOST = 3600
PIN_TRIES = 5
PIN_LEAST = 6
VALUE_BYTES = 32


@dataclass(frozen=True)
class PinRule:
    """The PIN and how long the private half stays open, as sealed under back."""

    pin: str
    seconds: int


@dataclass(frozen=True)
class Device:
    """One signed-in device, as its owner sees it: a word and the day it began, no address and no place."""

    id: UUID
    label: str
    since: datetime
    end: datetime
    is_this: bool


def begin(keyring: Keyring, *, stay: bool, label: str) -> tuple[Keyring, str]:
    """A new sign-in from all open keys: the keyring that knows its session, and the cookie's value.

    `stay` keeps front open for 14 days instead of 12 hours.
    """
    holder = holders.holder_for(keyring.holder_id)
    value, started = seam.random_bytes(VALUE_BYTES), seam.now()
    session = Session(holder=holder, end=started + (LONG if stay else SHORT))
    session.front = primitives.seal(
        _front_key(value), encode(keyring.front, keyring.signing), _session_aad(labels.SESSION_FRONT, session, holder)
    )
    described = canonical.to_bytes({"label": label, "since": started.isoformat()})
    session.label = primitives.seal(keyring.own_note_key, primitives.pad(described), _label_aad(session))
    rule = pin_rule(keyring) if holder.pin else None
    session.back_seconds = rule.seconds if rule else BACK_SECONDS_MOST
    if rule:
        _wrap_under_pin(session, keyring, value, rule.pin)
    _wrap_open_back(session, keyring.require_back(), value, started)
    session.save(force_insert=True)
    begun = replace(keyring, session_id=session.pk)
    upkeep.tend(begun)
    return begun, to_text(value)


def keyring_of(session_id: UUID, cookie: str) -> Keyring:
    """What this cookie opens now: front, and back while its wrap lasts.

    Raises Missing for an ended or unknown session, WrongSecret for a cookie that doesn't open it.
    """
    with standing.before_anybody_is_known():
        session = _SESSION.one(session_id)
    if session is None or session.end <= seam.now():
        raise Missing("session")
    value = from_text(cookie)
    try:
        pair = primitives.unseal(
            _front_key(value), bytes(session.front), _session_aad(labels.SESSION_FRONT, session, session.holder)
        )
    except Tampered as error:
        raise WrongSecret("session") from error
    front, signing = decode(pair)
    holder = session.holder
    back = _open_back(session, value)
    standing.stand_for(holder.pk)
    return Keyring(
        holder.pk, front, signing, bytes(holder.back_public), back, session.pk, memo={"holder": session.holder}
    )


_SESSION = Often(lambda session: Session.objects.filter(pk=session).select_related("holder"), UUID)


def end(session_id: UUID) -> None:
    """Ends one sign-in; its wraps are gone."""
    Session.objects.filter(pk=session_id).delete()
    kept.forget_sign_in(session_id)


def end_one(keyring: Keyring, session_id: UUID) -> None:
    """Ends one of this holder's own sign-ins. Raises Missing for anybody else's."""
    deleted, _ = Session.objects.filter(pk=session_id, holder_id=keyring.holder_id).delete()
    if not deleted:
        raise Missing("session")
    kept.forget_sign_in(session_id)


def end_others(keyring: Keyring) -> None:
    """Ends every other sign-in of this holder."""
    Session.objects.filter(holder_id=keyring.holder_id).exclude(pk=keyring.require_session()).delete()
    kept.forget(keyring.holder_id)


def end_all(holder_id: UUID) -> None:
    """Ends every sign-in of this holder, also one that waits for its code: nobody stays."""
    Session.objects.filter(holder_id=holder_id).delete()
    Pending.objects.filter(holder_id=holder_id).delete()
    kept.forget(holder_id)


def end_of(keyring: Keyring) -> datetime:
    """When this sign-in ends. Raises Missing."""
    return _own_session(keyring).end


def is_long(keyring: Keyring) -> bool:
    """Whether this sign-in was wished to last for 14 days."""
    return any(device.is_this and device.end - device.since > SHORT for device in devices(keyring))


def devices(keyring: Keyring) -> list[Device]:
    """Where this holder is signed in, newest first."""
    sessions = Session.objects.filter(holder_id=keyring.holder_id, end__gt=seam.now())
    found = [_device(keyring, session) for session in sessions]
    return sorted(found, key=lambda device: device.since, reverse=True)


def _device(keyring: Keyring, session: Session) -> Device:
    opened = primitives.unseal(keyring.own_note_key, bytes(session.label), _label_aad(session))
    told = canonical.from_bytes(primitives.unpad(opened))
    since = datetime.fromisoformat(told["since"])
    return Device(session.pk, told["label"], since, session.end, session.pk == keyring.session_id)


# -- the PIN -----------------------------------------------------------------------------------------------------


def has_pin(holder_id: UUID) -> bool:
    return Holder.objects.filter(pk=holder_id, pin__isnull=False).exists()


def pin_rule(keyring: Keyring) -> PinRule:
    """The PIN itself, which only an open back gives. Raises BackClosed, Missing."""
    holder = holders.holder_for(keyring.holder_id)
    if not holder.pin:
        raise Missing("pin")
    opened = primitives.unseal_with(keyring.require_back(), bytes(holder.pin), _pin_aad(holder))
    said, signature = decode(primitives.unpad(opened))
    primitives.require_signature(keyring.signing_public, signature, _pin_message(holder, said))
    told = canonical.from_bytes(said)
    return PinRule(told["pin"], told["seconds"])


def seal_pin_rule(keyring: Keyring, holder: Holder, rule: PinRule) -> None:
    """Sealed to back and signed: anybody could seal to a public key, and so give this person a PIN they know."""
    said = canonical.to_bytes({"pin": rule.pin, "seconds": rule.seconds})
    signature = primitives.sign(keyring.signing, _pin_message(holder, said))
    told = primitives.pad(encode(said, signature))
    holder.pin = primitives.seal_to(keyring.back_public, told, _pin_aad(holder))


def set_pin(keyring: Keyring, cookie: str, pin: str, seconds: int = BACK_SECONDS) -> None:
    """A new PIN (six digits at least) and window (two minutes to an hour): every other device's PIN wrap goes.

    Needs back open, that is, the passphrase lately or the PIN before it. Raises BackClosed, ValueError.
    """
    if not (pin.isascii() and pin.isdigit() and len(pin) >= PIN_LEAST):
        raise ValueError("A PIN is six digits at least.")
    if not BACK_SECONDS <= seconds <= BACK_SECONDS_MOST:
        raise ValueError("The private half stays open for two minutes to an hour.")
    session = _own_session(keyring)
    value, holder = from_text(cookie), session.holder
    _wrap_under_pin(session, keyring, value, pin)
    session.back_seconds = seconds
    _wrap_open_back(session, keyring.require_back(), value, seam.now())
    with transaction.atomic():
        seal_pin_rule(keyring, holder, PinRule(pin, seconds))
        holder.save(update_fields=["pin"])
        forget_pin_wraps(holder)
        _store(session, "back_seconds", *_BACK, *_PIN)


def forget_pin_wraps(holder: Holder) -> None:
    """Every device asks for the passphrase once before its PIN works again."""
    holder.sessions.update(pin_wrap=None, pin_salt=None, pin_tries=0, back=None, back_end=None)


def may_try_pin(keyring: Keyring) -> bool:
    """Whether this device's PIN wrap exists and has a try left; otherwise the passphrase is asked."""
    return Session.objects.filter(
        pk=keyring.require_session(), holder_id=keyring.holder_id, pin_wrap__isnull=False, pin_tries__lt=PIN_TRIES
    ).exists()


def open_with_pin(keyring: Keyring, cookie: str, pin: str) -> Keyring:
    """Opens back for the owner's window. A try is committed before it is checked; five wrong ones delete the wrap.

    Raises WrongSecret for a wrong PIN, Missing when no try is left or no PIN wrap exists (then the passphrase helps).
    """
    holders.require_no_write_lock()  # in a transaction a refused request would give the try back
    spent = Session.objects.filter(
        pk=keyring.require_session(), holder_id=keyring.holder_id, pin_wrap__isnull=False, pin_tries__lt=PIN_TRIES
    ).update(pin_tries=F("pin_tries") + 1)
    if not spent:
        raise Missing("pin wrap")
    session = _own_session(keyring)
    value = from_text(cookie)
    if not (session.pin_wrap and session.pin_salt):  # a wrong try beside this one was the fifth
        raise Missing("pin wrap")
    try:
        wrapping = _pin_key(value, pin, bytes(session.pin_salt or b""))
        back = primitives.unseal(
            wrapping, bytes(session.pin_wrap or b""), _session_aad(labels.SESSION_PIN, session, session.holder)
        )
    except Tampered as error:
        Session.objects.filter(pk=session.pk, pin_tries__gte=PIN_TRIES).update(pin_wrap=None, pin_salt=None)
        raise WrongSecret("pin") from error
    opened = replace(keyring, back=back)
    _wrap_open_back(session, back, value, seam.now())
    session.pin_tries = 0
    same_wrap = Session.objects.filter(pk=session.pk, pin_wrap=session.pin_wrap)
    if not same_wrap.update(back=session.back, back_end=session.back_end, pin_tries=0):
        raise Missing("pin wrap")  # it was changed or ended on another device in this very moment
    upkeep.tend_private(opened)
    return opened


def open_with_pass_key(keyring: Keyring, cookie: str, opened: Keyring) -> Keyring:
    """Opens back again from a passphrase just given, and makes this device's PIN wrap anew."""
    if opened.holder_id != keyring.holder_id:
        raise WrongSecret("passphrase")
    session, value = _own_session(keyring), from_text(cookie)
    whole = replace(keyring, back=opened.require_back())
    if session.holder.pin:
        rule = pin_rule(whole)
        _wrap_under_pin(session, whole, value, rule.pin)
    _wrap_open_back(session, whole.require_back(), value, seam.now())
    _store(session, *_BACK, *_PIN)
    upkeep.tend_private(whole)
    return whole


def stay_open(keyring: Keyring, cookie: str) -> None:
    """A sign of life (typing counts): back stays open for one more window. Nothing when it is closed already."""
    if keyring.back is None:
        return
    session, moment = _own_session(keyring), seam.now()
    _wrap_open_back(session, keyring.back, from_text(cookie), moment)
    still_open = Session.objects.filter(pk=session.pk, back_end__gt=moment)  # never after exit in another tab
    still_open.update(back=session.back, back_end=session.back_end)


def show_life(keyring: Keyring, cookie: str) -> None:
    """Somebody who reads isn't away: as `stay_open`, once a quarter of the window is gone, and never waiting.

    A page that is only read must not stand behind a writer: when the disk is busy, this sign of life is let go.
    """
    session = _own_session(keyring)
    if session.back_end is None or session.back_end - seam.now() > timedelta(seconds=session.back_seconds * 3 / 4):
        return
    with _not_waiting(), suppress(OperationalError):
        stay_open(keyring, cookie)


@contextmanager
def _not_waiting() -> Iterator[None]:
    """SQLite would wait for its one write lock for many seconds; inside, it gives up at once."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(before)}")


def close_back(keyring: Keyring) -> None:
    """Closes the private half at once: on exit, on hand-over, by hand."""
    Session.objects.filter(pk=keyring.require_session()).update(back=None, back_end=None)
    kept.forget(keyring.holder_id)


@transaction.atomic
def forget_closed_backs() -> int:
    """Deletes the open-back wraps whose time is over, and sessions and pendings that ended. Opens nothing."""
    moment = seam.now()
    closed = _not_in_use(Session.objects.filter(back_end__lte=moment)).update(back=None, back_end=None)
    _not_in_use(Session.objects.filter(end__lte=moment)).delete()
    kept.forget_old()
    return closed


def _not_in_use(ended: QuerySet[Session]) -> QuerySet[Session]:
    """Whoever tidies waits for nobody's act, and no act waits for two of them in another order."""
    if connection.vendor == "sqlite":
        return ended
    free = ended.select_for_update(skip_locked=True).values_list("pk", flat=True)
    return Session.objects.filter(pk__in=list(free))


_BACK = ("back", "back_end")
_PIN = ("pin_wrap", "pin_salt", "pin_tries")


def _store(session: Session, *columns: str) -> None:
    """Raises Missing when the sign-in was ended meanwhile: it must not come to life again."""
    if not Session.objects.filter(pk=session.pk).update(**{name: getattr(session, name) for name in columns}):
        raise Missing("session")


def _own_session(keyring: Keyring) -> Session:
    session = (
        Session.objects.select_related("holder")
        .filter(pk=keyring.require_session(), holder_id=keyring.holder_id)
        .first()
    )
    if session is None:
        raise Missing("session")
    return session


def _wrap_under_pin(session: Session, keyring: Keyring, value: bytes, pin: str) -> None:
    session.pin_salt = seam.random_bytes(holders.SALT_BYTES)
    session.pin_tries = 0
    session.pin_wrap = primitives.seal(
        _pin_key(value, pin, session.pin_salt),
        keyring.require_back(),
        _session_aad(labels.SESSION_PIN, session, session.holder),
    )


def _pin_key(value: bytes, pin: str, salt: bytes) -> bytes:
    """Without the cookie's value no number of guesses helps: it is Argon2id's secret input.

    The cost is the floor, not the setting, so that a raised setting doesn't make every device's PIN look wrong.
    """
    holders.require_no_write_lock()
    pepper = primitives.derive(value, labels.SESSION_PIN_PEPPER)
    return primitives.stretch(pin.encode(), salt, costs.floor(), secret=pepper)


def _wrap_open_back(session: Session, back: bytes, value: bytes, moment: datetime) -> None:
    window = min(session.back_seconds, BACK_SECONDS_MOST)  # a clear column, which somebody may have raised
    session.back_end = min(moment + timedelta(seconds=window), session.end)
    session.back = primitives.seal(primitives.derive(value, labels.SESSION_BACK), back, _back_aad(session))


def _open_back(session: Session, value: bytes) -> bytes | None:
    if not session.back or session.back_end is None or session.back_end <= seam.now():
        return None
    return primitives.unseal(primitives.derive(value, labels.SESSION_BACK), bytes(session.back), _back_aad(session))


def _front_key(value: bytes) -> bytes:
    return primitives.derive(value, labels.SESSION_FRONT)


def _session_aad(label: bytes, session: Session, holder: Holder) -> bytes:
    """The vault's own session id, the person with their public keys, and the end: none can be moved or stretched."""
    return encode(label, ident(session.pk), holders.key_set(holder), _moment(session.end))


def _back_aad(session: Session) -> bytes:
    assert session.back_end is not None
    return encode(labels.SESSION_BACK, ident(session.pk), holders.key_set(session.holder), _moment(session.back_end))


def _label_aad(session: Session) -> bytes:
    return encode(labels.SESSION_LABEL, ident(session.pk), ident(session.holder_id))


def _pin_aad(holder: Holder) -> bytes:
    return encode(labels.PIN, holders.key_set(holder))


def _pin_message(holder: Holder, said: bytes) -> bytes:
    return encode(labels.PIN, ident(holder.pk), said)


def _moment(value: datetime) -> bytes:
    return number(int(value.timestamp() * 1_000_000))


def to_text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def from_text(cookie: str) -> bytes:
    try:
        value = urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
    except (NotBase64, ValueError) as error:
        raise WrongSecret("session") from error
    if len(value) != VALUE_BYTES:
        raise WrongSecret("session")
    return value
