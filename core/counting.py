"""How many rows there are, counted no further than anybody reads (quality: no exact count on a broad list)."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

MOST_COUNTED = 10_000  # beyond it a page says «more than»; ask for one more to tell (api: Lists)


def count_up_to(most: int | Mapping[str, int], rows: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """The size of each of `rows`, at most `most`, all in one query. A full `most` means: that many or more.

    `most` may say another number for each, by the same names.
    """
    if not rows:
        return {}
    columns: list[str] = []
    params: list[Any] = []
    for name, queryset in rows.items():
        limit = most if isinstance(most, int) else most[name]
        try:
            sql, given = queryset.order_by().values("pk")[:limit].query.sql_with_params()
        except EmptyResultSet:
            columns.append("0")
            continue
        columns.append(f"(SELECT COUNT(*) FROM ({sql}) AS bounded)")  # noqa: S608 (the ORM's own SQL and its parameters)
        params += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", params)  # noqa: S608
        found = cursor.fetchone()
    return dict(zip(rows, found, strict=True))
