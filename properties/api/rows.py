"""Listings, requests and matches as the API shows them, and as they are given (api: properties, requests, matches)."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from core.api.fields import (
    CodeField,
    IdField,
    LabelsField,
    MoneyField,
    NumberField,
    OwnerField,
    ReferenceField,
    TextField,
    TruthField,
)
from core.models.place import LONGEST_NAME
from crm.models import Customer
from properties import cleaning
from properties.models import Property, PropertyMatch, PropertyPhoto, PropertyRequest
from properties.models.choices import (
    Facade,
    MatchStatus,
    PaymentWay,
    PropertyStatus,
    PropertyType,
    Purpose,
    RejectReason,
    RequestStatus,
)
from properties.models.property import LONGEST_TITLE

OFFERED, WANTED = cleaning.PROPERTY, cleaning.REQUEST
MOST_SMALL = 32_767


class AreaField(MoneyField):
    """Square metres, to two decimals."""

    def __init__(self, **options: Any) -> None:
        super(MoneyField, self).__init__(max_digits=10, decimal_places=2, min_value=Decimal(0), **options)


class CountField(NumberField):
    """A small whole number, or null where it is not known."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_SMALL, required=False, allow_null=True, **options)


@extend_schema_field({"type": "object", "additionalProperties": {"type": "boolean", "nullable": True}})
class FeaturesField(serializers.Field):
    """{code: true or false}; a code that is absent or null is not known."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_null=True, **options)

    def to_internal_value(self, data: Any) -> dict[str, bool]:
        if not isinstance(data, dict):
            raise serializers.ValidationError(_("أدخل المزايا بصيغة {الرمز: true أو false}."), code="invalid")
        return cleaning.clean_features(data)

    def to_representation(self, value: Any) -> Any:
        return value

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        return (True, {}) if data is None else super().validate_empty_values(data)


# ---------------------------------------------------------------- listings


class PhotoRow(serializers.ModelSerializer):
    needs_request = True
    url = serializers.SerializerMethodField()

    class Meta:
        model = PropertyPhoto
        fields = ("id", "url", "position")
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, photo: PropertyPhoto) -> str:
        return reverse("api:property-photo", args=[photo.property_id, photo.pk], request=self.context["request"])


class PropertyRow(serializers.ModelSerializer):
    needs_request = True
    features = FeaturesField(read_only=True)
    price_per_m2 = serializers.DecimalField(max_digits=16, decimal_places=2, read_only=True, allow_null=True)
    days_on_market = serializers.SerializerMethodField()
    photos = PhotoRow(many=True, read_only=True)

    class Meta:
        model = Property
        fields = (
            *("id", "number", "title", "type", "purpose", "status", "city", "district", "area", "rooms", "bathrooms"),
            *("price", "price_per_m2", "street_width", "facade", "age_years", "features", "description", "landlord"),
            *("deed_number", "deed_date", "plan_number", "plot_number", "ad_license_number", "ad_license_expires_on"),
            *("contract_number", "contract_ends_on", "listed_at", "days_on_market", "photos"),
            *("created_at", "updated_at", "version", "owner"),
        )
        read_only_fields = fields
        extra_kwargs = {"facade": {"allow_blank": True}}

    def get_days_on_market(self, listing: Property) -> int | None:
        return listing.days_on_market(timezone.now())


class PropertyFacts(serializers.Serializer):
    """What a person gives of a listing. An agent's `owner` is nobody's business: it is ignored (api: Access)."""

    title = TextField(clean=OFFERED["title"], max_length=LONGEST_TITLE)
    type = CodeField(PropertyType.choices)
    purpose = CodeField(Purpose.choices)
    status = CodeField(PropertyStatus.choices, required=False)
    city = TextField(clean=OFFERED["city"], max_length=LONGEST_NAME)
    district = TextField(clean=OFFERED["district"], required=False, max_length=LONGEST_NAME)
    area = AreaField(required=False, allow_null=True)
    rooms = CountField()
    bathrooms = CountField()
    price = MoneyField()
    street_width = CountField()
    facade = CodeField(Facade.choices, required=False, allow_blank=True)
    age_years = CountField()
    features = FeaturesField(required=False)
    description = TextField(clean=OFFERED["description"], required=False, max_length=10_000)
    landlord = ReferenceField(model=Customer, required=False, allow_null=True)
    deed_number = TextField(clean=OFFERED["deed_number"], required=False, max_length=40)
    deed_date = serializers.DateField(required=False, allow_null=True)
    plan_number = TextField(clean=OFFERED["plan_number"], required=False, max_length=40)
    plot_number = TextField(clean=OFFERED["plot_number"], required=False, max_length=40)
    ad_license_number = TextField(clean=OFFERED["ad_license_number"], required=False)
    ad_license_expires_on = serializers.DateField(required=False, allow_null=True)
    contract_number = TextField(clean=OFFERED["contract_number"], required=False, max_length=40)
    contract_ends_on = serializers.DateField(required=False, allow_null=True)
    owner = OwnerField(required=False, allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        request = self.context.get("request")
        if request and not getattr(request.user, "is_manager", True):  # True: nobody, when the schema is made
            del fields["owner"]
        return fields


class EditedProperty(PropertyFacts):
    version = NumberField(required=False, min_value=1)


class NewPhoto(serializers.Serializer):
    file = serializers.FileField()


class MovedPhoto(serializers.Serializer):
    position = NumberField(min_value=0, max_value=MOST_SMALL)


# ---------------------------------------------------------------- requests


class RequestRow(serializers.ModelSerializer):
    types = serializers.ListField(child=serializers.CharField())
    districts = serializers.ListField(child=serializers.CharField())
    facades = serializers.ListField(child=serializers.CharField())
    must_have = serializers.ListField(child=serializers.CharField())
    nice_to_have = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = PropertyRequest
        fields = (
            *("id", "customer", "purpose", "types", "city", "districts", "districts_strict", "budget_min"),
            *("budget_max", "area_min", "area_max", "rooms_min", "street_width_min", "facades", "age_max"),
            *("must_have", "nice_to_have", "payment", "expires_on", "status"),
            *("created_at", "updated_at", "version", "owner"),
        )
        read_only_fields = fields
        extra_kwargs = {"payment": {"allow_blank": True}}


class RequestFacts(serializers.Serializer):
    purpose = CodeField(Purpose.choices)
    types = LabelsField(clean=WANTED["types"], required=False)
    city = TextField(clean=WANTED["city"], max_length=LONGEST_NAME)
    districts = LabelsField(clean=WANTED["districts"], required=False)
    districts_strict = TruthField(required=False)
    budget_min = MoneyField(required=False, allow_null=True)
    budget_max = MoneyField(required=False, allow_null=True)
    area_min = AreaField(required=False, allow_null=True)
    area_max = AreaField(required=False, allow_null=True)
    rooms_min = CountField()
    street_width_min = CountField()
    facades = LabelsField(clean=WANTED["facades"], required=False)
    age_max = CountField()
    must_have = LabelsField(clean=WANTED["must_have"], required=False)
    nice_to_have = LabelsField(clean=WANTED["nice_to_have"], required=False)
    payment = CodeField(PaymentWay.choices, required=False, allow_blank=True)
    expires_on = serializers.DateField(required=False, allow_null=True)
    status = CodeField(RequestStatus.choices, required=False)


class NewRequest(RequestFacts):
    customer = ReferenceField(model=Customer)


class EditedRequest(RequestFacts):
    version = NumberField(required=False, min_value=1)


# ---------------------------------------------------------------- matches


class Reason(serializers.Serializer):
    """One criterion of a match. `criterion` is `price`, `district`, `area`, `rooms`, `street_width`, `facade`, `age` or
    `feature:` with a code.
    """

    criterion = serializers.CharField()
    verdict = serializers.ChoiceField(["pass", "near", "fail", "unknown"])
    wanted = serializers.JSONField()
    found = serializers.JSONField(allow_null=True)


class MatchRow(serializers.ModelSerializer):
    """Where the property is another agent's, what was found of it stays with that agent (api: matches)."""

    needs_request = True
    customer = serializers.IntegerField(source="request.customer_id")
    reasons = serializers.SerializerMethodField()

    class Meta:
        model = PropertyMatch
        fields = (
            *("id", "property", "request", "customer", "match_score", "reasons", "status", "reject_reason"),
            *("created_at", "updated_at", "version", "owner"),
        )
        read_only_fields = fields
        extra_kwargs = {"reject_reason": {"allow_blank": True}}

    @extend_schema_field(Reason(many=True))
    def get_reasons(self, match: PropertyMatch) -> list[dict[str, Any]]:
        if match.shows_property_to(self.context["request"].user):
            return list(match.reasons)
        return [{**reason, "found": None} for reason in match.reasons]


class FoundMatch(serializers.Serializer):
    """A pair as it is found now; `status` is null where it is not recorded."""

    property = IdField()
    request = IdField()
    match_score = serializers.IntegerField(min_value=0, max_value=100)
    reasons = Reason(many=True)
    status = serializers.ChoiceField(MatchStatus.choices, allow_null=True)


class MatchFacts(serializers.Serializer):
    property = ReferenceField(model=Property)
    request = ReferenceField(model=PropertyRequest)
    match_score = NumberField(required=False, allow_null=True, min_value=0, max_value=100)


class ToldMatch(serializers.Serializer):
    status = CodeField(MatchStatus.choices)
    reject_reason = CodeField(RejectReason.choices, required=False, allow_blank=True)
    version = NumberField(required=False, min_value=1)
