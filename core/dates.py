"""Days and times as the office lives them: in `settings.TIME_ZONE`, Gregorian, twelve hours, in Arabic.

Pure functions: the moment they speak of is passed in. What is shown never fails, at any date; what is typed or
moved raises `ValueError` with the reason in Arabic.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from hijridate import Gregorian

from core.arabic import NOUNS, counted, latin_digits, strip_invisible

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
DAY_STARTS = time(9)  # what a date without a time means (api: a bare date)

_DAY = timedelta(days=1)
_SUNDAY = 6
_WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
_MONTHS = (
    *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو"),
    *("يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
)
_HIJRI_MONTHS = (
    *("محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة"),
    *("رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة"),
)

_BAD_DATE = _("أدخل تاريخًا صحيحًا، مثال: 23/11/2026.")
_BAD_MOMENT = _("أدخل تاريخًا ووقتًا صحيحين، مثال: 23/11/2026 10:30.")
_OUT_OF_RANGE = _("أدخل تاريخًا بين عامي 1900 و2200.")

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,6})?)? ?([صم]?)")


# Days


def local_time(at: datetime) -> datetime:
    """`at` in the office's zone; at the very ends of the calendar, the nearest time that has one."""
    try:
        return timezone.localtime(at, timezone.get_default_timezone())
    except OverflowError:
        return at.replace(tzinfo=timezone.get_default_timezone())


def local_date(at: datetime) -> date:
    """The day on which `at` falls in the office's zone: «today» when `at` is now."""
    return local_time(at).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The start of `day` and of the day after it: `start <= at < end`. Clamped to the years that we keep."""
    kept = min(max(_day_of(day), FIRST_DAY), LAST_DAY)
    return _moment(kept, time()), _moment(kept + _DAY, time())


def within_range(at: datetime) -> datetime:
    """`at` itself when it falls in the years that we keep, 1900-2200; else `ValueError` in Arabic."""
    if not FIRST_DAY <= local_date(at) <= LAST_DAY:
        raise ValueError(_OUT_OF_RANGE)
    return at


def months_before(at: datetime, months: int) -> datetime:
    """The same day and hour `months` earlier; the 31st becomes its month's last day."""
    month = at.year * 12 + at.month - 1 - months
    year, month = divmod(month, 12)
    last = monthrange(year, month + 1)[1]
    return at.replace(year=year, month=month + 1, day=min(at.day, last))


# Reading


def parse_date(text: str) -> date:
    """The date in `2026-11-23` or, day first, in `23/11/2026`, in any digits (rules: Numbers in)."""
    typed = _typed(text)
    if year_first := _YEAR_FIRST.fullmatch(typed):
        year, month, day = year_first.group(1, 3, 4)
    elif day_first := _DAY_FIRST.fullmatch(typed):
        day, month, year = day_first.group(1, 3, 4)
    else:
        raise ValueError(_BAD_DATE)
    if not FIRST_DAY.year <= int(year) <= LAST_DAY.year:
        raise ValueError(_OUT_OF_RANGE)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(_BAD_DATE) from None


def parse_moment(text: str, clock: str = "") -> datetime:
    """The moment in `2026-11-23T10:30`, «23/11/2026 10:30 م», or in a date and a `clock` typed apart; aware.

    A date alone means nine in the morning.
    """
    day, _separator, hour = _typed(f"{text} {clock}").replace("T", " ", 1).partition(" ")
    return _moment(parse_date(day), _parse_clock(hour) if hour else DAY_STARTS)


def _typed(text: str) -> str:
    if len(text) > 100:
        raise ValueError(_BAD_DATE)
    return " ".join(unicodedata.normalize("NFKC", latin_digits(strip_invisible(text))).split())


def _parse_clock(text: str) -> time:
    match = _CLOCK.fullmatch(text)
    if not match:
        raise ValueError(_BAD_MOMENT)
    hour, half = int(match[1]), match[4]
    if half:
        hour = hour % 12 + (12 if half == "م" else 0) if 1 <= hour <= 12 else 24
    try:
        return time(hour, int(match[2]), int(match[3] or 0))
    except ValueError:
        raise ValueError(_BAD_MOMENT) from None


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, timezone.get_default_timezone())


# Showing


def day_name(day: date) -> str:
    """«الاثنين»."""
    return _WEEKDAYS[_day_of(day).weekday()]


def short_date(day: date, today: date) -> str:
    """«23 نوفمبر», with the year when it is not today's."""
    day = _day_of(day)
    words = f"{day.day} {_MONTHS[day.month - 1]}"
    return words if day.year == _day_of(today).year else f"{words} {day.year}"


def month_name(day: date) -> str:
    """«نوفمبر»."""
    return _MONTHS[_day_of(day).month - 1]


def month_start(now: datetime) -> datetime:
    """The first moment of the office's month in which `now` falls."""
    return day_bounds(local_date(now).replace(day=1))[0]


