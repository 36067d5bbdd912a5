"""When demo agents work: evenings above all, Fridays in the evening alone (domain: busy hours 16:30-22:00)."""

from datetime import date, datetime, timedelta
from random import Random

from core.dates import day_bounds, local_date

FRIDAY = 4
_EVENING, _MORNING = (16 * 60 + 30, 22 * 60), (9 * 60 + 30, 13 * 60)
_DUE_HOURS = (10, 11, 16, 17, 18, 19, 20)


def busy_moment(rng: Random, day: date) -> datetime:
    """A moment of `day` at which agents work."""
    first, last = _EVENING if day.weekday() == FRIDAY or rng.random() < 0.75 else _MORNING
    return day_bounds(day)[0] + timedelta(minutes=rng.randrange(first, last), seconds=rng.randrange(60))


def later(rng: Random, at: datetime, days: float) -> datetime:
    """A busy moment about `days` after `at`, the same day's rest for a fraction."""
    moment = busy_moment(rng, local_date(at + timedelta(days=days)))
    return moment if moment > at + timedelta(minutes=20) else at + timedelta(minutes=rng.randrange(20, 90))


def due_time(rng: Random, day: date) -> datetime:
    """A round time of `day` for something to be done; never on a Friday."""
    kept = day + timedelta(days=1) if day.weekday() == FRIDAY else day
    hours = timedelta(hours=rng.choice(_DUE_HOURS), minutes=rng.choice((0, 0, 30)))
    return day_bounds(kept)[0] + hours
