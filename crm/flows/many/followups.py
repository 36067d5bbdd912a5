"""One follow-up for each of many customers (design: متابعة جماعية)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from core.batches import one_batch
from core.bulk import ADDED, insert_rows, record_history
from core.models import Batch, User
from core.transactions import flow
from crm import signals
from crm.flows.followups import set_facts
from crm.flows.many.chosen import Outcome, locked_many
from crm.models import Customer, Followup


@flow
def add_followups(*, by: User, at: datetime, customer_ids: Collection[int], facts: Mapping[str, Any]) -> Outcome:
    """Add a pending follow-up of these `facts` to each customer, its owner's to do. Raises as add_followup does."""
    customers = locked_many(customer_ids, by=by)
    said = Followup()
    set_facts(said, {"title": "", "due_date": None, **facts})
    followups = [_of(customer, said, at=at) for customer in customers]
    with one_batch(Batch.Kind.FOLLOWUPS, by=by, at=at) as batch:
        insert_rows(followups)
        record_history(followups, ADDED, at=at)
        signals.followups_added.send(Followup, followups=followups, by=by, at=at)
        batch.row_count = len(followups)
    return Outcome(batch)


def _of(customer: Customer, said: Followup, *, at: datetime) -> Followup:
    return Followup(
        customer=customer,
        owner_id=customer.owner_id,
        user_id=customer.owner_id,
        title=said.title,
        due_date=said.due_date,
        description=said.description,
        priority=said.priority,
        created_at=at,
        updated_at=at,
    )
