"""The file of an import, kept in parts in the database and read as a stream: never whole in memory.

A part is small enough to be held, and large enough that a file has few of them.
"""

import io
from collections.abc import Iterator
from functools import cached_property, partial
from typing import Any, BinaryIO, cast

from django.core.files.base import ContentFile, File

from core.sheets import Opener
from crm.models import Import, ImportPart

PART = 256 * 1024  # bytes


def keep_file(run: Import, content: "bytes | File[Any]") -> None:
    """Keep the file of a new import."""
    file = ContentFile(content) if isinstance(content, bytes) else content
    for number, piece in enumerate(_pieces(file)):
        ImportPart.objects.create(run=run, number=number, content=piece)


def file_of(run: Import) -> Opener:
    """Opens the kept file, from its start, each time it is called."""
    return partial(_opened, run)


def _pieces(file: "File[Any]") -> Iterator[bytes]:
    """The file in pieces of PART bytes."""
    file.seek(0)
    while piece := file.read(PART):
        yield piece


def _opened(run: Import) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Parts(run), PART))


class _Parts(io.RawIOBase):
    """An import's parts as one file, of which one part is held at a time."""

    def __init__(self, run: Import) -> None:
        super().__init__()
        self._run = run
        self._place = 0
        self._number, self._part = -1, memoryview(b"")

    @cached_property
    def _size(self) -> int:
        last = self._run.parts.order_by("number").last()
        return last.number * PART + len(last.content) if last else 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place}.get(whence)
        self._place = (self._size if start is None else start) + offset
        return self._place

    def readinto(self, buffer: Any) -> int:
        number, within = divmod(self._place, PART)
        piece = self._held(number)[within : within + len(buffer)]
        buffer[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)

    def _held(self, number: int) -> memoryview:
        if number != self._number:
            content = self._run.parts.filter(number=number).values_list("content", flat=True).first()
            self._number, self._part = number, memoryview(content or b"")
        return self._part
