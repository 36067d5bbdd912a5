"""A customer as the API shows it, in a list and whole, and as it is given (api: customers).

What upper apps know of a customer is added in realty_crm.api.
"""

from typing import Any

from rest_framework import serializers

from core.api.fields import (
    CodeField,
    EmailField,
    LabelsField,
    MoneyField,
    NumberField,
    OwnerField,
    ReferenceField,
    TextField,
    TruthField,
)
from crm import cleaning
from crm.api.followups import FollowupRow
from crm.api.interactions import InteractionRow
from crm.models import Customer
from crm.models.choices import Kind, LostReason, Priority, Source, Status

CLEAN = cleaning.CUSTOMER


class CustomerCounts(serializers.Serializer):
    interactions = serializers.IntegerField(source="interaction_count")
    followups = serializers.IntegerField(source="followup_count")


class CustomerRow(serializers.ModelSerializer):
    email = serializers.CharField()  # "" too, which no e-mail address is
    tags = serializers.ListField(child=serializers.CharField())
    districts = serializers.ListField(child=serializers.CharField())
    counts = CustomerCounts(source="*")

    class Meta:
        model = Customer
        fields: tuple[str, ...] = (
            *("id", "name", "email", "phone", "whatsapp", "kind", "status", "lost_reason", "priority", "source"),
            *("tags", "budget", "city", "districts", "first_contact_at", "last_contact_date", "next_followup_date"),
            *("created_at", "updated_at", "version", "owner", "counts"),
        )
        read_only_fields = fields
        extra_kwargs = {name: {"allow_blank": True} for name in ("kind", "source", "lost_reason")}


class CustomerAnswer(CustomerRow):
    """One customer, with its newest interactions and its pending follow-ups."""

    interactions = InteractionRow(many=True, source="newest_interactions")
    followups = FollowupRow(many=True, source="pending_followups")

    class Meta(CustomerRow.Meta):
        fields = (
            *CustomerRow.Meta.fields,
            *("notes", "consent_marketing", "consent_at", "consent_source", "consent_text_version"),
            *("interactions", "followups"),
        )
        read_only_fields = fields


class CustomerFacts(serializers.Serializer):
    """What a person gives of a customer. An agent's `owner` is nobody's business: it is ignored (api: Access)."""

    name = TextField(clean=CLEAN["name"], max_length=150)
    phone = TextField(clean=CLEAN["phone"])
    whatsapp = TextField(clean=CLEAN["whatsapp"], required=False)
    email = EmailField(clean=CLEAN["email"], required=False)
    kind = CodeField(Kind.choices, required=False, allow_blank=True)
    source = CodeField(Source.choices, required=False, allow_blank=True)  # type: ignore[assignment]
    status = CodeField(Status.choices, required=False)
    lost_reason = CodeField(LostReason.choices, required=False, allow_blank=True)
    priority = CodeField(Priority.choices, required=False)
    tags = LabelsField(clean=CLEAN["tags"], required=False)
    budget = MoneyField(required=False, allow_null=True)
    city = TextField(clean=CLEAN["city"], required=False, max_length=80)
    districts = LabelsField(clean=CLEAN["districts"], required=False)
    notes = TextField(clean=CLEAN["notes"], required=False, max_length=10_000)
    consent_marketing = TruthField(required=False)
    allow_duplicate = TruthField(required=False)
    owner = OwnerField(required=False, allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        request = self.context.get("request")
        if request and not getattr(request.user, "is_manager", True):  # True: nobody, when the schema is made
            del fields["owner"]
        return fields


class EditedCustomer(CustomerFacts):
    version = NumberField(required=False, min_value=1)


class Merging(serializers.Serializer):
    into = ReferenceField(model=Customer)


class Restoring(serializers.Serializer):
    allow_duplicate = TruthField(required=False)
