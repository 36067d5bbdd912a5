"""An import taken back: what it added goes into the bin, what it changed is as it was; whole, in one transaction."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Model, OuterRef, QuerySet

from core.batches import one_batch
from core.bulk import ADDED, CHANGED, record_history, update_rows
from core.history import HistoryEntry
from core.models import Batch, OwnedModel, User
from core.transactions import in_one_transaction
from crm import signals
from crm.counts import count_change
from crm.errors import ChangedSince
from crm.facts import settle_keys
from crm.history.stages import status_began
from crm.imports.writing import COLUMNS
from crm.models import Customer, Import, Interaction

STEP = 500
_KEPT = {"id", "version"}  # what goes on from where it is when the rest is put back


def carry_out(import_id: int, *, by: User, at: datetime) -> None:
    """Revert the import, locked; nothing for one that is not waiting for it. ChangedSince, and nothing was done."""

    def work() -> None:
        rows = Import.objects.select_for_update(of=("self",)).select_related("batch", "owner", "user")
        run: Import = rows.get(pk=import_id)
        if run.is_being_reverted:
            take_back(run, by=by, at=at)

    in_one_transaction(work)


def give_up(import_id: int, problem: str) -> None:
    """The import stays as it was, and says why."""
    Import.objects.filter(pk=import_id, finished_at__isnull=False, batch__isnull=False).exclude(
        status=Import.Status.REVERTED
    ).update(status=Import.Status.DONE, problem=problem)


def take_back(run: Import, *, by: User, at: datetime) -> None:
    """Undo the whole batch of a locked import. Raises ChangedSince."""
    act: Any = run.batch
    customers = _locked(act)
    refuse_changed(act)
    with one_batch(Batch.Kind.REVERT, by=by, at=at, **{"import": run.pk}) as batch:
        for ids in _steps(act, ADDED):
            _into_the_bin(ids, at)
        for ids in _steps(act, CHANGED):
            _as_they_were(act, ids, at)
        batch.row_count = customers
    act.undone_at, act.undone_by = at, by
    act.save(update_fields=["undone_at", "undone_by"])
    run.status, run.reverted_at, run.problem = Import.Status.REVERTED, at, ""
    run.save(update_fields=["status", "reverted_at", "problem"])
    signals.import_reverted.send(Import, run=run, by=by, at=at)


def refuse_changed(act: Batch) -> None:
    """ChangedSince when anybody has changed a customer of the act since, or put something under one that it added."""
    changed = {*_edited(act), *_grown(act)}
    if changed:
        raise ChangedSince(len(changed))


def _locked(act: Batch) -> int:
    """Hold the act's customers until commit; how many they are."""
    ids = act.history_of(Customer).values("id")
    rows = Customer.objects.filter(pk__in=ids).select_for_update().order_by("pk")
    return sum(1 for _row in rows.values_list("pk").iterator(STEP))


# ---------------------------------------------------------------- was anything changed?


def _edited(act: Batch) -> Iterator[int]:
    """Those that are not at the version at which the act left them, and live."""
    as_left = Customer.objects.live().filter(pk=OuterRef("id"), version=OuterRef("version"))
    left: QuerySet[Any] = act.history_of(Customer).filter(~Exists(as_left))
    yield from left.values_list("id", flat=True)


def _grown(act: Batch) -> Iterator[int]:
    """Those that the act added and that something stands under now, beside the line that their notes made."""
    added = act.history_of(Customer).filter(history_type=ADDED).values("id")
    for model, column in _what_refers_to_customers():
        rows: QuerySet[Any] = model._base_manager.filter(**{f"{column}__in": added})
        if issubclass(model, OwnedModel):
            rows = rows.filter(deleted_at__isnull=True)
        if model is Interaction:
            rows = rows.exclude(is_initial=True, version=1)
        yield from rows.values_list(column, flat=True)
    gone = Interaction.objects.filter(customer__in=added, is_initial=True).deleted()
    yield from gone.values_list("customer", flat=True)


def _what_refers_to_customers() -> Iterator[tuple[type[Model], str]]:
    """Every model with a reference to customers, of any app, but for histories."""
    for relation in Customer._meta.get_fields(include_hidden=True):
        model: Any = relation.related_model
        if relation.auto_created and not relation.concrete and not issubclass(model, HistoryEntry):
            yield model, relation.field.name  # type: ignore[union-attr]


# ---------------------------------------------------------------- undoing


def _steps(act: Batch, kind: str) -> Iterator[list[int]]:
    """The ids of the customers that the act added, or changed, some at a time."""
    last = 0
    while True:
        rows = act.history_of(Customer).filter(history_type=kind, id__gt=last).order_by("id")
        ids = list(rows.values_list("id", flat=True)[:STEP])
        if not ids:
            return
        yield ids
        last = ids[-1]


def _into_the_bin(ids: Sequence[int], at: datetime) -> None:
    owners = Customer.objects.filter(pk__in=ids).order_by().values_list("owner").annotate(number=Count("pk"))
    for owner_id, number in owners:
        count_change(owner_id, -number)
    Customer.objects.filter(pk__in=ids).update(deleted_at=at, version=F("version") + 1, updated_at=at)
    record_history([Customer(pk=pk) for pk in ids], CHANGED, at=at)


def _as_they_were(act: Batch, ids: Sequence[int], at: datetime) -> None:
    """Give these customers back, as a new change, what they were before the act."""
    before = _history_before(act, ids)
    customers = list(Customer.objects.filter(pk__in=ids).order_by("pk"))
    for customer in customers:
        _put_back(customer, before[customer.pk])
        customer.version += 1
        customer.updated_at = at
    update_rows(customers, COLUMNS)
    record_history(customers, CHANGED, at=at)


def _history_before(act: Batch, ids: Sequence[int]) -> dict[int, list[Any]]:
    """Each customer's history rows before the act's, oldest first."""
    before: dict[int, list[Any]] = {pk: [] for pk in ids}
    closed = set()
    for row in Customer.history.filter(id__in=ids).order_by("history_id"):
        if row.batch_id == act.pk:
            closed.add(row.id)
        elif row.id not in closed:
            before[row.id].append(row)
    return before


def _put_back(customer: Customer, before: Sequence[Any]) -> None:
    newest = before[-1]
    moved = customer.status != newest.status
    for column in newest.tracked_fields:
        if column.name not in _KEPT:
            setattr(customer, column.attname, getattr(newest, column.attname))
    if moved:
        customer.status_changed_at = status_began(before)
    settle_keys(customer)
