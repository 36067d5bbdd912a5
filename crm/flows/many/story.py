"""What history tells of the rows of a batch: how it left them, and how they were before."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from core.bulk import in_steps
from core.models import Batch, User
from crm.models import Customer

STEP = 2000  # rows in memory at once
TOLD = ("id", "history_id", "history_date", "batch", "status", "lost_reason", "tags", "owner", "shares_phone")
Told = Mapping[str, Any]


def untouched_steps(batch: Batch, model: Any, *, by: User) -> Iterator[list[Any]]:
    """The batch's rows that `by` may see and nobody has edited since, step by step, locked in the order of ids."""
    left = dict(batch.history_of(model).order_by("id").values_list("id", "version"))
    for ids in in_steps(list(left), STEP):
        rows = model.objects.visible_to(by).filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk")
        yield [row for row in rows if row.version == left[row.pk]]


def earlier_rows(batch: Batch, customers: Collection[Customer]) -> dict[int, list[Told]]:
    """For each customer (by id) its history before the batch, newest first; nothing where history does not reach."""
    rows = Customer.history.filter(id__in=[customer.pk for customer in customers])
    told: dict[int, list[Told]] = {}
    after: set[int] = {customer.pk for customer in customers}  # those whose row of the batch is still to come
    for row in rows.order_by("id", "-history_id").values(*TOLD):
        if row["batch"] == batch.pk:
            after.discard(row["id"])
        elif row["id"] not in after:
            told.setdefault(row["id"], []).append(row)
    return told


def undone_acts(told: Mapping[int, Sequence[Told]]) -> dict[int, int]:
    """Which of the batches in these stories took another back: its id, and the other's."""
    named = {row["batch"] for rows in told.values() for row in rows if row["batch"]}
    undos = Batch.objects.filter(pk__in=named, kind=Batch.Kind.UNDO)
    return {pk: details["of"] for pk, details in undos.values_list("pk", "details")}


def status_since(rows: Sequence[Told], undone: Mapping[int, int]) -> datetime:
    """When the status of the newest of these rows began. An act that was taken back did not end it."""
    since, place = rows[0]["history_date"], 0
    while place < len(rows) and rows[place]["status"] == rows[0]["status"]:
        if undone.get(rows[place]["batch"]) is not None:
            place += 2  # the undo, and right before it what it undid: nothing stands between
        else:
            since = rows[place]["history_date"]
            place += 1
    return since
