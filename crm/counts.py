"""How many live customers each book has, kept in step rather than counted: `count(*)` of a million takes 120 ms.

Whatever makes a customer live or not, or another's, tells `count_change` in the same transaction: crm.handlers does
for every event, and an import for what it writes past them. An act upon many does so within `counted_together`.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Sum

from core.clock import every
from core.models import User
from core.owner_filter import Agent
from crm.models import BookCount


def count_change(owner_id: int, customers: int) -> None:
    """The book of this agent has so many live customers more (or, below zero, fewer) than before."""
    gathered = _gathered.get()
    if gathered is not None:
        gathered[owner_id] += customers
    elif customers:
        BookCount.objects.create(owner_id=owner_id, customers=customers)


@contextmanager
def counted_together() -> Iterator[None]:
    """Within the block, part of a flow's transaction, changes gather; its end writes one row for each owner."""
    changes: Counter[int] = Counter()
    token = _gathered.set(changes)
    try:
        yield
    finally:
        _gathered.reset(token)
    BookCount.objects.bulk_create(BookCount(owner_id=owner, customers=n) for owner, n in changes.items() if n)


_gathered: ContextVar[Counter[int] | None] = ContextVar("gathered", default=None)


def book_size(user: User, owner: User | Agent | None = None) -> int:
    """How many live customers `user` sees: its own, or for a manager everybody's or those of one `owner`. Exact."""
    rows = BookCount.objects.all()
    if owner or not user.is_manager:
        rows = rows.filter(owner=owner.pk if owner and user.is_manager else user.pk)
    return rows.aggregate(customers=Sum("customers", default=0))["customers"]


@every(timedelta(hours=1))
def recount_books(at: datetime) -> bool:
    """Put one row an owner, counted anew, in the place of what has gathered.

    On PostgreSQL in one statement, so of one snapshot: a change that is under way keeps its row for the next time.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"WITH gone AS ({_EMPTY}) {_COUNT}")
        else:  # a transaction that writes is alone
            cursor.execute(_EMPTY)
            cursor.execute(_COUNT)
    return False


_EMPTY = "DELETE FROM crm_bookcount"
_COUNT = """INSERT INTO crm_bookcount (owner_id, customers)
    SELECT owner_id, count(*) FROM crm_customer WHERE deleted_at IS NULL GROUP BY owner_id"""
