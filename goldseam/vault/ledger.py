"""What must not come back with an older backup: withdrawals, erasures and changed credentials, in a file kept apart.

A line is first written into the database, in the deed's own transaction; after the commit it is appended to the file
and made durable, then it leaves the database. So a deed that was undone is never in the file, and one that was done
is in the database or in the file, wherever the process was killed. A line that comes twice is applied once.

The file holds ids, public keys, signatures and wraps that open with a passphrase only. No words, no dates.
"""

import fcntl
import json
import logging
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import models, transaction

from goldseam.vault import labels, primitives, seam
from goldseam.vault.canonical import ident, number
from goldseam.vault.durable import make_durable
from goldseam.vault.errors import Tampered
from goldseam.vault.keyring import Keyring
from goldseam.vault.models import (
    BetweenValue,
    Bundle,
    Circle,
    Holder,
    KeyChange,
    LedgerNote,
    Link,
    Mine,
    Replayed,
    RowWrap,
    SealedRow,
)
from goldseam.vault.primitives import encode

if TYPE_CHECKING:
    from goldseam.vault.lineage import Era, Signers
    from goldseam.vault.record import Step

ERASED, WITHDRAWN, BUNDLES, KEYS, FORGOTTEN = "erased", "withdrawn", "bundles", "keys", "forgotten"
MINE = Mine._meta.label_lower
BETWEEN = BetweenValue._meta.label_lower
log = logging.getLogger("goldseam.vault")


# -- what is noted ------------------------------------------------------------------------------------------------


def note_erased(keyring: Keyring, table: str, row: UUID) -> None:
    """This row is to stay gone. Signed, so that nobody can use a restore to take away what wasn't erased."""
    signature = primitives.sign(keyring.signing, erased_message(keyring.holder_id, table, row))
    _note(ERASED, holder=keyring.holder_id, table=table, row=row, signature=signature)


def note_withdrawn(keyring: Keyring, circle: UUID, table: str, row: UUID, version: int) -> None:
    """The circle's wrap of this row, up to this version, is to stay gone; a later sharing is another deed."""
    signature = primitives.sign(keyring.signing, withdrawn_message(keyring.holder_id, circle, table, row, version))
    _note(
        WITHDRAWN,
        holder=keyring.holder_id,
        circle=circle,
        table=table,
        row=row,
        version=version,
        signature=signature,
    )


def note_bundles(holder: Holder, gone: list[UUID], new: Bundle | None = None, verifier: str = "") -> None:
    """These wraps of the private halves are to stay gone, and this one took their place."""
    made = _columns(new) if new else None
    _note(BUNDLES, holder=holder.pk, gone=[found.hex for found in gone], new=made, verifier=verifier)


def note_key_change(holder: Holder, change: KeyChange) -> None:
    """The new public keys, with the change that both signing keys signed."""
    _note(KEYS, holder=holder.pk, change=_columns(change), pin=bytes(holder.pin or b""))


def note_forgotten(keyring: Keyring) -> None:
    """Everything that opens for this holder is to stay destroyed."""
    signature = primitives.sign(keyring.signing, erased_message(keyring.holder_id, FORGOTTEN, keyring.holder_id))
    _note(FORGOTTEN, holder=keyring.holder_id, signature=signature)


def owe_link(keyring: Keyring, circle: UUID, table: str, row: UUID, version: int) -> None:
    """The record of this circle hears of a withdrawal at its owner's next visit."""
    Replayed.objects.create(
        deed=WITHDRAWN,
        holder=keyring.holder_id,
        circle=circle,
        table=table,
        row=row,
        version=version,
        digest=bytes(32),
        signature=primitives.sign(keyring.signing, withdrawn_message(keyring.holder_id, circle, table, row, version)),
    )


def _note(deed: str, **told: Any) -> None:
    entry = {"id": seam.uuid().hex, "deed": deed, **{name: _plain(value) for name, value in told.items()}}
    LedgerNote.objects.create(line=json.dumps(entry, separators=(",", ":")))
    transaction.on_commit(_flush_quietly)


