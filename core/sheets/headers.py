"""Where the headers of a table stand, and what its columns are called."""

import re
from itertools import islice

from django.utils.translation import gettext as _

from core.arabic import strip_invisible
from core.phones import InvalidPhone, normalize_phone
from core.sheets.sheet import MOST_COLUMNS, Lines, Row, Sheet, UnreadableFile

_LOOKED_AT = 50  # rows, for the headers and the width
_LONGEST_HEADER = 100
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def table(format: str, lines: Lines) -> Sheet:
    """The sheet whose rows are `lines`: UnreadableFile for one with no rows at all, or too many columns.

    Its headers are in the first row that has any beside it: a title above the table is passed by. A first row that
    has a phone or an address in it is no header but somebody: then the columns are called by their number.
    """
    rows = _without_titles(list(islice(lines(), _LOOKED_AT)))
    if not rows:
        raise UnreadableFile(_("لا صفوف في الملف."))
    number, headers = rows[0]
    width = max(map(_width, rows))
    if width > MOST_COLUMNS:
        message = _("في الملف أعمدة أكثر من %(most)s. أبقِ ما يلزم منها.")
        raise UnreadableFile(message % {"most": MOST_COLUMNS})
    if any(map(_is_somebodys, headers)):
        return Sheet(format, _named([""] * width), lines, first=number)
    return Sheet(format, _named((headers + [""] * width)[:width]), lines, first=number + 1)


def _without_titles(rows: list[Row]) -> list[Row]:
    """The rows from the first that has several cells; all of them when none has."""
    start = next((place for place, (_number, cells) in enumerate(rows) if _filled(cells) > 1), 0)
    return rows[start:]


def _filled(cells: list[str]) -> int:
    return sum(map(bool, cells))


def _width(row: Row) -> int:
    """How many columns the row needs."""
    return max((place for place, cell in enumerate(row[1], 1) if cell), default=0)


def _is_somebodys(header: str) -> bool:
    if _EMAIL.fullmatch(header):
        return True
    try:
        normalize_phone(header)
    except InvalidPhone:
        return False
    return True


def _named(headers: list[str]) -> list[str]:
    """A name for each column, no two alike: a blank one is called by its place, a second one counted."""
    names: dict[str, None] = {}
    for place, header in enumerate(headers, 1):
        plain = " ".join(strip_invisible(header).split())[:_LONGEST_HEADER]
        name = plain or _("عمود %(place)s") % {"place": place}
        again = 2
        while name in names:
            name, again = f"{plain or name} ({again})", again + 1
        names[name] = None
    return list(names)
