"""Tables that people bring: CSV of every make, Excel, phone books; one shape for all (rules: Import and export).

What stands in a file is text until somebody cleans it: `open_sheet` gives headers and rows of texts, one at a time,
so that memory stays flat whatever the number of rows. A file that cannot be read is an `UnreadableFile`, whatever
is in it: nothing else is ever raised.
"""

from core.sheets.files import open_sheet
from core.sheets.sheet import LONGEST_CELL, MOST_COLUMNS, Opener, Sheet, UnreadableFile

__all__ = ["LONGEST_CELL", "MOST_COLUMNS", "Opener", "Sheet", "UnreadableFile", "open_sheet"]
