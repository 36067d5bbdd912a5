"""When a follow-up can be put off to in one tap (rules: Today's list: tomorrow, Sunday, a date; never onto Friday)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from core.dates import day_name, local_date, next_sunday, tomorrow

CODES = {"tomorrow": tomorrow, "sunday": next_sunday}


@dataclass(frozen=True)
class Snooze:
    code: str
    label: str
    at: datetime


def snooze_time(code: str, due: datetime, now: datetime) -> datetime:
    """The moment that `code` (a key of CODES) means for a follow-up due at `due`: it keeps its time of day."""
    return CODES[code](now, due)


def snoozes(due: datetime, now: datetime) -> list[Snooze]:
    """What the menu offers: each day once, «غدًا» only for the next day."""
    offered = {code: snooze_time(code, due, now) for code in CODES}
    if offered["sunday"] == offered["tomorrow"]:
        del offered["sunday"]
    return [Snooze(code, _label(at, now), at) for code, at in offered.items()]


def _label(at: datetime, now: datetime) -> str:
    is_next_day = local_date(at) - local_date(now) == timedelta(days=1)
    return _("غدًا") if is_next_day else day_name(local_date(at))
