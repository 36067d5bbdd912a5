"""Imports in the managers' door: what became of every file, and taking one back."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from core.access import is_id
from core.admin.base import ReadOnlyAdmin, manager_of
from core.admin.filters import PersonFilter
from core.admin.marks import moment_mark, status_mark
from crm.flows import revert_import
from crm.imports.columns import FIELDS
from crm.models import Import, ImportRow, ImportTemplate

MOST_SHOWN = 50
ROW_TONES = {"created": "green", "updated": "blue", "error": "red"}


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    """Its page shows what was seen of a file, and asks whether to bring it in (crm.admin.in_and_out)."""

    noun = "import"
    change_form_template = "admin/crm/import/change_form.html"
    list_display = (
        "shown_name",
        "shown_state",
        "user",
        "owner",
        "total",
        "created",
        "updated",
        "skipped",
        "failed",
        "added",
    )
    list_select_related = ("user", "owner")
    list_filter = ("status", "door", ("user", PersonFilter), "created_at")
    search_fields = ("file_name",)
    ordering = ("-created_at", "-id")
    actions = ("revert",)
    fieldsets = (
        (None, {"fields": ("shown_name", "shown_state", "problem", "user", "owner", "door", "format", "on_duplicate")}),
        (_("الصفوف"), {"fields": ("total", "processed", "created", "updated", "skipped", "failed", "rows")}),
        (_("الأوقات"), {"fields": ("created_at", "started_at", "finished_at", "reverted_at")}),
    )
    readonly_fields = ("shown_name", "shown_state", "rows")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        run = self.get_object(request, object_id)
        rows = run.rows.exclude(problems=[]).order_by("number")[:MOST_SHOWN] if run else []
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "told": rows})

    @admin.action(description=_("تراجع عن الاستيراد"), permissions=["view"])
    def revert(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        def take_back(run: Import) -> None:
            revert_import(by=manager_of(request), at=timezone.now(), import_id=run.pk)

        self.act_on_each(request, queryset, take_back, done=_("تم التراجع عن"))

    @admin.display(description=_("الملف"), ordering="file_name")
    def shown_name(self, run: Import) -> str:
        return format_html('<bdi dir="auto">{}</bdi>', run.file_name)

    @admin.display(description=_("الحالة"), ordering="status")
    def shown_state(self, run: Import) -> str:
        return status_mark(str(run.state), run.tone)

    @admin.display(description=_("رُفع"), ordering="created_at")
    def added(self, run: Import) -> str | None:
        return moment_mark(run.created_at)

    @admin.display(description=_("كل صف"))
    def rows(self, run: Import) -> str:
        url = reverse("admin:crm_importrow_changelist")
        return format_html('<a href="{}?import={}">{}</a>', url, run.pk, _("عرض الصفوف وما حدث لكل منها"))


class OneImportFilter(admin.SimpleListFilter):
    """The rows of the import that a link names; there is no list of imports to choose from, it would be endless."""

    title = _("الاستيراد")
    parameter_name = "import"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        asked = request.GET.get(self.parameter_name, "")
        found = Import.objects.filter(pk=asked) if is_id(asked) else Import.objects.none()
        return [(str(run.pk), run.file_name) for run in found]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(run=self.value()) if self.value() else queryset


@admin.register(ImportRow)
class ImportRowAdmin(ReadOnlyAdmin):
    list_display = ("number", "run", "shown_outcome", "shown_cells", "shown_problems")
    list_select_related = ("run",)
    list_filter = (OneImportFilter, "outcome")
    ordering = ("-run_id", "number")
    fields = ("run", "number", "shown_outcome", "shown_cells", "shown_problems")
    readonly_fields = ("shown_outcome", "shown_cells", "shown_problems")

    @admin.display(description=_("النتيجة"), ordering="outcome")
    def shown_outcome(self, row: ImportRow) -> str:
        return status_mark(row.get_outcome_display(), ROW_TONES.get(row.outcome, "gray"))

    @admin.display(description=_("الخلايا"))
    def shown_cells(self, row: ImportRow) -> str:
        return format_html_join("، ", "<bdi>{}</bdi>", ((cell,) for cell in row.cells if cell))

    @admin.display(description=_("الملاحظات"), empty_value="—")
    def shown_problems(self, row: ImportRow) -> str:
        return "، ".join(str(problem["message"]) for problem in row.problems)


@admin.register(ImportTemplate)
class ImportTemplateAdmin(ReadOnlyAdmin):
    list_display = ("name", "user", "added")
    list_select_related = ("user",)
    list_filter = (("user", PersonFilter),)
    ordering = ("user_id", "name")
    fields = ("name", "user", "shown_mapping", "created_at")
    readonly_fields = ("shown_mapping",)

    @admin.display(description=_("حُفظ"), ordering="created_at")
    def added(self, template: ImportTemplate) -> str | None:
        return moment_mark(template.created_at)

    @admin.display(description=_("المطابقة"))
    def shown_mapping(self, template: ImportTemplate) -> str:
        pairs = ((header, FIELDS.get(field, "—")) for header, field in template.mapping.items())
        return format_html_join("، ", "<bdi>{}</bdi>: {}", pairs)
