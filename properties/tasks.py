"""What the worker does for listings and requests: pairs, where somebody would wait too long for them."""

from collections.abc import Sequence

from django.utils import timezone
from django_tasks import task

from core.models import User
from core.transactions import in_one_transaction
from properties.flows.looking import MatchNews, look_for_property, look_for_request
from properties.models import Property, PropertyRequest


@task()
def look_for_property_later(property_id: int, by_id: int, news: str | None) -> None:
    """Record the pairs of a listing, if it is still there."""
    listing = Property.objects.live().filter(pk=property_id).first()
    by, why = User.objects.get(pk=by_id), MatchNews(news) if news else None
    if listing:
        in_one_transaction(lambda: look_for_property(listing, by=by, at=timezone.now(), news=why))


@task()
def look_for_requests_later(request_ids: Sequence[int], by_id: int, news: str | None) -> None:
    """Record the pairs of these requests, of those that are still there, each in its own transaction."""
    by, why = User.objects.get(pk=by_id), MatchNews(news) if news else None
    for wish in PropertyRequest.objects.live().filter(pk__in=request_ids).order_by("pk"):
        in_one_transaction(lambda wish=wish: look_for_request(wish, by=by, at=timezone.now(), news=why))  # type: ignore[misc]
