"""The bin: customers deleted in the last BIN_DAYS, and their way back (rules: Audit and privacy)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.arabic import counted
from core.dates import local_date
from core.login import the_user
from core.models import User
from core.owner_filter import owner_filter
from core.pages import BookPaginator
from core.requests import chosen_ids, next_url
from crm.filters import CustomerFilter
from crm.flows import restore_customers
from crm.models import Customer

LAST_DAYS = 3  # so little time left is shown as pressing


@dataclass(frozen=True)
class BinnedRow:
    """A customer in the bin, who put it there, and how long it can still come back."""

    customer: Customer
    deleted_by: str
    days_left: int

    @property
    def left(self) -> str:
        return counted(self.days_left, "day") if self.days_left else _("ينتهي اليوم")

    @property
    def is_pressing(self) -> bool:
        return self.days_left <= LAST_DAYS


@require_safe
def customer_bin(request: HttpRequest) -> HttpResponse:
    """The person's deleted customers that can still be restored, the last deleted first; for a manager, everybody's."""
    now, owners = timezone.now(), owner_filter(request)
    search = request.GET.get("search", "")
    filters = CustomerFilter({"search": search}, owners.of(Customer.objects.in_bin(now)), request=request)
    page = BookPaginator(filters.qs.order_by("-deleted_at", "-id"), _shown()).page_asked(request.GET.get("page"))
    page.object_list = _rows(page.object_list, now)
    bin_days = counted(settings.BIN_DAYS, "day", oblique=True)
    context = {"page": page, "owners": owners, "search": search, "bin_days": bin_days, "now": now}
    return render(request, "crm/customer_bin.html", context)


@require_POST
def customer_bin_restore(request: HttpRequest) -> HttpResponse:
    """Take the chosen customers back; those whose phone was given away meanwhile are named, and stay."""
    done = restore_customers(by=the_user(request), at=timezone.now(), customer_ids=chosen_ids(request))
    if done.restored:
        messages.success(request, _("استُعيد: %(count)s.") % {"count": counted(len(done.restored), "customer")})
    if done.refused:
        names = "، ".join(f"«{customer.name}»" for customer in done.refused)
        told = _("لم يُستعد %(names)s: صار الجوال مسجّلًا لعميل آخر. استعادته من سطره تسأل عن ذلك.")
        messages.warning(request, told % {"names": names})
    if not done.restored and not done.refused:
        messages.warning(request, _("لم يُختر أحد من المحذوفات."))
    return redirect(next_url(request, "customer_bin"))


def _shown() -> Any:
    """What a row shows. Who deleted it is told by the history row of that moment."""
    deletions = Customer.history.filter(id=OuterRef("pk"), history_date=OuterRef("deleted_at"))
    deleted_by = Subquery(deletions.order_by("-history_id").values("history_user")[:1])
    return Customer.objects.select_related("owner").annotate(deleted_by=deleted_by)


def _rows(customers: Iterable[Any], now: datetime) -> list[BinnedRow]:
    found = list(customers)
    people = User.objects.in_bulk({customer.deleted_by for customer in found} - {None})
    return [
        BinnedRow(customer, people[customer.deleted_by].name if customer.deleted_by else "", _days_left(customer, now))
        for customer in found
    ]


def _days_left(customer: Any, now: datetime) -> int:
    """Whole days until it can no longer be restored; none on its last day."""
    ends = customer.deleted_at + timedelta(days=settings.BIN_DAYS)
    return (local_date(ends) - local_date(now)).days
