"""The list of follow-ups, in tabs (product: Pages)."""

from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.counting import MOST_COUNTED, count_up_to
from core.owner_filter import owner_filter
from core.pages import BookPaginator
from crm.models import Followup
from crm.models.followup import FollowupQuerySet
from crm.snoozing import snoozes

TABS = {
    "overdue": _("متأخرة"),
    "today": _("اليوم"),
    "upcoming": _("قادمة"),
    "completed": _("منجزة"),
    "all": _("الكل"),
}
OPEN_TABS = ("overdue", "today", "upcoming")


@require_safe
def followup_list(request: HttpRequest) -> HttpResponse:
    """Follow-ups by what they wait for; without a tab, the first that has any still to do."""
    now, owners = timezone.now(), owner_filter(request)
    rows = tabs(owners.of(Followup.objects.live()), now)
    asked = request.GET.get("tab", "")
    counted = [*OPEN_TABS, *({asked} & {"completed", "all"})]
    counts = count_up_to(MOST_COUNTED + 1, {tab: rows[tab] for tab in counted})
    tab = asked if asked in TABS else next((tab for tab in OPEN_TABS if counts[tab]), OPEN_TABS[0])
    shown = Followup.objects.select_related("customer", "owner")
    page = BookPaginator(rows[tab], shown, counted=counts[tab]).page_asked(request.GET.get("page"))
    offer_snoozes(page.object_list, now)
    context = {
        "tab": tab,
        "tabs": [(code, label, counts[code] if code in OPEN_TABS else None) for code, label in TABS.items()],
        "page": page,
        "now": now,
        "owners": owners,
    }
    return render(request, "crm/followup_list.html", context)


def tabs(rows: FollowupQuerySet, now: datetime) -> dict[str, FollowupQuerySet]:
    """What each tab lists, in its order."""
    return {
        "overdue": rows.overdue(now).by_due_date(),
        "today": rows.later_today(now).by_due_date(),
        "upcoming": rows.upcoming(now).by_due_date(),
        "completed": rows.completed().latest_completed_first(),
        "all": rows.newest_first(),
    }


def offer_snoozes(followups: Any, now: datetime) -> None:
    """Give each follow-up the choices of its snooze menu."""
    for followup in followups:
        followup.snoozes = partial(snoozes, followup.due_date, now)
