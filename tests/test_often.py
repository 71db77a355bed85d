"""Questions and writes whose SQL is written once: each gives what its queryset gives, object by object, and says
what saving would say, on this database."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from conftest import PIN, Cast, arrive, browser_of
from goldseam.dialogue import actions as dialogue
from goldseam.dialogue.access import Mark
from goldseam.dialogue.tests.talking import asks
from goldseam.live import bell
from goldseam.live.models import Bell
from goldseam.people import actions
from goldseam.people.models import StoredSession
from goldseam.people.rules import RULE_VERSION
from goldseam.reminders import wishes
from goldseam.road.models import JointMark
from goldseam.statements import actions as statements
from goldseam.times.models import Answer, Appointment
from goldseam.understanding.core.wants import LABEL as WANTS
from goldseam.understanding.map.tests.looking import open_a_map
from goldseam.vault import invites, mine, often, ours, sessions
from goldseam.vault.models import Circle, Mine, RoundCommitment, RowWrap


def lived_in(pair: tuple[Cast, Cast]) -> None:
    """Something of everything that is asked for: rows, sessions, somebody at a door."""
    ana, _ = pair
    circle = Circle.objects.get()
    mine.share(ana.keyring, mine.keep(ana.keyring, "test.note", {"words": "one"}), circle)
    ours.write(ana.keyring, time := Appointment(circle=circle), {"words": "one"})
    ours.write(ana.keyring, Answer(circle=circle, appointment=time), {"words": "one"})
    ours.write(ana.keyring, JointMark(circle=circle), {"words": "one"})
    wishes.hold(ana.me.person.pk)
    open_a_map(*pair)
    dialogue.mark(ana.anew(), asks(ana), Mark(calmed=True))
    statements.sign(ana.anew(), statements.write(ana.anew(), WANTS, {"words": "one"}))
    browser_of(ana).get("/")
    dara, eli = arrive("dara"), arrive("eli")
    words = actions.invite(dara.me, own_name="Dara")
    actions.join(eli.me, invites.keys_of(" ".join(words)), own_name="Eli", agreed_to=RULE_VERSION)


def ids() -> list[UUID]:
    named = (model for model in apps.get_models() if isinstance(model._meta.pk, models.UUIDField))
    keys = [found for model in named for found in model._base_manager.values_list("pk", flat=True)]
    return [*dict.fromkeys(keys), *RoundCommitment.objects.values_list("round", flat=True).distinct()]


def told(found: Any) -> Any:
    """All that was read, with the rows that came along."""
    if not isinstance(found, models.Model):
        return tuple(found)
    columns = {field.attname: getattr(found, field.attname) for field in found._meta.concrete_fields}
    along = {
        name: value and told(value) for name, value in found._state.fields_cache.items() if _is_below(value, found)
    }
    return type(found), columns, along


def _is_below(value: Any, found: models.Model) -> bool:
    """A row that came along, and not the way back up to the one it came with."""
    return value is None or found not in value._state.fields_cache.values()


def test_each_gives_what_its_queryset_gives(pair: tuple[Cast, Cast]) -> None:
    lived_in(pair)
    known: dict[type, list[Any]] = {UUID: ids(), str: [*StoredSession.objects.values_list("pk", flat=True), "none"]}
    count = 0
    for question in often.asked:
        answered = 0
        for values in itertools.product(*(known[kind] for kind in question.types)):
            plain = [told(found) for found in question.ask(*values)]
            assert [told(found) for found in question(*values)] == plain
            answered += bool(plain)
            count += 1
        assert answered, f"nothing to compare: {question.ask(*(known[kind][0] for kind in question.types)).query}"
    print(f"{len(often.asked)} questions, asked both ways with {count} values")


def test_the_same_text_is_asked_with_other_values(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    rows = {who.keyring.holder_id: mine.keep(who.keyring, "test.note", {"words": "x"}) for who in pair}
    question = often.Often(lambda row, owner: Mine.objects.filter(pk=row, owner=owner), UUID, UUID)
    often.asked.remove(question)
    with CaptureQueriesContext(connection) as asked:
        for owner, row in rows.items():
            found = question.one(row, owner)
            assert found is not None and (found.pk, found.owner_id) == (row, owner)
        assert question.one(rows[ana.keyring.holder_id], ben.keyring.holder_id) is None
    assert len(asked) == 3


def test_what_was_read_can_be_saved_and_read_anew(ana: Cast) -> None:
    """An object is as whole as one that Django made: it knows its database and has no field left out."""
    sessions.open_with_pin(ana.keyring, ana.cookie, PIN)
    (question,) = [each for each in often.asked if each is sessions._SESSION]
    found = question.one(ana.keyring.require_session())
    assert found is not None and not found.get_deferred_fields() and found._state.db == "default"
    found.pin_tries = 3
    found.save()
    found.refresh_from_db()
    assert found.pin_tries == 3 and found.holder.pk == ana.keyring.holder_id


def said(write: Callable[[], Any]) -> list[str]:
    """What the database was told, with the values; it is undone."""
    with transaction.atomic():
        with CaptureQueriesContext(connection) as told:
            write()
        transaction.set_rollback(True)
    return [one["sql"].partition(" RETURNING ")[0] for one in told if one["sql"].startswith(("UPDATE", "INSERT"))]


def test_each_change_says_what_its_queryset_says(pair: tuple[Cast, Cast]) -> None:
    lived_in(pair)
    known: dict[type, list[Any]] = {UUID: ids(), str: [*RowWrap.objects.values_list("table", flat=True).distinct()]}
    for change in often.changes:
        found = 0
        for values in itertools.product(*(known[kind][:12] for kind in change.types)):
            plain = said(lambda ask=change.ask, like=change.like, at=values: ask(*at).update(**like))  # type: ignore[misc]
            assert said(lambda make=change, at=values: make(*at, **make.like)) == plain  # type: ignore[misc]
            found += len(plain)
        assert found, f"nothing to compare: {change.like}"
    print(f"{len(often.changes)} changes, made both ways")


def test_a_change_tells_how_many_rows_it_found_and_writes_what_it_is_given(pair: tuple[Cast, Cast]) -> None:
    hung = Bell.objects.all()[0]
    assert bell._HANG(hung.circle_id, hung.room, at=4321) == 1
    assert bell._HANG(hung.circle_id, UUID(int=1), at=1) == 0
    hung.refresh_from_db()
    assert hung.at == 4321


def test_each_addition_says_what_saving_says(pair: tuple[Cast, Cast]) -> None:
    lived_in(pair)
    count = 0
    for addition in often.additions:
        for row in addition.model._base_manager.all():
            row.pk = None
            plain = said(lambda row=row: (_gone(row), row.save(force_insert=True)))  # type: ignore[misc]
            row.pk = None
            assert said(lambda row=row, add=addition: (_gone(row), add(row))) == plain  # type: ignore[misc]
            count += 1
    print(f"{len(often.additions)} additions, {count} rows, made both ways")
    assert count > len(often.additions) > 0


def _gone(row: models.Model) -> None:
    """What stands at the place where only one row may be."""
    ((first, *others),) = row._meta.unique_together
    told = {name: getattr(row, name) for name in (first, *others)}
    type(row)._base_manager.filter(**told)._raw_delete(DEFAULT_DB_ALIAS)
