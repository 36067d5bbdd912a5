"""A lookup for JSON lists that both databases understand."""

from typing import Any

from django.db.models import JSONField, Lookup


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
