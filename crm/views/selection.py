"""Which customers an act upon many is about: the rows ticked on the list, or every one that its filters find."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, QueryDict

from core.access import is_id
from core.arabic import counted
from core.login import the_user
from crm.exports import asked_of
from crm.filters import CustomerFilter
from crm.models import Customer, CustomerQuerySet


@dataclass(frozen=True)
class Selection:
    """`rows`: those that the person may see, in the order of the list when all were chosen. `asked`: for a log."""

    rows: CustomerQuerySet
    sent: list[tuple[str, str]] = field(default_factory=list)  # what to send again with a form
    asked: dict[str, str] = field(default_factory=dict)

    @cached_property
    def ids(self) -> list[int]:
        """One more than an act takes tells that there are too many."""
        return list(self.rows.values_list("pk", flat=True)[: settings.BULK_MOST + 1])

    @property
    def words(self) -> str:
        if len(self.ids) > settings.BULK_MOST:
            return f"{counted(settings.BULK_MOST, 'customer')}+"
        return counted(len(self.ids), "customer")


def read_selection(request: HttpRequest) -> Selection | None:
    """What was posted; None when nothing was chosen. Http404 when the person may see none of the rows that were."""
    visible = Customer.objects.visible_to(the_user(request)).live()
    if request.POST.get("all") == "1":
        return _all(request, visible)
    ids = [pk for pk in request.POST.getlist("row") if is_id(pk)]
    if not ids:
        return None
    chosen = Selection(visible.filter(pk__in=ids).newest_first(), [("row", pk) for pk in ids], {"ids": ",".join(ids)})
    if not chosen.ids:
        raise Http404(Customer.not_found)
    return chosen


def _all(request: HttpRequest, visible: Any) -> Selection | None:
    """Everybody that the list's filters find now. A filter that says nothing right would mean the whole book."""
    query = request.POST.get("query", "")
    filters = CustomerFilter(QueryDict(query), visible, request=request)
    if not filters.is_valid():
        raise BadRequest
    chosen = Selection(filters.qs, [("all", "1"), ("query", query)], asked_of(filters))
    return chosen if chosen.ids else None
