"""JSON: one array of objects, keys by code, values as the API gives them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from core.dates import local_time
from core.exports.columns import Column, Row

BLOCK = 1000
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def json_blocks(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[bytes]:
    """The file in blocks, one object a line."""
    codes = [column.code for column in columns]
    left, before = iter(rows), "[\n"
    while block := list(islice(left, BLOCK)):
        lines = (_encode(dict(zip(codes, map(_plain, row), strict=True))) for row in block)
        yield (before + ",\n".join(lines)).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return local_time(value).isoformat()
    return value
