"""Who is locked out after wrong passwords, and letting them in again. No address is shown: it is personal data."""

from typing import Any

from axes.models import AccessAttempt
from axes.utils import reset
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.admin.base import ReadOnlyAdmin
from core.arabic import counted

apps.get_app_config("axes").verbose_name = _("الأمان")


@admin.register(AccessAttempt)
class LockoutAdmin(ReadOnlyAdmin):
    list_display = ("username", "failures_since_start", "attempt_time")
    list_display_links = None
    search_fields = ("username",)
    ordering = ("-attempt_time",)
    actions = ("unlock",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request) and obj is None  # the list alone: a row holds addresses

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {"title": _("من قُفل دخوله بعد كلمات مرور خاطئة")})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Those who may not try now."""
        since = timezone.now() - settings.AXES_COOLOFF_TIME
        locked = {"failures_since_start__gte": settings.AXES_FAILURE_LIMIT, "attempt_time__gte": since}
        return super().get_queryset(request).filter(**locked)

    @admin.action(description=_("فتح القفل"), permissions=["view"])
    def unlock(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        names = set(queryset.values_list("username", flat=True))
        for name in names:
            reset(username=name)
        self.message_user(request, _("فُتح القفل: %(count)s.") % {"count": counted(len(names), "user")})
