"""A small world with something of everything in it, what its people see, and ways to spoil it behind their backs."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction

from conftest import Cast
from goldseam.people import access
from goldseam.vault import holders, mine, rounds, sessions
from goldseam.vault.errors import VaultError
from goldseam.vault.models import Circle, Holder

REFUSED = "refused"

# What is clear on purpose says something on purpose; a page shows it as it is. open_columns.py has the reasons.
MEANT_TO_BE_CLEAR = {
    "vault.Session.back_seconds",
    "vault.Session.pin_tries",
    "vault.Session.back_end",
    "vault.Circle.rotate_due",
    "vault.Holder.restored",
    "people.Seat.paused",
    "people.Seat.left_openly",
}


def our_tables() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label == "vault" or _is_of_ours(model)]


def _is_of_ours(model: type[models.Model]) -> bool:
    return model._meta.label in {"people.SeatCard", "people.LastWord", "people.Seat"}


def circle_of(who: Cast) -> Circle:
    together = access.togetherness_of(who.anew())
    assert together is not None
    return together.circle


def fill(pair: tuple[Cast, Cast]) -> None:
    """Private rows, shared rows, changed rows, a round, a second device for each."""
    circle = circle_of(pair[0])
    for who in pair:
        name = who.me.person.username
        rows = [mine.keep(who.anew().keyring, "test.note", {"words": f"{name} {n}"}) for n in range(3)]
        mine.share(who.anew().keyring, rows[0], circle)
        mine.share(who.anew().keyring, rows[1], circle)
        sessions.begin(who.anew().keyring, stay=True, label=f"{name}'s tablet")


def live_on(pair: tuple[Cast, Cast]) -> None:
    """A day later: something changed, something withdrawn, a round answered."""
    circle = circle_of(pair[0])
    for who in pair:
        shown = [entry for entry in mine.shared_with(who.anew().keyring, circle) if entry.owner_id == _holder(who)]
        mine.change(who.anew().keyring, shown[0].id, {"words": "changed"})
        mine.withdraw(who.anew().keyring, shown[1].id, circle)
    rounds.commit(pair[0].anew().keyring, circle, _holder(pair[1]), "map/1", {"we": "drifted"})


def _holder(who: Cast) -> Any:
    return who.keyring.holder_id


def observed(pair: tuple[Cast, Cast]) -> dict[str, Any]:
    """Everything that each of them can be shown now; a refusal stands for itself."""
    seen: dict[str, Any] = {}
    for who in pair:
        for name, look in _looks(who).items():
            try:
                seen[f"{who.me.person.username}: {name}"] = look()
            except (VaultError, models.ObjectDoesNotExist):
                seen[f"{who.me.person.username}: {name}"] = REFUSED
            except ValueError as broken:  # bent bytes came as far as a reader of words: nothing had refused them
                seen[f"{who.me.person.username}: {name}"] = repr(broken)
    return seen


def _looks(who: Cast) -> dict[str, Callable[[], Any]]:
    return {
        "private": lambda: [(entry.id, entry.body) for entry in mine.everything(who.anew().keyring)],
        "shown": lambda: [
            (entry.owner_id, entry.body) for entry in mine.shared_with(who.anew().keyring, Circle.objects.get())
        ],
        "names": lambda: _names(access.togetherness_of(who.anew())),
        "PIN": lambda: sessions.pin_rule(who.anew().keyring),
        "devices": lambda: [(device.label, device.is_this) for device in sessions.devices(who.anew().keyring)],
        "passphrase": lambda: _whose(who),
        "round": lambda: rounds.state(who.anew().keyring, Circle.objects.get(), Holder.objects.order_by("pk")[0].pk),
    }


def _names(together: access.Togetherness | None) -> Any:
    return together and (together.own_name, together.partner_name, together.last_word)


def _whose(who: Cast) -> Any:
    holder = Holder.objects.get(pk=who.keyring.holder_id)
    opened = holders.open_by_pass_key(holder, holders.pass_key_of(holder, who.passphrase))
    return opened.front, opened.back, opened.signing


def accepted(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What is shown now, and shown otherwise than before."""
    return [name for name, shown in after.items() if shown != REFUSED and shown != before[name]]


@dataclass(frozen=True)
class Deed:
    """One thing done to the disk."""

    words: str
    do: Callable[[], object]


def tried(pair: tuple[Cast, Cast], deeds: Iterator[Deed]) -> tuple[int, list[str]]:
    """How many deeds were tried, and those after which somebody was shown something else."""
    before, count, passed = observed(pair), 0, []
    for deed in deeds:
        with _undone():
            mark = transaction.savepoint()
            try:
                with transaction.atomic():
                    deed.do()
            except Exception as error:  # the database itself refuses, for example a second row of one key
                passed += [] if "constraint" in str(error).lower() else [f"{deed.words}: {error!r}"]
            else:
                count += 1
                passed += [f"{deed.words} → {name}" for name in accepted(before, observed(pair))]
            transaction.savepoint_rollback(mark)
    return count, passed


