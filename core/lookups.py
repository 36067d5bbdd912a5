"""Lookups that both databases understand: in JSON lists, and among many values."""

import json
from typing import Any

from django.db.models import Field, JSONField, Lookup


@JSONField.register_lookup
class HasAnyOf(Lookup[Any]):
    """`tags__has_any_of=["a", "b"]`: the JSON list of strings has at least one of these."""

    lookup_name = "has_any_of"
    prepare_rhs = False

    def get_prep_lookup(self) -> list[str]:
        return [str(item) for item in self.rhs]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} ?| %s", [*params, self.rhs]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        sql, params = self.process_lhs(compiler, connection)
        marks = ", ".join(["%s"] * len(self.rhs)) or "NULL"
        exists = f"EXISTS (SELECT 1 FROM json_each({sql}) WHERE json_each.value IN ({marks}))"  # noqa: S608 (marks only)
        return exists, [*params, *self.rhs]


@Field.register_lookup
class Among(Lookup[Any]):
    """`phone__among=[…]`: as `in`, with one parameter however many values there are: a thousand cost next to nothing.

    The values are texts or whole numbers, as the column has them.
    """

    lookup_name = "among"
    prepare_rhs = False

    def get_prep_lookup(self) -> list[str | int]:
        return list(self.rhs)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s)", [*params, self.rhs]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} IN (SELECT value FROM json_each(%s))", [*params, json.dumps(self.rhs)]  # noqa: S608
