"""Taking rows out as files: columns, one writer a format, and the answer that streams them (rules: Import and export).

Whatever the number of rows, memory stays flat: rows come from an iterator and leave in blocks.
"""

from core.exports.columns import Column
from core.exports.files import EXPORT_FORMATS, Export, UnknownFormat, export_response, known_format, write_export

__all__ = ["EXPORT_FORMATS", "Column", "Export", "UnknownFormat", "export_response", "known_format", "write_export"]
