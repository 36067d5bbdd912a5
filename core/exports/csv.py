"""CSV as Excel reads it without being asked: UTF-8 with BOM, every cell quoted, no cell a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from core.dates import local_time
from core.exports.columns import Column, Row, Shown

BOM = "\ufeff"
BLOCK = 1000
LINE_END = "\n"  # as PostgreSQL's COPY has it
# A sheet takes a cell that begins so for a formula (OWASP: CSV injection), the full-width forms too. Cells that
# already begin with apostrophes and then so are guarded as well, so that taking one off always gives the original.
FORMULA_STARTS = "-=+@\t\r\n\uff1d\uff0b\uff0d\uff20"
_FORMULA = re.compile(f"'*[{FORMULA_STARTS}]")
_GUARDED = re.compile(f"'+[{FORMULA_STARTS}]")


def guarded(text: str) -> str:
    """`text` with an apostrophe before it when a sheet would run it."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given: an import takes the apostrophe off again."""
    return text[1:] if _GUARDED.match(text) else text


def csv_blocks(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[bytes]:
    """The file in blocks, its header alone first. A row has a value for each column, in their order."""
    yield header_line(columns)
    buffer = io.StringIO()
    writer = _writer(buffer)
    shown = [column.shown for column in columns]
    left = iter(rows)
    while block := list(islice(left, BLOCK)):
        buffer.seek(0)
        buffer.truncate()
        writer.writerows([_cell(show(value)) for show, value in zip(shown, row, strict=True)] for row in block)
        yield buffer.getvalue().encode()


def header_line(columns: Sequence[Column]) -> bytes:
    """The file's beginning: its mark and its header. A header may be of somebody's file."""
    buffer = io.StringIO()
    _writer(buffer).writerow([guarded(str(column.header)) for column in columns])
    return (BOM + buffer.getvalue()).encode()


def _writer(buffer: io.StringIO) -> Any:
    return csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator=LINE_END)


def _cell(value: Shown) -> str:
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, Decimal):
        return f"{value:.0f}" if value == value.to_integral_value() else f"{value:f}"
    if isinstance(value, datetime):
        return f"{local_time(value):%Y-%m-%d %H:%M}"
    return ""
