"""A customer's values as pages show them: in the history, the timeline and where two edits meet."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

from django.db.models import Field
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.dates import clock, long_date
from core.marks import badge
from core.numbers import format_money
from core.templatetags.ui import phone
from crm.models import Customer
from crm.models.choices import STATUS_TONES, Status

EMPTY = _("فارغ")
LONGEST_SHOWN = 240
Names = Mapping[int, str]


def label(field: str) -> str:
    """What people call a column."""
    return str(_column(field).verbose_name)


def shown(field: str, value: Any, names: Names | None = None) -> SafeString:
    """A column's value as people read it. `names` are people's, by id, for the owner."""
    if value in (None, "", []):
        return format_html('<span class="muted">{}</span>', EMPTY)
    if field == "owner":
        return format_html("<bdi>{}</bdi>", (names or {}).get(value, value))
    write = _WRITERS.get(field) or _BY_TYPE.get(type(value))
    return write(value) if write else _worded(field, value)


def _worded(field: str, value: Any) -> SafeString:
    """A code's word, or text as it stands."""
    words = dict(_column(field).flatchoices or ())
    return format_html("<bdi>{}</bdi>", _shortened(str(words.get(value, value))))


def _column(field: str) -> Field[Any, Any]:
    return cast("Field[Any, Any]", Customer._meta.get_field(field))


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rstrip()}…"


def _status(code: str) -> SafeString:
    known = code in Status.values
    return SafeString(badge(str(Status(code).label), STATUS_TONES[Status(code)]) if known else badge(code))


def _moment(at: datetime) -> SafeString:
    return format_html("{}، {}", long_date(at), clock(at))


def _labels(labels: list[str]) -> SafeString:
    return format_html("<bdi>{}</bdi>", _shortened("، ".join(labels)))


def _foreign(text: str) -> SafeString:
    return format_html('<bdi dir="ltr">{}</bdi>', text)


def _yes_or_no(value: bool) -> SafeString:
    return format_html("{}", _("نعم") if value else _("لا"))


_WRITERS: dict[str, Callable[[Any], SafeString]] = {
    "status": _status,
    "budget": lambda amount: format_html("{}", format_money(amount)),
    "phone": lambda number: SafeString(phone(number)),
    "whatsapp": lambda number: SafeString(phone(number)),
    "email": _foreign,
}
_BY_TYPE: dict[type, Callable[[Any], SafeString]] = {bool: _yes_or_no, datetime: _moment, list: _labels}
