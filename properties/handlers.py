"""What follows from listings and requests, and for them from what happens to customers. Wired at the foot.

Listings and requests that came or changed look for their pairs: in the same transaction, or by the worker where there
are too many candidates (rules: Matching).
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from core.bulk import CHANGED, in_steps, record_history
from core.models import User
from crm import signals as book
from crm.derived import HANGING
from crm.lazily import LazyCustomers
from crm.merging.rows import give_rows, return_rows
from crm.models import Merge
from properties import signals
from properties.flows.looking import (
    MatchNews,
    close_matches,
    has_many_properties,
    has_many_requests,
    look_for_properties,
    look_for_property,
    look_for_request,
    reopen_matches,
)
from properties.models import Property, PropertyMatch, PropertyRequest
from properties.models.choices import ON_MARKET, RequestStatus
from properties.privacy import tell_listings_and_requests
from properties.tasks import look_for_property_later, look_for_requests_later

OFF_MARKET = (RequestStatus.FULFILLED, RequestStatus.CLOSED)
NO_CRITERIA = {"status", "expires_on", "payment", "customer"}


def look_for_takers(listing: Property, by: User, at: datetime, **_rest: Any) -> None:
    _look_for_property(listing, by=by, at=at)


def look_for_many_takers(listings: Sequence[Property], by: User, at: datetime, **_rest: Any) -> None:
    look_for_properties(listings, by=by, at=at)


def follow_listing(listing: Property, changed: Collection[str], by: User, at: datetime, **_rest: Any) -> None:
    """Off the market its open pairs are stale; on it again they are open, and told anew; a real cut is told too."""
    matches, news = PropertyMatch.objects.filter(property=listing), None
    if listing.status not in ON_MARKET:
        close_matches(matches, at=at)
        return
    if "listed_at" in changed:
        reopen_matches(matches, at=at)
        news = MatchNews.BACK
    elif "price" in changed:
        news = MatchNews.PRICE_CUT
    _look_for_property(listing, by=by, at=at, news=news)


def look_for_offers(wish: PropertyRequest, by: User, at: datetime, **_rest: Any) -> None:
    _look_for_request(wish, by=by, at=at)


def follow_request(wish: PropertyRequest, changed: Collection[str], by: User, at: datetime, **_rest: Any) -> None:
    matches = PropertyMatch.objects.filter(request=wish)
    if wish.status in OFF_MARKET:
        close_matches(matches, at=at)
        return
    if "status" in changed:
        reopen_matches(matches, at=at)
    _look_for_request(wish, by=by, at=at, news=MatchNews.REQUEST if set(changed) - NO_CRITERIA else None)


def _look_for_property(listing: Property, *, by: User, at: datetime, news: MatchNews | None = None) -> None:
    if has_many_requests(listing, at):
        look_for_property_later.enqueue(property_id=listing.pk, by_id=by.pk, news=news)
    else:
        look_for_property(listing, by=by, at=at, news=news)


def _look_for_request(wish: PropertyRequest, *, by: User, at: datetime, news: MatchNews | None = None) -> None:
    if has_many_properties(wish, at):
        look_for_requests_later.enqueue(request_ids=[wish.pk], by_id=by.pk, news=news)
    else:
        look_for_request(wish, by=by, at=at, news=news)


# ---------------------------------------------------------------- what happens to customers


def hand_over(customers: LazyCustomers, taker: User, by: User, at: datetime, **_rest: Any) -> None:
    """Requests go with their customer, and matches with their request (product: flow 7)."""
    for ids in in_steps(customers.ids):
        wishes = PropertyRequest.objects.filter(customer__in=ids)
        PropertyMatch.objects.filter(request__customer__in=ids).update(owner=taker, updated_at=at)
        wishes.update(owner=taker, updated_at=at)
        looked_for = list(wishes.filter(status=RequestStatus.OPEN).values_list("pk", flat=True))
        if looked_for:
            look_for_requests_later.enqueue(request_ids=looked_for, by_id=by.pk, news=None)


def hand_over_listings(giver: User, taker: User, by: User, at: datetime, **_rest: Any) -> None:
    """An agent who leaves leaves its listings too, deleted ones with the rest."""
    rows = Property.objects.filter(owner=giver)
    found = list(rows.order_by("pk").select_for_update(of=("self",)).only("pk"))
    for ids in in_steps([listing.pk for listing in found]):
        Property.objects.filter(pk__in=ids).update(owner=taker, version=F("version") + 1, updated_at=at)
    record_history(found, CHANGED, at=at)
    if found:
        signals.properties_moved.send(Property, listings=found, giver=giver, taker=taker, by=by, at=at)


def take_over_rows(merge: Merge, at: datetime, **_rest: Any) -> None:
    give_rows(PropertyRequest, merge, at=at)
    give_rows(Property, merge, at=at, hangs_by="landlord")


def give_rows_back(merge: Merge, at: datetime, **_rest: Any) -> None:
    return_rows(PropertyRequest, merge, at=at)
    return_rows(Property, merge, at=at, hangs_by="landlord")


def show_pairs_again(listing: Property, at: datetime, **_rest: Any) -> None:
    """A restored listing's pairs are in the lists again: marked as changed, so that clients see them."""
    PropertyMatch.objects.filter(property=listing).update(updated_at=at)


HANGING += [(PropertyRequest, "customer"), (PropertyMatch, "request__customer")]
signals.property_added.connect(look_for_takers)
signals.properties_imported.connect(look_for_many_takers)
signals.property_edited.connect(follow_listing)
signals.property_restored.connect(show_pairs_again)
signals.property_restored.connect(look_for_takers)
signals.request_added.connect(look_for_offers)
signals.request_edited.connect(follow_request)
book.customers_moved.connect(hand_over)
book.book_moved.connect(hand_over_listings)
book.customers_merged.connect(take_over_rows)
book.customers_unmerged.connect(give_rows_back)
book.personal_data_sought.connect(tell_listings_and_requests)
