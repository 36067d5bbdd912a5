"""How many rows there are, counted no further than anybody reads (quality: no exact count on a broad list)."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from core.prepared import Prepared, Statement

MOST_COUNTED = 10_000  # beyond it a page says «more than»; ask for one more to tell (api: Lists)
ALL = 2**62  # rows: more than there are


@dataclass(frozen=True)
class Total:
    """How many rows there are and what their amounts add up to; when not exact, at least: no amount is below zero."""

    count: int = 0
    amount: Decimal = Decimal()
    is_exact: bool = True

    def __add__(self, other: "Total") -> "Total":
        return Total(self.count + other.count, self.amount + other.amount, self.is_exact and other.is_exact)


def totals(parts: Iterable[QuerySet[Any]], *, by: str, amount: str) -> dict[str, Total]:
    """The totals of `amount` for each value of `by`, all in one query; of each part MOST_COUNTED rows are read.

    No value of `by` stands in two parts. What is absent has no rows.
    """
    selects: list[str] = []
    params: list[Any] = []
    for queryset in parts:
        try:
            sql, given = queryset.order_by().values(by, amount)[: MOST_COUNTED + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        selects.append(
            f'SELECT {len(selects)}, "{by}", COUNT(*), COALESCE(SUM("{amount}"), 0)'  # noqa: S608 (the ORM's own SQL)
            f' FROM ({sql}) AS bounded GROUP BY "{by}"'
        )
        params += given
    if not selects:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), params)
        found = cursor.fetchall()
    read = Counter[int]()
    for part, _value, count, _amount in found:
        read[part] += count
    return {value: _total(count, summed, read[part] <= MOST_COUNTED) for part, value, count, summed in found}


def count_by(rows: QuerySet[Any], by: str) -> dict[str, int]:
    """How many of these rows have each value of the column `by`; MOST_COUNTED + 1 rows are read at most, in all."""
    sql, params = rows.order_by().values(by)[: MOST_COUNTED + 1].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{by}", COUNT(*) FROM ({sql}) AS bounded GROUP BY "{by}"', params)  # noqa: S608
        return dict(cursor.fetchall())


def _total(count: int, amount: Any, is_exact: bool) -> Total:
    """Cut back to what was counted: one row more only tells that there are more. SQLite adds up in floating numbers."""
    return Total(min(count, MOST_COUNTED), Decimal(str(amount)).quantize(Decimal("0.01")), is_exact)


def count_up_to(
    most: int | Mapping[str, int], rows: Mapping[str, QuerySet[Any]], *, in_order: Collection[str] = ()
) -> dict[str, int]:
    """The size of each of `rows`, at most `most`, all in one query. A full `most` means: that many or more.

    `most` may say another number for each, by the same names; ALL is no limit. Those named `in_order` are counted as
    they stand in their order, so by the index of that: for rows that are fewer than the database can know, which
    would read all of another index. What is due and still to do is of that kind: nearly all that was due is done.
    """
    if not rows:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(*_counting(most, rows, in_order))
        found = cursor.fetchone()
    return dict(zip(rows, found, strict=True))


class PreparedCounts:
    """count_up_to for what every page asks: `rows` makes the querysets once, with Given for what differs."""

    def __init__(
        self, most: int, rows: Callable[[], Mapping[str, QuerySet[Any]]], *, in_order: Collection[str]
    ) -> None:
        self.names: list[str] = []
        self.most, self.rows, self.in_order = most, rows, in_order
        self.statement = Prepared(self._statement)

    def __call__(self, **given: Any) -> dict[str, int]:
        [counts] = self.statement(**given)
        return dict(zip(self.names, counts, strict=True))

    def _statement(self) -> Statement:
        rows = self.rows()
        self.names = list(rows)
        return _counting(self.most, rows, self.in_order)


def _counting(most: int | Mapping[str, int], rows: Mapping[str, QuerySet[Any]], in_order: Collection[str]) -> Statement:
    """The statement that counts each of `rows`, a column for each."""
    columns: list[str] = []
    params: list[Any] = []
    for name, queryset in rows.items():
        limit = most if isinstance(most, int) else most[name]
        try:
            counted = queryset if name in in_order else queryset.order_by()
            sql, given = counted.values("pk")[:limit].query.sql_with_params()
        except EmptyResultSet:
            columns.append("0")
            continue
        columns.append(f"(SELECT COUNT(*) FROM ({sql}) AS bounded)")  # noqa: S608 (the ORM's own SQL and its parameters)
        params += given
    return f"SELECT {', '.join(columns)}", params
