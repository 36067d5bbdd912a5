"""The list of customers: tabs, search, filters, order, pages (product: Pages; quality: at most six queries)."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.addresses import row_address
from core.counting import MOST_COUNTED, count_up_to
from core.dates import ago, local_date, short_date
from core.login import the_user
from core.models import User
from core.once import new_token
from core.pages import BookPaginator
from core.templatetags.ui import short_money
from crm.filters import CustomerFilter
from crm.forms.many import BY_HAND
from crm.marks import avatar_of, priority_bars, status_badge
from crm.models import Customer
from crm.models.choices import Source
from crm.saved import kept_query
from crm.views.customer_filters import FilterPanel
from crm.views.list_tabs import MOST_ON_TAB, Tab, current_tab, read_offers, rows_of, show_counts, tabs_of

COLUMNS = (
    *("name", "phone", "whatsapp", "status", "priority", "budget", "source"),
    *("first_contact_at", "last_contact_date", "next_followup_date", "created_at"),
)
LIST = "the list"  # beside the tabs' queries, among what is counted
OWNER_COLUMNS = ("owner__first_name", "owner__last_name", "owner__username")
ORDERS = {
    "": _("الأحدث إضافة"),
    "-last_contact_date": _("الأحدث تواصلًا"),
    "last_contact_date": _("الأقدم تواصلًا"),
    "next_followup_date": _("المتابعة الأقرب"),
    "-priority": _("الأولوية: من الأعلى"),
    "-budget": _("الميزانية: من الأعلى"),
    "name": _("الاسم: أ إلى ي"),
}


@require_safe
def customer_list(request: HttpRequest) -> HttpResponse:
    """The customers a person may see. A wrong filter says so at its field, and does not count."""
    user, now = the_user(request), timezone.now()
    offers = read_offers(user)
    filters = CustomerFilter(request.GET, Customer.objects.visible_to(user).live(), request=request)
    tabs = tabs_of(request, user, offers)
    paginator, number = BookPaginator(filters.qs, _shown_columns(user)), request.GET.get("page")
    _count(paginator, tabs, user, is_known=paginator.knows_count(number))
    page = paginator.page_asked(number)
    page.object_list = [_row(customer, user, now) for customer in page.object_list]
    panel = FilterPanel(filters, offers.agents, request.GET, local_date(now))
    query = kept_query(request.GET)
    ordering = filters.form.cleaned_data.get("ordering") or [""]
    context = {
        "page": page,
        "panel": panel,
        "search": request.GET.get("search", ""),
        "tab": request.GET.get("tab", ""),
        "tabs": tabs,
        "current": current_tab(tabs, request),
        "query": query,
        "can_save": bool(query) and not panel.errors and not any(tab.is_exact for tab in tabs),
        "ordering": ordering[0],
        "orders": ORDERS,
        "is_bare": not panel.is_active and not request.GET.get("search") and not request.GET.get("tab"),
        "form_token": new_token(),
        "statuses": BY_HAND,
        "may_export": user.may_export,
    }
    return render(request, "crm/customer_list.html", context)


def _count(paginator: BookPaginator, tabs: list[Tab], user: User, *, is_known: bool) -> None:
    """How many the tabs have, and unless that is known the list: in one query."""
    rows = rows_of(tabs, user)
    most = {LIST: MOST_COUNTED + 1, **dict.fromkeys(rows, MOST_ON_TAB + 1)}
    counts = count_up_to(most, rows if is_known else {LIST: paginator.keys, **rows})
    show_counts(tabs, {query: counts[query] for query in rows})
    paginator.known = counts.get(LIST, paginator.known)


def _shown_columns(user: User) -> Any:
    """What a row shows, and no more: neither notes nor the search column."""
    if user.is_manager:
        return Customer.objects.select_related("owner").only(*COLUMNS, *OWNER_COLUMNS)
    return Customer.objects.only(*COLUMNS)


def _row(customer: Customer, user: User, now: datetime) -> dict[str, Any]:
    """A row ready to show: everything is worked out here, for a template tag a cell would cost more than the query."""
    today = local_date(now)
    due = customer.next_followup_date
    return {
        "id": str(customer.pk),
        "url": row_address("customer", customer.pk),
        "customer": customer,
        "avatar": avatar_of(customer.name),
        "status": status_badge(customer.status),
        "priority": priority_bars(customer.priority),
        "budget": short_money(customer.budget),
        "source": _sources().get(customer.source, ""),
        "contact": _contact_words(customer.last_contact_date, now) if customer.first_contact_at else None,
        "due": due,
        "due_words": _due_words(due, today) if due else "",
        "is_late": due is not None and due < now,
        "owner": customer.owner.name if user.is_manager else "",
    }


def _due_words(due: datetime, today: Any) -> str:
    day = local_date(due)
    return str(_("اليوم")) if day == today else short_date(day, today)


def _contact_words(at: datetime | None, now: datetime) -> str:
    """When the last contact was, to the day."""
    if at is None:
        return ""
    days = (local_date(now) - local_date(at)).days
    return str({0: _("اليوم"), 1: _("أمس")}.get(days, "")) or ago(at, now)


@lru_cache
def _sources() -> dict[str, str]:
    return {code: str(label) for code, label in Source.choices}
