"""CSV of every make: any separator, quotes where they please, line breaks within them, a stray one here and there."""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from itertools import dropwhile
from typing import TextIO

from core.exports.csv import unguarded
from core.sheets.headers import table
from core.sheets.sheet import Opener, Row, Sheet, trimmed
from core.sheets.text import opened_text

_SEPARATORS = ",;\t"
_LOOKED_AT = 64 * 1024  # characters, to find the separator
_SAYS_SEPARATOR = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n?", re.IGNORECASE)  # Excel's own first line, and no row


def csv_sheet(opened: Opener, encoding: str) -> Sheet:
    """The table in a CSV file; UnreadableFile for what is no text."""
    start = opened_text(opened, encoding)
    separator = _said_separator(start) or _likely_separator(start.read(_LOOKED_AT))

    def lines() -> Iterator[Row]:
        text = opened_text(opened, encoding)
        _said_separator(text)
        for number, cells in enumerate(_records(text, separator), 1):
            trim = trimmed([unguarded(cell) for cell in cells])
            if any(trim):
                yield number, trim

    return table("csv", lines)


def _said_separator(text: TextIO) -> str | None:
    """The separator that the first line names, and the text is left after that line; None, and it is at its start."""
    said = _SAYS_SEPARATOR.fullmatch(text.readline(_LOOKED_AT))
    if not said:
        text.seek(0)
    return said[1] if said else None


def _likely_separator(start: str) -> str:
    """The separator that parts the first rows into the same number of cells, the headers among them."""
    whole = start[: start.rfind("\n") + 1] if len(start) == _LOOKED_AT and "\n" in start else start
    return max(_SEPARATORS, key=lambda separator: _evenness(whole, separator))


def _evenness(start: str, separator: str) -> tuple[bool, float, int]:
    """Whether the first row has several cells, which share of the rows has the usual number, and that number."""
    widths = [len(cells) for cells in _records(io.StringIO(start, newline=""), separator) if any(cells)]
    below_titles = list(dropwhile(lambda width: width == 1, widths))
    if not below_titles:
        return (False, 0, 0)
    usual = max(set(below_titles), key=lambda width: (below_titles.count(width), width))
    return (widths[0] > 1, below_titles.count(usual) / len(below_titles), usual)


class _Lines:
    """The lines of a text, those of the record being read kept, so that it can be read another way."""

    def __init__(self, text: TextIO) -> None:
        self.text = text
        self.again: deque[str] = deque()
        self.kept: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.again.popleft() if self.again else next(self.text)
        self.kept.append(line)
        return line

    def first_of_kept(self) -> str:
        """The first line of the record; the others will be read again."""
        first, *others = self.kept
        self.again.extendleft(reversed(others))
        self.kept = []
        return first


def _records(text: TextIO, separator: str) -> Iterator[list[str]]:
    """The records. One that a stray quote would run together with the lines after it ends at its own line."""
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # no end of a quoted cell for longer than any cell is
            cells = None
        if cells is None or len(lines.kept) > 1 and not _is_well_quoted(lines.kept, separator):
            cells = lines.first_of_kept().rstrip("\r\n").split(separator)
            reader = csv.reader(lines, delimiter=separator, skipinitialspace=True)
        lines.kept = []
        yield cells


def _is_well_quoted(lines: list[str], separator: str) -> bool:
    """Whether these lines are one record in which every quote that opens a cell closes it too."""
    try:
        list(csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True))
    except csv.Error:
        return False
    return True
