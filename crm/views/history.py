"""What was changed of a customer, by whom, and putting earlier values back (mock-up 14)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from core.access import is_id, visible_or_404
from core.dates import day_label, local_date
from core.errors import StaleVersion
from core.exports import export_response
from core.history import Door
from core.history import Edit as Pair
from core.login import the_user
from core.models import User
from crm.display import label, shown
from crm.errors import DuplicateCustomer
from crm.flows import put_back
from crm.history.earlier import OWNER, earlier_values, edit_or_404
from crm.history.edits import Edit, edits_of, history_rows, read_edits, read_edits_of
from crm.history.export import export_history
from crm.models import Customer
from crm.models.merges import merged_into

EDITS_PAGE = 30
GROUPS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "": (_("كل الحقول"), ()),
    "status": (_("الحالة"), ("status", "lost_reason")),
    "budget": (_("الميزانية"), ("budget",)),
    "contact": (_("بيانات الاتصال"), ("name", "phone", "whatsapp", "email")),
    "owner": (_("المسؤول"), ("owner",)),
}


@dataclass(frozen=True)
class EditRow:
    """An edit with the addresses that put it back: the whole of it, and each of its fields."""

    edit: Edit
    viewer: User
    is_newest: bool = False
    is_merged: bool = False  # of a record that is part of another now: told, and not put back

    @property
    def fields(self) -> list[str]:
        """What this person may put back of it."""
        if self.is_merged:
            return []
        return [
            change.field for change in self.edit.changes if change.is_fact or change.is_owner and self.viewer.is_manager
        ]

    @property
    def query(self) -> str:
        return self._query(self.fields)

    @property
    def changes(self) -> list[tuple[Any, str]]:
        """Each change, with the query that puts its field alone back; empty when nobody or not this person may."""
        allowed = set(self.fields)
        return [
            (change, self._query([change.field]) if change.field in allowed else "") for change in self.edit.changes
        ]

    def _query(self, fields: list[str]) -> str:
        return "?" + urlencode({"edit": self.edit.row.history_id, "field": fields}, doseq=True) if fields else ""


@require_safe
def customer_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who changed what, field by field. `of` asks for a group of fields alone; `before` is the id of the last history
    row of the page before. `record` is that of a record that was merged into this one.
    """
    user, now = the_user(request), timezone.now()
    row = _visible(request, pk)
    records = list(Customer.objects.filter(pk__in=merged_into(pk)).order_by("-deleted_at", "-pk"))
    told = next((record for record in records if str(record.pk) == request.GET.get("record")), row)
    group = request.GET.get("of", "") if request.GET.get("of") in GROUPS else ""
    edits, older, is_first_page = _page(told.pk, GROUPS[group][1], request.GET.get("before", ""))
    rows = [EditRow(edit, user, is_first_page and edit is edits[0], is_merged=told != row) for edit in edits]
    people = _who_edited(told.pk)
    context = {
        "customer": row,
        "told": told,
        "records": [row, *records] if records else [],
        "days": _by_day(rows, now),
        "older": older,
        "group": group,
        "groups": [(code, words) for code, (words, _fields) in GROUPS.items()],
        "people": people,
        "number": edits_of(history_rows(told.pk), GROUPS[group][1]).count() if group else sum(n for _who, n in people),
    }
    return render(request, "crm/customer_history.html", context)


