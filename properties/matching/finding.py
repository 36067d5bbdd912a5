"""The pairs of one property, or of one request, that are worth showing: best first, then the newest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from properties.matching.gates import properties_for, requests_for
from properties.matching.scoring import Score, score
from properties.models import Property, PropertyRequest

# What scoring reads of each side, and no more: a list of candidates may be long.
OFFER_COLUMNS = (
    *("id", "owner_id", "created_at", "price", "city", "city_key", "district", "district_key", "area", "rooms"),
    *("street_width", "facade", "age_years", "features"),
)
WISH_COLUMNS = (
    *("id", "owner_id", "customer_id", "created_at", "city_key", "districts", "district_keys", "budget_min"),
    *("budget_max", "area_min", "area_max", "rooms_min", "street_width_min", "facades", "age_max", "nice_to_have"),
)


@dataclass(frozen=True)
class Pair:
    """A property and a request with their score."""

    listing: Property
    wish: PropertyRequest
    score: Score


def matches_of_property(listing: Property, on: date) -> list[Pair]:
    """The requests that this property fits on that day, MATCH_LISTED_FROM and above."""
    candidates = requests_for(listing, on).only(*WISH_COLUMNS)
    pairs = _listed(Pair(listing, wish, score(listing, wish)) for wish in candidates)
    return sorted(pairs, key=lambda pair: (-pair.score.points, -pair.wish.created_at.timestamp(), -pair.wish.pk))


def matches_of_request(wish: PropertyRequest, on: date) -> list[Pair]:
    """The properties that fit this request on that day, MATCH_LISTED_FROM and above."""
    candidates = properties_for(wish, on).only(*OFFER_COLUMNS)
    pairs = _listed(Pair(listing, wish, score(listing, wish)) for listing in candidates)
    return sorted(pairs, key=lambda pair: (-pair.score.points, -pair.listing.created_at.timestamp(), -pair.listing.pk))


def _listed(pairs: Iterable[Pair]) -> Sequence[Pair]:
    return [pair for pair in pairs if pair.score.points >= settings.MATCH_LISTED_FROM]
