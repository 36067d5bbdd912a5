"""One cell, one value: cleaned by the rules that every door shares (crm.cleaning). Pure functions.

Each reader gives None for a cell that says nothing, and raises `Unclear` for one that says what cannot be taken.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t

from core.arabic import counted, search_key
from core.text import clean_line, clean_text
from crm import cleaning
from crm.imports.phones import read_phones
from crm.imports.problems import Unclear
from crm.imports.sums import read_sum
from crm.imports.words import CODED, code_of, is_nothing, truth_of
from crm.models import Customer

Reader = Callable[[str], Any]

_LISTED = 6  # codes that a problem names
_UNKNOWN = {
    "status": _t("حالة غير معروفة: «%(word)s»."),
    "priority": _t("أولوية غير معروفة: «%(word)s»."),
    "source": _t("مصدر غير معروف: «%(word)s»."),
    "kind": _t("نوع غير معروف: «%(word)s»."),
    "lost_reason": _t("سبب غير معروف: «%(word)s»."),
}
_SAME_PHONE = frozenset(map(search_key, ("نعم", "نفس الرقم", "نفسه", "نفس الجوال", "لا", "yes", "same", "no")))
_is_email = EmailValidator()
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:،؛/|]+@[^\s<>()\[\]\"',;:،؛/|]+")
_LONGEST_EMAIL = 254
_OF_GOOGLE = re.compile(r"\*? ?my ?contacts|\* ?starred", re.IGNORECASE)  # labels of its contacts that nobody gave


def longest_of(field: str) -> int:
    """How many characters the customer's column holds."""
    column: Any = Customer._meta.get_field(field)
    return int(column.max_length)


def read_line(field: str) -> Reader:
    """A reader of one plain line, as long as the column of that field."""
    longest = longest_of(field)

    def read(cell: str) -> str | None:
        line = clean_line(_of_bounded_length(cell, cleaning.LONGEST_TEXT))
        return _of_bounded_length(line, longest) or None

    return read


def read_text(cell: str) -> str | None:
    text = clean_text(_of_bounded_length(cell, cleaning.LONGEST_TEXT))
    return _of_bounded_length(text, cleaning.LONGEST_TEXT) or None


def read_whatsapp(cell: str) -> str | None:
    """Its first phone; a word that says «the same number», or that there is none, is nothing."""
    if search_key(cell[:20]) in _SAME_PHONE:
        return None
    return read_phones(cell)[0]


def read_email(cell: str) -> str | None:
    """The address, or the first of several."""
    email = cleaning.clean_email(_of_bounded_length(cell, cleaning.LONGEST_TEXT))
    if _is_valid(email):
        return email
    for found in _ADDRESS.findall(cell):
        if _is_valid(address := cleaning.clean_email(found)):
            return address
    mended = re.sub(r"\s", "", email).replace(",", ".").replace("،", ".").strip(".")
    if _is_valid(mended):
        raise Unclear(_("البريد الإلكتروني غير صحيح. هل تقصد %(email)s؟") % {"email": mended}, mended)
    is_partial = re.fullmatch(r"[^@\s]+@[^@.\s]*|@[^@\s]+", email)
    raise Unclear(_("البريد الإلكتروني غير مكتمل.") if is_partial else _("البريد الإلكتروني غير صحيح."))


def read_code(field: str) -> Reader:
    """A reader of one of the field's codes, said by itself, in Arabic or by a synonym."""

    def read(cell: str) -> str:
        code = code_of(field, cell)
        if code is None:
            raise Unclear(_unknown(field, cell))
        return code

    return read


def read_labels(cell: str) -> list[str] | None:
    return list(_labels(cell)) or None


def read_truth(cell: str) -> bool:
    truth = truth_of(cell)
    if truth is None:
        raise Unclear(_("اكتب «نعم» أو «لا»."))
    return truth


def or_nothing(read: Reader) -> Reader:
    """The reader of a field that may be empty: what a sheet writes for nothing is nothing."""
    return lambda cell: None if is_nothing(cell) else read(cell)


READERS: dict[str, Reader] = {
    "name": read_line("name"),
    "last_name": or_nothing(read_line("name")),
    "phone": or_nothing(read_phones),
    "whatsapp": or_nothing(read_whatsapp),
    "email": or_nothing(read_email),
    **{field: or_nothing(read_code(field)) for field in CODED},
    "budget": or_nothing(read_sum),
    "city": or_nothing(read_line("city")),
    "districts": or_nothing(read_labels),
    "tags": or_nothing(read_labels),
    "notes": or_nothing(read_text),
    "consent_marketing": or_nothing(read_truth),
    "owner": or_nothing(read_line("name")),
}


def too_long(longest: int) -> Unclear:
    return Unclear(_("النص أطول من %(longest)s.") % {"longest": counted(longest, "character", oblique=True)})


def _of_bounded_length(text: str, longest: int) -> str:
    if len(text) > longest:
        raise too_long(longest)
    return text


def _is_valid(email: str) -> bool:
    try:
        _is_email(email)
    except ValidationError:
        return False
    return len(email) <= _LONGEST_EMAIL


def _unknown(field: str, cell: str) -> str:
    """Which word, and which are known: all of them, or the first."""
    labels = [str(label) for label in CODED[field].labels]
    known = "، ".join(labels[:_LISTED]) + ("…" if len(labels) > _LISTED else "")
    word = clean_line(cell[:30])
    return f"{_UNKNOWN[field] % {'word': word}} " + _("المعروف: %(known)s.") % {"known": known}


@lru_cache(4096)
def _labels(cell: str) -> tuple[str, ...]:
    """Tags or districts; the same few cells come again and again."""
    try:
        labels = cleaning.clean_labels([cell])
    except ValidationError as refused:
        raise Unclear(refused.messages[0]) from None
    return tuple(label for label in labels if not _OF_GOOGLE.fullmatch(label))
