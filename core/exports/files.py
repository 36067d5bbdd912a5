"""A file that leaves the product, and the answer that carries it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import connection
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from core.exports.columns import Column, Row
from core.exports.copying import can_copy, copied_blocks
from core.exports.csv import csv_blocks
from core.exports.json import json_blocks
from core.exports.stored import StoredRows
from core.exports.xlsx import xlsx_blocks

EXPORT_FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
_ALIASES = {"excel": "xlsx"}


class UnknownFormat(ValidationError):
    """A format that exports do not come in."""

    def __init__(self) -> None:
        known = ", ".join(EXPORT_FORMATS)
        super().__init__({"format": [_("صيغة غير معروفة. الصيغ المتاحة: %(known)s.") % {"known": known}]})


@dataclass(frozen=True)
class Export:
    """A file on its way out: its name in Arabic, one in ASCII for old programs, and its bytes in blocks."""

    name: str
    plain_name: str
    content_type: str
    blocks: Iterator[bytes]


def known_format(asked: str) -> str:
    """The format's own name; UnknownFormat for none of ours."""
    format_ = _ALIASES.get(asked, asked)
    if format_ not in EXPORT_FORMATS:
        raise UnknownFormat
    return format_


def write_export(
    *, format: str, columns: Sequence[Column], rows: Iterable[Row], title: str, name: str, plain_name: str
) -> Export:
    """The rows as a file of this (known) format, called `name` and its extension; `title` is its sheet's."""
    if format == "xlsx":
        blocks = xlsx_blocks(columns, rows, title)
    elif format == "json":
        blocks = json_blocks(columns, rows)
    elif isinstance(rows, StoredRows) and connection.vendor == "postgresql" and can_copy(columns):
        blocks = copied_blocks(columns, rows)
    else:
        blocks = csv_blocks(columns, rows)
    return Export(f"{name}.{format}", f"{plain_name}.{format}", EXPORT_FORMATS[format], blocks)


def export_response(export: Export) -> StreamingHttpResponse:
    """The answer that streams the file and asks to save it under its Arabic name (RFC 6266)."""
    answer = StreamingHttpResponse(export.blocks, content_type=export.content_type)
    names = f"filename=\"{export.plain_name}\"; filename*=UTF-8''{quote(export.name, safe='')}"
    answer.headers["Content-Disposition"] = f"attachment; {names}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
