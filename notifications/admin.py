"""What people were told: read, never written here."""

from django.contrib import admin

from core.admin.base import ReadOnlyAdmin
from core.admin.filters import PersonFilter
from notifications.models import Notification


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    list_display = ("title", "user", "type", "priority", "created_at", "read_at")
    list_select_related = ("user",)
    list_filter = ("type", ("user", PersonFilter), "created_at")
    ordering = ("-created_at", "-id")
    fields = ("user", "type", "title", "message", "priority", "created_at", "read_at")
