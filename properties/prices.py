"""What a listing was asked for over time, read from its history."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from django.db.models import Exists, OuterRef

from properties.models import Property, PropertyQuerySet

MOST_ROWS, MOST_SHOWN = 1000, 12


@dataclass(frozen=True)
class Asked:
    """A price, since when, and by how much it differs from the one before (None for the first)."""

    price: Decimal
    since: datetime
    change: Decimal | None = None


def with_is_repriced(rows: PropertyQuerySet) -> PropertyQuerySet:
    """Each listing with `is_repriced`: whether it was ever asked for at another price than now's."""
    others = Property.history.model.objects.filter(id=OuterRef("pk")).exclude(price=OuterRef("price"))
    return rows.annotate(is_repriced=Exists(others))


def price_history(listing: Property) -> list[Asked]:
    """The prices of the listing, the newest first; one alone when it never changed."""
    rows = listing.history.order_by("history_date", "history_id").values_list("price", "history_date")[:MOST_ROWS]
    steps: list[tuple[Decimal, datetime]] = []
    for price, at in rows:
        if not steps or steps[-1][0] != price:
            steps.append((price, at))
    told = [Asked(*steps[0])] if steps else []
    told += [Asked(price, at, price - before) for (before, _then), (price, at) in pairwise(steps)]
    return told[::-1][:MOST_SHOWN]
