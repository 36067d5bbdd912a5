"""Customers for django-import-export: in through the import's flow, out through the export's log.

Its own way would write each row past cleaning, history and notices, and read past the log; so whoever uses it, its
pages in the admin and its management commands alike, meets the same doors as everybody.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export import resources
from import_export.results import Result, RowResult
from tablib import Dataset

from core.models import User
from crm.exports import customer_columns, log_export, refuse_who_may_not_export
from crm.flows import import_file
from crm.imports.planning import WRITTEN
from crm.models import Customer, Import, ImportRow

TYPES: dict[str, str] = {
    ImportRow.Outcome.CREATED: RowResult.IMPORT_TYPE_NEW,
    ImportRow.Outcome.UPDATED: RowResult.IMPORT_TYPE_UPDATE,
    ImportRow.Outcome.SKIPPED: RowResult.IMPORT_TYPE_SKIP,
    ImportRow.Outcome.ERROR: RowResult.IMPORT_TYPE_INVALID,
}


class CustomerResource(resources.ModelResource):
    class Meta:
        model = Customer
        fields = WRITTEN

    def import_data(
        self, dataset: Dataset, dry_run: bool = False, *, user: User | None = None, file_name: str = "", **options: Any
    ) -> Result:
        """Bring the rows in as `user`, or look at them alone: all or none. PermissionDenied without a user."""
        run = import_file(
            by=_somebody(user),
            at=timezone.now(),
            file_name=file_name or "customers.csv",
            content=dataset.export("csv").encode("utf-8-sig"),
            dry_run=dry_run,
        )
        return result_of(run)

    def export(self, queryset: QuerySet | None = None, *, user: User | None = None, **options: Any) -> Dataset:
        """These customers (absent: all that `user` may see) as the list's export has them, and a line in its log."""
        by = _somebody(user)
        refuse_who_may_not_export(by)
        customers: Any = Customer.objects.live() if queryset is None else queryset
        customers = customers.visible_to(by)
        log_export(by=by, at=timezone.now(), what="customer", row_count=customers.count(), asked={}, format="table")
        columns = [column for column in customer_columns(with_owner=by.is_manager) if column.is_for_people]
        names = ["owner__username" if column.code == "owner" else column.code for column in columns]
        rows = customers.values_list(*names).iterator()
        table = Dataset(headers=[str(column.header) for column in columns])
        table.extend([column.shown(value) for column, value in zip(columns, row, strict=True)] for row in rows)
        return table


def result_of(run: Import) -> Result:
    """What became of each row, in django-import-export's terms."""
    result = Result()
    result.diff_headers = list(run.columns)
    result.total_rows = run.total
    for row in run.rows.order_by("number"):
        told = RowResult()
        told.import_type = TYPES.get(row.outcome, RowResult.IMPORT_TYPE_SKIP)
        told.diff = told.row_values = row.cells
        result.append_row_result(told)
        result.increment_row_result_total(told)
    return result


def _somebody(user: User | None) -> User:
    if user is None:
        raise PermissionDenied(_("يلزم تحديد المستخدم الذي يستورد أو يصدّر."))
    return user
