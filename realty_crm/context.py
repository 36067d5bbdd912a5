"""What every page's frame shows: the counts beside the menu, in one query."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, DateTimeField, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.counting import PreparedCounts
from core.dates import day_bounds, local_date
from core.models import User
from core.prepared import Given
from crm.models import Followup
from notifications.models import Notification

MOST_SHOWN = 99


@dataclass(frozen=True)
class Shell:
    """The frame's figures, «99+» at most, empty for none: unread notices, and follow-ups overdue or today's."""

    office_name: str
    unread: str = ""
    due: str = ""
    is_manager: bool = False


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell`, made once a request and only when a template asks for it."""
    return {"shell": _LazyShell(request)}


class _LazyShell:
    """Reads the figures at the first use, so that answers without the frame (partials, files) cost nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._shell: Shell | None = None

    def __getattr__(self, name: str) -> Any:
        if self._shell is None:
            self._shell = _read(self._request)
        return getattr(self._shell, name)


def _read(request: HttpRequest) -> Shell:
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user.is_authenticated:
        return Shell(office_name=settings.OFFICE_NAME)
    counts = _counts(user=user.pk, tomorrow=day_bounds(local_date(timezone.now()))[1])
    figures = {name: _figure(count) for name, count in counts.items()}
    return Shell(settings.OFFICE_NAME, is_manager=user.is_manager, **figures)


def _rows() -> dict[str, QuerySet[Any]]:
    user, tomorrow = Given("user", BigIntegerField), Given("tomorrow", DateTimeField)
    return {
        "unread": Notification.objects.filter(user=user).unread(),
        "due": Followup.objects.live().filter(owner=user).due_before(tomorrow).by_due_date(),
    }


# Counted no further than shown: the frame stands on every page, also on that of who reads no notices.
_counts = PreparedCounts(MOST_SHOWN + 1, _rows, in_order=["due"])


def _figure(count: int) -> str:
    return f"{MOST_SHOWN}+" if count > MOST_SHOWN else str(count or "")
