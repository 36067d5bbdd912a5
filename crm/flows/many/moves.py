"""Many chosen customers to another agent (product: flow 7)."""

from collections.abc import Collection
from datetime import datetime

from core.models import User
from core.transactions import flow
from crm.flows.many.chosen import Outcome, locked_many
from crm.flows.moves import move_all, refuse_to_give


@flow
def move_many(*, by: User, at: datetime, customer_ids: Collection[int], taker: User) -> Outcome:
    """Give the customers to `taker`, as move_customers does, for doors that offer to undo it. Managers only."""
    refuse_to_give(by, taker)
    customers = locked_many(customer_ids, by=by)
    return Outcome(move_all([customer.pk for customer in customers], taker, by=by, at=at))
