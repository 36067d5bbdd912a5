"""What PostgreSQL does for a request: every SELECT it sends, explained while it runs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from bench.world import TABLES

MANY = 50_000  # half of the rows of the smallest big table


@dataclass
class Plans:
    """The plans of one request: blocks touched, the sequential scans that read much of a big table, and the indexes
    that were read alone.

    A scan that a LIMIT ends early reads few rows, whatever its name.
    """

    buffers: int = 0
    scans: list[str] = field(default_factory=list)
    in_index_alone: set[str] = field(default_factory=set)
    count: int = 0

    def add(self, sql: str, plan: dict[str, Any]) -> None:
        self.count += 1
        self.buffers += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
        for node in _nodes(plan):
            if node["Node Type"] == "Index Only Scan":
                self.in_index_alone.add(node["Index Name"])
            if node["Node Type"] == "Seq Scan" and node["Relation Name"] in TABLES and _rows_read(node) > MANY:
                self.scans.append(f"{node['Relation Name']}, {_rows_read(node)} rows: {sql}")


def _rows_read(node: dict[str, Any]) -> int:
    return int((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from _nodes(child)


@contextmanager
def explained() -> Iterator[Plans]:
    """The plans of the SELECTs that run within the block."""
    plans = Plans()

    def run(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip("( ").startswith(("SELECT", "WITH")) and not many and "FOR UPDATE" not in sql:
            with connection.connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {sql}", params)
                [explained] = cursor.fetchone()
                plans.add(sql, (json.loads(explained) if isinstance(explained, str) else explained)[0]["Plan"])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(run):
        yield plans
