"""What always holds, as checks that read whole tables (product: What always holds). They find breaches, never mend.

Each app registers its checks in its own `integrity.py`; `manage.py check_integrity` runs them all. A check compares
in the database wherever SQL can say it, and streams in chunks where only Python knows the rule.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, Lookup, Max, Model, OuterRef, QuerySet, Subquery
from django.utils.module_loading import module_has_submodule

from core.arabic import search_key
from core.models import Place, User

CHUNK = 2000


@dataclass(frozen=True)
class Breach:
    """One row that breaks a rule: what is stored in `field`, and what follows from the rest."""

    check: str
    model: str
    pk: Any
    field: str
    stored: Any
    follows: Any

    def __str__(self) -> str:
        return f"{self.check}: {self.model} {self.pk}: {self.field} is {self.stored!r}, should be {self.follows!r}"


Found = Iterator[tuple[type[Model], Any, str, Any, Any]]  # model, id, field, what is stored, what follows
_checks: dict[str, Callable[[], Found]] = {}


def check(find: Callable[[], Found]) -> Callable[[], Found]:
    """Register a check under its function's name. It yields `found(...)` for each breach."""
    _checks[find.__name__] = find
    return find


def all_checks() -> dict[str, Callable[[], Found]]:
    """Every installed app's checks by name, in the order of the apps."""
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "integrity"):
            import_module(f"{app.name}.integrity")
    return dict(_checks)


def breaches() -> Iterator[Breach]:
    """Every breach of every check, one at a time."""
    for name, find in all_checks().items():
        for model, pk, field, stored, follows in find():
            yield Breach(name, model._meta.label, pk, field, stored, follows)


class Differs(Lookup[Any]):
    """`Differs(left, right)`: the two are not the same, where NULL equals NULL."""

    lookup_name = "differs"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        operator = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
        return f"{left} {operator} {right}", [*left_params, *right_params]


class Same(Differs):
    """`Same(left, right)`: equal, where NULL equals NULL."""

    lookup_name = "same"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        sql, params = super().as_sql(compiler, connection)
        return f"NOT ({sql})", params


def differing(rows: QuerySet[Any], field: str, follows: Any) -> Found:
    """The rows in which the stored `field` is not what the expression `follows` gives."""
    wrong = rows.annotate(_follows=follows).filter(Differs(F(field), F("_follows"))).order_by("pk")
    for pk, stored, right in wrong.values_list("pk", field, "_follows").iterator(CHUNK):
        yield rows.model, pk, field, stored, right


def recomputed(rows: QuerySet[Any], fields: Iterable[str], follow: Callable[..., dict[str, Any]]) -> Found:
    """The rows in which a stored field is not what `follow` makes of the row's `fields`, streamed in chunks."""
    for row in rows.order_by("pk").only("pk", *fields).iterator(CHUNK):
        for field, right in follow(row).items():
            if getattr(row, field) != right:
                yield rows.model, row.pk, field, getattr(row, field), right


def unlike_history(model: type[Model], *, besides: Iterable[str] = ()) -> Found:
    """The rows whose newest history row is missing or says otherwise, in the columns that history keeps.

    `besides` are columns that other rows' edits change, without a history row of this one.
    """
    history = model.history.model  # type: ignore[attr-defined]
    kept = [field.attname for field in history.tracked_fields if field.name not in set(besides) | {"id"}]
    newest = Subquery(
        history.objects.filter(id=OuterRef("pk")).order_by().values("id").annotate(n=Max("history_id")).values("n")
    )
    rows: QuerySet[Any] = model._default_manager.annotate(_newest=newest).order_by("pk")
    conditions = [Same(F(name), OuterRef(name)) for name in kept]
    equal = history.objects.filter(*conditions, history_id=OuterRef("_newest")).exclude(history_type="-")
    for row in rows.filter(~Exists(equal)).iterator(CHUNK):
        yield from _unlike(row, history.objects.filter(pk=row._newest).first(), kept)


def _unlike(row: Any, told: Any, kept: list[str]) -> Found:
    if told is None or told.history_type == "-":
        yield type(row), row.pk, "history", "no row" if told is None else "deleted", "a row equal to it"
        return
    for name in kept:
        if getattr(row, name) != getattr(told, name):
            yield type(row), row.pk, name, getattr(row, name), getattr(told, name)


@check
def people_end_their_history_as_they_are() -> Found:
    yield from unlike_history(User)


@check
def place_keys_follow_from_their_names() -> Found:
    yield from recomputed(Place.objects.all(), ("name", "key"), lambda place: {"key": search_key(place.name)})
