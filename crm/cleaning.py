"""What a person typed, made fit to store: the same for every door (rules: Phones, words, numbers; product: flow 0)."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.arabic import counted, search_key
from core.phones import InvalidPhone, normalize_phone
from core.text import clean_line, clean_text

MOST_LABELS, LONGEST_LABEL = 20, 50
TOO_MANY = "too_many"
LONGEST_TEXT = 10_000  # of any one field; measured before cleaning, which takes time in proportion
# A slash parts where it stands alone, «النرجس / الياسمين»; the last is how Google's contacts write it.
_BETWEEN_LABELS = re.compile(r"[,،;؛|\n\t]|(?<!\S)/(?!\S)|:::")
Cleaners = Mapping[str, Callable[[Any], Any]]


def clean_phone(raw: str) -> str:
    """A phone in E.164; empty stays empty."""
    if not raw:
        return ""
    try:
        return normalize_phone(raw)
    except InvalidPhone as error:
        raise ValidationError(str(error), code="invalid_phone") from error


def clean_email(raw: str) -> str:
    return clean_line(raw or "").lower()


def clean_labels(raw: list[str] | None) -> list[str]:
    """Tags or districts: cleaned, in their order, each once whatever its spelling; parted as a form parts them.

    Cleaned before they are parted, so that what is stored is never parted again when an export comes back.
    """
    given = raw or []
    if sum(map(len, given)) > LONGEST_TEXT:
        raise _too_many()
    parts = [part for label in given for part in _BETWEEN_LABELS.split(clean_text(label))]
    labels = list(filter(None, map(clean_line, parts)))
    if len(labels) > MOST_LABELS or any(len(label) > LONGEST_LABEL for label in labels):
        raise _too_many()
    unique: dict[str, str] = {}
    for label in labels:
        unique.setdefault(search_key(label), label)
    return list(unique.values())


def _too_many() -> ValidationError:
    message = _("حتى %(most)s عنصرًا، طول كل منها حتى %(longest)s حرفًا.")
    return ValidationError(message % {"most": MOST_LABELS, "longest": LONGEST_LABEL}, code=TOO_MANY)


def _line(raw: str | None) -> str:
    return clean_line(raw or "")


def _text(raw: str | None) -> str:
    return clean_text(raw or "")


CUSTOMER: Cleaners = {
    "name": _line,
    "phone": clean_phone,
    "whatsapp": clean_phone,
    "email": clean_email,
    "city": _line,
    "districts": clean_labels,
    "tags": clean_labels,
    "notes": _text,
}
INTERACTION: Cleaners = {"notes": _text}
FOLLOWUP: Cleaners = {"title": _line, "description": _text}


def cleaned(facts: Mapping[str, Any], cleaners: Cleaners) -> tuple[dict[str, Any], dict[str, Any]]:
    """`facts` with each value cleaned by its field's cleaner, and the errors of those that it refused, by field."""
    values: dict[str, Any] = {}
    errors: dict[str, Any] = {}
    for field, raw in facts.items():
        try:
            _measure(raw)
            values[field] = cleaners[field](raw) if field in cleaners else raw
        except ValidationError as error:
            errors[field] = error
    return values, errors


def _measure(raw: Any) -> None:
    if isinstance(raw, str) and len(raw) > LONGEST_TEXT:
        longest = counted(LONGEST_TEXT, "character", oblique=True)
        raise ValidationError(_("النص أطول من %(longest)s.") % {"longest": longest}, code="max_length")
