"""The list of follow-ups, in tabs (product: Pages)."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.addresses import row_address
from core.counting import MOST_COUNTED, count_up_to
from core.dates import clock, local_date, short_date
from core.icons import icon_svg
from core.owner_filter import owner_filter
from core.pages import BookPaginator
from crm.models import Followup
from crm.models.followup import FollowupQuerySet
from crm.snoozing import Snooze, snoozes

TABS = {
    "overdue": _("متأخرة"),
    "today": _("اليوم"),
    "upcoming": _("قادمة"),
    "completed": _("منجزة"),
    "all": _("الكل"),
}
FOLLOWUP_COLUMNS = (
    *("title", "due_date", "status", "priority", "completed_at"),
    *("owner", "customer__name", "customer__phone", "customer__whatsapp"),
)
ACTS = ("edit", "complete", "snooze", "cancel")
DUE_TABS = ("overdue", "today")
OPEN_TABS = (*DUE_TABS, "upcoming")


@require_safe
def followup_list(request: HttpRequest) -> HttpResponse:
    """Follow-ups by what they wait for; without a tab, the first that has any still to do."""
    now, owners = timezone.now(), owner_filter(request)
    rows = tabs(owners.of(Followup.objects.live()), now)
    asked = request.GET.get("tab", "")
    counted = [*OPEN_TABS, *({asked} & {"completed", "all"})]
    counts = count_up_to(MOST_COUNTED + 1, {tab: rows[tab] for tab in counted}, in_order=DUE_TABS)
    tab = asked if asked in TABS else next((tab for tab in OPEN_TABS if counts[tab]), OPEN_TABS[0])
    shown = Followup.objects.select_related("customer").only(*FOLLOWUP_COLUMNS)
    page = BookPaginator(rows[tab], shown, counted=counts[tab]).page_asked(request.GET.get("page"))
    owners.name(page.object_list)
    offer_acts(page.object_list, now, request.get_full_path())
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


def offer_acts(followups: Any, now: datetime, back: str) -> None:
    """Give each follow-up what its row shows of acts: their addresses, the query by which they return to `back`, and
    the choices of its snooze menu. Worked out here: in a template, a tag a cell costs more than the query.
    """
    returning = f"?next={quote(back)}"
    for followup in followups:
        followup.acts = {name: row_address(f"followup_{name}", followup.pk) for name in ACTS}
        followup.returning = returning
        followup.snoozes = [_offered(choice, now) for choice in snoozes(followup.due_date, now)]


def _offered(choice: Snooze, now: datetime) -> dict[str, Any]:
    """A choice of the snooze menu; of a Sunday the date is said too."""
    is_sunday = choice.code == "sunday"
    day = f"{short_date(local_date(choice.at), local_date(now))}، " if is_sunday else ""
    icon = icon_svg("calendar-days" if is_sunday else "calendar", "s")
    return {"code": choice.code, "label": choice.label, "when": f"{day}{clock(choice.at)}", "icon": icon}
