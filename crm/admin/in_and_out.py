"""Customers in and out of the admin by files: django-import-export's doors, with the product's own flows behind them.

Its pages would keep the file on this machine's disk, read no encoding but UTF-8, write row by row past the flows and
gather an export in memory. So of its two steps the first takes the file in and looks (crm.flows.import_file), the
import's own page shows what was seen and asks, and the second writes; an export streams as the list's does.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from import_export.admin import ImportExportMixin

from core.access import visible_or_404
from core.admin.base import manager_of
from core.errors import Conflict
from core.exports import export_response
from core.fields import show_refusal
from core.requests import posted
from crm.exports import export_customers, refuse_who_may_not_export
from crm.flows import import_file, run_import
from crm.forms.imports import FileForm
from crm.models import Import
from crm.resources import CustomerResource

FORMATS = {"xlsx": _("Excel"), "csv": _("نص مفصول بفواصل (CSV)"), "json": _("بيانات (JSON)")}


class AdminFileForm(FileForm):
    """The file, whose customers are in it, and what becomes of those who are in the book already."""

    on_duplicate = forms.ChoiceField(
        label=_("إذا كان الجوال مسجلًا من قبل"), choices=Import.OnDuplicate.choices, initial=Import.OnDuplicate.FILL
    )


class ExportForm(forms.Form):
    format = forms.ChoiceField(label=_("الصيغة"), choices=list(FORMATS.items()))


class ImportExportDoors(ImportExportMixin):
    """Mix into the customers' admin: the two doors stand above its list."""

    resource_classes = (CustomerResource,)
    import_export_change_list_template = None  # both doors stand in our own change_list_object_tools.html

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request) and manager_of(request).may_export

    # ------------------------------------------------------------ in

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Take a file in and look at its rows; the import's page then shows what was seen, and asks."""
        by = manager_of(request)
        form = AdminFileForm(posted(request), request.FILES or None, by=by)
        if form.is_valid():
            try:
                run = _look(form, request)
            except ValidationError as refusal:
                show_refusal(form, refusal)
            else:
                return redirect("admin:crm_import_change", run.pk)
        context = self._context(request, _("استيراد عملاء"), form)
        return TemplateResponse(request, "admin/import_export/import.html", context, status=422 if form.errors else 200)

    @method_decorator(require_POST)
    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Write what was looked at: all rows, or the good ones alone."""
        pk, good_alone = request.POST.get("import", ""), request.POST.get("skip_invalid") == "1"
        run: Any = visible_or_404(Import.objects.all(), manager_of(request), pk)
        try:
            run_import(
                by=manager_of(request), at=timezone.now(), import_id=run.pk, dry_run=False, skip_invalid=good_alone
            )
        except (Conflict, ValidationError) as refusal:
            said = refusal.detail if isinstance(refusal, Conflict) else " ".join(refusal.messages)
            messages.error(request, str(said))
        return redirect("admin:crm_import_change", run.pk)

    # ------------------------------------------------------------ out

    def export_action(self, request: HttpRequest) -> HttpResponseBase:
        """Ask for the format; then the list as it is filtered, streamed and logged."""
        refuse_who_may_not_export(manager_of(request))
        form = ExportForm(posted(request))
        if form.is_valid():
            return self._export(request, form.cleaned_data["format"])
        context = self._context(request, _("تصدير العملاء"), form)
        return TemplateResponse(request, "admin/import_export/export.html", context)

    def _export(self, request: HttpRequest, format: str) -> HttpResponseBase:
        try:
            customers = self.get_export_queryset(request).live()
        except IncorrectLookupParameters:
            return redirect("admin:crm_customer_changelist")
        by, asked = manager_of(request), _filters(request.GET)
        return export_response(
            export_customers(by=by, at=timezone.now(), customers=customers, asked=asked, format=format)
        )

    def _context(self, request: HttpRequest, title: Any, form: forms.Form) -> dict[str, Any]:
        frame = self.admin_site.each_context(request)
        return {**frame, "title": title, "opts": self.opts, "form": form}


def _look(form: AdminFileForm, request: HttpRequest) -> Import:
    data = form.cleaned_data
    return import_file(
        by=manager_of(request),
        at=timezone.now(),
        file_name=data["file"].name,
        content=data["file"],
        owner=data["owner"],
        on_duplicate=data["on_duplicate"],
        dry_run=True,
    )


def _filters(query: QueryDict) -> dict[str, str]:
    """What was asked of the list, in the admin's own words: for the log."""
    return {name: ",".join(values) for name, values in query.lists() if any(values) and not name.startswith("_")}
