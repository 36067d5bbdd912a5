"""Telling people, and their reading it."""

from datetime import datetime
from typing import Any

from core.access import is_id
from core.models import User
from core.transactions import flow
from notifications.models import Notification


def notify(
    *,
    user: User,
    type: str,
    title: Any,
    message: Any,
    at: datetime,
    data: dict[str, Any] | None = None,
    priority: str = "medium",
) -> Notification:
    """Leave a notice for `user`, inside the transaction of what it tells."""
    return Notification.objects.create(
        user=user, type=type, title=str(title), message=str(message), data=data or {}, priority=priority, created_at=at
    )


@flow
def read_notification(*, by: User, at: datetime, notification_id: int) -> Notification:
    """Mark one's own notice read; reading it again keeps the first time. DoesNotExist for another's."""
    own = Notification.objects.of(by) if is_id(notification_id) else Notification.objects.none()
    notification = own.select_for_update().get(pk=notification_id)
    if notification.read_at is None:
        notification.read_at = at
        notification.save(update_fields=["read_at"])
    return notification


@flow
def read_all_notifications(*, by: User, at: datetime) -> int:
    """Mark all of one's own notices read; how many were not."""
    return Notification.objects.of(by).unread().update(read_at=at)
