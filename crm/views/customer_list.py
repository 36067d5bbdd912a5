"""The list of customers: tabs, search, filters, order, pages (product: Pages; quality: at most six queries)."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.addresses import row_address
from core.dates import ago, local_date, short_date
from core.login import the_user
from core.models import User
from core.pages import BookPaginator
from core.templatetags.ui import avatar, badge, priority, short_money
from crm.filters import TABS, CustomerFilter
from crm.models import Customer
from crm.models.choices import STATUS_TONES, Priority, Source, Status
from crm.views.customer_filters import FilterPanel

COLUMNS = (
    *("name", "phone", "whatsapp", "status", "priority", "budget", "source"),
    *("first_contact_at", "last_contact_date", "next_followup_date", "created_at"),
)
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
    filters = CustomerFilter(request.GET, Customer.objects.visible_to(user).live(), request=request)
    page = BookPaginator(filters.qs, _shown_columns(user)).page_asked(request.GET.get("page"))
    page.object_list = [_row(customer, user, now) for customer in page.object_list]
    panel = FilterPanel(filters, user, request.GET, local_date(now))
    ordering = filters.form.cleaned_data.get("ordering") or [""]
    context = {
        "page": page,
        "panel": panel,
        "search": request.GET.get("search", ""),
        "tab": request.GET.get("tab", ""),
        "tabs": {"": _("كل العملاء") if user.is_manager else _("كل عملائي"), **TABS},
        "ordering": ordering[0],
        "orders": ORDERS,
        "is_bare": not panel.is_active and not request.GET.get("search") and not request.GET.get("tab"),
    }
    return render(request, "crm/customer_list.html", context)


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
        "url": row_address("customer", customer.pk),
        "customer": customer,
        "avatar": _avatar(customer.name),
        "status": _status_badge(customer.status),
        "priority": _priority_bars(customer.priority),
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


_avatar = lru_cache(maxsize=2048)(avatar)


@lru_cache
def _status_badge(code: str) -> SafeString:
    return SafeString(badge(str(Status(code).label), STATUS_TONES[Status(code)]))


@lru_cache
def _priority_bars(code: str) -> SafeString:
    return priority(code, str(Priority(code).label))


@lru_cache
def _sources() -> dict[str, str]:
    return {code: str(label) for code, label in Source.choices}
