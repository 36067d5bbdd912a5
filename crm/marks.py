"""What stands for a customer's codes on pages of many: made once, as a tag a cell would cost more than the query."""

from functools import lru_cache

from django.utils.safestring import SafeString

from core.marks import avatar, badge, priority
from crm.models.choices import STATUS_TONES, Priority, Status

avatar_of = lru_cache(maxsize=2048)(avatar)


@lru_cache
def status_badge(code: str) -> SafeString:
    return SafeString(badge(str(Status(code).label), STATUS_TONES[Status(code)]))


@lru_cache
def priority_bars(code: str) -> SafeString:
    return priority(code, str(Priority(code).label))
