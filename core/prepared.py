"""Queries that every page sends: their SQL is made once a process. To make it takes longer than to answer it."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Expression, Field

Statement = tuple[str, Sequence[Any]]  # SQL and its parameters


class Given(Expression):
    """Stands in a prepared queryset for the value of this name, which comes with each asking."""

    def __init__(self, name: str, kind: type[Field[Any, Any]]) -> None:
        super().__init__(output_field=kind())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def of(self, given: Mapping[str, Any]) -> Any:
        """The value as the database takes it."""
        return self.output_field.get_db_prep_value(given[self.name], connection)


class Prepared:
    """The rows of a statement as the database has them; `make` gives it once, with Given for what differs."""

    def __init__(self, make: Callable[[], Statement]) -> None:
        self.make = make

    def __call__(self, **given: Any) -> list[tuple[Any, ...]]:
        sql, params = self._statement
        with connection.cursor() as cursor:
            cursor.execute(sql, [param.of(given) if isinstance(param, Given) else param for param in params])
            return cursor.fetchall()

    @cached_property
    def _statement(self) -> Statement:
        return self.make()