def long_date(day: date) -> str:
    """«الاثنين 23 نوفمبر 2026»."""
    day = _day_of(day)
    return f"{day_name(day)} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_label(day: date, today: date) -> str:
    """A day as the heading of a timeline: «اليوم، الاثنين 23 نوفمبر», two days ago «السبت 21 نوفمبر»."""
    near = {-1: "أمس، ", 0: "اليوم، ", 1: "غدًا، "}.get((_day_of(day) - _day_of(today)).days, "")
    return f"{near}{day_name(day)} {short_date(day, today)}"


def clock(at: datetime) -> str:
    """The time of day, in twelve hours: «10:30 ص»."""
    local = local_time(at)
    return f"{local.hour % 12 or 12}:{local.minute:02} {'ص' if local.hour < 12 else 'م'}"


def hijri(day: date) -> str:
    """The Umm al-Qura date, «13 جمادى الآخرة 1448 هـ»; empty outside its tables (August 1924 to 2077)."""
    day = _day_of(day)
    try:
        there = Gregorian(day.year, day.month, day.day).to_hijri()
    except (ValueError, OverflowError):
        return ""
    return f"{there.day} {_HIJRI_MONTHS[there.month - 1]} {there.year} هـ"


def ago(at: datetime, now: datetime) -> str:
    """How long ago `at` was: «الآن», «قبل 5 دقائق», «قبل ساعتين», «أمس 4:30 م», «قبل 3 أيام», then the date.

    Days are calendar days of the office. What is still to come reads as in `due`.
    """
    seconds, days = (now - at).total_seconds(), _days_between(at, now)
    if seconds <= -60:
        return due(at, now)
    if seconds < 60:
        return "الآن"
    if seconds < 3600:
        return f"قبل {_span(int(seconds // 60), 'minute')}"
    if days == 0:
        return f"قبل {_span(int(seconds // 3600), 'hour')}"
    if days == 1:
        return f"أمس {clock(at)}"
    return f"قبل {_span(days, 'day')}" if days < 7 else short_date(local_date(at), local_date(now))


def since(at: datetime, now: datetime) -> str:
    """How long something has waited: «منذ 12 دقيقة», «منذ أمس», «منذ 3 أيام», «منذ 15 نوفمبر»; just now, «الآن»."""
    if _days_between(at, now) == 1:
        return "منذ أمس"
    words = ago(at, now)
    return words if now - at < timedelta(minutes=1) else f"منذ {words.removeprefix('قبل ')}"


def lasted(start: datetime, now: datetime) -> str:
    """How long something has lasted, in whole units: «الآن», «12 دقيقة», «ساعتان», «يوم», «3 أيام»."""
    seconds = int((now - start).total_seconds())
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if n := seconds // length if seconds > 0 else 0:
            return NOUNS[unit].other if n == 1 else counted(n, unit)
    return "الآن"


def due(at: datetime, now: datetime) -> str:
    """When something is due: «متأخرة 4 أيام», «اليوم 10:00 ص», «غدًا 10:00 ص», «بعد 3 أيام», then the date.

    Late is counted in calendar days: what was due earlier today is still «اليوم».
    """
    days = _days_between(now, at)
    if days < 0:
        return f"متأخرة {_span(-days, 'day', one='many')}"
    if days <= 1:
        return f"{('اليوم', 'غدًا')[days]} {clock(at)}"
    return f"بعد {_span(days, 'day')}" if days <= 30 else short_date(local_date(at), local_date(now))


def greeting(now: datetime) -> str:
    """«صباح الخير» until noon, «مساء الخير» after."""
    return "صباح الخير" if local_time(now).hour < 12 else "مساء الخير"


def _day_of(day: date) -> date:
    """A moment is a `date` to Python, with the day of its own zone: take the office's."""
    return local_date(day) if isinstance(day, datetime) else day


def _days_between(start: datetime, end: datetime) -> int:
    return (local_date(end) - local_date(start)).days


def _span(n: int, noun: str, one: str = "other") -> str:
    """`n` units of time after a verb or preposition, one without «واحد»: «قبل ساعة», «متأخرة يومًا»."""
    return str(getattr(NOUNS[noun], one)) if n == 1 else counted(n, noun, oblique=True)


# Snoozing (rules: Today's list)


def tomorrow(now: datetime, like: datetime | None = None) -> datetime:
    """Tomorrow at the time of day of `like`, or at nine; from Thursday that is Saturday."""
    return _snoozed(local_date(within_range(now)) + _DAY, like)


def next_sunday(now: datetime, like: datetime | None = None) -> datetime:
    """The Sunday after today, at the time of day of `like`, or at nine."""
    today = local_date(within_range(now))
    return _snoozed(today + _DAY * ((_SUNDAY - today.weekday() - 1) % 7 + 1), like)


def never_friday(at: datetime) -> datetime:
    """`at`, or the same hour of the first day after it that is not in `settings.SNOOZE_SKIPS` (api: snooze).

    Raises `ValueError` outside the years that we keep.
    """
    moved = local_time(within_range(at))
    for _skipped in range(7):
        if moved.weekday() not in settings.SNOOZE_SKIPS:
            break
        moved += _DAY
    return moved


def _snoozed(day: date, like: datetime | None) -> datetime:
    return never_friday(_moment(day, local_time(like).time() if like else DAY_STARTS))
