"""Interactions through the API: a contact done, or planned."""

from datetime import datetime
from typing import Any

from django.db.models.functions import Coalesce
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request

from core.api.fields import CodeField, NumberField, ReferenceField, TextField, TimeField
from core.api.views import BookViewSet
from crm import cleaning
from crm.filters import InteractionFilter
from crm.flows import delete_interaction, edit_interaction, record_interaction
from crm.models import Customer, Interaction
from crm.models.choices import Direction, InteractionType, Outcome


class InteractionRow(serializers.ModelSerializer):
    class Meta:
        model = Interaction
        fields = (
            *("id", "customer", "user", "owner", "type", "direction", "notes", "duration", "outcome"),
            *("scheduled_for", "completed_at", "created_at", "updated_at", "version"),
        )
        read_only_fields = fields
        extra_kwargs = {name: {"allow_blank": True} for name in ("direction", "outcome")}  # for the description


class InteractionFacts(serializers.Serializer):
    """What a person gives. `completed_at`: absent, now; null, planned."""

    type = CodeField(InteractionType.choices)
    direction = CodeField(Direction.choices, required=False, allow_blank=True)
    notes = TextField(clean=cleaning.INTERACTION["notes"], required=False, max_length=10_000)
    duration = NumberField(required=False, allow_null=True, min_value=0, max_value=24 * 60)
    outcome = CodeField(Outcome.choices, required=False, allow_blank=True)
    scheduled_for = TimeField(required=False, allow_null=True)
    completed_at = TimeField(required=False, allow_null=True)


class NewInteraction(InteractionFacts):
    customer = ReferenceField(model=Customer)


class EditedInteraction(InteractionFacts):
    version = NumberField(required=False, min_value=1)


class InteractionViewSet(BookViewSet):
    model = Interaction
    queryset = Interaction.objects.none()
    row_class = answer_class = InteractionRow
    filterset_class = InteractionFilter
    bodies = {"create": NewInteraction, "partial_update": EditedInteraction}
    gone_at = Coalesce("deleted_at", "customer__deleted_at")

    def create(self, request: Request) -> HttpResponseBase:
        facts = self.facts()
        return self.record(facts.pop("customer"), facts)

    def record(self, customer_id: int, facts: dict[str, Any]) -> HttpResponseBase:
        interaction = record_interaction(by=self.user, at=timezone.now(), customer_id=customer_id, facts=facts)
        return self.created(interaction)

    def edit(self, pk: int, version: int, facts: dict[str, Any], at: datetime) -> None:
        edit_interaction(by=self.user, at=at, interaction_id=pk, version=version, facts=facts)

    def delete_row(self, pk: int, at: datetime) -> None:
        delete_interaction(by=self.user, at=at, interaction_id=pk)
