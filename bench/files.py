"""Measures what goes out as a file and what comes in as one: beside plain COPY, XlsxWriter alone, and SQL."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median
from typing import Any

import psycopg
import xlsxwriter

from bench import client
from bench.client import Answer, Request
from bench.measuring import EMPTY, Office

EXPORT = "/api/v1/customers/export/?format="
STORED = """SELECT name, phone, c.email, status, priority, source, budget, created_at, whatsapp, kind, lost_reason,
    city, districts, tags, notes, consent_marketing, first_contact_at, last_contact_date, next_followup_date, username
    FROM crm_customer c JOIN core_user u ON u.id = c.owner_id
    WHERE {own} c.deleted_at IS NULL ORDER BY c.created_at DESC, c.id DESC"""
BROUGHT = 50_000


@dataclass(frozen=True)
class Transfer:
    """A file's way out or in. `ratio` of what is measured to F; `misses` in words."""

    name: str
    rows: int
    seconds: float
    best: float
    target: str
    allowed: float  # times F
    memory: float  # MB, the most that the process held
    memory_small: float  # of a file of a hundredth or a tenth of the rows
    first_byte: float = 0  # in U
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.seconds / self.best

    @property
    def misses(self) -> list[str]:
        found = [f"{self.ratio:.1f} F"] if self.ratio > self.allowed else []
        found += [f"memory {self.memory / self.memory_small:.2f}"] if self.memory > 1.1 * self.memory_small else []
        return found + ([f"first byte {self.first_byte:.1f} U"] if self.first_byte > 5 else [])


def measure_csv(large: Office, small: Office, caller: Executor, *, times: int) -> Transfer:
    """Everybody's customers as CSV, for the manager; F is COPY of the stored columns, read to its end."""
    ours, best = [], []
    _ask(small, "manager", "csv", caller)
    memory_small = small.server.peak()
    large.server.forget_peak()
    for _time in range(times):
        ours.append(_ask(large, "manager", "csv", caller))
        best.append(caller.submit(copied, large.database, STORED.format(own="")).result())
    empty = Request(large.server.port, EMPTY["API"], _ask_headers(large, "manager"))
    took = caller.submit(client.rounds, {"U": empty}, most=50, seconds=1).result()["U"]
    first = [caller.submit(client.ask, _export(large, "manager", "csv")).result().first_byte for _time in range(1)]
    return Transfer(
        "export all as CSV",
        large.rows,
        median(answer.seconds for answer in ours),
        median(best),
        "≤ 3 F (COPY), first byte ≤ 5 U",
        3,
        large.server.peak(),
        memory_small,
        median([answer.first_byte for answer in ours] + first) / median(took),
        f"{ours[0].size / 1e6:.0f} MB",
    )


def measure_xlsx(large: Office, small: Office, caller: Executor) -> Transfer:
    """The agent's own book as a workbook; F is XlsxWriter in constant memory, given the same cells in memory."""
    _ask(small, "agent", "xlsx", caller)
    memory_small = small.server.peak()
    large.server.forget_peak()
    ours = _ask(large, "agent", "xlsx", caller)
    own = STORED.format(own=f"c.owner_id = {large.told['agent']['id']} AND")
    rows, best = caller.submit(written, large.database, own).result()
    note = f"{ours.size / 1e6:.0f} MB"
    peak = large.server.peak()
    return Transfer(
        "export as XLSX", rows, ours.seconds, best, "≤ 2 F (XlsxWriter alone)", 2, peak, memory_small, note=note
    )


def measure_import(large: Office, environment: dict[str, str]) -> Transfer:
    """A file of 50,000 rows (a twentieth of the office, when that is less), by the worker's own code; F is SQL."""
    size = min(BROUGHT, large.rows // 20)
    command = [sys.executable, "-m", "bench.bring", str(size // 10), str(size)]
    told = subprocess.run(
        command, env={**environment, "DATABASE_URL": large.database}, stdout=subprocess.PIPE, check=True
    )
    small, whole = (json.loads(line) for line in told.stdout.splitlines())
    growth = whole["seconds"] / small["seconds"] / 10
    return Transfer(
        "import",
        whole["rows"],
        whole["seconds"],
        whole["best"],
        "≤ 3 F, linear",
        3,
        whole["memory"],
        small["memory"],
        note=f"{whole['made']:,} customers; a row costs {growth:.2f} × as much as in a tenth of it",
    )


def _export(office: Office, who: str, format: str) -> Request:
    return Request(office.server.port, EXPORT + format, _ask_headers(office, who))


def _ask_headers(office: Office, who: str) -> dict[str, str]:
    return {"Authorization": f"Token {office.told[who]['token']}"}


def _ask(office: Office, who: str, format: str, caller: Executor) -> Answer:
    answer: Answer = caller.submit(client.ask, _export(office, who, format)).result()
    return answer


def copied(database: str, sql: str) -> float:
    """Seconds for a plain COPY of the query, read to its end."""
    with psycopg.connect(database) as connection, connection.cursor() as cursor:
        started = time.perf_counter()
        with cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)") as copy:
            for _block in copy:
                pass
        return time.perf_counter() - started


def written(database: str, sql: str) -> tuple[int, float]:
    """How many rows the query finds, and seconds for XlsxWriter to write them, which are in memory already."""
    with psycopg.connect(database) as connection:
        rows = [tuple(map(_cell, row)) for row in connection.execute(sql)]
    started = time.perf_counter()
    with tempfile.TemporaryFile() as file:
        _write(file, rows)
    return len(rows), time.perf_counter() - started


def _cell(value: Any) -> Any:
    """As a sheet takes it."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, list | bool):
        return "، ".join(value) if isinstance(value, list) else "نعم"
    return float(value) if isinstance(value, Decimal) else value


def _write(file: Any, rows: Sequence[tuple[Any, ...]]) -> None:
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet, at = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for line, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, str) and value:
                    sheet.write_string(line, place, value)
                elif isinstance(value, float):
                    sheet.write_number(line, place, value)
                elif isinstance(value, datetime):
                    sheet.write_datetime(line, place, value, at)
