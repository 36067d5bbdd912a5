"""The pairs of one property, or of one request, that are worth showing: best first, then the newest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from properties.matching.gates import properties_for, requests_for
from properties.matching.scoring import Offer, Offered, Score, Wish, Wished, points, score
from properties.models import Property, PropertyRequest


@dataclass(frozen=True)
class Pair:
    """A property and a request with their points; the reasons are worked out for those that somebody looks at."""

    listing: Offer
    wish: Wish
    points: int

    @cached_property
    def score(self) -> Score:
        return score(self.listing, self.wish)


def matches_of_property(listing: Property, on: date) -> list[Pair]:
    """The requests that this property fits on that day, MATCH_LISTED_FROM and above."""
    candidates = candidates_of(requests_for(listing, on), Wished)
    least = settings.MATCH_LISTED_FROM
    pairs = [Pair(listing, wish, given) for wish in candidates if (given := points(listing, wish)) >= least]
    return sorted(pairs, key=lambda pair: (pair.points, pair.wish.created_at, pair.wish.id), reverse=True)


def matches_of_request(wish: PropertyRequest, on: date) -> list[Pair]:
    """The properties that fit this request on that day, MATCH_LISTED_FROM and above."""
    candidates = candidates_of(properties_for(wish, on), Offered)
    least = settings.MATCH_LISTED_FROM
    pairs = [Pair(listing, wish, given) for listing in candidates if (given := points(listing, wish)) >= least]
    return sorted(pairs, key=lambda pair: (pair.points, pair.listing.created_at, pair.listing.id), reverse=True)


def candidates_of(rows: QuerySet[Any], kind: Any) -> Iterator[Any]:
    """The rows as `kind` has them: to make a model's object of each takes longer than to score it."""
    return map(kind._make, rows.values_list(*kind._fields))
