"""A picture that somebody sent, drawn anew: resized, turned upright, without what cameras write into it.

What is not certainly a picture of a known kind and a bearable size is refused before it is drawn.
"""

from dataclasses import dataclass
from io import BytesIO
from secrets import token_urlsafe
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

KINDS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000  # a phone's camera takes 12 to 50 million; drawn, each takes four bytes
WIDEST, WIDEST_THUMBNAIL = 1600, 480
QUALITY = 80
FOLDER = "properties"


@dataclass(frozen=True)
class Drawn:
    """A picture fit to keep, and its thumbnail, under a name that nobody can guess."""

    name: str
    thumbnail_name: str
    picture: ContentFile
    thumbnail: ContentFile
    width: int
    height: int


def draw(upload: Any) -> Drawn:
    """The picture in `upload` (a file with a size), or ValidationError at `file` with what is wrong with it."""
    if upload.size > MOST_BYTES:
        raise _refusal(_("الصورة أكبر من 10 ميجابايت. صغّرها ثم أعد رفعها."))
    picture = _decoded(upload)
    picture.thumbnail((WIDEST, WIDEST))
    small = picture.copy()
    small.thumbnail((WIDEST_THUMBNAIL, WIDEST_THUMBNAIL))
    name = token_urlsafe(24)
    return Drawn(
        name=f"{FOLDER}/{name}.webp",
        thumbnail_name=f"{FOLDER}/{name}-s.webp",
        picture=_written(picture),
        thumbnail=_written(small),
        width=picture.width,
        height=picture.height,
    )


def _decoded(upload: Any) -> Image.Image:
    """Upright, in plain colours. Whatever a decoder trips over is the file's fault."""
    try:
        opened = Image.open(upload, formats=KINDS)
        if opened.width * opened.height > MOST_PIXELS:
            raise _refusal(_("أبعاد الصورة أكبر من المسموح. صغّرها ثم أعد رفعها."))
        opened.draft("RGB", (WIDEST, WIDEST))
        upright = ImageOps.exif_transpose(opened)
        return _on_white(upright)
    except UnidentifiedImageError as error:
        raise _refusal(_("الملف ليس صورة من نوع JPEG أو PNG أو WebP.")) from error
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, MemoryError) as error:
        raise _refusal(_("تعذّرت قراءة الصورة، فقد تكون تالفة.")) from error


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.convert("RGBA").getchannel("A"))
    return ground


def _written(picture: Image.Image) -> ContentFile:
    buffer = BytesIO()
    picture.save(buffer, "WEBP", quality=QUALITY, method=4)
    return ContentFile(buffer.getvalue())


def _refusal(said: str) -> ValidationError:
    return ValidationError({"file": [said]}, code="invalid_image")
