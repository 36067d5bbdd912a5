"""What follows when a listing or a request comes or changes: new pairs, and news of old ones (rules: Matching).

Whoever looks holds the owner's row: a listing and a request that come at one moment find each other.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.bulk import CHANGED, in_steps, record_history, update_rows
from core.dates import local_date
from core.models import User
from properties import signals
from properties.flows.matches import keep_pairs
from properties.matching.finding import Pair, matches_of_property, matches_of_request
from properties.matching.gates import properties_for, requests_for
from properties.matching.scoring import RULE_VERSION, score
from properties.models import Property, PropertyMatch, PropertyRequest
from properties.models.choices import ON_MARKET, OPEN_MATCHES, MatchStatus, RequestStatus


class MatchNews(StrEnum):
    """Why a pair is announced anew."""

    PRICE_CUT = "price_cut"
    BACK = "back"
    REQUEST = "request"


NEWS_WORDS = {
    MatchNews.PRICE_CUT: _("انخفض السعر"),
    MatchNews.BACK: _("عاد إلى السوق"),
    MatchNews.REQUEST: _("تغيّر الطلب"),
}
DERIVED = ("match_score", "reasons", "rule_version", "announced_at", "announced_price", "updated_at")


def look_for_property(listing: Property, *, by: User, at: datetime, news: MatchNews | None = None) -> None:
    """Record the pairs that this listing makes now; with `news`, announce those again that it makes worth it."""
    _hold(listing.owner_id)
    known = PropertyMatch.objects.filter(property=listing).select_related("request__customer", "property")
    _keep(matches_of_property(listing, local_date(at)), list(known), by=by, at=at, news=news)


def look_for_properties(listings: Sequence[Property], *, by: User, at: datetime) -> None:
    """Record the pairs of many new listings of one owner, all at once: whoever is told of them is told once."""
    _hold(listings[0].owner_id)
    on = local_date(at)
    new = [pair for listing in listings for pair in matches_of_property(listing, on)]
    if new:
        signals.matches_recorded.send(PropertyMatch, matches=keep_pairs(_whole(new), by=by, at=at), by=by, at=at)


def look_for_request(wish: PropertyRequest, *, by: User, at: datetime, news: MatchNews | None = None) -> None:
    """As look_for_property, from the other side."""
    _hold(wish.owner_id)
    known = PropertyMatch.objects.filter(request=wish).select_related("request__customer", "property")
    _keep(matches_of_request(wish, local_date(at)), list(known), by=by, at=at, news=news)


def has_many_requests(listing: Property, at: datetime) -> bool:
    """Whether the listing has more candidates than are looked at while somebody waits."""
    return _is_above(requests_for(listing, local_date(at)))


def has_many_properties(wish: PropertyRequest, at: datetime) -> bool:
    """As has_many_requests, from the other side."""
    return _is_above(properties_for(wish, local_date(at)))


def _is_above(candidates: QuerySet[Any]) -> bool:
    most: int = settings.MATCH_IN_REQUEST
    return candidates.values("pk")[: most + 1].count() > most


def close_matches(matches: QuerySet[PropertyMatch], *, at: datetime) -> None:
    """The property, or the request, is off the market: what was open of these is stale."""
    _turn(matches.filter(status__in=OPEN_MATCHES), MatchStatus.STALE, at=at)


def reopen_matches(matches: QuerySet[PropertyMatch], *, at: datetime) -> None:
    """It is on the market again: what became stale is a proposal again, where the other side is there too."""
    alive = Q(property__status__in=ON_MARKET, request__status__in=(RequestStatus.OPEN, RequestStatus.PAUSED))
    _turn(matches.filter(alive, status=MatchStatus.STALE), MatchStatus.PENDING, at=at)


def _hold(owner_id: int) -> None:
    User.objects.select_for_update(no_key=True).only("pk").get(pk=owner_id)


def _keep(
    pairs: Sequence[Pair], known: Sequence[PropertyMatch], *, by: User, at: datetime, news: MatchNews | None
) -> None:
    """`pairs` are those that fit now; `known` are recorded already, whether they fit or not."""
    recorded = {(match.property_id, match.request_id) for match in known}
    new = [pair for pair in pairs if (pair.listing.id, pair.wish.id) not in recorded]
    if new:
        signals.matches_recorded.send(PropertyMatch, matches=keep_pairs(_whole(new), by=by, at=at), by=by, at=at)
    _renew(pairs, [match for match in known if match.is_open], by=by, at=at, news=news)


def _whole(pairs: Sequence[Pair]) -> list[tuple[Property, PropertyRequest, int]]:
    """The pairs with their rows read whole, for those who tell of them: finding reads only what it judges."""
    listings = Property.objects.in_bulk({pair.listing.id for pair in pairs})
    wishes = PropertyRequest.objects.select_related("customer").in_bulk({pair.wish.id for pair in pairs})
    return [(listings[pair.listing.id], wishes[pair.wish.id], pair.points) for pair in pairs]


def _renew(
    pairs: Iterable[Pair], matches: Sequence[PropertyMatch], *, by: User, at: datetime, news: MatchNews | None
) -> None:
    """Bring the scores of recorded pairs up to date, and announce again those that the news concern."""
    listed = {(pair.listing.id, pair.wish.id) for pair in pairs}
    told, changed = [], []
    for match in matches:
        now, before = score(match.property, match.request), match.match_score
        points = before if match.is_score_given else now.points
        is_news = news is not None and (match.property_id, match.request_id) in listed
        if is_news and _is_worth_telling(match, news, before, points):
            match.announced_at, match.announced_price = at, match.property.price
            told.append(match)
        if (points, now.reasons) != (before, match.reasons) or match in told:
            match.match_score, match.reasons, match.rule_version = points, now.reasons, RULE_VERSION
            match.updated_at = at
            changed.append(match)
    update_rows(changed, DERIVED)
    if told:
        signals.matches_renewed.send(PropertyMatch, matches=told, why=news, by=by, at=at)


def _is_worth_telling(match: PropertyMatch, news: MatchNews | None, before: int, after: int) -> bool:
    """A cut of MATCH_PRICE_CUT percent since it was last told; a changed request where the pair fits better by it."""
    if news == MatchNews.PRICE_CUT:
        most = match.announced_price * (1 - Decimal(settings.MATCH_PRICE_CUT) / 100)
        return match.property.price <= most
    return after > before if news == MatchNews.REQUEST else True


def _turn(matches: QuerySet[PropertyMatch], status: MatchStatus, *, at: datetime) -> None:
    """Give these matches another status, with their history."""
    found = list(matches.order_by("pk").select_for_update(of=("self",)).only("pk"))
    for ids in in_steps([match.pk for match in found]):
        PropertyMatch.objects.filter(pk__in=ids).update(
            status=status, reject_reason="", status_changed_at=at, updated_at=at, version=F("version") + 1
        )
    record_history(found, CHANGED, at=at)
