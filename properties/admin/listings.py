"""Listings in the managers' door."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.admin.base import Fieldsets, ReadOnlyAdmin, manager_of
from core.admin.filters import PersonFilter
from core.admin.marks import moment_mark, status_mark
from core.admin.writing import VersionedForm
from core.dates import local_date
from core.fields import LineField, MoneyField, TextField
from core.models import User
from core.numbers import format_amount
from crm.admin.binned import BinFilter, BinnedAdmin
from properties.flows import add_property, delete_property, edit_property, restore_property
from properties.forms.fields import AreaField, CountField, FeaturesField
from properties.models import Property, PropertyPhoto


class PropertyForm(VersionedForm):
    not_facts: tuple[str, ...] = ("seen_version", "owner")

    title = LineField(label=_("العنوان"))
    city = LineField(label=_("المدينة"))
    district = LineField(label=_("الحي"), required=False)
    price = MoneyField(label=_("السعر"), help_text=_("بالريال: 1,250,000 أو 1.2 مليون."))
    area = AreaField(label=_("المساحة بالمتر المربع"))
    rooms = CountField(label=_("غرف النوم"))
    bathrooms = CountField(label=_("دورات المياه"))
    street_width = CountField(label=_("عرض الشارع بالمتر"))
    age_years = CountField(label=_("عمر العقار بالسنوات"))
    features = FeaturesField(label=_("المزايا"))
    description = TextField(label=_("الوصف"), required=False)

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        if "landlord" in facts:
            facts["landlord"] = facts["landlord"].pk if facts["landlord"] else None
        return facts


@admin.register(Property)
class PropertyAdmin(BinnedAdmin):
    form = PropertyForm
    noun = "property"
    list_display = (
        *("number", "title", "type", "purpose", "shown_status", "city", "district", "shown_price", "area"),
        *("owner", "licence", "added"),
    )
    list_display_links = ("number", "title")
    list_select_related = ("owner",)
    list_filter = (BinFilter, "status", "purpose", "type", ("owner", PersonFilter), "created_at")
    search_fields = ("title",)  # shows the box; get_search_results does the search
    search_help_text = _("بالعنوان أو المدينة أو الحي، أو برقم الصك أو المخطط أو القطعة أو الترخيص.")
    ordering = ("-created_at", "-id")
    autocomplete_fields = ("owner", "landlord")
    readonly_fields = ("created_at", "listed_at", "deleted_at")
    actions = ("delete_selected", "restore")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Fieldsets:
        deed = ("landlord", "deed_number", "deed_date", "plan_number", "plot_number")
        licence = ("ad_license_number", "ad_license_expires_on", "contract_number", "contract_ends_on")
        told = (*(("created_at", "listed_at", "seen_version") if obj else ()),)
        gone = ("deleted_at",) if obj and obj.deleted_at else ()
        size = ("area", "rooms", "bathrooms", "street_width", "facade", "age_years", "features")
        return [
            (None, {"fields": ("title", "type", "purpose", "status", "price", "owner")}),
            (_("الموقع"), {"fields": ("city", "district")}),
            (_("المواصفات"), {"fields": (*size, "description")}),
            (_("الصك والمالك"), {"fields": deed}),
            (_("التراخيص"), {"fields": licence}),
            *([(_("سجل العقار"), {"fields": (*told, *gone)})] if obj else []),
        ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"owner": request.user.pk, **super().get_changeform_initial_data(request)}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        rows: Any = queryset
        return (rows.search(search_term) if search_term.strip() else rows), False

    def write(self, request: HttpRequest, form: PropertyForm, at: datetime) -> Property:
        told = {"by": manager_of(request), "at": at, "facts": form.facts(), "owner": form.cleaned_data["owner"]}
        if not form.instance.pk:
            return add_property(**told)
        return edit_property(property_id=form.instance.pk, version=form.cleaned_data["seen_version"], **told)

    def delete_one(self, *, by: User, at: datetime, pk: int) -> object:
        return delete_property(by=by, at=at, property_id=pk)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """In the bin one restores; elsewhere one deletes."""
        is_bin = request.GET.get(BinFilter.parameter_name) == BinFilter.DELETED
        unfit = "delete_selected" if is_bin else "restore"
        return {name: action for name, action in super().get_actions(request).items() if name != unfit}

    @admin.action(description=_("استعادة من السلة"), permissions=["change"])
    def restore(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        def take_out(listing: Property) -> None:
            restore_property(by=manager_of(request), at=timezone.now(), property_id=listing.pk)

        self.act_on_each(request, queryset, take_out, done=_("تمت الاستعادة"))

    def view_on_site(self, listing: Property) -> str:
        """Its own page; it has none in the bin."""
        return "" if listing.deleted_at else listing.get_absolute_url()

    # ------------------------------------------------------------ columns

    @admin.display(description=_("رقم العقار"), ordering="id")
    def number(self, listing: Property) -> str:
        return listing.number

    @admin.display(description=_("الحالة"), ordering="status")
    def shown_status(self, listing: Property) -> str:
        return status_mark(listing.get_status_display(), listing.status_tone)

    @admin.display(description=_("السعر بالريال"), ordering="price")
    def shown_price(self, listing: Property) -> str:
        return format_amount(listing.price)

    @admin.display(description=_("ترخيص الإعلان"))
    def licence(self, listing: Property) -> str:
        missing = listing.licence_missing(local_date(timezone.now()))
        return status_mark(str(_("ناقص")), "amber") if missing else status_mark(str(_("سارٍ")), "green")

    @admin.display(description=_("أضيف"), ordering="created_at")
    def added(self, listing: Property) -> str | None:
        return moment_mark(listing.created_at)


@admin.register(PropertyPhoto)
class PropertyPhotoAdmin(ReadOnlyAdmin):
    """Which pictures there are; they are added, put in order and taken away on the listing's page."""

    list_display = ("property", "position", "width", "height", "created_at")
    list_select_related = ("property",)
    ordering = ("-created_at", "-id")
