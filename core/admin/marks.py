"""How the lists of the admin show a status, a phone and a time."""

from datetime import datetime

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.dates import ago, due, long_date
from core.phones import format_phone


def status_mark(word: str, tone: str) -> SafeString:
    """The word, its tone repeating it."""
    return format_html('<span class="badge t-{}">{}</span>', tone, word)


def phone_mark(e164: str) -> SafeString:
    return format_html('<bdi dir="ltr">{}</bdi>', format_phone(e164))


def moment_mark(at: datetime | None) -> SafeString | None:
    """How long ago, with the day when pointed at."""
    return _time(at, ago(at, timezone.now())) if at else None


def due_mark(at: datetime | None) -> SafeString | None:
    """When something is due: «غدًا 10:00 ص», «متأخرة 4 أيام»."""
    return _time(at, due(at, timezone.now())) if at else None


def _time(at: datetime, words: str) -> SafeString:
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), long_date(at), words)
