"""Merges, and people who were told apart, in the managers' door: read, and taken back by their flows."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.admin.base import ReadOnlyAdmin, manager_of
from core.admin.filters import PersonFilter
from core.admin.marks import moment_mark, status_mark
from core.admin.writing import FlowAdmin
from core.models import User
from crm.flows import forget_distinct, undo_merge
from crm.models import DistinctPeople, Merge


@admin.register(Merge)
class MergeAdmin(ReadOnlyAdmin):
    noun = "merge"
    list_display = ("when", "absorbed", "survivor", "owner", "user", "shown_state")
    list_select_related = ("absorbed", "survivor__owner", "user")
    list_filter = ("merged_at", ("user", PersonFilter))
    ordering = ("-merged_at", "-id")
    fields = ("merged_at", "absorbed", "survivor", "owner", "user", "shown_state", "undone_at", "undone_by")
    actions = ("undo",)

    @admin.action(description=_("تراجع عن الدمج"), permissions=["view"])
    def undo(self, request: HttpRequest, queryset: Any) -> None:
        """The newest first: they come apart in the order in which they were made."""

        def take_apart(merge: Merge) -> None:
            undo_merge(by=manager_of(request), at=timezone.now(), merge_id=merge.pk)

        self.act_on_each(request, queryset.order_by("-pk"), take_apart, done=_("تم التراجع"))

    @admin.display(description=_("دُمجا في"), ordering="merged_at")
    def when(self, merge: Merge) -> str | None:
        return moment_mark(merge.merged_at)

    @admin.display(description=_("الوسيط"))
    def owner(self, merge: Merge) -> str:
        return merge.survivor.owner.name

    @admin.display(description=_("الحالة"))
    def shown_state(self, merge: Merge) -> str:
        if merge.undone_at:
            return status_mark(gettext("فُصلا"), "gray")
        is_open = merge.is_open(timezone.now())
        return (
            status_mark(gettext("قابل للتراجع"), "green")
            if is_open
            else status_mark(gettext("انتهت مهلة التراجع"), "gray")
        )


@admin.register(DistinctPeople)
class DistinctPeopleAdmin(FlowAdmin):
    noun = "pair"
    list_display = ("first", "second", "owner", "said_by", "said_at")
    list_select_related = ("first__owner", "second", "said_by")
    list_filter = ("said_at", ("said_by", PersonFilter))
    ordering = ("-said_at", "-id")
    fields = ("first", "second", "owner", "said_by", "said_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def delete_one(self, *, by: User, at: datetime, pk: int) -> object:
        said = DistinctPeople.objects.filter(pk=pk).first()
        return said and forget_distinct(by=by, at=at, first_id=said.first_id, second_id=said.second_id)

    @admin.display(description=_("الوسيط"))
    def owner(self, said: DistinctPeople) -> str:
        return said.first.owner.name
