"""Notices through the API: one's own, a manager's too (api: notifications/)."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import is_id
from core.api.views import ListViewSet, NoFacts
from core.filters import BookFilter, CodesFilter, OrderFilter, OwnerFilter, SinceFilter, TruthFilter, start_of
from notifications.flows import read_all_notifications, read_notification
from notifications.models import Notification, NotificationQuerySet


class NotificationRow(serializers.ModelSerializer):
    data = serializers.DictField()  # type: ignore[assignment]

    class Meta:
        model = Notification
        fields = ("id", "user", "type", "title", "message", "data", "priority", "created_at", "read_at")
        read_only_fields = fields


class ChangedFilter(SinceFilter):
    """A notice changes when it comes and when it is read."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        since = start_of(value) if value else None
        return qs.filter(Q(created_at__gte=since) | Q(read_at__gte=since)) if since else qs


class NotificationFilter(BookFilter):
    unread = TruthFilter(field_name="read_at", lookup_expr="isnull")
    type = CodesFilter(choices=Notification.Type.choices)
    owner = OwnerFilter(field_name="user")
    updated_since = ChangedFilter()
    ordering = OrderFilter({"created_at": "created_at"})

    class Meta:
        model = Notification
        fields: list[str] = []


class Count(serializers.Serializer):
    count = serializers.IntegerField()


class NotificationViewSet(ListViewSet):
    queryset = Notification.objects.none()
    row_class = NotificationRow
    filterset_class = NotificationFilter
    bodies = {"read": NoFacts, "read_all": NoFacts}
    answers = {"read_all": Count, "unread_count": Count}
    lookup_value_regex = "[^/]+"

    def get_queryset(self) -> NotificationQuerySet:
        return Notification.objects.of(self.user)

    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: str) -> HttpResponseBase:
        """Mark it read; again changes nothing."""
        if not is_id(pk) or not self.get_queryset().filter(pk=pk).exists():
            raise Http404(Notification.not_found)
        self.facts()
        notice = read_notification(by=self.user, at=timezone.now(), notification_id=int(pk))
        return Response(NotificationRow(notice).data)

    @action(detail=False, methods=["post"], url_path="read-all")
    def read_all(self, request: Request) -> HttpResponseBase:
        """Mark all read; `count`: how many were not."""
        self.facts()
        return Response({"count": read_all_notifications(by=self.user, at=timezone.now())})

    @action(detail=False, url_path="unread-count")
    def unread_count(self, request: Request) -> HttpResponseBase:
        return Response({"count": self.get_queryset().unread().count()})
