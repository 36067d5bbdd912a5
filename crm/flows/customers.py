"""Adding, editing, deleting and restoring customers (product: flow 0; rules: Customers)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from core.access import is_id
from core.errors import WrongState
from core.models import User
from core.transactions import flow
from crm import cleaning, signals
from crm.derived import show_again
from crm.errors import DuplicateCustomer, HasLiveSale
from crm.facts import settle
from crm.flows.moves import hand_over, refuse_inactive
from crm.flows.phones import claim_phone, remember_two_people, store
from crm.flows.rows import check_version, fill, locked
from crm.lazily import LazyCustomers
from crm.models import Customer


@dataclass(frozen=True)
class Restored:
    """What came back from the bin, and what did not because its phone is another customer's now."""

    restored: list[Customer] = field(default_factory=list)
    refused: list[Customer] = field(default_factory=list)


@flow
def create_customer(
    *, by: User, at: datetime, facts: Mapping[str, Any], owner: User | None = None, allow_duplicate: bool = False
) -> Customer:
    """Add a customer to the book of `owner` (absent: `by`).

    `facts` are the fields a person gives, by their column names. Raises ValidationError by field, DuplicateCustomer
    when a live customer of the owner has the phone and `allow_duplicate` does not say that they are two people.
    """
    customer = Customer(owner=chosen_owner(owner, by), created_by=by, status_changed_at=at, last_contact_date=at)
    set_facts(customer, {"name": "", "phone": "", **facts}, at=at)
    claim_phone(customer, allowed=allow_duplicate)
    store(lambda: customer.add(at))
    if allow_duplicate:
        remember_two_people(customer, by=by, at=at)
    signals.customer_created.send(Customer, customer=customer, by=by, at=at)
    return customer


@flow
def edit_customer(
    *,
    by: User,
    at: datetime,
    customer_id: int,
    version: int | None,
    facts: Mapping[str, Any],
    owner: User | None = None,
    allow_duplicate: bool = False,
) -> Customer:
    """Change what `facts` names, if the row is still at `version` (None: whatever it is at, for one-field actions).

    `owner` moves it to that agent's book, for managers (product: flow 7). An edit that changes nothing leaves no trace.
    Raises as create_customer, and StaleVersion.
    """
    customer = locked(Customer, customer_id, by=by)
    changed = set_facts(customer, facts, at=at)
    giver = None
    if owner and owner != customer.owner:
        giver, customer.owner = customer.owner, chosen_owner(owner, by)
    check_version(customer, version)
    if giver or "phone" in changed:
        claim_phone(customer, allowed=allow_duplicate)
    if changed or giver:
        store(lambda: customer.record_edit(at))
    if allow_duplicate and (giver or "phone" in changed):
        remember_two_people(customer, by=by, at=at)
    if giver:
        moved = LazyCustomers([customer.pk], {customer.pk: customer})
        hand_over(moved, giver=giver, taker=customer.owner, by=by, at=at)
    if changed:
        signals.customer_edited.send(Customer, customer=customer, changed=changed, by=by, at=at)
    return customer


@flow
def delete_customer(*, by: User, at: datetime, customer_id: int) -> Customer:
    """Put the customer into the bin: it and its rows leave every list until restored. HasLiveSale refuses."""
    customer = locked(Customer, customer_id, by=by)
    if signals.has_live_sale(customer):
        raise HasLiveSale
    customer.deleted_at = at
    customer.record_edit(at)
    signals.customer_deleted.send(Customer, customer=customer, by=by, at=at)
    return customer


@flow
def restore_customer(*, by: User, at: datetime, customer_id: int, allow_duplicate: bool = False) -> Customer:
    """Take the customer out of the bin. DuplicateCustomer when its phone was given to another one meanwhile; WrongState
    for one that was merged: undoing the merge brings it back.
    """
    refuse_merged(customer_id, by=by)
    customer = locked(Customer, customer_id, by=by, in_bin=at)
    customer.deleted_at = None
    allowed = allow_duplicate or customer.shares_phone
    claim_phone(customer, allowed=allowed)
    store(lambda: customer.record_edit(at))
    if allow_duplicate:
        remember_two_people(customer, by=by, at=at)
    show_again([customer.pk], at=at)
    signals.customer_restored.send(Customer, customer=customer, by=by, at=at)
    return customer


@flow
def restore_customers(*, by: User, at: datetime, customer_ids: Iterable[int]) -> Restored:
    """Take these customers out of the bin, as many as can be: one whose phone was given away stays, and is named.

    What is not in the bin, or not the person's to see, is passed over.
    """
    in_bin = Customer.objects.visible_to(by).in_bin(at).filter(pk__in=list(customer_ids)).order_by("pk")
    done = Restored()
    for customer in in_bin.select_for_update(of=("self",)):
        try:
            done.restored.append(restore_customer(by=by, at=at, customer_id=customer.pk))
        except DuplicateCustomer:
            done.refused.append(customer)
    return done


def refuse_merged(customer_id: int | str, *, by: User) -> None:
    """WrongState when this customer of theirs stands in another record now: there is nothing to restore."""
    merged = Customer.objects.visible_to(by).filter(merged_into__isnull=False)
    if is_id(customer_id) and merged.filter(pk=customer_id).exists():
        raise WrongState(_("دُمج هذا العميل في سجل آخر. يعود بالتراجع عن الدمج."))


def chosen_owner(owner: User | None, by: User) -> User:
    """The owner that `by` chose, or itself; only managers choose another (api: Access), and somebody active."""
    if owner and owner != by:
        if not by.is_manager:
            raise PermissionDenied
        refuse_inactive(owner)
    return owner or by


def set_facts(customer: Customer, facts: Mapping[str, Any], *, at: datetime) -> set[str]:
    """Put the facts on the customer with what follows from them within the row; the names of what is other now."""
    before = {field: getattr(customer, field) for field in facts}
    changed = fill(customer, facts, cleaning.CUSTOMER, required=("name", "phone"))
    settle(customer, changed, at=at)
    return {field for field, value in before.items() if getattr(customer, field) != value}
