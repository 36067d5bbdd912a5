"""Icons: lucide's drawings as inline SVG in the one form the stylesheet knows, and our own WhatsApp glyph."""

import re
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

SIZES = {"": "icon", "s": "icon s", "l": "icon l"}
# lucide draws no brands; this glyph keeps its 24 box and its stroke.
WHATSAPP = (
    '<path d="M2.992 16.342a2 2 0 0 1 .094 1.167l-1.065 3.29a1 1 0 0 0 1.236 1.168l3.413-.998a2 2 0 0 1 '
    '1.099.092 10 10 0 1 0-4.777-4.719"/><path d="M15.6 13.7l-1.5-.7a.6.6 0 0 0-.7.2l-.5.7a5.6 5.6 0 0 1-2.8'
    "-2.8l.7-.5a.6.6 0 0 0 .2-.7l-.7-1.5a.6.6 0 0 0-.7-.3l-1 .3a.8.8 0 0 0-.5.8 7.4 7.4 0 0 0 6.7 6.7.8.8 "
    '0 0 0 .8-.5l.3-1a.6.6 0 0 0-.3-.7z"/>'
)


class UnknownIcon(LookupError):
    """No icon has this name or size: a mistake in a template, so it is raised and not passed over."""


@lru_cache(maxsize=1024)
def icon_svg(name: str, size: str = "") -> SafeString:
    """The icon `name` (lucide's name, or "whatsapp") as SVG; `size` is "" (18 px), "s" (16) or "l" (22)."""
    if size not in SIZES:
        raise UnknownIcon(f"no icon size {size!r}")
    return format_html(
        '<svg class="{}{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" '
        'stroke-linejoin="round" aria-hidden="true">{}</svg>',
        SIZES[size],
        " wa" if name == "whatsapp" else "",
        mark_safe(WHATSAPP if name == "whatsapp" else lucide_drawing(name)),  # noqa: S308  from a package, never a user
    )


def lucide_drawing(name: str) -> str:
    """What stands inside lucide's <svg>, on one line."""
    try:
        text = lucide_archive().read(f"{name}.svg").decode()
    except KeyError:
        raise UnknownIcon(f"lucide has no icon {name!r}") from None
    inner = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")]
    return re.sub(r"\s*(<|/>)\s*", r"\1", inner)


@lru_cache(maxsize=1)
def lucide_archive() -> ZipFile:
    # Read whole, so that worker processes and threads share no file position.
    return ZipFile(BytesIO(files("lucide").joinpath("lucide.zip").read_bytes()))
