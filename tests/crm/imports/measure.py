# ruff: noqa: E402, S608, T201 (a script upon a database of its own)
"""How long an import takes beside the same rows in plain SQL, and in how much memory; no part of the suite.

    DATABASE_URL=postgres://… SECRET_KEY=x python -m tests.crm.imports.measure 50000

on a migrated PostgreSQL database of one's own, without customers. Leaves nothing behind.
"""

import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone

from core.models import Batch, User
from crm.flows import receive_file, run_import
from crm.imports import running
from crm.models import Customer, Import, Interaction
from notifications.models import Notification
from tests.crm.imports.books import as_csv

TABLES = ("crm_customer", "crm_interaction", "crm_historicalcustomer", "crm_historicalinteraction", "crm_importrow")
HEADERS = ("الاسم", "الجوال", "البريد الإلكتروني", "المدينة", "الميزانية", "المصدر", "الوسوم", "الملاحظات")
NAMES = "سارة محمد نورة عبدالله فهد ريم خالد هند سلطان مها عبدالرحمن أمل ناصر لطيفة تركي".split()
FAMILIES = "العتيبي القحطاني الدوسري الشمري الحربي الغامدي الزهراني المطيري العنزي السبيعي".split()


def rows(number: int) -> Iterator[tuple[str, ...]]:
    for n in range(number):
        name = f"{NAMES[n % 15]} {NAMES[n // 15 % 15]} {FAMILIES[n % 10]}"
        notes = "يبحث عن فيلا في شمال الرياض، ويفضل الاتصال مساء" if n % 2 else ""
        yield (
            name,
            f"05{20_000_000 + n:08d}"[:10],
            f"c{n}@example.com",
            "الرياض",
            f"{500 + n % 900} ألف",
            "حراج",
            "كاش، جاد",
            notes,
        )


@contextmanager
def timed(what: str, took: dict[str, float]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    took[what] = took.get(what, 0) + time.perf_counter() - began


def computed() -> tuple[float, float]:
    """Seconds of a processor that this process and PostgreSQL's for it have used: other load does not change them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ticks = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rsplit(")", 1)[1].split()
    return time.process_time(), (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def the_import(by: User, content: bytes) -> dict[str, float]:
    took: dict[str, float] = {}
    for name in ("_stage", "_write_step"):
        whole = getattr(running, name)
        setattr(running, name, _timed(whole, name, took))
    with timed("all", took):
        run = receive_file(by=by, at=timezone.now(), file_name="x.csv", content=content)
        run = run_import(by=by, at=timezone.now(), import_id=run.pk)
        if run.is_under_way:
            running.carry_out(run.pk, clock=timezone.now)
    run.refresh_from_db()
    print(f"  {run.status}: {run.created} created, {run.skipped} skipped, {run.failed} errors {run.problem}")
    return took


def _timed(work, name, took):
    def run(*args, **kwargs):
        with timed(name, took):
            return work(*args, **kwargs)

    return run


def plain_sql(by: User) -> tuple[float, float]:
    """The rows just imported, once more: COPY, dedupe and INSERT … SELECT, nothing but PostgreSQL."""
    columns = ", ".join(f'"{field.column}"' for field in Customer._meta.concrete_fields if field.column != "id")
    with connection.cursor() as cursor:
        with cursor.copy(
            f"COPY (SELECT {columns} FROM crm_customer WHERE owner_id = {by.pk} ORDER BY id) TO STDOUT"
        ) as copy:
            data = b"".join(copy)
        forget()
        kept = ", ".join(f'"{field.column}"' for field in Customer.history.model.tracked_fields)
        lines = Interaction._meta
        line = ", ".join(f'"{field.column}"' for field in lines.concrete_fields if field.column != "id")
        told = ", ".join(f'"{field.column}"' for field in Interaction.history.model.tracked_fields)
        before, began = computed(), time.perf_counter()
        cursor.execute(f"CREATE TEMP TABLE raw AS SELECT {columns} FROM crm_customer LIMIT 0")
        with cursor.copy(f"COPY raw ({columns}) FROM STDIN") as copy:
            copy.write(data)
        cursor.execute("ANALYZE raw")
        cursor.execute(
            f"INSERT INTO crm_customer ({columns}) SELECT DISTINCT ON (owner_id, phone) {columns} FROM raw"
            " WHERE NOT EXISTS (SELECT 1 FROM crm_customer c WHERE c.owner_id = raw.owner_id AND c.phone = raw.phone"
            " AND c.deleted_at IS NULL)"
        )
        entry = "history_date, history_type, history_user_id, door"
        cursor.execute(
            f"INSERT INTO crm_historicalcustomer ({kept}, {entry})"
            f" SELECT {kept}, created_at, '+', owner_id, 'import' FROM crm_customer WHERE owner_id = %s",
            [by.pk],
        )
        cursor.execute(
            f"INSERT INTO crm_interaction ({line}) SELECT "
            + ", ".join(_of_line(field) for field in lines.concrete_fields if field.column != "id")
            + " FROM crm_customer WHERE owner_id = %s AND notes <> ''",
            [by.pk],
        )
        cursor.execute(
            f"INSERT INTO crm_historicalinteraction ({told}, {entry})"
            f" SELECT {told}, created_at, '+', owner_id, 'import' FROM crm_interaction WHERE owner_id = %s",
            [by.pk],
        )
        took, after = time.perf_counter() - began, computed()
        cursor.execute("DROP TABLE raw")
    return took, sum(after) - sum(before)


def _of_line(field) -> str:
    known = {
        "customer_id": "id",
        "user_id": "owner_id",
        "type": "'other'",
        "notes": "'عميل جديد: ' || notes",
        "is_initial": "true",
        "completed_at": "created_at",
        "timeline_at": "created_at",
        "version": "1",
        "direction": "''",
        "outcome": "''",
        "duration": "NULL",
        "scheduled_for": "NULL",
        "deleted_at": "NULL",
    }
    return known.get(field.column, f'"{field.column}"')


def forget() -> None:
    """Empty the tables of the book: a DELETE would look for references row by row."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        cursor.execute(f"VACUUM ANALYZE {', '.join(TABLES)}")


def main(number: int) -> None:
    if Customer.objects.exists():
        sys.exit("There are customers in this database: give another one.")
    by = User.objects.create_user(f"measure{time.time_ns()}", password="x")
    content = as_csv(*rows(number), headers=HEADERS)
    print(f"{number:,} rows, {len(content) / 1e6:.1f} MB; at rest {memory():.0f} MB")
    try:
        with override_settings(IMPORT_MOST_ROWS=max(number, 200_000)):
            here, there = computed()
            took = the_import(by, content)
            told = ", ".join(f"{what} {seconds:.1f} s" for what, seconds in took.items())
            here, there = (now - then for now, then in zip(computed(), (here, there), strict=True))
            print(f"  {told}; computing {here:.1f} s here, {there:.1f} s there; peak {memory():.0f} MB")
            plain, computing = plain_sql(by)
        times = f"{took['all'] / plain:.1f} times as long, {(here + there) / computing:.1f} times as much computing"
        print(f"  plain SQL {plain:.1f} s, computing {computing:.1f} s: the import takes {times}")
    finally:
        forget()
        Import.objects.filter(user=by).delete()
        Batch.objects.filter(user=by).delete()
        Notification.objects.filter(user=by).delete()
        User.history.filter(id=by.pk).delete()
        by.delete()


if __name__ == "__main__":
    main(int(sys.argv[1]))
