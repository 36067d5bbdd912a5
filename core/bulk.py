"""Many rows in few statements, leaving what a save of each would leave: the row and its history row.

Nothing here cleans, judges or announces: flows upon many rows (an import, a bulk action) do, and then write with
this, inside their transaction. Names of tables and columns are the models' own; values are parameters.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

from core.history import acting_now

STEP = 500  # ids in one statement
ADDED, CHANGED = "+", "~"
_NONE = frozenset((type(None),))
_PLAIN = _NONE | {str, int, bool, datetime, Decimal}  # exactly: what only derives from them is something else
_json = json.JSONEncoder(ensure_ascii=False).encode  # letters as they are: a third of what their escapes take
Row = TypeVar("Row", bound=models.Model)


def insert_rows(rows: Sequence[models.Model], *, name_ids: bool = True) -> None:
    """Insert new rows of one model, with COPY on PostgreSQL; each knows its id afterwards, unless nobody asks."""
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor == "postgresql":
        _copy(model, rows, name_ids)
    else:
        model._base_manager.bulk_create(rows, batch_size=STEP)


def another(row: Row) -> Row:
    """A new row like this new one, to be changed and inserted: several times faster than making each from defaults.

    The two share their lists until one of them is given its own.
    """
    made = row.__class__.__new__(row.__class__)
    made.__dict__.update(row.__dict__)
    made._state = ModelState()
    return made


def update_rows(rows: Sequence[models.Model], columns: Sequence[str]) -> None:
    """Write these columns (field names) of rows that the flow holds locked."""
    if not rows or not columns:
        return
    meta = type(rows[0])._meta
    fields: list[Any] = [meta.get_field(name) for name in columns]
    written = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    sql = f"UPDATE {_quoted(meta.db_table)} SET {written} WHERE id = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(sql, [[*_stored(row, fields), row.pk] for row in rows])


def record_history(rows: Sequence[models.Model], kind: str, *, at: datetime) -> None:
    """Give each row, as the database has it now, its history row: ADDED or CHANGED, by whoever acts, as of `at`."""
    if not rows:
        return
    model = type(rows[0])
    history = model.history.model  # type: ignore[attr-defined]
    kept = [field.column for field in history.tracked_fields]
    now = acting_now()
    told: dict[str, Any] = {
        "history_date": history._meta.get_field("history_date").get_db_prep_save(at, connection),
        "history_type": kind,
        "history_user_id": now.by.pk if now.by else None,
        "door": str(now.door),
        "batch_id": now.batch.pk if now.batch else None,
    }
    columns = ", ".join(map(_quoted, [*kept, *told]))
    values = ", ".join([*map(_quoted, kept), *(["%s"] * len(told))])
    target, source = _quoted(history._meta.db_table), _quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        for ids in in_steps([row.pk for row in rows]):
            chosen, among = _among(ids)
            sql = f"INSERT INTO {target} ({columns}) SELECT {values} FROM {source} WHERE {chosen} ORDER BY id"  # noqa: S608
            cursor.execute(sql, [*told.values(), *among])


def refresh_statistics(model: type[models.Model]) -> None:
    """Let PostgreSQL count a table anew that has grown much: with old figures it reads all of it for a few rows.

    Between transactions; nothing within one.
    """
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {_quoted(model._meta.db_table)}")


def _among(ids: Sequence[int]) -> tuple[str, list[Any]]:
    """The condition that a row has one of these ids; on PostgreSQL with one parameter, which is read much faster."""
    if connection.vendor == "postgresql":
        return "id = ANY(%s)", [list(ids)]
    return f"id IN ({', '.join(['%s'] * len(ids))})", list(ids)


def _copy(model: type[models.Model], rows: Sequence[models.Model], name_ids: bool) -> None:
    table = _quoted(model._meta.db_table)
    fields: Sequence[Any] = [field for field in model._meta.concrete_fields if name_ids or not field.primary_key]
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if name_ids:
            _take_ids(cursor, rows)
        columns = ", ".join(_quoted(field.column) for field in fields)
        values_of = attrgetter(*(field.attname for field in fields))
        written = [(_as_copied(field), _NONE if isinstance(field, models.JSONField) else _PLAIN) for field in fields]
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                told = zip(values_of(row), written, strict=True)
                copy.write_row([value if type(value) in plain else write(value) for value, (write, plain) in told])
        for row in rows:
            row._state.adding, row._state.db = False, connection.alias


def _take_ids(cursor: Any, rows: Sequence[models.Model]) -> None:
    """Give each row an id of its table's sequence."""
    sql = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    cursor.execute(sql, [rows[0]._meta.db_table, len(rows)])
    for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
        row.pk = pk


def _stored(row: models.Model, fields: Sequence[Any]) -> list[Any]:
    """The row's values as its columns store them."""
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


def _as_copied(field: Any) -> Callable[[Any], Any]:
    """What makes of a field's value what COPY writes, where the driver does not know it as it is."""
    if isinstance(field, models.JSONField):
        return _json if field.encoder is None else lambda value: json.dumps(value, cls=field.encoder)
    return lambda value: field.get_db_prep_save(value, connection)


def in_steps(ids: Sequence[int], size: int = STEP) -> Iterator[Sequence[int]]:
    """`ids` in pieces of `size`, in their order: as many as one statement takes."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
