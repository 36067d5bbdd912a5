"""Who took data out: read, never written here."""

import json
from typing import Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.admin.base import ReadOnlyAdmin
from core.admin.filters import PersonFilter
from core.models import ExportLog

WHAT = {"customer": _("العملاء"), "history": _("سجل تعديلات عميل"), "person": _("بيانات عميل كاملة")}


@admin.register(ExportLog)
class ExportLogAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "user", "what_in_words", "row_count", "format", "door", "filters_in_words")
    list_display_links = ("created_at",)
    list_select_related = ("user",)
    list_filter = ("door", "format", "created_at", ("user", PersonFilter))
    ordering = ("-created_at", "-id")
    fields = ("created_at", "user", "what_in_words", "row_count", "format", "door", "filters_in_words")

    @admin.display(description=_("ما صُدّر"), ordering="what")
    def what_in_words(self, entry: ExportLog) -> Any:
        return WHAT.get(entry.what, entry.what)

    @admin.display(description=_("التصفية"))
    def filters_in_words(self, entry: ExportLog) -> Any:
        if not entry.filters:
            return _("بلا تصفية")
        said = "، ".join(
            f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
            for name, value in entry.filters.items()
        )
        return format_html("<bdi>{}</bdi>", said)
