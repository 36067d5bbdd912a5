"""Stored values as plain text that people read, where no markup can stand: in the admin, in files."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.dates import clock, long_date
from core.numbers import format_money


def in_words(field: Any, value: Any) -> str:
    """A stored value as people read it: the label of a code, a sum, a day and hour; «—» for nothing."""
    if value is None or value in ("", [], {}):
        return "—"
    if hasattr(field, "in_words"):
        return str(field.in_words(value))
    if isinstance(value, bool):
        return str(_("نعم") if value else _("لا"))
    if isinstance(value, list):
        return "، ".join(map(str, value))
    if isinstance(value, datetime):
        return f"{long_date(value)} {clock(value)}"
    if isinstance(value, Decimal):
        return format_money(value)
    return str(dict(field.flatchoices).get(value, value))
