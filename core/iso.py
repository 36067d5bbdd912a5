"""Times as programs write them: ISO 8601, a bare date, or a time without offset, which is the office's (api: intro)."""

import re
from datetime import date, datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from core.dates import parse_date, parse_moment, within_range

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(rf"{_DAY.pattern}[Tt ][0-9]{{2}}:[0-9]{{2}}.{{0,40}}")
_PLUS_LOST = re.compile(r" (?=[0-9]{2}:?[0-9]{2}$)")  # an unescaped `+` in an address arrives as a space


def read_day_or_time(text: str) -> date | datetime:
    """A date, or an aware time. ValueError, in Arabic, for anything else and outside the years that we keep."""
    written = text.strip()
    if _DAY.fullmatch(written):
        return parse_date(written)
    if not _TIME.fullmatch(written):
        raise ValueError(_("أدخل تاريخًا أو وقتًا بصيغة ISO 8601، مثال: 2026-11-23T10:30:00+03:00."))
    return within_range(_aware(written))


def read_time(text: str) -> datetime:
    """An aware time; a bare date means nine in the morning in the office's zone. ValueError as read_day_or_time."""
    read = read_day_or_time(text)
    return read if isinstance(read, datetime) else parse_moment(read.isoformat())


def _aware(written: str) -> datetime:
    day, clock = written[:10], written[11:]
    at = parse_datetime(f"{day}T{_PLUS_LOST.sub('+', clock)}")
    if at is None:
        raise ValueError(_("أدخل وقتًا صحيحًا، مثال: 2026-11-23T10:30:00+03:00."))
    return at if at.tzinfo else at.replace(tzinfo=timezone.get_default_timezone())
