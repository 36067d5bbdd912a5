"""A person's data in the managers' door: taken out whole, and blanked for good after a question."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.admin.base import MOST_AT_ONCE, ManagedAdmin, manager_of
from core.arabic import counted
from core.exports import export_response
from crm.admin.binned import BinFilter
from crm.flows import erase_customers
from crm.forms.privacy import EraseForm
from crm.models import Customer
from crm.privacy.export import export_person

MOST_SHOWN = 20


class CustomerBinFilter(BinFilter):
    """The bin, and those of whom nothing but their rows is left."""

    ERASED = "erased"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*super().lookups(request, model_admin), (self.ERASED, _("مُحيت بياناتهم"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: Any = queryset
        return rows.erased() if self.value() == self.ERASED else super().queryset(request, queryset)


class PrivacyActions(ManagedAdmin):
    """The two acts upon a person's data."""

    @admin.action(description=_("تنزيل بيانات العميل"), permissions=["view"])
    def take_out(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        """One person's, whole, as one file."""
        rows = list(queryset[:2])
        if len(rows) != 1:
            self.message_user(request, _("اختر عميلًا واحدًا لتنزيل بياناته."), messages.WARNING)
            return None
        return export_response(export_person(by=manager_of(request), at=timezone.now(), customer=rows[0]))

    @admin.action(description=_("محو البيانات نهائيًا"), permissions=["change"])
    def erase(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        """Ask for the word, then erase the chosen, all or none."""
        chosen: Any = queryset
        rows: list[Customer] = list(chosen.erasable()[: MOST_AT_ONCE + 1])
        if len(rows) > MOST_AT_ONCE:
            self.refuse_many(request)
            return None
        form = EraseForm(request.POST if "word" in request.POST else None)
        if not form.is_valid():
            return self._question(request, rows, form)
        number = erase_customers(by=manager_of(request), at=timezone.now(), customer_ids=[row.pk for row in rows])
        self.message_user(request, f"{_('مُحيت البيانات نهائيًا')}: {counted(number, 'customer')}.", messages.SUCCESS)
        return None

    def _question(self, request: HttpRequest, rows: list[Customer], form: EraseForm) -> HttpResponseBase:
        context = {
            **self.admin_site.each_context(request),
            "title": _("محو البيانات نهائيًا"),
            "opts": self.opts,
            "form": form,
            "media": self.media,
            "action": "erase",
            "checkbox_name": ACTION_CHECKBOX_NAME,
            "rows": rows,
            "shown": rows[:MOST_SHOWN],
            "count": counted(len(rows), "customer"),
            "rest": counted(len(rows) - MOST_SHOWN, "customer") if len(rows) > MOST_SHOWN else "",
        }
        return TemplateResponse(request, "admin/erase.html", context)
