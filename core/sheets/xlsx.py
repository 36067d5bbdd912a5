"""Excel workbooks: the first sheet that has anything in it, its cells as a person would write them."""

import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from core.sheets.headers import table
from core.sheets.sheet import MOST_COLUMNS, Opener, Row, Sheet, UnreadableFile, trimmed

_MOST_UNPACKED = 300 * 10**6  # bytes of all parts: a sheet of 200,000 rows takes a third of it
_MOST_STRINGS = 100 * 10**6  # of the table of texts, the one part that is held in memory
_MOST_PARTS = 5_000
_LAST_ROW = 1_048_576  # the format's own
_MOST_BLANK = 10_000  # rows with nothing but a format: where so many follow, the table has ended long ago
_ERRORS = frozenset("#NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A #SPILL! #CALC! #GETTING_DATA".split())
# How the format writes characters that XML cannot hold; NUL and halves of pairs are nobody's text.
_ESCAPED = re.compile(r"_x(?!0000|[dD][89a-fA-F])([0-9a-fA-F]{4})_")

warnings.filterwarnings("ignore", module="openpyxl")  # of styles and extensions that a table has no use for


def xlsx_sheet(opened: Opener) -> Sheet:
    """The table in a workbook; UnreadableFile for one that is broken, locked, or unpacks to more than we read."""
    _refuse_what_is_no_workbook(opened)
    book = cache(lambda: _book(opened))  # its table of texts takes most of the time: read once, kept with the sheet
    return table("xlsx", lambda: _lines(book))


def _refuse_what_is_no_workbook(opened: Opener) -> None:
    """Look at the list of the archive's parts before any is unpacked."""
    try:
        with zipfile.ZipFile(opened()) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise _broken() from None
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableFile(_("الملف محمي بكلمة مرور. احفظه بلا كلمة مرور ثم أعد رفعه."))
    if not any(re.fullmatch(r"/?xl/\w+\.xml", part.filename) for part in parts):
        raise UnreadableFile(_("هذا ليس ملف Excel من نوع xlsx. افتحه واحفظه بصيغة xlsx أو CSV ثم أعد رفعه."))
    unpacked = sum(part.file_size for part in parts)
    strings = sum(part.file_size for part in parts if "strings" in part.filename.lower())
    if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED or strings > _MOST_STRINGS:
        raise UnreadableFile(_("محتوى الملف أكبر من المسموح. احفظه بصيغة CSV أو قسّمه إلى ملفات أصغر."))


def _lines(book: Callable[[], Any]) -> Iterator[Row]:
    """The rows of the first sheet that has any, those that people see before those that are hidden."""
    try:
        for sheet in sorted(book().worksheets, key=lambda sheet: bool(sheet.sheet_state != "visible")):
            number = 0
            for number, cells in _rows_of(sheet):
                yield number, cells
            if number:
                return
    except Exception as broken:  # noqa: BLE001 (whatever the reader trips over, it is the file that is broken)
        raise _broken() from broken


def _book(opened: Opener) -> Any:
    return openpyxl.load_workbook(opened(), read_only=True, data_only=True, keep_links=False)


def _rows_of(sheet: Any) -> Iterator[Row]:
    """The rows that are not blank. What the sheet claims of its size is not asked: many programs write it wrong."""
    sheet.reset_dimensions()
    blank = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > _LAST_ROW or blank > _MOST_BLANK:
            return
        if not values:  # not in the file at all
            continue
        cells = trimmed([_text(value) for value in values[: MOST_COLUMNS + 1]])
        if any(cells):
            blank = 0
            yield number, cells
        else:
            blank += 1


def _text(value: Any) -> str:
    """A cell as a person would write it: a phone is no 9.66E+11, an error and a formula without a value are nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        if value in _ERRORS:
            return ""
        return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), value) if "_x" in value else value
    if isinstance(value, bool):
        return _("نعم") if value else _("لا")
    if isinstance(value, int | float):
        return _figures(value)
    return _moment(value)


def _figures(number: float) -> str:
    """The digits that the sheet shows, fifteen at most, without an exponent."""
    if isinstance(number, int):
        return str(number)
    exact = Decimal(f"{number:.15g}")
    if not exact.is_finite():
        return ""
    return f"{exact:.0f}" if exact == exact.to_integral_value() else f"{exact:f}"


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:%H:%M}" if isinstance(value, time) else str(value) if isinstance(value, timedelta) else ""


def _broken() -> UnreadableFile:
    return UnreadableFile(_("الملف تالف أو غير مكتمل. افتحه واحفظه من جديد ثم أعد رفعه."))
