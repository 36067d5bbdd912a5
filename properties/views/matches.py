"""The inbox of matches, and saying what became of one (product: Pages; flow 2)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import visible_or_404
from core.counting import MOST_COUNTED, count_up_to
from core.dates import local_date
from core.errors import WrongState
from core.login import the_user
from core.owner_filter import owner_filter
from core.pages import BookPaginator
from core.panels import Chip
from core.requests import next_url
from properties.flows import tell_match
from properties.forms.requests import RejectForm
from properties.models import Property, PropertyMatch, PropertyRequest
from properties.models.choices import REFUSED_MATCHES, MatchStatus
from properties.views.lines import lines_of

TABS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "pending": (_lazy("مقترحة"), (MatchStatus.PENDING,)),
    "sent": (_lazy("أُرسلت"), (MatchStatus.SENT,)),
    "interested": (_lazy("أعجبتهم"), (MatchStatus.INTERESTED,)),
    "viewing_booked": (_lazy("معاينات"), (MatchStatus.VIEWING_BOOKED,)),
    "refused": (_lazy("مستبعدة"), REFUSED_MATCHES),
}
OPEN_TABS = tuple(TABS)[:-1]
SAID = {
    MatchStatus.PENDING: _lazy("عادت المطابقة إلى المقترحة."),
    MatchStatus.SENT: _lazy("سُجّل أن العقار أُرسل للعميل."),
    MatchStatus.INTERESTED: _lazy("سُجّل أن العقار أعجب العميل."),
    MatchStatus.DISMISSED: _lazy("استُبعدت المطابقة."),
    MatchStatus.REJECTED: _lazy("سُجّل رفض العميل وسببه."),
}


@require_safe
def match_list(request: HttpRequest) -> HttpResponse:
    """Matches by what became of them, the best first; without a tab, the first that has any.

    `?property=` or `?request=` asks for those of one alone.
    """
    now, owners, about = timezone.now(), owner_filter(request), _about(request)
    rows = owners.of(PropertyMatch.objects.live().filter(**about))
    found = {tab: rows.filter(status__in=statuses).best_first() for tab, (_words, statuses) in TABS.items()}
    counts = count_up_to(MOST_COUNTED + 1, {tab: found[tab] for tab in OPEN_TABS})
    asked = request.GET.get("tab", "")
    tab = asked if asked in TABS else next((tab for tab in OPEN_TABS if counts[tab]), OPEN_TABS[0])
    shown = PropertyMatch.objects.select_related("property", "request__customer")
    page = BookPaginator(found[tab], shown, counted=counts.get(tab)).page_asked(request.GET.get("page"))
    owners.name(page.object_list)
    context = {
        "page": page,
        "lines": lines_of(list(page.object_list), the_user(request), local_date(now)),
        "tab": tab,
        "tabs": [(code, label, counts.get(code)) for code, (label, _statuses) in TABS.items()],
        "chips": [_chip(request, name, row) for name, row in about.items()],
        "kept": [(name, row.pk) for name, row in about.items()],
        "listing": about.get("property"),
        "names_customer": not about,
        "owners": owners,
        "now": now,
    }
    return render(request, "properties/match_list.html", context)


def _about(request: HttpRequest) -> dict[str, Property | PropertyRequest]:
    """The listing or the request whose matches are asked for, by the name of its column; 404 of another agent's."""
    kinds = {"property": Property.objects.live(), "request": PropertyRequest.objects.live().select_related("customer")}
    asked = {name: request.GET[name] for name in kinds if request.GET.get(name)}
    return {name: visible_or_404(kinds[name], the_user(request), pk) for name, pk in asked.items()}


def _chip(request: HttpRequest, name: str, row: Property | PropertyRequest) -> Chip:
    kept = request.GET.copy()
    for left in (name, "page"):
        kept.pop(left, None)
    if isinstance(row, Property):
        return Chip(_("العقار"), row.title, f"?{kept.urlencode()}")
    return Chip(_("الطلب"), f"{row.customer} · {row.title}", f"?{kept.urlencode()}")


@require_POST
def match_tell(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what became of a match; a rejection asks for its reason on a page of its own."""
    match = _visible(request, pk)
    status = request.POST.get("status", "")
    _tell(request, match, status)
    return redirect(next_url(request, match.get_absolute_url()))


@require_http_methods(["GET", "HEAD", "POST"])
def match_reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why the customer does not want it, then keep that."""
    match = _visible(request, pk)
    back = next_url(request, match.get_absolute_url())
    form = RejectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _tell(request, match, MatchStatus.REJECTED, form.cleaned_data["reject_reason"])
        return redirect(back)
    context = {"match": match, "form": form, "cancel_url": back, "next": back}
    return render(request, "properties/match_reject.html", context, status=422 if form.is_bound else 200)


def _visible(request: HttpRequest, pk: int) -> PropertyMatch:
    rows = PropertyMatch.objects.live().select_related("property", "request__customer")
    match: PropertyMatch = visible_or_404(rows, the_user(request), pk)
    return match


def _tell(request: HttpRequest, match: PropertyMatch, status: str, reject_reason: str = "") -> None:
    told = {"status": status, "reject_reason": reject_reason}
    try:
        tell_match(by=the_user(request), at=timezone.now(), match_id=match.pk, version=None, **told)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    except WrongState as refusal:
        messages.error(request, str(refusal.detail))
    else:
        messages.success(request, str(SAID[MatchStatus(status)]))
