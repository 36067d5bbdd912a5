"""The letters of a text file: which encoding its bytes are in (rules: Import and export)."""

import codecs
import io
import re
from collections.abc import Iterator
from typing import TextIO

from django.utils.translation import gettext as _

from core.sheets.sheet import Opener, UnreadableFile

_BLOCK = 64 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH_BYTES = re.compile(rb"[\x00\x06]")  # of Latin and of Arabic letters in UTF-16; in no other encoding of a text
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
_MOST_CONTROLS = 0.01
_MOST_BROKEN = 0.1  # of the letters beyond ASCII: more, and it was never UTF-8


def opened_text(opened: Opener, encoding: str) -> TextIO:
    """The text in a file, to be read line by line, line breaks as they are; UnreadableFile for what is no text."""
    text = _as_text(opened, encoding)
    start = text.read(_BLOCK)
    if "\0" in start or len(_CONTROLS.findall(start)) > len(start) * _MOST_CONTROLS:
        raise UnreadableFile(_("هذا ليس ملفًا نصيًا. احفظه بصيغة CSV أو Excel (xlsx) ثم أعد رفعه."))
    text.seek(0)
    return text


def encoding_of(opened: Opener) -> str:
    """UTF-8 or UTF-16 by their mark or by the look of their bytes; what is neither is windows-1256."""
    start = opened().read(_BLOCK)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    return _wide(start) or ("utf-8" if _is_utf8(opened) else "windows-1256")


def blocks_of(opened: Opener) -> Iterator[bytes]:
    """The bytes of a file, some at a time."""
    file = opened()
    while block := file.read(_BLOCK):
        yield block


def _as_text(opened: Opener, encoding: str) -> TextIO:
    return io.TextIOWrapper(opened(), encoding, errors="replace", newline="")


def _wide(start: bytes) -> str | None:
    """UTF-16 without its mark: every second byte is the same few."""
    pairs = len(start) // 2
    if not pairs:
        return None
    even, odd = (len(_HIGH_BYTES.findall(start[side::2])) / pairs for side in (0, 1))
    if odd > 0.7 > 0.3 > even:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 > 0.3 > odd else None


def _is_utf8(opened: Opener) -> bool:
    """Whether these bytes are UTF-8, save for the odd one that was damaged on the way."""
    broken = beyond_ascii = 0
    text = _as_text(opened, "utf-8")
    while block := text.read(_BLOCK):
        if not block.isascii():
            broken += block.count("\ufffd")
            beyond_ascii += len(block) - len(block.encode("ascii", "ignore"))
    return broken <= (beyond_ascii - broken) * _MOST_BROKEN
