"""Long files are brought in by the worker, in steps: seen on their way, never halved, gone on with (issue: killed)."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.housekeeping import recover_lost_tasks
from core.integrity import breaches
from core.transactions import in_one_transaction
from crm.flows import correct_rows, revert_import, run_import
from crm.imports import running, staging
from crm.imports.housekeeping import tell_imports_left_behind
from crm.models import Customer, Import, Interaction
from notifications.models import Notification
from tests.crm.flows.test_all_or_nothing import snapshot
from tests.crm.imports.books import bring, counts, finished, people
from tests.factories import make_customer

pytestmark = pytest.mark.django_db(transaction=True)
STEP = 10


class Killed(BaseException):
    """As a signal ends a process: no handler of ours sees it."""


@pytest.fixture(autouse=True)
def short_steps(monkeypatch, settings):
    settings.IMPORT_IN_REQUEST_ROWS = 5
    for module in (running, staging):
        monkeypatch.setattr(module, "STEP", STEP)


def killed_after(monkeypatch, number):
    """The worker dies at its step `number` (from 1), when that has done all but commit."""
    steps, step = [], running._step

    def once(import_id, clock, work):
        def dying(run, at):
            done = work(run, at)
            steps.append(work)
            if len(steps) == number:
                raise Killed
            return done

        return step(import_id, clock, dying)

    monkeypatch.setattr(running, "_step", once)
    return lambda: monkeypatch.setattr(running, "_step", step)


def ticks(job, at):
    """The clock runs a job, in a transaction of its own."""
    return in_one_transaction(lambda: job(at))


def test_a_long_file_waits_for_the_worker(agent, now):
    run = bring(agent, now, *people(35))
    assert (run.status, counts(run), Customer.objects.count()) == ("queued", (0, 0, 0, 0), 0)
    call_command("worker", once=True)
    run = finished(run)
    assert (run.total, run.processed, counts(run)) == (35, 35, (35, 0, 0, 0))
    assert (run.parts.count(), Customer.objects.count(), Interaction.objects.count()) == (0, 35, 23)
    assert Notification.objects.get().message == "أُضيف إلى قائمتك 35 عميلًا."
    assert list(breaches()) == []


def test_a_look_at_a_long_file_too(agent, now):
    run = bring(agent, now, *people(35), ("سعد", "12", ""), dry_run=True)
    call_command("worker", once=True)
    assert counts(finished(run)) == (35, 0, 0, 1)
    correct_rows(by=agent, at=now, import_id=run.pk, cells={37: {1: "0529999999"}})
    call_command("worker", once=True)
    assert counts(finished(run)) == (36, 0, 0, 0)
    run_import(by=agent, at=now, import_id=run.pk, dry_run=False)
    call_command("worker", once=True)
    assert (counts(finished(run)), Customer.objects.count()) == ((36, 0, 0, 0), 36)


def test_each_step_bears_its_own_time(agent, now, monkeypatch):
    run = bring(agent, now, *people(25))
    moments = iter([now + timedelta(minutes=number) for number in range(30)])
    running.carry_out(run.pk, clock=lambda: next(moments))
    times = Customer.objects.order_by("id").values_list("created_at", "updated_at", "last_contact_date")
    assert len(set(times)) == 3
    assert all(len(set(row)) == 1 for row in times)
    assert finished(run).batch.history_of(Customer).count() == 25


@pytest.mark.parametrize("number", range(1, 12))
def test_a_worker_killed_at_any_step_halves_none_and_another_goes_on(agent, now, monkeypatch, number):
    known = make_customer(agent, phone=people(1, 12)[0][1], name="قديم")
    rows = [*people(25), ("خطأ", "12", ""), *people(10, start=20)]
    run = bring(agent, now, *rows, skip_invalid=True, on_duplicate="overwrite")
    survive = killed_after(monkeypatch, number)
    with pytest.raises(Killed):
        running.carry_out(run.pk, clock=timezone.now)
    survive()
    half = Import.objects.get(pk=run.pk)
    assert half.status == "running"
    assert half.processed in range(0, 40, STEP) or half.processed == half.total
    assert half.created == Customer.objects.exclude(pk=known.pk).count()
    assert list(breaches()) == []
    running.carry_out(run.pk, clock=timezone.now)
    run = finished(run)
    assert (counts(run), run.problem) == ((29, 1, 5, 1), "توقف التنفيذ ثم استؤنف من حيث توقف.")
    assert Customer.objects.count() == 30
    assert list(breaches()) == []


def test_what_fails_says_so_and_goes_on_when_run_again(agent, now, monkeypatch):
    run = bring(agent, now, *people(35))

    def fail(run, rows, *, at, real=running.write_rows):
        if rows[0].number > 20:
            raise ValueError
        return real(run, rows, at=at)

    monkeypatch.setattr(running, "write_rows", fail)
    call_command("worker", once=True)
    run = Import.objects.get(pk=run.pk)
    assert (run.status, run.problem) == ("failed", "توقف الاستيراد لخلل. أعد تشغيله ليُستأنف من حيث توقف.")
    assert (run.processed, run.created, Customer.objects.count()) == (20, 20, 20)
    assert DBTaskResult.objects.get().status == "FAILED"
    monkeypatch.undo()
    run_import(by=agent, at=now, import_id=run.pk, dry_run=True)  # what has begun goes on as it was chosen
    call_command("worker", once=True)
    assert (counts(finished(run)), Customer.objects.count()) == ((35, 0, 0, 0), 35)
    assert list(breaches()) == []


def test_a_file_that_breaks_off_fails_with_its_reason(agent, now, settings):
    settings.IMPORT_MOST_ROWS = 55
    run = bring(agent, now, *people(60))
    call_command("worker", once=True)
    run = Import.objects.get(pk=run.pk)
    assert (run.status, Customer.objects.count()) == ("failed", 0)
    assert run.problem.startswith("في الملف أكثر من")


def test_an_import_whose_workers_died_for_good_has_failed(agent, now):
    run = bring(agent, now, *people(35))
    ticks(tell_imports_left_behind, now)
    assert Import.objects.get(pk=run.pk).status == "queued"
    Import.objects.update(status="running")
    DBTaskResult.objects.update(status="FAILED", finished_at=now)
    ticks(tell_imports_left_behind, now)
    run = Import.objects.get(pk=run.pk)
    assert (run.status, run.may_run) == ("failed", True)
    assert "يُستأنف" in run.problem


def test_a_revert_whose_workers_died_left_all_as_it_was(agent, now):
    run = bring(agent, now, *people(35))
    call_command("worker", once=True)
    revert_import(by=agent, at=now, import_id=run.pk)
    DBTaskResult.objects.update(status="FAILED", finished_at=now)
    ticks(tell_imports_left_behind, now)
    run = finished(run)
    assert (run.may_be_reverted, bool(run.problem)) == (True, True)


def test_the_task_started_twice_does_everything_once(agent, now):
    run = bring(agent, now, *people(25))
    running.carry_out(run.pk, clock=timezone.now)
    before = snapshot()
    running.carry_out(run.pk, clock=timezone.now)
    assert snapshot() == before


KILL = """
import os, django
django.setup()
from django.utils import timezone
from crm.imports import running, staging
running.STEP = staging.STEP = {step}
real, steps = running.write_rows, []
def write(run, rows, *, at):
    done = real(run, rows, at=at)
    steps.append(1)
    if len(steps) == 2:
        os._exit(9)  # rows are written, nothing is committed
    return done
running.write_rows = write
running.carry_out({run}, clock=timezone.now)
"""


@pytest.mark.postgresql
def test_a_process_that_is_really_killed(agent, now):
    run = bring(agent, now, *people(35))
    task = DBTaskResult.objects.get()
    task.claim("ward")
    name = connection.settings_dict["NAME"]
    code = KILL.format(step=STEP, run=run.pk)
    where = connection.settings_dict
    url = f"postgres://{where['USER']}:{where['PASSWORD']}@{where['HOST']}:{where['PORT'] or 5432}/{name}"
    told = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    assert subprocess.run([sys.executable, "-c", code], env=told, timeout=120).returncode == 9
    half = Import.objects.get(pk=run.pk)
    assert (half.status, half.processed, half.created, Customer.objects.count()) == ("running", STEP, STEP, STEP)
    assert list(breaches()) == []
    DBTaskResult.objects.update(started_at=now - timedelta(minutes=5))
    ticks(recover_lost_tasks, now)
    call_command("worker", once=True)
    assert (counts(finished(run)), Customer.objects.count()) == ((35, 0, 0, 0), 35)
    assert list(breaches()) == []
