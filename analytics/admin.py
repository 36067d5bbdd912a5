"""The figures, for managers to read."""

from django.contrib import admin

from analytics.models import AgentDay
from core.admin.base import ReadOnlyAdmin
from core.admin.filters import PersonFilter


@admin.register(AgentDay)
class AgentDayAdmin(ReadOnlyAdmin):
    list_display = ("user", "day", "matches", "score_sum")
    list_select_related = ("user",)
    list_filter = (("user", PersonFilter), "day")
    ordering = ("-day", "user")
