"""Acts upon many customers in the managers' door: read, and taken back by the same flow as in the pages."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.admin.base import ReadOnlyAdmin, manager_of
from core.admin.filters import PersonFilter
from core.admin.marks import moment_mark
from core.models import Batch
from crm.flows.many import undo_batch
from crm.models import SavedView


@admin.register(Batch)
class BatchAdmin(ReadOnlyAdmin):
    noun = "act"
    list_display = ("began", "kind", "row_count", "user", "door", "undone", "undone_by")
    list_select_related = ("user", "undone_by")
    list_filter = ("kind", "door", ("user", PersonFilter), "created_at")
    ordering = ("-created_at", "-id")
    fields = ("kind", "row_count", "user", "door", "began", "undone", "undone_by")
    actions = ("undo",)

    @admin.action(description=_("تراجع"), permissions=["view"])
    def undo(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        def take_back(batch: Batch) -> None:
            undo_batch(by=manager_of(request), at=timezone.now(), batch_id=batch.pk)

        self.act_on_each(request, queryset, take_back, done=_("تم التراجع"))

    @admin.display(description=_("بدأ في"), ordering="created_at")
    def began(self, batch: Batch) -> str | None:
        return moment_mark(batch.created_at)

    @admin.display(description=_("تُراجع عنه في"), empty_value="—")
    def undone(self, batch: Batch) -> str | None:
        return moment_mark(batch.undone_at)


@admin.register(SavedView)
class SavedViewAdmin(ReadOnlyAdmin):
    list_display = ("name", "user", "query", "created_at")
    list_select_related = ("user",)
    list_filter = (("user", PersonFilter),)
    fields = ("name", "user", "query", "created_at")
