"""The rows that an act upon many is about, and what it answers."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from core.access import is_id
from core.arabic import counted
from core.batches import one_batch
from core.bulk import CHANGED, record_history, update_rows
from core.errors import Conflict
from core.models import Batch, User
from crm.models import Customer


@dataclass(frozen=True)
class Refused:
    """A customer that was left as it is, and why."""

    customer: Customer
    reason: str


@dataclass(frozen=True)
class Outcome:
    """What an act upon many did: the batch that tells of it (None: nothing was to change), and whom it refused."""

    batch: Batch | None = None
    refused: list[Refused] = field(default_factory=list)

    @property
    def count(self) -> int:
        return self.batch.row_count if self.batch else 0


def locked_many(customer_ids: Collection[int], *, by: User) -> list[Customer]:
    """Those of the chosen customers that `by` may see, locked until commit in the order in which everybody locks.

    Http404 when there are none, ValidationError beyond BULK_MOST. Without what no such act reads: the long columns.
    """
    ids = sorted({int(pk) for pk in customer_ids if is_id(pk)})
    refuse_too_many(len(ids))
    rows = Customer.objects.live().visible_to(by).filter(pk__in=ids).defer("notes", "search_text")
    customers = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if not customers:
        raise Http404(Customer.not_found)
    return customers


def refuse_too_many(number: int) -> None:
    if number > settings.BULK_MOST:
        most = counted(settings.BULK_MOST, "customer", oblique=True)
        raise ValidationError(
            _("أكثر مما يمكن دفعة واحدة: الحد %(most)s. ضيّق التصفية ثم أعد المحاولة.") % {"most": most}
        )


def judged(
    customers: Iterable[Customer], change: Callable[[Customer], set[str]], *, about_row: Collection[str] = ()
) -> tuple[list[tuple[Customer, set[str]]], list[Refused]]:
    """Put a change on each row, unsaved: the rows that are other now, with what changed, and those that refused.

    A Conflict is the row's own affair; so is a ValidationError with one of these codes. Any other says that the
    act itself was asked wrongly, and is raised.
    """
    changed, refused = [], []
    for customer in customers:
        try:
            names = change(customer)
        except Conflict as conflict:
            refused.append(Refused(customer, str(conflict.detail)))
        except ValidationError as error:
            if not _codes(error) & set(about_row):
                raise
            refused.append(Refused(customer, " ".join(error.messages)))
        else:
            if names:
                changed.append((customer, names))
    return changed, refused


def _codes(error: ValidationError) -> set[Any]:
    errors = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    return {single.code for of_field in errors for single in of_field}


def write_many(
    customers: Sequence[Customer],
    columns: Sequence[str],
    *,
    kind: str,
    by: User,
    at: datetime,
    announce: Callable[[], None],
    **details: Any,
) -> Batch | None:
    """Store these columns of locked, changed rows as one edit of each; no rows, no batch.

    `announce` sends what the edit of one sends, within the batch, so that what follows belongs to it.
    """
    if not customers:
        return None
    with one_batch(kind, by=by, at=at, **details) as batch:
        store_edits(customers, columns, at=at)
        announce()
        batch.row_count = len(customers)
    return batch


def store_edits(customers: Sequence[Customer], columns: Sequence[str], *, at: datetime) -> None:
    """One version up and one history row for each, as OwnedModel.record_edit does for one."""
    for customer in customers:
        customer.version += 1
        customer.updated_at = at
    update_rows(customers, [*columns, "version", "updated_at"])
    record_history(customers, CHANGED, at=at)
