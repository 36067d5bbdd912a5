"""The figures as a table on the screen, and as docs/performance.md."""

from collections.abc import Iterator

from bench.measuring import Line

HEADS = (
    "operation",
    "door",
    "who",
    "ms",
    "p95",
    "U",
    "F",
    "× U",
    "× F",
    "target",
    "growth",
    "q",
    "req/s",
    "CPU",
    "MB",
    "",
)


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
        "; ".join(line.misses) or "ok",
    )


def shown(lines: list[Line]) -> Iterator[str]:
    """The table for a screen, column under column."""
    rows = [HEADS, *map(cells, lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
