"""Files that come in, and imports of them."""

import csv
import io
from functools import partial
from typing import Any

from django.utils import timezone

from core.models import User
from core.sheets import Sheet, open_sheet
from crm.flows import import_file
from crm.models import Import

HEADERS = ("الاسم", "الجوال")


def csv_of(*rows: Any, headers: Any = HEADERS) -> bytes:
    """These rows as a file that Excel would save."""
    text = io.StringIO()
    csv.writer(text).writerows([headers, *rows])
    return text.getvalue().encode("utf-8-sig")


def sheet_in(name: str, content: bytes) -> Sheet:
    """The table in a file of that name and content."""
    return open_sheet(name, partial(io.BytesIO, content))


def people(rows: int, start: int = 0) -> list[tuple[str, str]]:
    """Names and phones that are nobody's."""
    return [(f"عميل ملف {number}", f"0529{number:06d}") for number in range(start, start + rows)]


def bring_in(by: User, *, rows: int = 3, start: int = 0, content: bytes | None = None, **options: Any) -> Import:
    """An import of so many new people, or of `content`, as somebody brings it in."""
    content = csv_of(*people(rows, start)) if content is None else content
    at = options.pop("at", None) or timezone.now()
    chosen = {"file_name": "عملاء.csv", "skip_invalid": True, **options}
    return import_file(by=by, at=at, content=content, **chosen)


MESSY = csv_of(
    ("ناصر اليامي", "05O0003390", "", "1.5 مليون"),
    ("", "0520000002", "k@mail.example", "900000"),
    ("وجدان الحارثي", "0520000003", "wejdan@mail", "650000"),
    ("سامي الجابر", "0520000004", "", "850 ألف"),
    headers=("اسم العميل", "جوال", "ايميل", "الميزانيه"),
)