def _flush_quietly() -> None:
    """The deed is done and its line is kept in the database: a full disk only means that the file hears later."""
    try:
        flush()
    except OSError:
        log.error("The ledger file could not be written; its lines wait in the database.")


def _columns(row: models.Model) -> dict[str, Any]:
    return {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.local_concrete_fields}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return bytes(value).hex() if isinstance(value, (bytes, memoryview)) else value


def erased_message(holder: UUID, table: str, row: UUID) -> bytes:
    return encode(labels.ERASED, ident(holder), table.encode(), ident(row))


def withdrawn_message(holder: UUID, circle: UUID, table: str, row: UUID, version: int) -> bytes:
    return encode(labels.WITHDRAWN, ident(holder), ident(circle), table.encode(), ident(row), number(version))


# -- the file -----------------------------------------------------------------------------------------------------


def path() -> Path:
    return Path(getattr(settings, "LEDGER_FILE", None) or settings.DATA_DIR / "ledger.jsonl")


def flush() -> int:
    """Appends what waits in the database, makes it durable, then lets it go. Returns how many lines."""
    if not LedgerNote.objects.exists():
        return 0
    is_new = not path().exists()
    handle = os.open(path(), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        notes = list(LedgerNote.objects.order_by("pk"))
        _append(handle, [note.line for note in notes])
        _blot_out(_wraps_gone(notes))
    finally:
        os.close(handle)
    if is_new:
        make_durable(path().parent)
    LedgerNote.objects.filter(pk__in=[note.pk for note in notes]).delete()
    return len(notes)


def _append(handle: int, lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines).encode()
    size = os.fstat(handle).st_size
    if size and os.pread(handle, 1, size - 1) != b"\n":  # a line that a killed process began: it comes again whole
        text = b"\n" + text
    while text:
        text = text[os.write(handle, text) :]
    os.fsync(handle)


def _wraps_gone(notes: list[LedgerNote]) -> set[str]:
    """Which wraps these lines take away, by their own ids, or by the holder's who took all away."""
    told = [json.loads(note.line) for note in notes]
    gone = {found for entry in told if entry["deed"] == BUNDLES for found in entry["gone"]}
    return gone | {entry["holder"] for entry in told if entry["deed"] == FORGOTTEN}


def _blot_out(gone: set[str]) -> None:
    """Writes zeros over wraps that were replaced: whoever has the file and an old passphrase or sheet opens nothing.

    In their place and at their length, so that a kill in the middle leaves every line whole. The line that replaced
    them is durable by then, and still waits in the database: it brings this about again.
    """
    if not gone:
        return
    with open(path(), "r+b") as opened:
        at = 0
        for line in opened.readlines():
            if blotted := _blotted(line, gone):
                os.pwrite(opened.fileno(), blotted, at)
            at += len(line)
        os.fsync(opened.fileno())


def _blotted(line: bytes, gone: set[str]) -> bytes | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None  # a line that a killed process began
    made = entry.get("new") if entry.get("deed") == BUNDLES else None
    if not made or not gone & {made["id"], made["holder_id"]}:
        return None
    for secret in (made["front"], made["back"], entry["verifier"]):
        line = line.replace(f'"{secret}"'.encode(), f'"{"0" * len(secret)}"'.encode())
    return line


def read(file: Path) -> Iterator[dict[str, Any]]:
    """The entries, each once, in their order. A line that was cut off is passed over: it was never acknowledged."""
    seen = set()
    for line in file.read_text().splitlines() if file.exists() else []:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and entry.get("id") not in seen:
            seen.add(entry.get("id"))
            yield entry


# -- after a restore ----------------------------------------------------------------------------------------------


@transaction.atomic
def replay(file: Path) -> int:
    """Applies to a restored database what it doesn't know yet; returns how much changed. Opens nothing.

    Every circle is marked: its key is renewed at its members' next visits.
    """
    deeds = {ERASED: _erase, WITHDRAWN: _withdraw, BUNDLES: _put_bundles, KEYS: _put_keys, FORGOTTEN: _forget}
    changed = 0
    for entry in read(file):
        deed = deeds.get(str(entry.get("deed")))
        holder = Holder.objects.filter(pk=_uuid(entry, "holder")).first()
        if deed is None or holder is None:
            continue
        changed += deed(holder, entry)
    Circle.objects.update(rotate_due=True)
    return changed


def _erase(holder: Holder, entry: dict[str, Any]) -> bool:
    table, row_id = str(entry["table"]), _uuid(entry, "row")
    if table == BETWEEN:
        return _erase_input(holder, entry, row_id)
    row = _sealed_table(table).filter(pk=row_id).first()
    signature = bytes.fromhex(entry["signature"])
    if row is None or not _is_signed(holder, signature, erased_message(holder.pk, table, row_id)):
        return False
    if isinstance(row, Mine):
        if row.owner_id != holder.pk:
            return False
        _owe(holder, ERASED, None, table, row, signature)
        Holder.objects.filter(pk=holder.pk).update(restored=True, mine_index=None)
    elif not _may_erase(holder, row):
        return False
    for wrap in RowWrap.objects.filter(table=table, row=row_id):
        _owe(holder, ERASED, wrap.circle_id, table, row, signature)
        wrap.delete()
    row.delete()
    return True


def _erase_input(holder: Holder, entry: dict[str, Any], row_id: UUID) -> bool:
    """What its author gave to be compared, and destroyed. No sum and no record holds it, so nothing is owed."""
    if not _is_signed(holder, bytes.fromhex(entry["signature"]), erased_message(holder.pk, BETWEEN, row_id)):
        return False
    return bool(BetweenValue.objects.filter(pk=row_id, author=holder).delete()[0])


def _may_erase(holder: Holder, row: SealedRow) -> bool:
    """As in life: its author, or somebody who is in its circle. Anybody else's signature takes nothing away."""
    return row.author_id == holder.pk or holder.grants.filter(circle_id=row.circle_id).exists()


def _withdraw(holder: Holder, entry: dict[str, Any]) -> bool:
    table, row_id, circle, version = str(entry["table"]), _uuid(entry, "row"), _uuid(entry, "circle"), entry["version"]
    row = Mine.objects.filter(pk=row_id, owner=holder, version__lte=version).first()
    wrap = RowWrap.objects.filter(circle_id=circle, table=table, row=row_id).first()
    signature = bytes.fromhex(entry["signature"])
    message = withdrawn_message(holder.pk, circle, table, row_id, version)
    if row is None or wrap is None or not _is_signed(holder, signature, message):
        return False
    _owe(holder, WITHDRAWN, circle, table, row, signature, version=version)
    wrap.delete()
    return True


def _put_bundles(holder: Holder, entry: dict[str, Any]) -> bool:
    gone, _ = holder.bundles.filter(pk__in=[UUID(hex=found) for found in entry["gone"]]).delete()
    made = _made(Bundle, entry["new"]) if entry["new"] else None
    if made is None or made.generation != holder.generation or holder.bundles.filter(pk=made.pk).exists():
        return bool(gone)
    holder.bundles.filter(way=made.way, credential=made.credential).delete()
    made.save(force_insert=True)
    if entry["verifier"]:
        get_user_model().objects.filter(holder=holder).update(password=make_password(entry["verifier"]))
    return True


def _put_keys(holder: Holder, entry: dict[str, Any]) -> bool:
    change = _made(KeyChange, entry["change"])
    if change.generation != holder.generation + 1:
        return False
    change.pk = None
    change.save(force_insert=True)
    holder.generation = change.generation
    holder.front_public, holder.back_public = change.new_front_public, change.new_back_public
    holder.signing_public = change.new_signing_public
    holder.pin = bytes.fromhex(entry["pin"]) or None
    holder.restored, holder.mine_index = True, None
    holder.save()
    holder.bundles.all().delete()
    return True


def _forget(holder: Holder, entry: dict[str, Any]) -> bool:
    message = erased_message(holder.pk, FORGOTTEN, holder.pk)
    if not _is_signed(holder, bytes.fromhex(entry["signature"]), message) or not holder.bundles.exists():
        return False
    RowWrap.objects.filter(table=MINE, row__in=list(holder.mine.values_list("pk", flat=True))).delete()
    for things in (holder.bundles, holder.sessions, holder.pendings, holder.mine, holder.grants):
        things.all().delete()
    get_user_model().objects.filter(holder=holder).delete()
    Replayed.objects.create(
        deed=FORGOTTEN,
        holder=holder.pk,
        table=FORGOTTEN,
        row=holder.pk,
        version=0,
        digest=bytes(32),
        signature=bytes.fromhex(entry["signature"]),
    )
    return True


def _owe(
    holder: Holder,
    deed: str,
    circle: UUID | None,
    table: str,
    row: Mine | SealedRow,
    signature: bytes,
    version: int | None = None,
) -> None:
    from goldseam.vault import sums  # sums stand on keyrings and rows, the ledger below both

    digest = sums.stored_digest(row) if isinstance(row, Mine) else primitives.digest(bytes(row.body or b""))
    Replayed.objects.create(
        deed=deed,
        holder=holder.pk,
        circle=circle,
        table=table,
        row=row.pk,
        version=row.version if version is None else version,
        digest=digest,
        signature=signature,
    )


def _sealed_table(table: str) -> models.QuerySet[Any]:
    model = apps.get_model(table)
    if not issubclass(model, (Mine, SealedRow)):
        return Mine.objects.none()
    return model._base_manager.all()


def _is_signed(holder: Holder, signature: bytes, message: bytes) -> bool:
    """By today's key of this holder, or by one from before a change."""
    keys = [bytes(holder.signing_public), *map(bytes, holder.key_changes.values_list("old_signing_public", flat=True))]
    return any(_fits(key, signature, message) for key in keys)


def _fits(key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        primitives.require_signature(key, signature, message)
    except Tampered:
        return False
    return True


def _made(model: type[Any], told: dict[str, Any]) -> Any:
    binary = {field.attname for field in model._meta.local_concrete_fields if isinstance(field, models.BinaryField)}
    return model(
        **{
            name: bytes.fromhex(value) if name in binary and value is not None else value
            for name, value in told.items()
        }
    )


def _uuid(entry: dict[str, Any], name: str) -> UUID:
    return UUID(hex=str(entry[name]))


# -- what owners bring in line at their next visit ----------------------------------------------------------------


def own_erasures(keyring: Keyring, table: str) -> Iterator[Replayed]:
    """Rows of one's own that a restore took back again, each with one's own signature."""
    for found in Replayed.objects.filter(deed=ERASED, holder=keyring.holder_id, circle=None, table=table):
        if _is_own(keyring, found):
            yield found


def owed_links(keyring: Keyring) -> list[Replayed]:
    """Withdrawals and erasures that a circle's record doesn't know yet, each with one's own signature."""
    owed = Replayed.objects.filter(holder=keyring.holder_id, circle__isnull=False).order_by("pk")
    return [found for found in owed if _is_own(keyring, found)]


def forget_replayed(done: Iterable[Replayed]) -> None:
    Replayed.objects.filter(pk__in=[found.pk for found in done]).delete()


def took_back(signers: "Signers", link: "Link | Step") -> bool:
    """A restore took this share back again, and its owner's signature says that the owner had.

    A withdrawal speaks of the versions up to its own: what was shown again after it is another deed.
    """
    speaks_of_it = models.Q(deed=ERASED) | models.Q(deed=WITHDRAWN, version__gte=link.version)
    this_row = models.Q(circle=link.circle_id, table=link.table, row=link.row) & speaks_of_it
    waiting = Replayed.objects.filter(this_row | models.Q(deed=FORGOTTEN), holder=link.author)
    eras = signers.get(link.author, [])
    return any(_is_signed_by(eras, found) for found in waiting)


def _is_own(keyring: Keyring, found: Replayed) -> bool:
    from goldseam.vault import lineage  # lineage stands on keyrings

    return found.holder == keyring.holder_id and _is_signed_by(lineage.own(keyring), found)


def _is_signed_by(eras: "list[Era]", found: Replayed) -> bool:
    message = (
        erased_message(found.holder, found.table, found.row)
        if found.deed in (ERASED, FORGOTTEN)
        else withdrawn_message(found.holder, found.circle or found.row, found.table, found.row, found.version)
    )
    return any(_fits(era.signing_public, bytes(found.signature), message) for era in eras)
