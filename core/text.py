"""What people type, made plain before it is stored.

Never the line of defence: nothing is stored as HTML, and pages escape on output. Look at the length first:
these functions take time in proportion to it.
"""

import re
import unicodedata

import bleach

from core.arabic import strip_invisible

_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{4,}")
_OPENS_A_TAG = re.compile("<(?=[A-Za-z/!?])")


def clean_line(text: str) -> str:
    """`text` as one plain line, for names: no markup, nothing invisible, single spaces. Idempotent.

    `&`, quotes and diacritics stay as typed.
    """
    return " ".join(_plain(" ".join(text.split())).split())


def clean_text(text: str) -> str:
    """`text` as plain lines, for notes: no markup, nothing invisible, line breaks as `\\n`. Idempotent.

    At most two blank lines in a row, no spaces at the ends of lines; «السعر < 500 & كاش» stays as typed.
    """
    lines = _plain(_LINE_BREAK.sub("\n", text)).split("\n")
    return _BLANK_LINES.sub("\n\n\n", "\n".join(line.rstrip() for line in lines)).strip()


def _plain(text: str) -> str:
    """`text` without markup and invisible characters, composed (NFC), not escaped."""
    visible = unicodedata.normalize("NFC", strip_invisible(text))
    return strip_markup(visible) if "<" in visible else visible


def strip_markup(text: str) -> str:
    """`text` without tags and comments, as plain text: nothing that a browser would take for a tag is left.

    A `<` that bleach reads as text but that stands before a letter («a<b», or what is left of nested tags)
    gets a space after it. Entities are text like any other: `&lt;` stays `&lt;`.
    """
    escaped = bleach.clean(text.replace("&", "&amp;"), tags=set(), attributes={}, strip=True)
    plain = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return _OPENS_A_TAG.sub("< ", unicodedata.normalize("NFC", plain))
