"""Taking customers out (rules: Import and export): one flow for the page and the API."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.counting import MOST_COUNTED, count_up_to
from core.dates import local_date
from core.exports import (
    Column,
    Export,
    StoredRows,
    Words,
    amount,
    joined,
    known_format,
    moment,
    write_export,
    yes_or_no,
)
from core.history import acting_now
from core.models import ExportLog, User
from core.transactions import flow
from crm.counts import book_size
from crm.filters import CustomerFilter
from crm.models import CustomerQuerySet
from crm.models.choices import Kind, LostReason, Priority, Source, Status

_t = gettext_lazy


def customer_columns(*, with_owner: bool) -> list[Column]:
    """The columns, the original's eight first; a manager's file says whose each customer is."""
    columns = [
        Column("name", _t("الاسم")),
        Column("phone", _t("الهاتف")),
        Column("email", _t("البريد الإلكتروني")),
        Column("status", _t("الحالة"), Words(Status.choices)),
        Column("priority", _t("الأولوية"), Words(Priority.choices)),
        Column("source", _t("المصدر"), Words(Source.choices)),
        Column("budget", _t("الميزانية"), amount),
        Column("created_at", _t("تاريخ الإضافة"), moment),
        Column("whatsapp", _t("واتساب")),
        Column("kind", _t("النوع"), Words(Kind.choices)),
        Column("lost_reason", _t("سبب الخسارة"), Words(LostReason.choices)),
        Column("city", _t("المدينة")),
        Column("districts", _t("الأحياء"), joined),
        Column("tags", _t("الوسوم"), joined),
        Column("notes", _t("الملاحظات")),
        Column("consent_marketing", _t("موافقة على العروض التسويقية"), yes_or_no),
        Column("first_contact_at", _t("أول تواصل"), moment),
        Column("last_contact_date", _t("آخر تواصل"), moment),
        Column("next_followup_date", _t("المتابعة القادمة"), moment),
        Column("updated_at", _t("آخر تعديل"), moment, is_for_people=False),
        Column("id", "id", is_for_people=False),
    ]
    return [*columns, Column("owner", _t("الوسيط"))] if with_owner else columns


def asked_of(filters: CustomerFilter) -> dict[str, str]:
    """What was asked of the list's filters, in its own words: for the log."""
    return {name: ",".join(filters.data.getlist(name)) for name in filters.filters if filters.data.get(name)}


def refuse_who_may_not_export(by: User) -> None:
    """PermissionDenied for a person who may not export. Doors ask before they judge the filters (api: Access)."""
    if not by.may_export:
        raise PermissionDenied(_("لا يُسمح لهذا الحساب بتصدير البيانات."))


def export_customers(
    *, by: User, at: datetime, customers: CustomerQuerySet, asked: Mapping[str, Any], format: str
) -> Export:
    """These customers as a file, newest first or as they are ordered. `asked` are the filters, for the log.

    Raises PermissionDenied for a person who may not export, UnknownFormat. The log stands before the first byte
    leaves, with the rows there are then (counted no further than a list's); when the last has left, or who reads the
    file went away, with the rows that left. The file is written outside of the log's transaction: on SQLite all other
    writes wait while one lasts.
    """
    refuse_who_may_not_export(by)
    format = known_format(format)
    log = log_export(by=by, at=at, what="customer", row_count=_size(by, customers, asked), asked=asked, format=format)
    day = local_date(at).isoformat()
    columns = [
        column for column in customer_columns(with_owner=by.is_manager) if column.is_for_people or format == "json"
    ]
    return write_export(
        format=format,
        columns=columns,
        rows=_rows(customers, columns, log),
        title=_("العملاء"),
        name=_("العملاء %(day)s") % {"day": day},
        plain_name=f"customers-{day}",
    )


@flow
def log_export(
    *, by: User, at: datetime, what: str, row_count: int, asked: Mapping[str, Any], format: str
) -> ExportLog:
    """Note who takes how many customers out: `what` of them, as which filters `asked`, in which (known) format."""
    return ExportLog.objects.create(
        user=by,
        what=what,
        filters=dict(asked),
        format=format,
        row_count=row_count,
        door=acting_now().door,
        created_at=at,
    )


def _size(by: User, customers: CustomerQuerySet, asked: Mapping[str, Any]) -> int:
    if asked.keys() <= {"ordering"}:
        return book_size(by)
    return count_up_to(MOST_COUNTED + 1, {"rows": customers})["rows"]


def _rows(customers: CustomerQuerySet, columns: Iterable[Column], log: ExportLog) -> StoredRows:
    """The columns of these customers; when they have left, the log has their number."""
    names = ["owner__username" if column.code == "owner" else column.code for column in columns]

    def correct(number: int) -> None:
        if number != log.row_count:
            ExportLog.objects.filter(pk=log.pk).update(row_count=number)

    return StoredRows(customers.values_list(*names), correct)
