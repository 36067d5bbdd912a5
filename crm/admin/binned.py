"""Rows that are put into a bin instead of being deleted."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.admin.writing import FlowAdmin


class BinFilter(admin.SimpleListFilter):
    """Live rows unless the bin is asked for; there, what can still be restored."""

    title = _("السلة")
    parameter_name = "bin"
    DELETED = "deleted"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(self.DELETED, _("في السلة"))]

    def choices(self, changelist: Any) -> Any:
        first, *rest = super().choices(changelist)
        yield {**first, "display": _("القائمة")}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: Any = queryset
        return rows.in_bin(timezone.now()) if self.value() == self.DELETED else rows.live()


class BinnedAdmin(FlowAdmin):
    """A row in the bin, or of a customer there, is shown and not changed."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and is_live(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and is_live(obj)


def is_live(row: Any) -> bool:
    """Not in the bin, nor its customer; no row at all is live."""
    owner = getattr(row, "customer", None)
    return row is None or (row.deleted_at is None and (owner is None or owner.deleted_at is None))
