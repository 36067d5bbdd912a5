"""Taking listings out (rules: Import and export): one flow for the page and the API."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from core.counting import MOST_COUNTED, count_up_to
from core.dates import local_date
from core.exports import Column, Export, StoredRows, Words, amount, known_format, moment, write_export
from core.models import ExportLog, User
from crm.exports import log_export, refuse_who_may_not_export
from properties.filters import PropertyFilter
from properties.models import Property, PropertyQuerySet
from properties.models.choices import Facade, PropertyStatus, PropertyType, Purpose


def day(value: date | None) -> str:
    """A day as files have it: 2027-02-11."""
    return value.isoformat() if value else ""


def features(value: Mapping[str, bool]) -> str:
    """«مسبح، بلا مصعد»; what is not known is not told."""
    field: Any = Property._meta.get_field("features")
    return str(field.in_words(value))


def property_columns(*, with_owner: bool) -> list[Column]:
    """The columns; a manager's file says whose each listing is."""
    columns = [
        Column("title", _lazy("العنوان")),
        Column("type", _lazy("نوع العقار"), Words(PropertyType.choices)),
        Column("purpose", _lazy("الغرض"), Words(Purpose.choices)),
        Column("status", _lazy("الحالة"), Words(PropertyStatus.choices)),
        Column("city", _lazy("المدينة")),
        Column("district", _lazy("الحي")),
        Column("price", _lazy("السعر"), amount),
        Column("area", _lazy("المساحة"), amount),
        Column("rooms", _lazy("غرف النوم")),
        Column("bathrooms", _lazy("دورات المياه")),
        Column("street_width", _lazy("عرض الشارع")),
        Column("facade", _lazy("الواجهة"), Words(Facade.choices)),
        Column("age_years", _lazy("عمر العقار")),
        Column("features", _lazy("المزايا"), features),
        Column("description", _lazy("الوصف")),
        Column("deed_number", _lazy("رقم الصك")),
        Column("deed_date", _lazy("تاريخ الصك"), day),
        Column("plan_number", _lazy("رقم المخطط")),
        Column("plot_number", _lazy("رقم القطعة")),
        Column("ad_license_number", _lazy("رقم ترخيص الإعلان")),
        Column("ad_license_expires_on", _lazy("ينتهي ترخيص الإعلان"), day),
        Column("contract_number", _lazy("رقم عقد الوساطة")),
        Column("contract_ends_on", _lazy("ينتهي عقد الوساطة"), day),
        Column("created_at", _lazy("تاريخ الإضافة"), moment),
        Column("updated_at", _lazy("آخر تعديل"), moment, is_for_people=False),
        Column("id", "id", is_for_people=False),
    ]
    return [*columns, Column("owner", _lazy("الوسيط"))] if with_owner else columns


def asked_of(filters: PropertyFilter) -> dict[str, str]:
    """What was asked of the list's filters, in its own words: for the log."""
    return {name: ",".join(filters.data.getlist(name)) for name in filters.filters if filters.data.get(name)}


def export_properties(
    *, by: User, at: datetime, listings: PropertyQuerySet, asked: Mapping[str, Any], format: str
) -> Export:
    """These listings as a file, as they are ordered. Logged as an export of customers is (crm.exports)."""
    refuse_who_may_not_export(by)
    format = known_format(format)
    size = count_up_to(MOST_COUNTED + 1, {"rows": listings})["rows"]
    log = log_export(by=by, at=at, what="property", row_count=size, asked=asked, format=format)
    columns = [
        column for column in property_columns(with_owner=by.is_manager) if column.is_for_people or format == "json"
    ]
    names = ["owner__username" if column.code == "owner" else column.code for column in columns]

    def correct(number: int) -> None:
        if number != log.row_count:
            ExportLog.objects.filter(pk=log.pk).update(row_count=number)

    today = local_date(at).isoformat()
    return write_export(
        format=format,
        columns=columns,
        rows=StoredRows(listings.values_list(*names), correct),
        title=_("العقارات"),
        name=_("العقارات %(day)s") % {"day": today},
        plain_name=f"properties-{today}",
    )
