"""CSV that PostgreSQL writes itself, byte for byte as core.exports.csv would: a row costs no Python at all.

One COPY is one statement and so one snapshot, runs outside of any transaction, and holds no row in memory. The cells
are expressions in SQL: labels, guards and the office's clock. Values within them are parameters.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection

from core.exports.columns import JOINER, Column, Words, amount, as_it_is, joined, moment, yes_or_no
from core.exports.csv import FORMULA_STARTS, guarded, header_line
from core.exports.stored import StoredRows

BLOCK = 1 << 16
Cell = tuple[str, list[Any]]  # an expression and its parameters


def can_copy(columns: Sequence[Column]) -> bool:
    """Whether the database can write each of these columns as people read it."""
    return all(isinstance(column.shown, Words) or column.shown in _CELLS for column in columns)


def copied_blocks(columns: Sequence[Column], rows: StoredRows) -> Iterator[bytes]:
    """The file in blocks, its header alone first."""
    yield header_line(columns)
    left = 0
    try:
        with closing(_copied(columns, rows)) as blocks:  # closed, the connection is free again
            for lines, block in blocks:
                yield block
                left += lines
    except GeneratorExit:
        rows.told(left)
        raise
    rows.told(left)


def _copied(columns: Sequence[Column], rows: StoredRows) -> Generator[tuple[int, bytes]]:
    """Blocks of the file, each with the number of its rows."""
    lines, block = 0, bytearray()
    try:
        statement = _statement(columns, rows)
    except EmptyResultSet:
        return
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for line in copy:  # one row each: so is the protocol
            lines += 1
            block += line
            if len(block) >= BLOCK:
                yield lines, bytes(block)
                lines, block = 0, bytearray()
    yield lines, bytes(block)


def _statement(columns: Sequence[Column], rows: StoredRows) -> str:
    """Every column of the query made a cell, in the query's order. COPY takes no parameters: they are composed in."""
    stored, params = rows.query.query.sql_with_params()
    names = [connection.ops.quote_name(f"c{place}") for place in range(len(columns))]
    cells = [_cell(column, name) for column, name in zip(columns, names, strict=True)]
    shown = ", ".join(sql for sql, _params in cells)
    sql = f"COPY (SELECT {shown} FROM ({stored}) AS book ({', '.join(names)})) TO STDOUT (FORMAT csv, FORCE_QUOTE *)"  # noqa: S608
    connection.ensure_connection()
    operations: Any = connection.ops
    composed: str = operations.compose_sql(sql, [*(value for _sql, given in cells for value in given), *params])
    return composed


def _cell(column: Column, name: str) -> Cell:
    if isinstance(column.shown, Words):
        return _word(column.shown, name)
    return _CELLS[column.shown](name)


def _text(name: str) -> Cell:
    """The text, with an apostrophe before it when a sheet would run it. The first letter's code says mostly no."""
    letters = ", ".join(str(ord(letter)) for letter in FORMULA_STARTS)
    formula = f"ascii({name}) IN ({letters}) OR (ascii({name}) = 39 AND {name} ~ %s)"
    return f"CASE WHEN {formula} THEN '''' || {name} ELSE coalesce({name}, '') END", [f"^'+[{FORMULA_STARTS}]"]


def _amount(name: str) -> Cell:
    """Without its smaller unit when that is none."""
    return f"coalesce(CASE WHEN {name} = trunc({name}) THEN trunc({name}) ELSE {name} END::text, '')", []


def _moment(name: str) -> Cell:
    """To the minute. A time's text, cut, costs a third of what to_char does."""
    return f"coalesce(left(({name} AT TIME ZONE %s)::text, 16), '')", [settings.TIME_ZONE]


def _joined(name: str) -> Cell:
    """A list as one text; most are empty, and need no look inside."""
    shown, pattern = _text("said")
    labels = f"jsonb_array_elements_text({name}) WITH ORDINALITY AS labels (label, place)"
    text = f"SELECT string_agg(label, %s ORDER BY place) AS said FROM {labels} OFFSET 0"  # noqa: S608 (OFFSET: once)
    return f"CASE WHEN {name} = '[]' THEN '' ELSE (SELECT {shown} FROM ({text}) texts) END", [*pattern, JOINER]  # noqa: S608


def _yes_or_no(name: str) -> Cell:
    return f"CASE WHEN {name} THEN %s ELSE %s END", [yes_or_no(True), yes_or_no(False)]


def _word(words: Words, name: str) -> Cell:
    code, pattern = _text(name)
    pairs = [text for code_, word in words.words.items() for text in (code_, guarded(word))]
    return f"CASE {name} {'WHEN %s THEN %s ' * len(words.words)} ELSE {code} END", [*pairs, *pattern]


_CELLS: dict[Any, Callable[[str], Cell]] = {
    as_it_is: _text,
    amount: _amount,
    moment: _moment,
    joined: _joined,
    yes_or_no: _yes_or_no,
}
