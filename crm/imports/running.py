"""An import on its way: rows are staged, looked at and written in steps, each one transaction.

Where it stands is in the database alone: the staged rows, the import's status and counters, and the last row written
(in the batch's details). Whoever runs it next goes on from there, so a worker may be killed at any moment, and two that
run one import at once do each step once. Within a request all steps are part of its one transaction.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from django.db import IntegrityError
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from core.bulk import refresh_statistics
from core.history import Door, acting
from core.models import Batch
from core.transactions import in_one_transaction
from crm import signals
from crm.imports.planning import Outcome
from crm.imports.staging import STEP, Lines, look_again, stage_rows, steps_of
from crm.imports.writing import write_rows
from crm.models import Customer, Import, ImportRow

Clock = Callable[[], datetime]
T = TypeVar("T")

RIVALS = 5  # how often in a row somebody may add a phone of the step while it is written
LOOKED_AT_AFTER = (1, 4, 16, 64)  # steps: by then the table is another than the one the database has figures of
COUNTERS = ("processed", "created", "updated", "skipped", "failed")


class Overtaken(Exception):
    """Somebody else runs this import, or has ended it: there is nothing left to do here."""


def carry_out(import_id: int, *, clock: Clock) -> None:
    """Do what was asked of a queued import, or go on with one whose worker ended before it did.

    `clock` tells the time of each step: what a step writes bears it. Raises as reading the file does.
    """
    try:
        _begin(import_id, clock)
        _look(import_id, clock)
        if _step(import_id, clock, _may_write):
            _write(import_id, clock)
            _step(import_id, clock, _finish)
    except Overtaken:
        return


def give_up(import_id: int, problem: str, *, at: datetime) -> None:
    """Say that an import has failed, and why. What it has written stays; running it again goes on from there."""
    Import.objects.filter(pk=import_id, status__in=[Import.Status.QUEUED, Import.Status.RUNNING]).update(
        status=Import.Status.FAILED, problem=problem, finished_at=at
    )


def _step(import_id: int, clock: Clock, work: Callable[[Import, datetime], T]) -> T:
    """One transaction upon the import, locked and still running; Overtaken when it is not."""

    def once() -> T:
        run = _locked(import_id)
        if run.status != Import.Status.RUNNING:
            raise Overtaken
        with acting(by=run.user, door=Door.IMPORT, batch=run.batch):
            return work(run, clock())

    return in_one_transaction(once)


def _locked(import_id: int) -> Import:
    rows = Import.objects.select_for_update(of=("self",)).select_related("user", "owner", "batch")
    run: Import = rows.get(pk=import_id)
    return run


# ---------------------------------------------------------------- beginning


def _begin(import_id: int, clock: Clock) -> None:
    def work() -> None:
        run = _locked(import_id)
        if run.status == Import.Status.RUNNING:
            run.problem = _("توقف التنفيذ ثم استؤنف من حيث توقف.")
        elif run.status == Import.Status.QUEUED:
            run.problem, run.status = "", Import.Status.RUNNING
        else:
            raise Overtaken
        run.started_at = run.started_at or clock()
        run.save(update_fields=["problem", "status", "started_at"])

    in_one_transaction(work)


# ---------------------------------------------------------------- looking


def _look(import_id: int, clock: Clock) -> None:
    """Have each row read and judged; done already for one that has begun to write."""
    run = Import.objects.get(pk=import_id)
    if run.has_begun_to_write:
        return
    number: int = run.rows.aggregate(last=Max("number"))["last"] or 0
    was_begun = number > 0
    if run.parts.exists():
        for done, lines in enumerate(steps_of(run, after=number), 1):
            _step(import_id, clock, partial(_stage, lines=lines))
            if done in LOOKED_AT_AFTER:
                refresh_statistics(ImportRow)
        _step(import_id, clock, _drop_file)
    if was_begun:
        last: int | None = 0
        while last is not None:
            last = _step(import_id, clock, partial(_judge_again, after=last))


def _stage(run: Import, at: datetime, *, lines: Lines) -> None:
    if run.rows.filter(number__gte=lines[0][0]).exists():
        raise Overtaken
    stage_rows(run, lines)
    run.total += len(lines)
    run.save(update_fields=["total"])


def _drop_file(run: Import, at: datetime) -> None:
    """Its rows are read: the file is not kept."""
    run.parts.all().delete()


def _judge_again(run: Import, at: datetime, *, after: int) -> int | None:
    """One step of the rows behind row `after`; the last one's number, None when there are no more."""
    rows = list(run.rows.filter(number__gt=after).order_by("number")[:STEP])
    look_again(run, rows)
    return rows[-1].number if rows else None


