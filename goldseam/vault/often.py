"""Questions that nearly every page asks, and writes that nearly every act makes, whose SQL is written once.

Django writes the same SELECT anew each time: with a dozen small questions a page that was four tenths of all that Today
cost (docs/decisions/0049-what-a-page-asks.md). Here each connection keeps the text; only the values change. What comes
out is what the queryset gives; a test asks every such question both ways, and makes every such write both ways.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import AutoField, Model, QuerySet, sql
from django.db.models.query import get_related_populators

T = TypeVar("T")
Value = UUID | str

_MARKS: dict[type, Callable[[int], Value]] = {
    UUID: lambda at: UUID(int=2**127 + at),
    str: lambda at: f"the value of place {at}",
}

asked: list["Often[Any]"] = []
changes: list["Change"] = []
additions: list["Addition"] = []


class Often(Generic[T]):
    """`ask` gives the queryset for its values, of the types named beside it: ids or strings, compared with `=`."""

    def __init__(self, ask: Callable[..., QuerySet[Any, T]], *types: type) -> None:
        self.ask, self.types = ask, types
        asked.append(self)

    def __call__(self, *values: Value) -> list[T]:
        return self.read(self.rows(*values))

    def rows(self, *values: Value) -> list[Any]:
        """As the database gives them."""
        written = self._written()
        with connection.cursor() as cursor:
            cursor.execute(written.sql, written.with_values(values))
            return list(cursor.fetchall())

    def read(self, rows: Iterable[Sequence[Any]]) -> list[T]:
        """Of such rows what the queryset gives."""
        return self._written().read(rows)

    def one(self, *values: Value) -> T | None:
        return next(iter(self(*values)), None)

    def _written(self) -> "Written":
        return _kept(self, lambda: Written(self.ask(*_marks_of(self.types)), [*map(_stored, _marks_of(self.types))]))


class Change:
    """An UPDATE of the rows that `ask` gives: each named column gets a new value each time. `like` are such values, of
    the right kind and never None."""

    def __init__(self, ask: Callable[..., QuerySet[Any]], *types: type, like: dict[str, Any]) -> None:
        self.ask, self.types, self.like = ask, types, like
        changes.append(self)

    def __call__(self, *values: Value, **new: Any) -> int:
        """How many rows it found."""
        written, places, fields = _kept(self, self._write)
        told = [field.get_db_prep_save(new[name], connection) for name, field in fields.items()]
        told += [constant if place is None else _stored(values[place]) for place, constant in places]
        with connection.cursor() as cursor:
            cursor.execute(written, told)
            return int(cursor.rowcount)

    def _write(self) -> tuple[str, list[tuple[int | None, Any]], dict[str, Any]]:
        marks = _marks_of(self.types)
        asking = self.ask(*marks)
        query = cast(sql.UpdateQuery, asking.query.chain(sql.UpdateQuery))
        query.add_update_values(self.like)
        written, constants = query.get_compiler(connection=connections[DEFAULT_DB_ALIAS]).as_sql()
        where = [(_place_of(value, [*map(_stored, marks)]), value) for value in constants[len(self.like) :]]
        assert {*range(len(marks))} <= {place for place, _ in where}, "each value has its place"
        return written, where, {name: asking.model._meta.get_field(name) for name in self.like}


class Addition:
    """An INSERT of one row of a table, which doesn't learn its number there."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        additions.append(self)

    def __call__(self, row: Model) -> None:
        written, fields = _kept(self, lambda: self._write(row))
        told = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
        with connection.cursor() as cursor:
            cursor.execute(written, told)

    def _write(self, row: Model) -> tuple[str, list[Any]]:
        fields = [field for field in self.model._meta.local_concrete_fields if not isinstance(field, AutoField)]
        query = sql.InsertQuery(self.model)
        query.insert_values(fields, [row])
        ((written, _),) = query.get_compiler(connection=connections[DEFAULT_DB_ALIAS]).as_sql()
        return written, fields


def _kept(what: object, write: Callable[[], T]) -> T:
    """Kept with the connection: what one database writes and reads, another may not."""
    kept: dict[object, T] = connections[DEFAULT_DB_ALIAS].__dict__.setdefault("goldseam_often", {})
    if what not in kept:
        kept[what] = write()
    return kept[what]


def _marks_of(types: Sequence[type]) -> list[Value]:
    """Values that a text is written with: none of them can be another's, or a constant of the text."""
    return [_MARKS[kind](at) for at, kind in enumerate(types)]


def _place_of(value: object, marks: list[Any]) -> int | None:
    return marks.index(value) if value in marks else None


class Written:
    """The text of a question with the places of its values, and how Django reads the rows that come back."""

    def __init__(self, asking: QuerySet[Any, Any], marks: list[Any]) -> None:
        self.compiler = asking.query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
        self.sql, self.constants = self.compiler.as_sql()
        self.places = [_place_of(value, marks) for value in self.constants]
        assert {*range(len(marks))} <= {*self.places}, "each value has its place"
        columns = [expression for expression, _, _ in self.compiler.select[: self.compiler.col_count]]
        self.converters = _with_known_ids(self.compiler.get_converters(columns))
        is_of_tuples = asking._fields is not None  # type: ignore[attr-defined]
        self.model = None if is_of_tuples else self.compiler.klass_info["model"]
        if self.model is not None:
            own = self.compiler.klass_info["select_fields"]
            self.span = slice(own[0], own[-1] + 1)
            self.names = [column.target.attname for column in columns[self.span]]
            told = (self.compiler.klass_info, self.compiler.select, DEFAULT_DB_ALIAS)
            self.related = get_related_populators(*told)  # type: ignore[call-arg]

    def with_values(self, given: Sequence[Value]) -> list[Any]:
        pairs = zip(self.places, self.constants, strict=True)
        return [constant if place is None else _stored(given[place]) for place, constant in pairs]

    def read(self, rows: Iterable[Sequence[Any]]) -> list[Any]:
        read = self.compiler.apply_converters(rows, self.converters)
        return [tuple(row) for row in read] if self.model is None else [self._object(row) for row in read]

    def _object(self, row: Sequence[Any]) -> Any:
        """As Django's own ModelIterable makes one."""
        assert self.model is not None
        made = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.span])
        for related in self.related:
            related.populate(row, made)
        return made


def _with_known_ids(converters: dict[int, Any]) -> dict[int, Any]:
    """A page reads the same few ids hundreds of times, and where they are text each is parsed anew: here, once."""
    parsed = getattr(connections[DEFAULT_DB_ALIAS].ops, "convert_uuidfield_value", None) if _ids_are_text() else None
    return {
        at: ([_id_of if convert == parsed else convert for convert in given], expression)
        for at, (given, expression) in converters.items()
    }


def _ids_are_text() -> bool:
    return not connection.features.has_native_uuid_field


def _id_of(value: str | None, _expression: object, _connection: object) -> UUID | None:
    return None if value is None else known_id(value)


known_id = lru_cache(maxsize=8192)(UUID)
"""An id from its text: a page reads the same ones again and again."""


def _stored(value: Value) -> Any:
    """As the database has it: Django's UUIDs are text where there is no such type."""
    return value.hex if isinstance(value, UUID) and _ids_are_text() else value
