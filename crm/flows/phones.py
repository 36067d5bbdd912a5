"""One phone, one customer of a book, unless somebody says that two people share it (rules: Same person again)."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction

from core.models import User
from core.transactions import RaceLost, is_taken
from crm.errors import DuplicateCustomer
from crm.models import Customer, CustomerQuerySet, DistinctPeople

T = TypeVar("T")
TRIES = 5  # at a write of many whose phones others are giving away at the same time


def claim_phone(customer: Customer, *, allowed: bool) -> None:
    """Note on the customer whether it shares its phone; DuplicateCustomer when it would and that is not `allowed`."""
    existing = _twin(customer)
    if existing and not allowed:
        raise DuplicateCustomer(existing)
    customer.shares_phone = existing is not None


def store(save: Callable[[], None]) -> None:
    """Save what `claim_phone` looked at. A twin that another request added since then makes the unique constraint
    refuse: RaceLost, and the act is done anew, which sees the twin.
    """
    try:
        save()
    except IntegrityError as error:
        if is_taken(error):
            raise RaceLost from error
        raise


def store_many(write: Callable[[], T]) -> T:
    """Run `write`, which looks who has which phone and writes many rows accordingly.

    A phone may be given to another between the look and the write: the unique constraint says so, and both are
    done anew.
    """
    for _attempt in range(TRIES - 1):
        try:
            with transaction.atomic():
                return write()
        except IntegrityError:
            continue
    return write()


def share_no_more(customer: Customer) -> None:
    """Drop the note that the customer shares its phone, once nobody else in the book has it."""
    customer.shares_phone = customer.shares_phone and _twin(customer) is not None


def remember_two_people(customer: Customer, *, by: User, at: datetime) -> None:
    """Keep that `by` said of this customer and of those who have its phone already that they are different people:
    the page of duplicates does not ask again.
    """
    if customer.shares_phone:
        tell_apart(customer, _twins(customer).values_list("pk", flat=True), by=by, at=at)


def tell_apart(customer: Customer, others: Iterable[int], *, by: User, at: datetime) -> list[int]:
    """Write down that `others` (ids) are not this person; the ids of the rows that were not there before."""
    pairs = [sorted((customer.pk, other)) for other in others]
    known = {(row.first_id, row.second_id) for row in DistinctPeople.objects.about(customer.pk)}
    fresh = [
        DistinctPeople(first_id=first, second_id=second, said_by=by, said_at=at)
        for first, second in pairs
        if (first, second) not in known
    ]
    return [row.pk for row in DistinctPeople.objects.bulk_create(fresh)]


def _twins(customer: Customer) -> CustomerQuerySet:
    twins = Customer.objects.live().filter(owner=customer.owner_id).with_phone(customer.phone)
    return twins.exclude(pk=customer.pk).order_by("id")


def _twin(customer: Customer) -> Customer | None:
    return _twins(customer).first()
