"""Follow-ups in the managers' door: added, corrected, completed and given up by the same flows as in the pages."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.admin.base import Fieldsets, manager_of
from core.admin.fields import MomentField
from core.admin.filters import PersonFilter
from core.admin.marks import due_mark, moment_mark, status_mark
from core.admin.writing import VersionedForm
from core.fields import LineField, TextField
from core.models import User
from crm.admin.rows_of_customers import CustomerRowAdmin
from crm.flows import add_followup, cancel_followup, complete_followup, delete_followup, edit_followup
from crm.models import Followup

TONES = {Followup.Status.PENDING: "amber", Followup.Status.COMPLETED: "green", Followup.Status.CANCELLED: "gray"}


class DueFilter(admin.SimpleListFilter):
    """Overdue and due today are derived from the time, no status of their own."""

    title = _("الاستحقاق")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("overdue", _("متأخرة")), ("today", _("متأخرة أو اليوم"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: Any = queryset
        at = timezone.now()
        if self.value() == "overdue":
            return rows.overdue(at)
        return rows.for_today(at) if self.value() == "today" else rows


class FollowupForm(VersionedForm):
    not_facts: tuple[str, ...] = ("seen_version", "customer")

    title = LineField(label=_("العنوان"))
    due_date = MomentField(label=_("الموعد"))
    description = TextField(label=_("التفاصيل"), required=False)


@admin.register(Followup)
class FollowupAdmin(CustomerRowAdmin):
    form = FollowupForm
    noun = "followup"
    list_display = ("title", "customer", "user", "due", "priority", "shown_status", "completed", "added")
    list_filter = ("status", DueFilter, "priority", ("user", PersonFilter), "due_date")
    actions = ("complete", "cancel", "delete_selected")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Fieldsets:
        told = ("user", "status", "completed_at", "created_at", "seen_version") if obj else ()
        return [(None, {"fields": ("customer", "title", "due_date", "priority", "description", *told)})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("customer", "user", "status", "completed_at", "created_at") if obj else ()

    def write(self, request: HttpRequest, form: FollowupForm, at: datetime) -> Followup:
        if form.instance.pk:
            told = {"followup_id": form.instance.pk, "version": form.cleaned_data["seen_version"]}
            return edit_followup(by=manager_of(request), at=at, facts=form.facts(), **told)
        customer = form.cleaned_data["customer"]
        return add_followup(by=manager_of(request), at=at, customer_id=customer.pk, facts=form.facts())

    def delete_one(self, *, by: User, at: datetime, pk: int) -> object:
        return delete_followup(by=by, at=at, followup_id=pk)

    # ------------------------------------------------------------ actions

    @admin.action(description=_("إتمام"), permissions=["change"])
    def complete(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        def done(followup: Followup) -> None:
            complete_followup(by=manager_of(request), at=timezone.now(), followup_id=followup.pk)

        self.act_on_each(request, queryset, done, done=_("اكتملت"))

    @admin.action(description=_("إلغاء"), permissions=["change"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        def give_up(followup: Followup) -> None:
            cancel_followup(by=manager_of(request), at=timezone.now(), followup_id=followup.pk)

        self.act_on_each(request, queryset, give_up, done=_("أُلغيت"))

    # ------------------------------------------------------------ columns

    @admin.display(description=_("الموعد"), ordering="due_date")
    def due(self, followup: Followup) -> str | None:
        return due_mark(followup.due_date) if followup.is_pending else moment_mark(followup.due_date)

    @admin.display(description=_("الحالة"), ordering="status")
    def shown_status(self, followup: Followup) -> str:
        if followup.is_overdue(timezone.now()):
            return status_mark(str(_("متأخرة")), "red")
        return status_mark(followup.get_status_display(), TONES[Followup.Status(followup.status)])

    @admin.display(description=_("أُنجزت"), ordering="completed_at", empty_value="—")
    def completed(self, followup: Followup) -> str | None:
        return moment_mark(followup.completed_at)

    @admin.display(description=_("أضيفت"), ordering="created_at")
    def added(self, followup: Followup) -> str | None:
        return moment_mark(followup.created_at)