def _undone() -> transaction.Atomic:
    """Marked as Django marks a test's own block, so that a passphrase may be stretched inside."""
    block = transaction.Atomic(using=None, savepoint=True, durable=False)
    block._from_testcase = True  # type: ignore[attr-defined]
    return block


def swaps() -> Iterator[Deed]:
    """Each column's value exchanged between each two neighbouring rows of a table."""
    for model in our_tables():
        rows = list(model._base_manager.order_by("pk"))
        for field in model._meta.local_concrete_fields:
            if field.primary_key or f"{model._meta.label}.{field.name}" in MEANT_TO_BE_CLEAR:
                continue
            for one, other in itertools.pairwise(rows):
                mine_, yours = getattr(one, field.attname), getattr(other, field.attname)
                if _plain(mine_) != _plain(yours):
                    words = f"swapped {model._meta.label}.{field.name} of {one.pk} and {other.pk}"
                    yield Deed(words, lambda m=model, f=field, a=one, b=other: _swap(m, f, a, b))  # type: ignore[misc]


def _swap(model: type[models.Model], field: Any, one: Any, other: Any) -> None:
    values = getattr(one, field.attname), getattr(other, field.attname)
    if field.unique or model._meta.unique_together:
        spare = b"spare" if isinstance(field, models.BinaryField) else None
        if spare is not None:
            model._base_manager.filter(pk=one.pk).update(**{field.attname: spare})
    model._base_manager.filter(pk=other.pk).update(**{field.attname: values[0]})
    model._base_manager.filter(pk=one.pk).update(**{field.attname: values[1]})


def bent(at: int = -1, only: str = "") -> Iterator[Deed]:
    """One bit of each binary value turned, in the byte at this place, and each number moved by one."""
    for model in our_tables():
        for row in model._base_manager.order_by("pk"):
            for field in model._meta.local_concrete_fields:
                name, value = f"{model._meta.label}.{field.name}", getattr(row, field.attname)
                if (
                    field.primary_key
                    or name in MEANT_TO_BE_CLEAR
                    or only not in name
                    or not value
                    or isinstance(value, (bool, str))
                ):
                    continue
                for new in _otherwise(value, at):
                    yield Deed(
                        f"bent {name} of {row.pk}",
                        lambda m=model, r=row, f=field, v=new: m._base_manager.filter(pk=r.pk).update(  # type: ignore[misc]
                            **{f.attname: v}
                        ),
                    )


def _otherwise(value: Any, at: int) -> list[Any]:
    if isinstance(value, int):
        return [value + 1, max(value - 1, 0)]
    if not isinstance(value, (bytes, memoryview)):
        return []
    raw = bytes(value)
    turned = bytearray(raw)
    turned[at if at < len(raw) else -1] ^= 1
    if not os.environ.get("GOLDSEAM_PROVE"):
        return [bytes(turned)]
    return [bytes(turned), bytes([raw[0] ^ 1]) + raw[1:], raw[:-1]]


def gone() -> Iterator[Deed]:
    """Each single row deleted, save those whose absence is itself what they mean (a session that ended)."""
    means_nothing = {"vault.Session", "vault.RowWrap", "vault.RoundCommitment", "people.SeatCard", "people.Seat"}
    for model in our_tables():
        if model._meta.label in means_nothing | {"vault.Holder", "vault.Circle"}:
            continue
        for row in model._base_manager.order_by("pk"):
            yield Deed(
                f"deleted {model._meta.label} {row.pk}",
                lambda m=model, r=row: m._base_manager.filter(pk=r.pk).delete(),  # type: ignore[misc]
            )


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def copied() -> dict[type[models.Model], list[models.Model]]:
    """The disk as it is now."""
    return {model: list(model._base_manager.order_by("pk")) for model in our_tables()}


def put_back(old: dict[type[models.Model], list[models.Model]]) -> Iterator[Deed]:
    """Each single row as it was in an older copy, and each single column of it."""
    for model, rows in old.items():
        now = {row.pk: row for row in model._base_manager.all()}
        for row in rows:
            fields = [
                field
                for field in model._meta.local_concrete_fields
                if f"{model._meta.label}.{field.name}" not in MEANT_TO_BE_CLEAR
            ]
            if row.pk not in now:
                if model._meta.label != "vault.Session":
                    yield Deed(f"put back {model._meta.label} {row.pk}", lambda r=row: r.save(force_insert=True))  # type: ignore[misc]
                continue
            differ = [f for f in fields if _plain(getattr(row, f.attname)) != _plain(getattr(now[row.pk], f.attname))]
            for field in differ:
                yield Deed(
                    f"put back {model._meta.label}.{field.name} of {row.pk}",
                    lambda m=model, r=row, f=field: m._base_manager.filter(pk=r.pk).update(  # type: ignore[misc]
                        **{f.attname: getattr(r, f.attname)}
                    ),
                )
            if len(differ) > 1:
                yield Deed(
                    f"put back all of {model._meta.label} {row.pk}",
                    lambda m=model, r=row, d=differ: m._base_manager.filter(pk=r.pk).update(  # type: ignore[misc]
                        **{f.attname: getattr(r, f.attname) for f in d}
                    ),
                )
