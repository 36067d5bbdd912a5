"""The first rows of several lists at once, in one query."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL


def first_of_each(lists: Iterable[tuple[QuerySet[Any], int]]) -> Any:
    """For `pk__in`: the ids of the rows that are among the first so many of any of these ordered lists.

    The ORM's own union is no help here: SQLite takes no LIMIT inside one.
    """
    parts: list[str] = []
    params: list[Any] = []
    for queryset, most in lists:
        try:
            sql, given = queryset.values("pk")[:most].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT * FROM ({sql}) AS bounded")  # noqa: S608 (the ORM's own SQL and its parameters)
        params += given
    return RawSQL(" UNION ALL ".join(parts), params) if parts else []  # noqa: S611 (the same)