def _may_write(run: Import, at: datetime) -> bool:
    """What was found, and whether to write it. A run that ends here has only looked."""
    if run.has_begun_to_write:
        return True
    _count(run)
    if run.dry_run or (run.failed and not run.skip_invalid):
        _end_looking(run, at)
        return False
    details = {"import": run.pk, "row": 0}
    run.batch = Batch.objects.create(
        user=run.user, kind=Batch.Kind.IMPORT, door=run.door, details=details, created_at=at, finished_at=at
    )
    run.processed = run.created = run.updated = run.skipped = run.failed = 0
    run.save(update_fields=["batch", *COUNTERS])
    return True


def _count(run: Import) -> None:
    """Let the import's counters say what its rows do."""
    found = dict(run.rows.order_by().values_list("outcome").annotate(n=Count("pk")))
    run.created, run.updated = found.get(Outcome.CREATED, 0), found.get(Outcome.UPDATED, 0)
    run.skipped, run.failed = found.get(Outcome.SKIPPED, 0), found.get(Outcome.ERROR, 0)
    run.processed = run.total


def _end_looking(run: Import, at: datetime) -> None:
    if not run.dry_run:
        _let_none_in(run)
    run.status, run.finished_at = Import.Status.DONE, at
    run.save(update_fields=["status", "finished_at", "problem", *COUNTERS])


def _let_none_in(run: Import) -> None:
    """All or nothing: beside rows with errors the good ones are skipped too, and say so."""
    run.problem = _("لم يُستورد شيء، ففي الملف صفوف فيها أخطاء.")
    why = [{"field": "", "message": _("لم يُستورد الصف، ففي الملف صفوف فيها أخطاء.")}]
    good = run.rows.filter(outcome__in=[Outcome.CREATED, Outcome.UPDATED])
    good.update(outcome=Outcome.SKIPPED, problems=why)
    _count(run)


# ---------------------------------------------------------------- writing


def _write(import_id: int, clock: Clock) -> None:
    rivals = 0
    while True:
        try:
            if not _step(import_id, clock, _write_step):
                return
            rivals = 0
        except IntegrityError:  # a rival has just added one of the phones: its customer is met at the next try
            rivals += 1
            if rivals > RIVALS:
                raise


def _write_step(run: Import, at: datetime) -> bool:
    """The rows of one step; False when none is left."""
    batch: Any = run.batch
    rows = list(run.rows.filter(number__gt=batch.details["row"]).order_by("number").defer("cells")[:STEP])
    if not rows:
        return False
    at = max(at, batch.finished_at or batch.created_at)  # another machine's clock may have been ahead
    became = write_rows(run, rows, at=at)
    batch.details["row"], batch.finished_at = rows[-1].number, at
    batch.row_count += became[Outcome.CREATED] + became[Outcome.UPDATED]
    batch.save(update_fields=["details", "finished_at", "row_count"])
    run.processed += len(rows)
    run.created, run.updated = run.created + became[Outcome.CREATED], run.updated + became[Outcome.UPDATED]
    run.skipped, run.failed = run.skipped + became[Outcome.SKIPPED], run.failed + became[Outcome.ERROR]
    run.save(update_fields=COUNTERS)
    return True


def _finish(run: Import, at: datetime) -> None:
    run.status, run.finished_at = Import.Status.DONE, at
    run.save(update_fields=["status", "finished_at"])
    signals.customers_imported.send(Import, run=run, by=run.user, at=at)


def imported_by_owner(run: Import) -> list[tuple[int, str, int]]:
    """(an agent's id, ADDED or CHANGED of core.bulk, how many): what a finished import did to each book."""
    batch: Any = run.batch
    rows = batch.history_of(Customer).order_by().values_list("owner", "history_type")
    return list(rows.annotate(n=Count("pk")).order_by("owner", "history_type"))
