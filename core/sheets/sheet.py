"""A table out of a file: its headers, and its rows one at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.arabic import counted

MOST_COLUMNS = 100
LONGEST_CELL = 32_767  # Excel's own limit: longer than any field of ours, so that what is cut is refused all the same

Row = tuple[int, list[str]]
Opener = Callable[[], BinaryIO]  # opens the file anew, at its start, each time it is called
Lines = Callable[[], Iterator[Row]]  # every row that is not blank, from the top, each time it is called


class UnreadableFile(ValidationError):
    """A file that is no table we can read; its text, at the field `file`, is for the person who brought it."""

    def __init__(self, why: str) -> None:
        super().__init__({"file": [why]})


@dataclass(frozen=True)
class Sheet:
    """A table: `columns` are its headers, in their order; `format` is csv, xlsx or vcf.

    `lines` gives the rows of the file as they stand, `first` is the number of the first that is no header.
    """

    format: str
    columns: list[str]
    lines: Lines
    first: int

    def rows(self) -> Iterator[Row]:
        """Each row with its number as a sheet counts it, one trimmed text for each column; blank rows are left out.

        May be asked again, and starts anew. UnreadableFile in the middle for a file that breaks off, or has more than
        IMPORT_MOST_ROWS rows.
        """
        width, left = len(self.columns), settings.IMPORT_MOST_ROWS
        padding = [""] * width
        for number, cells in self.lines():
            if number < self.first:
                continue
            if not left:
                raise UnreadableFile(_too_long())
            left -= 1
            yield number, (cells + padding[len(cells) :])[:width]

    def first_rows(self, most: int) -> list[list[str]]:
        """The texts of the first rows: what a person sees of each column."""
        return [cells for _number, cells in islice(self.rows(), most)]


def trimmed(cells: list[str]) -> list[str]:
    """The cells without the spaces around them or NUL, which no database holds; none longer than a sheet lets it be."""
    return [cell.strip()[:LONGEST_CELL].replace("\0", "") for cell in cells]


def _too_long() -> str:
    most = counted(settings.IMPORT_MOST_ROWS, "row")
    return _("في الملف أكثر من %(most)s. قسّمه إلى ملفات أصغر.") % {"most": most}
