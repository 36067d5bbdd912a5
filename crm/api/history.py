"""A customer's history through the API (api: customers/{id}/history/)."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from core.dates import local_time
from core.filters import BookFilter, NewestFirst, OwnerFilter, SinceFilter
from core.history import NEWEST_FIRST, Change, Door, Edit, edits, with_what_precedes
from core.models import User
from crm.models import Customer


class HistoryFilter(BookFilter):
    owner = OwnerFilter(method="of_owner")
    updated_since = SinceFilter(field_name="history_date")
    ordering = NewestFirst("at")
    default_order = NEWEST_FIRST

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


def told(rows: Sequence[Any], beyond: Sequence[Any]) -> list[Edit]:
    """Each of a page's `rows` compared with the one before it. `beyond` follows the last of them; where nothing does,
    it need not be the customer's first: a filter may have cut the rest off.
    """
    return edits(rows, beyond) if beyond else with_what_precedes(rows)


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return local_time(value).isoformat()
    return str(value) if isinstance(value, Decimal | date) else value
