"""What is known of a person among listings and requests (rules: Audit and privacy)."""

from typing import Any

from crm.privacy.person import Person
from properties.models import Property, PropertyMatch, PropertyRequest

WISHED = (
    *("purpose", "types", "city", "districts", "districts_strict", "budget_min", "budget_max", "area_min", "area_max"),
    *("rooms_min", "street_width_min", "facades", "age_max", "must_have", "nice_to_have", "payment", "expires_on"),
    *("status", "created_at"),
)
OFFERED = ("title", "type", "purpose", "status", "city", "district", "area", "price", "deed_number", "created_at")
MATCHED = ("match_score", "status", "reject_reason", "created_at", "property__title")


def tell_listings_and_requests(person: Person, **_rest: Any) -> dict[str, list[dict[str, Any]]]:
    """What the person looks for, what was found for it, and what it owns, for its own copy of what is known of it."""
    wishes = PropertyRequest.objects.filter(customer__in=person.ids).order_by("id")
    listings = Property.objects.filter(landlord__in=person.ids).order_by("id")
    matches = PropertyMatch.objects.filter(request__customer__in=person.ids).order_by("id")
    return {
        "requests": list(wishes.values(*WISHED)),
        "matches": list(matches.values(*MATCHED)),
        "listings": list(listings.values(*OFFERED)),
    }
