"""The inbox: what a person was told, and its reading it (product: Pages)."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from core.counting import MOST_COUNTED, count_by
from core.dates import day_label, local_date
from core.login import the_user
from core.pages import BookPaginator
from core.requests import next_url
from crm.models import Customer
from notifications.flows import read_all_notifications, read_notification
from notifications.models import Notification, NotificationQuerySet

UNREAD = "unread"
Type = Notification.Type
TOLD_OF: dict[str, Any] = {  # what is announced so far
    Type.SYSTEM: _("العملاء"),
    Type.FOLLOWUP: _("المتابعات"),
    Type.MATCH: _("المطابقات"),
}
MANY: dict[str, str] = {Type.FOLLOWUP: "followup_list", Type.MATCH: "match_list"}  # where notices of many lead
LOOKS = {
    Type.SYSTEM: ("user-plus", "blue"),
    Type.FOLLOWUP: ("alarm-clock", "amber"),
    Type.SALE: ("handshake", "green"),
    Type.MATCH: ("sparkles", "green"),
    Type.APPOINTMENT: ("calendar-days", "orange"),
    Type.INSTALLMENT: ("triangle-alert", "red"),
    Type.LEAD: ("user-plus", "blue"),
}


@require_safe
def notification_list(request: HttpRequest) -> HttpResponse:
    """One's own notices, the newest first: all, the unread, or those of one type (`?show=`)."""
    own = Notification.objects.of(the_user(request))
    show = request.GET.get("show", "")
    rows = _shown(own, show)
    unread = _unread(own)
    page = BookPaginator(rows, Notification.objects.all()).page_asked(request.GET.get("page"))
    now = timezone.now()
    _tie_to_customers(page, the_user(request))
    context = {
        "page": page,
        "days": _by_day(page.object_list, now),
        "show": show,
        "tabs": _tabs(unread),
        "unread": unread[""],
        "now": now,
    }
    return render(request, "notifications/notification_list.html", context)


@require_POST
def notification_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one notice; opening it (`open`) goes on to what it is about."""
    try:
        notice = read_notification(by=the_user(request), at=timezone.now(), notification_id=pk)
    except Notification.DoesNotExist:
        raise Http404(Notification.not_found) from None
    if "open" in request.POST:
        return redirect(_about(notice) or "notification_list")
    return redirect(next_url(request, "notification_list"))


@require_POST
def notifications_read_all(request: HttpRequest) -> HttpResponse:
    read_all_notifications(by=the_user(request), at=timezone.now())
    messages.success(request, _("صارت كل الإشعارات مقروءة."))
    return redirect("notification_list")


def _shown(own: NotificationQuerySet, show: str) -> NotificationQuerySet:
    if show == UNREAD:
        return own.unread().newest_first()
    return (own.filter(type=show) if show in Type.values else own).newest_first()


def _unread(own: NotificationQuerySet) -> dict[str, int]:
    """How many are unread, in all (`""`) and of each type; of the types only where all were counted."""
    by_type = count_by(own.unread(), "type")
    total = sum(by_type.values())
    return {"": total, **(by_type if total <= MOST_COUNTED else {})}


def _tabs(unread: dict[str, int]) -> list[tuple[str, Any, int]]:
    """Code, word and how many unread, for each tab."""
    words = {"": _("الكل"), UNREAD: _("غير المقروءة"), **TOLD_OF}
    return [(code, word, unread.get(code, 0)) for code, word in words.items()]


def _by_day(notices: Iterable[Notification], now: datetime) -> list[tuple[str, list[Notification]]]:
    """The notices under the headings of their days."""
    days = groupby(notices, key=lambda notice: local_date(notice.created_at))
    return [(day_label(day, local_date(now)), list(of_day)) for day, of_day in days]


def _tie_to_customers(page: Page[Any], user: Any) -> None:
    """Give each notice its look, and its customer where the reader may (still) see it: one query for the page."""
    ids = {notice.data.get("customer_id") for notice in page.object_list} - {None}
    visible = Customer.objects.live().visible_to(user).in_bulk(ids)
    for notice in page.object_list:
        notice.customer = visible.get(notice.data.get("customer_id"))
        notice.icon, notice.tone = LOOKS.get(notice.type, ("bell", "gray"))
        of_many = notice.type in MANY and "customer_id" not in notice.data
        notice.opens = bool(notice.customer or of_many)


def _about(notice: Notification) -> str:
    """The page of what a notice is about; empty when it is about nothing of its own."""
    customer, wish = notice.data.get("customer_id"), notice.data.get("request_id")
    if isinstance(wish, int):
        return reverse("request", args=[wish])
    if isinstance(customer, int):
        return reverse("customer", args=[customer])
    return reverse(MANY[notice.type]) if notice.type in MANY else ""
