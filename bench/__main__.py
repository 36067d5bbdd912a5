"""`make bench`: makes two offices, serves them, measures, and says what reaches its target and what does not."""

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any

from bench.database import database
from bench.files import Transfer, measure_csv, measure_import, measure_xlsx
from bench.measuring import Effort, Line, Office, measure
from bench.operations import operations
from bench.report import shown, write
from bench.server import served

ROOT = Path(__file__).resolve().parent.parent
FULL = 1_000_000
DAILY = Effort(rounds=30, seconds=1, requests=200, rate_seconds=0.7)
WHOLE = Effort(rounds=200, seconds=4, requests=2000, rate_seconds=3)
LATER = 1000
Environment = dict[str, str]


def main() -> int:
    rows, keep = int(os.environ.get("ROWS") or FULL), os.environ.get("KEEP") == "1"
    os.chdir(ROOT)
    environment = _environment()
    _run(environment, "manage.py", "build_assets")
    with ExitStack() as stack:
        log = stack.enter_context(tempfile.TemporaryFile("w+", prefix="bench-", suffix=".log"))
        large, small = (
            stack.enter_context(_office(size, port, keep, environment, log))
            for size, port in zip((rows, rows // 100), _ports(), strict=True)
        )
        caller = stack.enter_context(ProcessPoolExecutor(1, mp_context=get_context("spawn")))
        lines = _lines(large, small, caller, WHOLE if rows >= FULL else DAILY)
        files = _files(large, small, caller, environment)
        print("\n".join(shown(lines, files)))
        if rows >= FULL and not os.environ.get("ONLY"):
            write(ROOT / "docs" / "performance.md", lines, files, rows, large.database)
    return 0


def _environment() -> Environment:
    """What the product's processes are told: the product's settings, over plain HTTP, with the empty views beside."""
    told = {"DJANGO_SETTINGS_MODULE": "bench.settings", "SECRET_KEY": secrets.token_urlsafe(60)}
    return {**os.environ, "SECURE_SSL_REDIRECT": "0", "DEBUG": "0", **told}


def _ports() -> tuple[int, int]:
    if first := int(os.environ.get("BENCH_PORT") or 0):
        return first, first + 1
    with socket.socket() as one, socket.socket() as other:
        for each in (one, other):
            each.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


@contextmanager
def _office(rows: int, port: int, keep: bool, environment: Environment, log: IO[str]) -> Iterator[Office]:
    """An office of `rows` customers, served at `port`; gone afterwards, unless it is kept."""
    with database(rows, keep=keep) as url:
        environment = {**environment, "DATABASE_URL": url}
        print(f"Filling an office of {rows:,} customers, or finding it ...", flush=True)
        people: dict[str, Any] = json.loads(_run(environment, "-m", "bench.fill", str(rows)))
        with served(port, environment, log) as server:
            yield Office(rows, url, server, people)


def _run(environment: Environment, *command: str) -> str:
    done = subprocess.run([sys.executable, *command], env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def _lines(large: Office, small: Office, caller: Executor, effort: Effort) -> list[Line]:
    later = min(LATER, large.told["agent"]["customers"] // 20)
    lines = []
    only = os.environ.get("ONLY", "")
    for operation in operations(later, large.told["creating"]):
        if only not in operation.name:
            continue
        for door in operation.doors:
            for who in ("agent", "manager"):
                print(f"  {operation.name} · {door} · {who} ...", flush=True)
                lines.append(measure(operation, door, who, large, small, caller, effort))
    return lines


def _files(large: Office, small: Office, caller: Executor, environment: Environment) -> list[Transfer]:
    only = os.environ.get("ONLY", "")
    acts: dict[str, Callable[[], Transfer]] = {
        "export csv": lambda: measure_csv(large, small, caller, times=3),
        "export xlsx": lambda: measure_xlsx(large, small, caller),
        "import": lambda: measure_import(large, environment),
    }
    found = []
    for name, act in acts.items():
        if only in name:
            print(f"  {name} ...", flush=True)
            found.append(act())
    return found


if __name__ == "__main__":
    sys.exit(main())
