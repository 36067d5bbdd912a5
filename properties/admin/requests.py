"""What customers look for, in the managers' door."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.admin.base import Fieldsets, manager_of
from core.admin.fields import LabelsField
from core.admin.filters import PersonFilter
from core.admin.marks import moment_mark, status_mark
from core.admin.writing import VersionedForm
from core.fields import LineField, MoneyField
from core.models import User
from core.numbers import format_amount
from crm.admin.rows_of_customers import CustomerRowAdmin
from properties.flows import add_request, delete_request, edit_request
from properties.forms.fields import AreaField, CodesField, CountField
from properties.models import PropertyRequest
from properties.models.choices import Facade, Feature, PropertyType

UP_TO, FROM = _("حتى"), _("من")


class RequestForm(VersionedForm):
    not_facts: tuple[str, ...] = ("seen_version", "customer")

    types = CodesField(PropertyType.choices, label=_("أنواع العقار"))
    city = LineField(label=_("المدينة"))
    districts = LabelsField(label=_("الأحياء"), required=False, help_text=_("افصل بينها بفاصلة."))
    budget_min = MoneyField(label=_("الميزانية من"), required=False)
    budget_max = MoneyField(label=_("الميزانية إلى"), required=False)
    area_min = AreaField(label=_("المساحة من"))
    area_max = AreaField(label=_("المساحة إلى"))
    rooms_min = CountField(label=_("غرف النوم من"))
    street_width_min = CountField(label=_("عرض الشارع من"))
    age_max = CountField(label=_("عمر العقار حتى"))
    facades = CodesField(Facade.choices, label=_("الواجهات"))
    must_have = CodesField(Feature.choices, label=_("شروط أساسية"))
    nice_to_have = CodesField(Feature.choices, label=_("مفضّلات"))


@admin.register(PropertyRequest)
class RequestAdmin(CustomerRowAdmin):
    form = RequestForm
    noun = "request"
    related: ClassVar[tuple[str, ...]] = ("customer", "owner")
    list_display = ("title", "customer", "owner", "shown_budget", "shown_status", "expires_on", "added")
    list_filter = ("status", "purpose", ("owner", PersonFilter), "created_at")
    actions = ("delete_selected",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Fieldsets:
        wanted = ("purpose", "types", "city", "districts", "districts_strict")
        sizes = ("budget_min", "budget_max", "area_min", "area_max", "rooms_min")
        setting = ("street_width_min", "facades", "age_max")
        told = ("created_at", "seen_version") if obj else ()
        return [
            (None, {"fields": ("customer", *wanted, "status", "expires_on", "payment")}),
            (_("الحدود"), {"fields": (*sizes, *setting)}),
            (_("المزايا"), {"fields": ("must_have", "nice_to_have")}),
            *([(_("سجل الطلب"), {"fields": told})] if obj else []),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("customer", "created_at") if obj else ()

    def write(self, request: HttpRequest, form: RequestForm, at: datetime) -> PropertyRequest:
        told: dict[str, Any] = {"by": manager_of(request), "at": at, "facts": form.facts()}
        if form.instance.pk:
            return edit_request(request_id=form.instance.pk, version=form.cleaned_data["seen_version"], **told)
        return add_request(customer_id=form.cleaned_data["customer"].pk, **told)

    def delete_one(self, *, by: User, at: datetime, pk: int) -> object:
        return delete_request(by=by, at=at, request_id=pk)

    @admin.display(description=_("الميزانية بالريال"), ordering="budget_max", empty_value="—")
    def shown_budget(self, wish: PropertyRequest) -> str | None:
        ends = ((FROM, wish.budget_min), (UP_TO, wish.budget_max))
        return " ".join(f"{word} {format_amount(end)}" for word, end in ends if end is not None) or None

    @admin.display(description=_("الحالة"), ordering="status")
    def shown_status(self, wish: PropertyRequest) -> str:
        return status_mark(wish.get_status_display(), wish.status_tone)

    @admin.display(description=_("أضيف"), ordering="created_at")
    def added(self, wish: PropertyRequest) -> str | None:
        return moment_mark(wish.created_at)
