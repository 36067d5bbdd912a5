"""Follow-ups through the API, and what is done with them."""

from datetime import datetime
from typing import Any

from django.db.models.functions import Coalesce
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from core.api.fields import CodeField, NumberField, ReferenceField, TextField, TimeField
from core.api.views import BookViewSet, NoFacts
from crm import cleaning
from crm.filters import FollowupFilter
from crm.flows import (
    add_followup,
    cancel_followup,
    complete_followup,
    delete_followup,
    edit_followup,
    snooze_followup,
)
from crm.models import Customer, Followup
from crm.models.choices import InteractionType, Outcome, Priority


class FollowupRow(serializers.ModelSerializer):
    class Meta:
        model = Followup
        fields = (
            *("id", "customer", "user", "owner", "due_date", "title", "description", "priority", "status"),
            *("completed_at", "created_at", "updated_at", "version"),
        )
        read_only_fields = fields


class FollowupFacts(serializers.Serializer):
    """What a person gives. Status changes by actions alone."""

    title = TextField(clean=cleaning.FOLLOWUP["title"], max_length=200)
    due_date = TimeField()
    description = TextField(clean=cleaning.FOLLOWUP["description"], required=False, max_length=10_000)
    priority = CodeField(Priority.choices, required=False)


class NewFollowup(FollowupFacts):
    customer = ReferenceField(model=Customer)


class EditedFollowup(FollowupFacts):
    version = NumberField(required=False, min_value=1)


class Completion(serializers.Serializer):
    """How the contact went: the interaction that completing a follow-up records."""

    type = CodeField(InteractionType.choices, required=False)
    outcome = CodeField(Outcome.choices, required=False, allow_blank=True)
    notes = TextField(clean=cleaning.INTERACTION["notes"], required=False, max_length=9_000)


class Snooze(serializers.Serializer):
    until = TimeField()


class FollowupViewSet(BookViewSet):
    model = Followup
    queryset = Followup.objects.none()
    row_class = answer_class = FollowupRow
    filterset_class = FollowupFilter
    bodies = {
        "create": NewFollowup,
        "partial_update": EditedFollowup,
        "complete": Completion,
        "cancel": NoFacts,
        "snooze": Snooze,
    }
    gone_at = Coalesce("deleted_at", "customer__deleted_at")

    def create(self, request: Request) -> HttpResponseBase:
        facts = self.facts()
        return self.record(facts.pop("customer"), facts)

    def record(self, customer_id: int, facts: dict[str, Any]) -> HttpResponseBase:
        followup = add_followup(by=self.user, at=timezone.now(), customer_id=customer_id, facts=facts)
        return self.created(followup)

    def edit(self, pk: int, version: int, facts: dict[str, Any], at: datetime) -> None:
        edit_followup(by=self.user, at=at, followup_id=pk, version=version, facts=facts)

    def delete_row(self, pk: int, at: datetime) -> None:
        delete_followup(by=self.user, at=at, followup_id=pk)

    @action(detail=True, methods=["post"])
    def complete(self, request: Request, pk: str) -> HttpResponseBase:
        """Done: records the contact as an interaction, «اكتملت المتابعة: …»."""
        followup_id = self.found(pk)
        complete_followup(by=self.user, at=timezone.now(), followup_id=followup_id, **self.facts())
        return self.answer(followup_id)

    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> HttpResponseBase:
        """Given up."""
        followup_id = self.found(pk)
        self.facts()
        cancel_followup(by=self.user, at=timezone.now(), followup_id=followup_id)
        return self.answer(followup_id)

    @action(detail=True, methods=["post"])
    def snooze(self, request: Request, pk: str) -> HttpResponseBase:
        """Put off to `until`, never onto a Friday: the answer shows when it is due now."""
        followup_id = self.found(pk)
        snooze_followup(by=self.user, at=timezone.now(), followup_id=followup_id, **self.facts())
        return self.answer(followup_id)
