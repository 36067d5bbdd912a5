"""A move taken back: each customer to the book that it came from, with its rows (product: flow 7)."""

from datetime import datetime

from core.models import Batch, User
from crm.flows.many.story import earlier_rows, untouched_steps
from crm.flows.moves import hand_over, take
from crm.lazily import LazyCustomers
from crm.models import Customer


def moved(batch: Batch, *, by: User, at: datetime) -> int:
    """Those that nobody has edited since are still with the taker. Who left the office gets nobody back.

    What was said of each phone before the move holds again, unless the phone is somebody else's there by now.
    """
    books: dict[int, list[int]] = {}
    agents = User.objects.filter(is_active=True).in_bulk()
    own_phones = Customer.objects.live().filter(shares_phone=False)
    for customers in untouched_steps(batch, Customer, by=by):
        told = earlier_rows(batch, customers)
        for owner in sorted({rows[0]["owner"] for rows in told.values()} & agents.keys()):
            returning = [one for one in customers if one.pk in told and told[one.pk][0]["owner"] == owner]
            for customer in returning:
                customer.shares_phone = told[customer.pk][0]["shares_phone"]
            take(returning, agents[owner], twins=own_phones, at=at)
            books.setdefault(owner, []).extend(customer.pk for customer in returning)
    taker = User.objects.get(pk=batch.details["taker"])
    for owner, ids in books.items():
        hand_over(LazyCustomers(ids), giver=taker, taker=agents[owner], by=by, at=at)
    return sum(map(len, books.values()))
