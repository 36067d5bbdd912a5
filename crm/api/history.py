"""A customer's history through the API (api: customers/{id}/history/)."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from rest_framework import serializers

from core.dates import local_time
from core.filters import BookFilter, NewestFirst, OwnerFilter, SinceFilter
from core.history import Change, Door, changes_between
from core.models import User
from crm.models import Customer


class Edit(NamedTuple):
    """A history row with what it changed."""

    row: Any
    changes: list[Change]


class HistoryFilter(BookFilter):
    owner = OwnerFilter(method="of_owner")
    updated_since = SinceFilter(field_name="history_date")
    ordering = NewestFirst("at")
    default_order = ("-history_date", "-history_id")

    class Meta:
        model = Customer.history.model
        fields: list[str] = []

    def of_owner(self, queryset: QuerySet[Any], name: str, value: User) -> QuerySet[Any]:
        """The history when the customer is this agent's, as it is in every list about customers."""
        return queryset.filter(id__in=Customer.objects.filter(owner=value).values("pk"))


class Who(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    username = serializers.CharField()


class ChangeRow(serializers.Serializer):
    """One field; `from` and `to` are its values: a code, an id, a decimal string, a time, a list."""

    def get_fields(self) -> dict[str, Any]:  # `from` cannot be an attribute's name
        name, label = serializers.CharField(source="name"), serializers.CharField()
        return {"field": name, "label": label, "from": Value(source="before"), "to": Value(source="after")}


class Value(serializers.JSONField):
    """A column's value as the API writes it."""

    def get_attribute(self, instance: Change) -> Any:
        value = super().get_attribute(instance)
        return _written(value)


class HistoryRow(serializers.Serializer):
    id = serializers.IntegerField(source="row.history_id")
    at = serializers.DateTimeField(source="row.history_date")
    user = Who(source="row.history_user", allow_null=True)
    door = serializers.ChoiceField(Door.choices, source="row.door")
    changes = ChangeRow(many=True)


def records_of(customer_id: int) -> QuerySet[Any]:
    """The customer's history rows, with their person."""
    rows: QuerySet[Any] = Customer.history.filter(id=customer_id).select_related("history_user")
    return rows


def edits(rows: Sequence[Any], beyond: Sequence[Any]) -> list[Edit]:
    """Each of `rows`, newest first, compared with the one before it in time; `beyond` follows the last of them."""
    older = [*rows[1:], *(beyond or _before(rows))]
    neighbours = older + [None] * (len(rows) - len(older))
    return [Edit(row, changes_between(row, before)) for row, before in zip(rows, neighbours, strict=True)]


def _before(rows: Sequence[Any]) -> list[Any]:
    """The history row before the last of `rows`, which need not be the customer's first when a filter cut them."""
    if not rows or rows[-1].history_type == "+":
        return []
    last = rows[-1]
    earlier = Q(history_date__lt=last.history_date) | Q(history_date=last.history_date, history_id__lt=last.history_id)
    return list(records_of(last.id).filter(earlier).order_by("-history_date", "-history_id")[:1])


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return local_time(value).isoformat()
    return str(value) if isinstance(value, Decimal | date) else value