@require_GET
def customer_history_export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The whole history as a file of comma-separated values."""
    row = _visible(request, pk)
    return export_response(export_history(by=the_user(request), at=timezone.now(), customer=row))


@require_http_methods(["GET", "HEAD", "POST"])
def customer_put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is and what would be, then give the `field`s named the values that they had before the `edit`."""
    by, row = the_user(request), _visible(request, pk)
    asked = request.POST if request.method == "POST" else request.GET
    if not is_id(asked.get("edit", "")):
        raise BadRequest
    edit = edit_or_404(row, asked["edit"])
    values = earlier_values(edit, asked.getlist("field"))
    if OWNER in values and not by.is_manager:
        raise PermissionDenied
    if request.method != "POST":
        return _put_back_page(request, row, edit, values)
    version = asked.get("version", "")
    try:
        put_back(
            by=by,
            at=timezone.now(),
            customer_id=pk,
            history_id=asked["edit"],
            fields=list(values),
            version=int(version) if is_id(version) else 0,
            allow_duplicate=asked.get("allow_duplicate") == "1",
        )
    except StaleVersion:
        return _put_back_page(request, _visible(request, pk), edit, values, status=409, is_stale=True)
    except DuplicateCustomer as refusal:
        return _put_back_page(request, row, edit, values, status=409, existing=refusal.existing)
    except ValidationError as refusal:
        return _put_back_page(request, row, edit, values, status=422, refused=refusal.messages)
    messages.success(request, _("أُعيدت القيم السابقة، وسُجّل ذلك تعديلًا جديدًا."))
    return redirect("customer_history", pk)


def _visible(request: HttpRequest, pk: int) -> Customer:
    return visible_or_404(Customer.objects.live().select_related("owner"), the_user(request), pk)


def _page(pk: int, fields: Sequence[str], before: str) -> tuple[list[Edit], int | None, bool]:
    """A page of edits, where the next one begins (None: it is the last), and whether it is the first."""
    rows = history_rows(pk)
    mark = rows.filter(history_id=before).first() if is_id(before) else None
    if mark:
        earlier = Q(history_date=mark.history_date, history_id__lt=mark.history_id)
        rows = rows.filter(Q(history_date__lt=mark.history_date) | earlier)
    if fields:
        rows = edits_of(rows, fields)
    found = list(rows[: EDITS_PAGE + 1])
    edits = read_edits_of(found[:EDITS_PAGE], fields) if fields else read_edits(found)[:EDITS_PAGE]
    return edits, found[EDITS_PAGE - 1].history_id if len(found) > EDITS_PAGE else None, mark is None


def _by_day(rows: Iterable[EditRow], now: datetime) -> list[tuple[str, list[EditRow]]]:
    days: dict[str, list[EditRow]] = {}
    for row in rows:
        days.setdefault(day_label(local_date(row.edit.at), local_date(now)), []).append(row)
    return list(days.items())


def _who_edited(pk: int) -> list[tuple[str, int]]:
    """Who edited the customer how often, most first; adding it is no edit."""
    edits = Customer.history.filter(id=pk).exclude(history_type="+").order_by()
    numbers = edits.values("history_user").annotate(n=Count("pk")).order_by("-n", "history_user")
    found = list(numbers.values_list("history_user", "n"))
    people = User.objects.in_bulk([user for user, _number in found if user])
    return [(people[user].name if user else str(Door.SYSTEM.label), number) for user, number in found]


def _put_back_page(
    request: HttpRequest, row: Customer, edit: Pair, values: dict[str, Any], *, status: int = 200, **said: Any
) -> HttpResponse:
    moves = _moves(row, values)
    context = {
        "customer": row,
        "edit": edit.row,
        "fields": list(values),
        "moves": moves,
        "cancel_url": reverse("customer_history", args=[row.pk]),
        "safe": True,
        "is_moot": not moves,
        **said,
    }
    return render(request, "crm/customer_put_back.html", context, status=status)


def _moves(row: Customer, values: dict[str, Any]) -> list[tuple[str, SafeString, SafeString]]:
    """The fields that would change: what each is called, is now, and would be."""
    now = {name: row.owner_id if name == OWNER else getattr(row, name) for name in values}
    owners = [row.owner_id, values[OWNER]] if OWNER in values else []
    names = {person.pk: person.name for person in User.objects.filter(pk__in=owners)}
    return [
        (label(name), shown(name, now[name], names), shown(name, value, names))
        for name, value in values.items()
        if now[name] != value
    ]
