"""What hangs on a customer, hung under another one and back: for each app's answer to a merge and to its undoing.

Set-based: a customer's two thousand contacts move in as many statements as its one.
"""

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from core.bulk import CHANGED, record_history
from crm.models import Customer, Merge

Hanging = Any  # an owned model that hangs on a customer by the field `hangs_by`


def give_rows(model: Hanging, merge: Merge, *, at: datetime, hangs_by: str = "customer") -> None:
    """Move every row of the absorbed customer, deleted ones too, and note them in the journal (not saved yet)."""
    rows = model.objects.filter(**{hangs_by: merge.absorbed})
    merge.moved[model._meta.label] = _hang(model, rows, {hangs_by: merge.survivor}, at=at)


def return_rows(model: Hanging, merge: Merge, *, at: datetime, hangs_by: str = "customer") -> None:
    """Move back those that the merge moved and that still stand under the survivor; what came since stays there."""
    moved = merge.moved.get(model._meta.label, [])
    rows = model.objects.filter(pk__in=moved, **{hangs_by: merge.survivor})
    _hang(model, rows, {hangs_by: merge.absorbed}, at=at)


def _hang(model: Hanging, rows: QuerySet[Any], under: dict[str, Customer], *, at: datetime) -> list[int]:
    """An edit of each row, as a person's is: one version up, one history row."""
    found = list(rows.order_by("pk").only("pk"))
    ids = [row.pk for row in found]
    model.objects.filter(pk__in=ids).update(**under, version=F("version") + 1, updated_at=at)
    record_history(found, CHANGED, at=at)
    return ids
