"""Moving customers from one agent's book to another's (product: flow 7): in steps of many, all in one transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from core.batches import one_batch
from core.bulk import CHANGED, in_steps, record_history
from core.flows import end_tokens
from core.models import Batch, User
from core.transactions import flow
from crm import signals
from crm.flows.phones import store_many
from crm.lazily import LazyCustomers
from crm.models import Customer, CustomerQuerySet, Followup, Interaction

STEP = 2000  # customers in one step: what is held in memory, whatever the size of the book
MOVED = ("owner_id", "phone", "shares_phone", "deleted_at")  # what is read of a customer that moves


@flow
def move_customers(*, by: User, at: datetime, customer_ids: Iterable[int], taker: User) -> int:
    """Give these live customers to `taker`; how many moved. Managers only (PermissionDenied).

    A phone that the taker already has in its book does not stop the move: the two are kept as sharing it.
    """
    moved = move_all(customer_ids, taker, by=by, at=at)
    return moved.row_count if moved else 0


@flow
def move_book(*, by: User, at: datetime, giver: User, taker: User) -> int:
    """Give the whole book of an agent who leaves, deleted customers too, to another; how many customers moved. Managers
    only. What else is the agent's follows (`book_moved`).

    It ends the agent's API tokens: what an integration knows of the book ends with it.
    """
    refuse_to_give(by, taker)
    end_tokens(giver)
    book = Customer.objects.filter(owner=giver).exclude(owner=taker)
    moved = _move(book.values_list("pk", flat=True), book, taker, by=by, at=at)
    signals.book_moved.send(User, giver=giver, taker=taker, by=by, at=at)
    return moved.row_count if moved else 0


def move_all(customer_ids: Iterable[int], taker: User, *, by: User, at: datetime) -> Batch | None:
    """The step of flows that move chosen live customers: the batch that tells of it, None when there were none."""
    refuse_to_give(by, taker)
    others = Customer.objects.live().exclude(owner=taker)
    chosen = others.filter(pk__in=list(customer_ids)).values_list("pk", flat=True)
    return _move(chosen, others, taker, by=by, at=at)


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
            moving = list(rows.filter(pk__in=step).select_for_update().order_by("pk").only(*MOVED))
            for customer in moving:
                books.setdefault(customer.owner_id, []).append(customer.pk)
            take(moving, taker, twins=Customer.objects.live(), at=at)
        givers = User.objects.in_bulk(books)
        for owner, moved in books.items():
            hand_over(LazyCustomers(moved), giver=givers[owner], taker=taker, by=by, at=at)
        batch.row_count = sum(map(len, books.values()))
    return batch


def take(moving: Sequence[Customer], taker: User, *, twins: CustomerQuerySet, at: datetime) -> None:
    """Write locked customers into the taker's book, with their history; who finds its phone among `twins` shares it."""

    def write() -> None:
        shared = _sharing(moving, twins.filter(owner=taker))
        for shares in (True, False):
            ids = [customer.pk for customer in moving if (customer.pk in shared) is shares]
            rows = Customer.objects.filter(pk__in=ids)
            rows.update(owner=taker, shares_phone=shares, version=F("version") + 1, updated_at=at)

    store_many(write)
    record_history(moving, CHANGED, at=at)


def _sharing(moving: Sequence[Customer], twins: CustomerQuerySet) -> set[int]:
    """Those that share their phone: said before, or known in the book, or moving in before them."""
    phones = {customer.phone for customer in moving}
    taken = set(twins.filter(phone__in=phones).values_list("phone", flat=True))
    sharing = set()
    for customer in moving:
        is_live = customer.deleted_at is None  # one in the bin has its phone looked at when it is restored
        if customer.shares_phone or (is_live and customer.phone in taken):
            sharing.add(customer.pk)
        if is_live:
            taken.add(customer.phone)
    return sharing
