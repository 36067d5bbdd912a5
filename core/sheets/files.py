"""Which kind of file somebody brought: its bytes say it, then its name."""

from django.utils.translation import gettext as _

from core.sheets.csv import csv_sheet
from core.sheets.sheet import Sheet, UnreadableFile


def open_sheet(name: str, content: bytes) -> Sheet:
    """The table in a file called `name`; UnreadableFile, in Arabic at the field `file`, for what holds none."""
    if not content.strip():
        raise UnreadableFile(_("الملف فارغ."))
    return csv_sheet(content)
