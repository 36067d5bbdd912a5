"""The figures as a table on the screen, and as docs/performance.md."""

import os
import platform
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from bench.files import Transfer
from bench.measuring import Line

HEADS = (
    *("operation", "door", "who", "ms", "p95", "U", "F", "× U", "× F"),
    *("target", "growth", "queries", "req/s", "CPU ms", "MB", "verdict"),
)
FILE_HEADS = ("file", "rows", "s", "F s", "× F", "target", "MB", "MB of a small one", "first byte", "", "verdict")
REACHED = "reached"
MOST_MEMORY = 150  # MB, of a worker


def cells(line: Line) -> tuple[str, ...]:
    """A line's figures as text; times in milliseconds."""
    this, u, f = (line.of(what) for what in ("this", "U", "F"))
    return (
        *(line.name, line.door, line.who),
        *(f"{1000 * each:.1f}" for each in (this, line.p95, u, f)),
        *(f"{this / u:.1f}", f"{this / f:.1f}"),
        str(line.target),
        f"{line.growth:.2f}" if line.growth else "–",
        *(f"{line.queries}", f"{line.rate:.0f}", f"{1000 * line.cpu:.1f}", f"{line.memory:.0f}"),
        _verdict([*line.misses, *_heavy(line.memory)]),
    )


def file_cells(file: Transfer) -> tuple[str, ...]:
    return (
        *(file.name, f"{file.rows:,}", f"{file.seconds:.2f}", f"{file.best:.2f}", f"{file.ratio:.1f}", file.target),
        *(f"{file.memory:.0f}", f"{file.memory_small:.0f}"),
        f"{file.first_byte:.1f} U" if file.first_byte else "–",
        file.note,
        _verdict([*file.misses, *_heavy(file.memory)]),
    )


def _heavy(memory: float) -> list[str]:
    return [f"{memory:.0f} MB"] if memory > MOST_MEMORY else []


def _verdict(misses: Sequence[str]) -> str:
    return f"missed: {'; '.join(misses)}" if misses else REACHED


def shown(lines: Sequence[Line], files: Sequence[Transfer]) -> Iterator[str]:
    """Both tables for a screen, column under column."""
    for heads, rows in ((HEADS, map(cells, lines)), (FILE_HEADS, map(file_cells, files))):
        table = [heads, *rows]
        widths = [max(len(row[place]) for row in table) for place in range(len(heads))]
        yield ""
        for row in table:
            yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def write(path: Path, lines: Sequence[Line], files: Sequence[Transfer], rows: int, database: str) -> None:
    """Put this run's figures between the marks of the page; what people wrote around them stays."""
    page = path.read_text(encoding="utf-8")
    before, _mark, rest = page.partition(BEGIN)
    _figures, _mark, after = rest.partition(END)
    figures = "\n".join(_page(lines, files, rows, database))
    path.write_text(f"{before}{BEGIN}\n{figures}\n{END}{after}", encoding="utf-8")


BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"


def _page(lines: Sequence[Line], files: Sequence[Transfer], rows: int, database: str) -> Iterator[str]:
    reached = sum(row[-1] == REACHED for row in [*map(cells, lines), *map(file_cells, files)])
    yield f"Measured {datetime.now(UTC):%Y-%m-%d} at commit `{_commit()}`, {rows:,} customers, on {_machine(database)}."
    yield f"{reached} of {len(lines) + len(files)} lines reach their target."
    for heads, table in ((HEADS, map(cells, lines)), (FILE_HEADS, map(file_cells, files))):
        yield ""
        for row in (heads, ["---"] * len(heads), *table):
            yield f"| {' | '.join(row)} |"


def _commit() -> str:
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], stdout=subprocess.PIPE, text=True, check=False)  # noqa: S607
    return done.stdout.strip() or "unknown"


def _machine(database: str) -> str:
    with psycopg.connect(database) as connection:
        row = connection.execute(
            "SELECT current_setting('server_version'), current_setting('shared_buffers')"
        ).fetchone()
    version, buffers = row or ("", "")
    cpu = next(
        (
            line.partition(": ")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({cpu}), {memory:.0f} GB, Python {platform.python_version()}, "
        f"PostgreSQL {version.split()[0]} with shared_buffers {buffers}"
    )
