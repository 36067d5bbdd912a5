"""The pairs of one property, or of one request, that are worth showing: best first, then the newest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from properties.matching.gates import properties_for, requests_for
from properties.matching.scoring import Offer, Offered, Score, Wish, Wished, points, rules_now, score
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
    newest = candidates_of(requests_for(listing, on).newest_first(), Wished)
    least, rules = settings.MATCH_LISTED_FROM, rules_now()
    return _best_first(
        Pair(listing, wish, given) for wish in newest if (given := points(listing, wish, rules)) >= least
    )


def matches_of_request(wish: PropertyRequest, on: date) -> list[Pair]:
    """The properties that fit this request on that day, MATCH_LISTED_FROM and above."""
    newest = candidates_of(properties_for(wish, on).newest_first(), Offered)
    least, rules = settings.MATCH_LISTED_FROM, rules_now()
    return _best_first(
        Pair(listing, wish, given) for listing in newest if (given := points(listing, wish, rules)) >= least
    )


def _best_first(newest: Iterable[Pair]) -> list[Pair]:
    """Of equal points the newest stays first: sorting keeps the order of equals, in reverse too."""
    return sorted(newest, key=attrgetter("points"), reverse=True)


def candidates_of(rows: QuerySet[Any], kind: Any) -> Iterator[Any]:
    """The rows as `kind` has them: to make a model's object of each takes longer than to score it."""
    return map(kind._make, rows.values_list(*kind._fields))
