"""Imports files into an office, as the worker does, beside F. Run as a process of its own, for its memory.

`python -m bench.bring ROWS ROWS …`, with DATABASE_URL; one JSON object a file to standard output. What came is taken
out of the office again.
"""

import csv
import gc
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import django

HEADERS = ("الاسم", "الجوال", "الحالة", "الأولوية", "المصدر", "الميزانية", "المدينة", "الملاحظات")
ENCORES = 20  # one row in so many says again what another has said


def main(sizes: list[int]) -> list[dict[str, Any]]:
    from bench.world import AGENT
    from core.models import User

    by = User.objects.get(username=AGENT)
    gc.freeze()  # as the worker does
    found = []
    for size in sizes:
        seconds, made = _ours(by, _lines(size))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        best, best_made = _best(by, _lines(size))
        found.append(
            {"rows": size, "seconds": seconds, "best": best, "made": made, "best_made": best_made, "memory": peak}
        )
    return found


def _lines(size: int) -> Iterator[list[str]]:
    """Rows as people's files have them, one in ENCORES twice; phones that nobody in the office has."""
    start = random.randrange(530_000_000, 560_000_000)  # noqa: S311
    for number in range(size):
        yield [
            f"محمد العتيبي {number}",
            f"0{start + (number - number % ENCORES if number % ENCORES == 1 else number)}",
            ("جديد", "مؤهل", "تفاوض")[number % 3],
            ("عالية", "متوسطة")[number % 2],
            "عقار",
            f"{number % 600 + 300},000",
            "الرياض",
            "يبحث عن فيلا في شمال الرياض" if number % 2 else "",
        ]


def _ours(by: Any, lines: Iterable[list[str]]) -> tuple[float, int]:
    """Seconds from the file's arrival to its last row, and how many customers it made."""
    from django.core.files.base import File
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from crm.flows import receive_file, run_import
    from crm.imports.running import carry_out
    from crm.models import Import

    before = _marks()
    with tempfile.NamedTemporaryFile("w+", encoding="utf-8", newline="") as file:  # as an upload of its size comes
        csv.writer(file).writerow(HEADERS)
        csv.writer(file).writerows(lines)
        file.flush()
        started = time.perf_counter()
        with Path(file.name).open("rb") as content:
            run = receive_file(by=by, at=timezone.now(), file_name="a.csv", content=File(content))
    run = run_import(by=by, at=timezone.now(), import_id=run.pk, skip_invalid=True)
    carry_out(run.pk, clock=timezone.now)
    seconds = time.perf_counter() - started
    run = Import.objects.get(pk=run.pk)
    DBTaskResult.objects.all().delete()  # nobody else has asked anything of this office's worker
    _take_away(before)
    return seconds, run.created


def _best(by: Any, lines: Iterable[list[str]]) -> tuple[float, int]:
    """The same rows by COPY into a table of their own, and one statement for all that they leave."""
    from django.db import connection, transaction

    from bench.world import bringing

    before = _marks()
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE brought (name text, phone text, status text, priority text, source text,"
            " budget numeric, city text, notes text) ON COMMIT DROP"
        )
        with cursor.copy("COPY brought FROM STDIN") as copy:
            for line in lines:
                copy.write_row([line[0], f"+966{line[1][1:]}", "new", "high", "aqar", 300000, line[6], line[7]])
        cursor.execute(bringing(), {"owner": by.pk})
        made = cursor.fetchone()[0]
    seconds = time.perf_counter() - started
    _take_away(before)
    return seconds, made


def _marks() -> dict[Any, int]:
    from bench.world import MODELS, newest
    from core.models import Batch
    from crm.models import BookCount, Import, ImportRow

    return {model: newest(model) for model in (*MODELS[::-1], BookCount, ImportRow, Import, Batch)}


def _take_away(before: dict[Any, int]) -> None:
    """Everything that has come since, where we may do so without a look for each row at all that could refer to it."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for model, last in before.items():
                cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE "{model._meta.pk.column}" > %s', [last])


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()
    for each in main([int(size) for size in sys.argv[1:]]):
        print(json.dumps(each))
