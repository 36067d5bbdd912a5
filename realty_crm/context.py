"""What every page's frame shows: the counts beside the menu, in one query."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from core.models import User
from crm.models import Followup
from notifications.models import Notification


@dataclass(frozen=True)
class Shell:
    """The frame's figures: unread notices, and follow-ups that are overdue or today's."""

    office_name: str
    unread: int = 0
    due: int = 0
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
    due = Followup.objects.live().filter(owner=OuterRef("pk")).for_today(timezone.now())
    unread = Notification.objects.unread().filter(user=OuterRef("pk"))
    figures = User.objects.filter(pk=user.pk).values_list(_count(unread, "user"), _count(due, "owner"))
    row = figures.first() or (0, 0)
    return Shell(settings.OFFICE_NAME, unread=row[0], due=row[1], is_manager=user.is_manager)


def _count(rows: QuerySet[Any], key: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(key).annotate(n=Count("pk")).values("n")), 0)
