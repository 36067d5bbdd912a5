"""Which pairs are looked at at all: in SQL for one property or one request, in Python for one pair (rules: Matching).

The three say the same; a test holds them against each other.
"""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from properties.models import Property, PropertyMatch, PropertyQuerySet, PropertyRequest, PropertyRequestQuerySet
from properties.models.choices import REFUSED_MATCHES, MatchStatus, PropertyStatus, RequestStatus

CLOSED = (*REFUSED_MATCHES, MatchStatus.WON)  # pairs that are not found again


def requests_for(listing: Property, on: date) -> PropertyRequestQuerySet:
    """The requests that this property passes the gates of, on that day. Unordered."""
    rows: PropertyRequestQuerySet = PropertyRequest.objects.live()
    if listing.status != PropertyStatus.AVAILABLE or listing.deleted_at:
        return rows.none()
    lacks = [code for code, has in listing.features.items() if has is False]
    rows = rows.open_on(on).filter(
        Q(types=[]) | Q(types__has_any_of=[listing.type]),
        _within(listing),
        owner=listing.owner_id,
        purpose=listing.purpose,
        city_key=listing.city_key,
    )
    if lacks:
        rows = rows.exclude(must_have__has_any_of=lacks)
    if listing.landlord_id:
        rows = rows.exclude(customer=listing.landlord_id)
    return rows.exclude(_is_closed(property=listing.pk, request=OuterRef("pk")))


def properties_for(wish: PropertyRequest, on: date) -> PropertyQuerySet:
    """The properties that pass this request's gates, on that day. Unordered."""
    rows: PropertyQuerySet = Property.objects.live()
    if not wish.is_open_on(on) or wish.deleted_at:
        return rows.none()
    rows = rows.available().filter(owner=wish.owner_id, purpose=wish.purpose, city_key=wish.city_key)
    if wish.types:
        rows = rows.filter(type__in=wish.types)
    if wish.districts_strict and wish.district_keys:
        rows = rows.filter(district_key__in=wish.district_keys)
    for code in wish.must_have:
        rows = rows.filter(Q(**{f"features__{code}": True}) | ~Q(features__has_key=code))
    rows = rows.filter(Q(landlord__isnull=True) | ~Q(landlord=wish.customer_id))
    return rows.exclude(_is_closed(property=OuterRef("pk"), request=wish.pk))


def passes(listing: Property, wish: PropertyRequest, on: date) -> bool:
    """Whether this pair passes the gates on that day, but for what was said of it before (`is_closed`)."""
    return (
        listing.deleted_at is None
        and wish.deleted_at is None
        and listing.owner_id == wish.owner_id
        and listing.status == PropertyStatus.AVAILABLE
        and wish.status == RequestStatus.OPEN
        and wish.is_open_on(on)
        and listing.purpose == wish.purpose
        and listing.city_key == wish.city_key
        and (not wish.types or listing.type in wish.types)
        and (not wish.districts_strict or not wish.district_keys or listing.district_key in wish.district_keys)
        and all(listing.features.get(code) is not False for code in wish.must_have)
        and listing.landlord_id != wish.customer_id
    )


def is_closed(listing: Property, wish: PropertyRequest) -> bool:
    """Whether the pair was refused, or came to its sale."""
    return PropertyMatch.objects.filter(property=listing, request=wish, status__in=CLOSED).exists()


def _within(listing: Property) -> Q:
    anywhere = Q(districts_strict=False) | Q(district_keys=[])
    return anywhere | Q(district_keys__has_any_of=[listing.district_key]) if listing.district_key else anywhere


def _is_closed(**pair: Any) -> Exists:
    return Exists(PropertyMatch.objects.filter(status__in=CLOSED, **pair))
