"""XLSX: a right-to-left sheet with typed cells, written row by row to a temporary file (stack: XlsxWriter)."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from core.dates import local_time
from core.exports.columns import Column, Row, Shown

ROWS_A_SHEET = 1_048_576  # the format's own limit, the header included
_BLOCK = 64 * 1024
_WIDTH = 20
# A text stays a text: no formula, link or number is made of what somebody typed.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def xlsx_blocks(columns: Sequence[Column], rows: Iterable[Row], title: str) -> Iterator[bytes]:
    """The file in blocks: whole on disk before the first leaves, so that a failure never gives half a file."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by _read)
    try:
        _write(file, columns, rows, title)
    except BaseException:
        file.close()
        raise
    return _read(file)


def _read(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block


def _write(file: IO[bytes], columns: Sequence[Column], rows: Iterable[Row], title: str) -> None:
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        formats = {
            Decimal: book.add_format({"num_format": "#,##0.00"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        shown, sheet, line = [column.shown for column in columns], None, ROWS_A_SHEET
        for row in rows:
            if sheet is None or line == ROWS_A_SHEET:
                sheet, line = _new_sheet(book, columns, title), 1
            for place, (show, value) in enumerate(zip(shown, row, strict=True)):
                _put(sheet, line, place, show(value), formats)
            line += 1
        if sheet is None:
            _new_sheet(book, columns, title)


def _new_sheet(book: Any, columns: Sequence[Column], title: str) -> Any:
    number = len(book.worksheets()) + 1
    sheet = book.add_worksheet(title if number == 1 else f"{title} {number}")
    sheet.right_to_left()
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(columns) - 1, _WIDTH)
    bold = book.add_format({"bold": True})
    for place, column in enumerate(columns):
        sheet.write_string(0, place, str(column.header), bold)
    return sheet


def _put(sheet: Any, line: int, place: int, value: Shown, formats: dict[type, Any]) -> None:
    if isinstance(value, str):
        if value:
            sheet.write_string(line, place, value)
    elif isinstance(value, Decimal):
        sheet.write_number(line, place, value, formats[Decimal])
    elif isinstance(value, datetime):
        sheet.write_datetime(line, place, local_time(value).replace(tzinfo=None), formats[datetime])
