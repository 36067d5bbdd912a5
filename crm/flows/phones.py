"""One phone, one customer of a book, unless somebody says that two people share it (rules: Same person again)."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction

from crm.errors import DuplicateCustomer
from crm.models import Customer

T = TypeVar("T")
TRIES = 5  # at a write of many whose phones others are giving away at the same time


def claim_phone(customer: Customer, *, allowed: bool) -> None:
    """Note on the customer whether it shares its phone; DuplicateCustomer when it would and that is not `allowed`."""
    existing = _twin(customer)
    if existing and not allowed:
        raise DuplicateCustomer(existing)
    customer.shares_phone = existing is not None


def store(customer: Customer, save: Callable[[], None], *, allowed: bool) -> None:
    """Save; a twin that another request added since `claim_phone` looked is found by the unique constraint."""
    version = customer.version
    try:
        with transaction.atomic():
            save()
    except IntegrityError:
        existing = _twin(customer)
        if existing is None:
            raise
        if not allowed:
            raise DuplicateCustomer(existing) from None
        customer.shares_phone, customer.version = True, version
        save()


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


def _twin(customer: Customer) -> Customer | None:
    twins = Customer.objects.live().filter(owner=customer.owner_id).with_phone(customer.phone)
    return twins.exclude(pk=customer.pk).order_by("id").first()
