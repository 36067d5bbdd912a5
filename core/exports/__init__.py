"""Taking rows out as files: columns, one writer a format, and the answer that streams them (rules: Import and export).

Whatever the number of rows, memory stays flat: rows come from an iterator and leave in blocks.
"""

from core.exports.columns import Column, Words, amount, joined, moment, yes_or_no
from core.exports.files import EXPORT_FORMATS, Export, UnknownFormat, export_response, known_format, write_export
from core.exports.stored import StoredRows

__all__ = [
    "EXPORT_FORMATS",
    "Column",
    "Export",
    "StoredRows",
    "UnknownFormat",
    "Words",
    "amount",
    "export_response",
    "joined",
    "known_format",
    "moment",
    "write_export",
    "yes_or_no",
]
