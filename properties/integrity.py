"""What always holds of listings, requests and matches (product: What always holds)."""

from django.db.models import F

from core.integrity import Found, check, differing, recomputed, unlike_history
from properties.facts import KEYS, SEARCHED, keys_of
from properties.models import Property, PropertyMatch, PropertyRequest
from properties.models.choices import OPEN_MATCHES
from properties.search import location_key, location_keys


@check
def property_keys_follow_from_their_texts() -> Found:
    """Search keys equal their recomputation."""
    yield from recomputed(Property.objects.all(), (*SEARCHED, "type", *KEYS), keys_of)


@check
def request_keys_follow_from_their_places() -> Found:
    def keys(wish: PropertyRequest) -> dict[str, object]:
        return {"city_key": location_key(wish.city), "district_keys": location_keys(wish.districts)}

    fields = ("city", "districts", "city_key", "district_keys")
    yield from recomputed(PropertyRequest.objects.all(), fields, keys)


@check
def requests_belong_to_their_customers_owner() -> Found:
    yield from differing(PropertyRequest.objects.filter(deleted_at=None), "owner", F("customer__owner"))


@check
def open_matches_belong_to_their_requests_owner() -> Found:
    yield from differing(PropertyMatch.objects.filter(status__in=OPEN_MATCHES), "owner", F("request__owner"))


@check
def listings_are_as_their_history_says() -> Found:
    yield from unlike_history(Property)


@check
def requests_are_as_their_history_says() -> Found:
    yield from unlike_history(PropertyRequest)


@check
def matches_are_as_their_history_says() -> Found:
    yield from unlike_history(PropertyMatch)
