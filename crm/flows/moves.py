"""Moving customers from one agent's book to another's (product: flow 7): in steps of many, all in one transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core.batches import one_batch
from core.bulk import CHANGED, in_steps, record_history
from core.flows import end_tokens
from core.models import Batch, User
from core.transactions import flow
from crm import signals
from crm.lazily import LazyCustomers
from crm.models import Customer, CustomerQuerySet, Followup, Interaction

STEP = 2000  # customers in one step: what is held in memory, whatever the size of the book
TRIES = 5  # at a step whose phones others are giving to the taker at the same time


@flow
def move_customers(*, by: User, at: datetime, customer_ids: Iterable[int], taker: User) -> int:
    """Give these live customers to `taker`; how many moved. Managers only (PermissionDenied).

    A phone that the taker already has in its book does not stop the move: the two are kept as sharing it.
    """
    moved = move_all(customer_ids, taker, by=by, at=at)
    return moved.row_count if moved else 0


@flow
def move_book(*, by: User, at: datetime, giver: User, taker: User) -> int:
    """Give the whole book of an agent who leaves, deleted customers too, to another; how many moved. Managers only.

    It ends the agent's API tokens: what an integration knows of the book ends with it.
    """
    refuse_to_give(by, taker)
    end_tokens(giver)
    book = Customer.objects.filter(owner=giver).exclude(owner=taker)
    moved = _move(book.values_list("pk", flat=True), book, taker, by=by, at=at)
    return moved.row_count if moved else 0


def move_all(customer_ids: Iterable[int], taker: User, *, by: User, at: datetime) -> Batch | None:
    """The step of flows that move chosen live customers: the batch that tells of it, None when there were none."""
    refuse_to_give(by, taker)
    return _move(customer_ids, Customer.objects.live().exclude(owner=taker), taker, by=by, at=at)


def refuse_to_give(by: User, taker: User) -> None:
    """PermissionDenied for who is no manager, ValidationError for a taker whose account is closed."""
    if not by.is_manager:
        raise PermissionDenied
    refuse_inactive(taker)


def refuse_inactive(taker: User) -> None:
    """ValidationError for giving customers to somebody whose account is closed: nobody would see to them."""
    if not taker.is_active:
        raise ValidationError({"owner": [_("حساب هذا الوسيط موقوف.")]})


def hand_over(customers: LazyCustomers, *, giver: User, taker: User, by: User, at: datetime) -> None:
    """Let the rows of customers that have just changed owner follow them, and announce it.

    Pending follow-ups become the taker's to do; interactions keep who did them.
    """
    for ids in in_steps(customers.ids, STEP):
        Interaction.objects.filter(customer__in=ids).update(owner=taker, updated_at=at)
        rows = Followup.objects.filter(customer__in=ids)
        rows.pending().update(user=taker)
        rows.update(owner=taker, updated_at=at)
    signals.customers_moved.send(Customer, customers=customers, giver=giver, taker=taker, by=by, at=at)


def _move(ids: Iterable[int], rows: CustomerQuerySet, taker: User, *, by: User, at: datetime) -> Batch | None:
    """Move those of `ids` that are among `rows` when their turn comes."""
    ordered = sorted(set(ids))  # everybody locks in this order
    if not ordered:
        return None
    books: dict[int, list[int]] = {}
    with one_batch(Batch.Kind.MOVE, by=by, at=at, taker=taker.pk) as batch:
        for step in in_steps(ordered, STEP):
            for owner, customer in take(rows.filter(pk__in=step), taker, at=at):
                books.setdefault(owner, []).append(customer)
        givers = User.objects.in_bulk(books)
        for owner, moved in books.items():
            hand_over(LazyCustomers(moved), giver=givers[owner], taker=taker, by=by, at=at)
        batch.row_count = sum(map(len, books.values()))
    return batch


def take(rows: CustomerQuerySet, taker: User, *, at: datetime) -> list[tuple[int, int]]:
    """Write these customers into the taker's book, with their history: (the owner before, the customer), by id.

    A phone may come into the taker's book between the look and the write: the constraint says so, and the look is
    taken anew.
    """
    moving = list(rows.select_for_update().order_by("pk").only("owner_id", "phone", "shares_phone"))
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                _write(moving, taker, at=at)
        except IntegrityError:
            if attempt == TRIES:
                raise
        else:
            break
    record_history(moving, CHANGED, at=at)
    return [(customer.owner_id, customer.pk) for customer in moving]


def _write(moving: Sequence[Customer], taker: User, *, at: datetime) -> None:
    Customer.objects.filter(pk__in=_sharing(moving, taker)).update(shares_phone=True)
    moved = Customer.objects.filter(pk__in=[customer.pk for customer in moving])
    moved.update(owner=taker, version=F("version") + 1, updated_at=at)


def _sharing(moving: Sequence[Customer], taker: User) -> list[int]:
    """Those whose phone somebody in the taker's book has already, or one that moves before them."""
    phones = {customer.phone for customer in moving}
    taken = set(Customer.objects.live().filter(owner=taker, phone__in=phones).values_list("phone", flat=True))
    sharing = []
    for customer in moving:
        if customer.phone in taken and not customer.shares_phone:
            sharing.append(customer.pk)
        taken.add(customer.phone)
    return sharing
