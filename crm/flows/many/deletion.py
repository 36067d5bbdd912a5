"""Many customers into the bin."""

from collections.abc import Collection
from datetime import datetime

from core.models import Batch, User
from core.transactions import flow
from crm import signals
from crm.counts import counted_together
from crm.errors import HasLiveSale
from crm.flows.many.chosen import Outcome, judged, locked_many, write_many
from crm.models import Customer


@flow
def delete_many(*, by: User, at: datetime, customer_ids: Collection[int]) -> Outcome:
    """Put the customers into the bin; those that have a live sale stay, and are told."""

    def change(customer: Customer) -> set[str]:
        if signals.has_live_sale(customer):
            raise HasLiveSale
        customer.deleted_at = at
        return {"deleted_at"}

    changed, refused = judged(locked_many(customer_ids, by=by), change)
    gone = [customer for customer, _names in changed]

    def announce() -> None:
        with counted_together():
            for customer in gone:
                signals.customer_deleted.send(Customer, customer=customer, by=by, at=at)

    batch = write_many(gone, ["deleted_at"], kind=Batch.Kind.DELETE, by=by, at=at, announce=announce)
    return Outcome(batch, refused)
