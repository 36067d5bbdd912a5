"""Spreading a first call to each customer that an import brought over the days to come."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.access import visible_or_404
from core.bulk import ADDED, insert_rows, record_history
from core.dates import tomorrow
from core.errors import WrongState
from core.models import User
from core.transactions import flow
from crm import signals
from crm.models import Customer, CustomerQuerySet, Followup, Import

CALLS_A_DAY = 20
MOST_FIRST_CALLS = 1_000  # fifty days of calls: who brings more in calls these first
PLANNED = "first_calls"  # in the details of the import's batch: how many were planned


@flow
def plan_first_calls(*, by: User, at: datetime, import_id: int) -> int:
    """Add a pending follow-up «اتصال تعريفي» for each customer that still waits for one; how many were added.

    CALLS_A_DAY a day in the file's order, from tomorrow at nine, never on a Friday. Once an import: WrongState
    afterwards, and for one that brought nobody in.
    """
    run: Any = visible_or_404(Import.objects.all(), by, import_id, lock=True)
    if not awaits_first_calls(run):
        raise WrongState(_("لا يمكن إنشاء متابعات لهذا الاستيراد."))
    waiting = uncalled_customers(run, by).order_by("id").select_for_update(of=("self",))
    followups = [_call(customer, day, at) for customer, day in zip(waiting[:MOST_FIRST_CALLS], _days(at), strict=False)]
    insert_rows(followups)
    record_history(followups, ADDED, at=at)
    signals.followups_added.send(Followup, followups=followups, by=by, at=at)
    run.batch.details = {**run.batch.details, PLANNED: len(followups)}
    run.batch.save(update_fields=["details"])
    return len(followups)


def awaits_first_calls(run: Import) -> bool:
    """Whether the import brought customers in, stands, and has not had its calls planned."""
    is_done = run.status == Import.Status.DONE and not run.dry_run
    return is_done and run.created > 0 and run.batch is not None and PLANNED not in run.batch.details


def uncalled_customers(run: Import, user: User) -> CustomerQuerySet:
    """The new customers of an import that `user` may see and for whom nothing is planned."""
    rows: CustomerQuerySet = Customer.objects.visible_to(user).live().added_by(run.batch)
    return rows.filter(next_followup_date__isnull=True)


def _call(customer: Customer, due_date: datetime, at: datetime) -> Followup:
    return Followup(
        customer=customer,
        owner_id=customer.owner_id,
        user_id=customer.owner_id,
        title=str(_("اتصال تعريفي")),
        due_date=due_date,
        created_at=at,
        updated_at=at,
    )


def _days(at: datetime) -> Iterator[datetime]:
    """Each call's time: nine o'clock of the days after `at`, each as often as there are calls a day."""
    day = at
    while True:
        day = tomorrow(day)
        yield from [day] * CALLS_A_DAY
