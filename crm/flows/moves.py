"""Moving customers from one agent's book to another's (product: flow 7)."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from core.flows import end_tokens
from core.models import User
from core.transactions import flow
from crm import signals
from crm.flows.phones import store
from crm.models import Customer, CustomerQuerySet, Followup, Interaction


@flow
def move_customers(*, by: User, at: datetime, customer_ids: Iterable[int], taker: User) -> int:
    """Give these live customers to `taker`; how many moved. Managers only (PermissionDenied).

    A phone that the taker already has in its book does not stop the move: the two are kept as sharing it.
    """
    if not by.is_manager:
        raise PermissionDenied
    refuse_inactive(taker)
    chosen = Customer.objects.live().filter(pk__in=list(customer_ids)).exclude(owner=taker)
    return _move(_locked(chosen), taker, by=by, at=at)


@flow
def move_book(*, by: User, at: datetime, giver: User, taker: User) -> int:
    """Give the whole book of an agent who leaves, deleted customers too, to another; how many moved. Managers only.

    It ends the agent's API tokens: what an integration knows of the book ends with it.
    """
    if not by.is_manager:
        raise PermissionDenied
    refuse_inactive(taker)
    end_tokens(giver)
    return _move(_locked(Customer.objects.filter(owner=giver)), taker, by=by, at=at)


def _locked(customers: CustomerQuerySet) -> list[Customer]:
    """The customers, locked in one order, with their owners.

    The owners come by a second query: joined, a customer that a rival has just moved would no longer meet its
    former owner's row, and PostgreSQL would leave it out.
    """
    return list(customers.select_for_update().order_by("id").prefetch_related("owner"))


def _move(customers: list[Customer], taker: User, *, by: User, at: datetime) -> int:
    phones = {customer.phone for customer in customers}
    taken = set(Customer.objects.live().filter(owner=taker, phone__in=phones).values_list("phone", flat=True))
    givers: dict[User, list[Customer]] = {}
    for customer in customers:
        givers.setdefault(customer.owner, []).append(customer)
        customer.shares_phone = customer.shares_phone or customer.phone in taken
        customer.owner = taker
        store(customer, partial(customer.record_edit, at), allowed=True)
        taken.add(customer.phone)
    for giver, moved in givers.items():
        hand_over(moved, giver=giver, by=by, at=at)
    return len(customers)


def refuse_inactive(taker: User) -> None:
    """ValidationError for giving customers to somebody whose account is closed: nobody would see to them."""
    if not taker.is_active:
        raise ValidationError({"owner": [_("حساب هذا الوسيط موقوف.")]})


def hand_over(customers: list[Customer], *, giver: User, by: User, at: datetime) -> None:
    """Let the rows of customers that have just changed owner follow them, and announce it.

    Pending follow-ups become the taker's to do; interactions keep who did them.
    """
    ids = [customer.pk for customer in customers]
    taker = customers[0].owner
    Interaction.objects.filter(customer__in=ids).update(owner=taker, updated_at=at)
    rows = Followup.objects.filter(customer__in=ids)
    rows.pending().update(user=taker)
    rows.update(owner=taker, updated_at=at)
    signals.customers_moved.send(Customer, customers=customers, giver=giver, taker=taker, by=by, at=at)
