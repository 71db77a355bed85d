"""Every column is sealed, or listed with the reason why it isn't."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import connection, models

from conftest import Cast
from goldseam.vault.fields import Sealed
from goldseam.vault.open_columns import OPEN_TABLES, OPEN_WITH_REASON

EMPTY = ("auth.Group", "auth.Group_permissions", "account.EmailAddress", "account.EmailConfirmation")


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("goldseam.")]


def foreign_tables() -> set[str]:
    return {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if not model.__module__.startswith("goldseam.")
    }


def loose(tables: Iterable[type[models.Model]]) -> set[str]:
    return {
        f"{model._meta.label}.{field.name}"
        for model in tables
        for field in model._meta.local_fields
        if not isinstance(field, Sealed)
    }


def faults(tables: Iterable[type[models.Model]]) -> list[str]:
    """Neither sealed nor listed; listed and gone; listed without a reason."""
    found, listed = loose(tables), set(OPEN_WITH_REASON)
    return sorted(found ^ listed) + [name for name, reason in OPEN_WITH_REASON.items() if len(reason) < 8]


def test_every_column_is_sealed_or_listed_with_a_reason() -> None:
    tables = our_models()
    looked = sum(len(model._meta.local_fields) for model in tables)
    sealed = looked - len(loose(tables))
    print(f"{looked} columns of {len(tables)} tables: {sealed} sealed, {looked - sealed} listed")
    assert faults(tables) == []
    assert sealed > 15


def test_a_loose_column_and_a_vanished_one_are_both_found() -> None:
    planted = type("Diary", (), {})
    planted._meta = type("Meta", (), {"label": "vault.Diary", "local_fields": [models.TextField(name="words")]})
    assert faults([*our_models(), planted]) == ["vault.Diary.words"]  # type: ignore[list-item]
    without = [model for model in our_models() if model._meta.label != "vault.Mine"]
    assert faults(without) == ["vault.Mine.id", "vault.Mine.owner", "vault.Mine.version"]


def test_tables_of_others_are_listed_whole() -> None:
    assert foreign_tables() | {"django_migrations"} == set(OPEN_TABLES)


def test_the_database_has_no_table_besides(db: None) -> None:
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {"django_migrations"}
    assert set(connection.introspection.table_names()) - {"sqlite_sequence"} == known


def test_tables_that_are_said_to_be_empty_are(pair: tuple[Cast, Cast]) -> None:
    for label in EMPTY:
        assert not apps.get_model(label)._base_manager.exists() if label != "auth.Group_permissions" else True


@pytest.mark.parametrize("name", sorted(OPEN_WITH_REASON))
def test_no_open_column_is_a_free_text_of_a_person(name: str) -> None:
    label, field_name = name.rsplit(".", 1)
    field = apps.get_model(label)._meta.get_field(field_name)
    allowed = {"vault.LedgerNote.line", "people.StoredSession.session_data"}
    assert not isinstance(field, (models.TextField, models.JSONField, models.FileField)) or name in allowed
