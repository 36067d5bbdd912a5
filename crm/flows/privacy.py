"""A person's data blanked for good, and silent leads looked at (product: flow 7; rules: Audit and privacy)."""

from collections.abc import Iterable
from datetime import datetime

from core.access import visible_or_404
from core.models import User
from core.transactions import flow
from crm import signals
from crm.counts import count_change
from crm.models import Customer
from crm.privacy.erasing import blank_records, blank_rows
from crm.privacy.person import person_of


@flow
def erase_customer(*, by: User, at: datetime, customer_id: int) -> Customer:
    """Blank what anybody typed about this person, wherever it is kept; the row stays, deleted, for what hangs on it.

    Codes, sums and times stay, and so do sales and their money (product: flow 7). What was merged into the customer
    is the same person, and goes with it. Not to be undone. Http404 for what is erased already.
    """
    customer: Customer = visible_or_404(Customer.objects.erasable(), by, customer_id, lock=True)
    person = person_of(customer)
    if customer.deleted_at is None:  # what was merged into it has left the book already
        count_change(customer.owner_id, -1)
    records = list(Customer.objects.filter(pk__in=person.ids).select_for_update().order_by("pk"))
    blank_records(records, at=at)
    # Before anybody hears of it: whoever holds one of these rows has said by then all it had to say of the person.
    blank_rows(person)
    erased = next(record for record in records if record.pk == customer.pk)
    signals.customer_erased.send(Customer, customer=erased, person=person, by=by, at=at)
    return erased


@flow
def erase_customers(*, by: User, at: datetime, customer_ids: Iterable[int]) -> int:
    """Erase these, all or none; how many there were. Who is erased already, or another's, is passed over."""
    rows = Customer.objects.visible_to(by).erasable().filter(pk__in=list(customer_ids)).order_by("pk")
    chosen = list(rows.values_list("pk", flat=True))
    for pk in chosen:
        erase_customer(by=by, at=at, customer_id=pk)
    return len(chosen)


@flow
def keep_customers(*, by: User, at: datetime, customer_ids: Iterable[int]) -> int:
    """Say of these silent leads that they are kept, so that they are asked about again in RETENTION_MONTHS; how many.

    Neither version nor history moves: nothing about the customer was edited.
    """
    rows = Customer.objects.visible_to(by).live().filter(pk__in=list(customer_ids))
    return int(rows.update(reviewed_at=at))
