"""One customer: its page, status, deletion and return."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import visible_or_404
from core.arabic import counted
from core.dates import due, local_date, local_time, short_date
from core.errors import StaleVersion
from core.fields import show_refusal
from core.login import the_user
from core.messages import success_with_undo
from core.once import new_token
from core.requests import next_url
from crm.errors import DuplicateCustomer, HasLiveSale
from crm.flows import delete_customer, restore_customer
from crm.forms.customers import LostForm
from crm.forms.interactions import NO_OUTCOME, InteractionForm, next_contact
from crm.models import Customer, Followup, Merge
from crm.models.choices import PATH, InteractionType, Outcome, Status
from crm.models.merges import survivor_of
from crm.timeline import SHOWS, Timeline, read_mark, read_timeline
from crm.views.followup_list import offer_acts
from crm.views.stages import change_status

MOST_FOLLOWUPS = 10
MOST_MERGES = 5
QUICK_TYPES = (InteractionType.CALL, InteractionType.WHATSAPP, InteractionType.MEETING, InteractionType.NOTE)


@require_safe
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one customer; with `before`, a further page of its timeline."""
    now = timezone.now()
    try:
        row = _visible(request, pk, Exists(Merge.objects.open(now).filter(survivor=OuterRef("pk"))))
    except Http404:
        survivor = survivor_of(pk, the_user(request))
        if survivor is None:
            raise
        return redirect(survivor)
    timeline = _timeline(request, row, now)
    if request.htmx and request.GET.get("before"):  # type: ignore[attr-defined]
        return render(request, "crm/_timeline_lines.html", _timeline_context(request, row, timeline, now))
    followups = list(row.followups.filter(deleted_at=None).pending().by_due_date()[: MOST_FOLLOWUPS + 1])
    offer_acts(followups, now, row.get_absolute_url())
    context = {
        **_timeline_context(request, row, timeline, now),
        "steps": _steps(row, timeline, now),
        "since": _since(row.days_in_status(now)),
        "followups": followups[:MOST_FOLLOWUPS],
        "more_followups": len(followups) > MOST_FOLLOWUPS,
        "merges": _merges(row, now),
        **_quick_log(request, row, followups, now),
    }
    return render(request, "crm/customer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def customer_status(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the customer to another status. To lose it, a GET asks why first (rules: Stages)."""
    row = _visible(request, pk)
    if request.method != "POST":
        return _lost_page(request, row, LostForm())
    back = next_url(request, row.get_absolute_url())
    try:
        change_status(request, row, back)
    except StaleVersion as stale:
        messages.error(request, str(stale.detail))
    except ValidationError as refusal:
        return _status_refused(request, row, refusal)
    return redirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
def customer_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then put the customer into the bin; the message offers to take it back."""
    row = _visible(request, pk)
    if request.method != "POST":
        return render(
            request,
            "crm/customer_delete.html",
            {
                "customer": row,
                "cancel_url": row.get_absolute_url(),
                "bin_days": counted(settings.BIN_DAYS, "day", oblique=True),
            },
        )
    try:
        delete_customer(by=the_user(request), at=timezone.now(), customer_id=pk)
    except HasLiveSale as refusal:
        messages.error(request, str(refusal.detail))
        return redirect(row)
    undo = reverse("customer_restore", args=[pk])
    success_with_undo(request, _("نُقل العميل «%(name)s» إلى المحذوفات.") % {"name": row.name}, undo)
    return redirect(next_url(request, "customer_list"))


@require_POST
def customer_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the customer out of the bin. When its phone was given to another meanwhile, ask what is true."""
    by, at = the_user(request), timezone.now()
    row: Customer = visible_or_404(Customer.objects.in_bin(at), by, pk)
    allowed = request.POST.get("allow_duplicate") == "1"
    try:
        restore_customer(by=by, at=at, customer_id=pk, allow_duplicate=allowed)
    except DuplicateCustomer as refusal:
        context = {"customer": row, "existing": refusal.existing, "cancel_url": reverse("customer_bin"), "safe": True}
        return render(request, "crm/customer_restore.html", context, status=409)
    messages.success(request, _("استُعيد العميل «%(name)s».") % {"name": row.name})
    return redirect(row)


MOST_MERGES = 5


def _visible(request: HttpRequest, pk: int, took_another_in: Any = None) -> Customer:
    rows = Customer.objects.live().select_related("owner").annotate(took_another_in=took_another_in or Value(False))
    return visible_or_404(rows, the_user(request), pk)


def _merges(row: Any, now: datetime) -> list[Merge]:
    """The records that went into this one and may still come out of it, the newest first."""
    merges = Merge.objects.open(now).filter(survivor=row).select_related("absorbed")
    return list(merges[:MOST_MERGES]) if row.took_another_in else []


# ---------------------------------------------------------------- the page's parts


@dataclass(frozen=True)
class Step:
    """A status on the way to a sale, as the page's path shows it."""

    status: Status
    is_done: bool
    is_current: bool
    words: Any
    is_slow: bool = False

    @property
    def is_by_hand(self) -> bool:
        return self.status != Status.CONVERTED


def _steps(row: Customer, timeline: Timeline, now: datetime) -> list[Step]:
    """The path; under each status what is known of when, from the part of the story that the page shows anyway."""
    here = PATH.index(Status(row.status)) if row.status in PATH else -1
    is_slow = row.is_slow(now)
    return [
        Step(
            status,
            is_done=place < here,
            is_current=place == here,
            words=_when(status, place, here, row, timeline, now),
            is_slow=is_slow and place == here,
        )
        for place, status in enumerate(PATH)
    ]


def _when(status: Status, place: int, here: int, row: Customer, timeline: Timeline, now: datetime) -> Any:
    if place == here:
        return _since(row.days_in_status(now))
    if place == here + 1 and here >= 0:
        return _("الخطوة التالية")
    if place == 0:
        return short_date(local_date(row.created_at), local_date(now))
    return timeline.reached(status, local_date(now)) if place < here else ""


def _since(days: int) -> str:
    if days == 0:
        return _("منذ اليوم")
    return _("منذ %(days)s") % {"days": _("يوم") if days == 1 else counted(days, "day", oblique=True)}


def _timeline(request: HttpRequest, row: Customer, now: datetime) -> Timeline:
    show = request.GET.get("show", "")
    before = read_mark(request.GET.get("before", "")[:80])
    return read_timeline(row.pk, at=now, show=show if show in SHOWS else "", before=before)


def _timeline_context(request: HttpRequest, row: Customer, timeline: Timeline, now: datetime) -> dict[str, Any]:
    show = request.GET.get("show", "")
    return {"customer": row, "timeline": timeline, "now": now, "show": show, "shows": SHOWS}


def _quick_log(request: HttpRequest, row: Customer, followups: list[Followup], now: datetime) -> dict[str, Any]:
    """The form under the header; `?log=whatsapp` opens it at that kind of contact, and logs nothing by itself."""
    asked = request.GET.get("log", "")
    kind = asked if asked in InteractionType.values else InteractionType.CALL
    return {
        "form": InteractionForm(initial={"type": kind}),
        "quick_types": [*QUICK_TYPES, *([InteractionType(kind)] if kind not in QUICK_TYPES else [])],
        "logging": bool(asked),
        "outcomes": [_offered(code, label, now) for code, label in (NO_OUTCOME, *Outcome.choices)],
        "wants_followup": not followups and row.status in PATH[:-1],
        "token": new_token(),
    }


def _offered(code: str, label: Any, now: datetime) -> dict[str, Any]:
    """An outcome, and the next contact that it usually wants: as a value to post and in words; empty for none."""
    at = next_contact(now, code)
    value = local_time(at).strftime("%Y-%m-%dT%H:%M") if at else ""
    return {"code": code, "label": label if code else _("النتيجة"), "next": value, "when": due(at, now) if at else ""}


# ---------------------------------------------------------------- changing the status


def _lost_page(request: HttpRequest, row: Customer, form: LostForm, status: int = 200) -> HttpResponse:
    context = {
        "customer": row,
        "form": form,
        "cancel_url": next_url(request, row.get_absolute_url()),
        "safe": True,
    }
    return render(request, "crm/customer_lost.html", context, status=status)


def _status_refused(request: HttpRequest, row: Customer, refusal: ValidationError) -> HttpResponse:
    """A missing reason is asked for; anything else cannot come from the page's own buttons, and is only told."""
    if request.POST.get("status") == Status.LOST:
        form = LostForm(request.POST)
        if form.is_valid():
            show_refusal(form, refusal)
        return _lost_page(request, row, form, status=422)
    messages.error(request, " ".join(refusal.messages))
    return redirect(next_url(request, row.get_absolute_url()))
