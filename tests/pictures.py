"""Files of pictures to send: true ones, with what cameras write into them, and false ones."""

import struct
import zlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def picture_bytes(size: tuple[int, int] = (640, 480), kind: str = "JPEG", **options: Any) -> bytes:
    sent = BytesIO()
    mode = "RGB" if kind == "JPEG" else "RGBA"
    Image.new(mode, size, (120, 90, 60)).save(sent, kind, **options)
    return sent.getvalue()


def picture_file(content: bytes | None = None, name: str = "villa.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_bytes() if content is None else content, "image/jpeg")


def with_exif() -> bytes:
    """A wide picture that its camera says to turn upright, with the camera's make in it."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = 6, "SecretCamera"
    exif[GPS] = {1: "N", 2: (24.0, 42.0, 0.0)}
    return picture_bytes((800, 400), exif=exif)


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 30,000 points wide and high."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )
