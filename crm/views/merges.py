"""Likely pairs, making two records one with a choice per field, taking that back, and two people who are two."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import visible_or_404
from core.arabic import counted
from core.errors import StaleVersion, WrongState
from core.login import the_user
from core.messages import success_with_undo
from core.owner_filter import owner_filter
from core.requests import next_url
from crm.display import label
from crm.flows import forget_distinct, merge_customers, say_distinct, undo_merge
from crm.merging.comparing import choices, pair_card, same_fields
from crm.merging.pairs import find_pairs, pairs_with
from crm.merging.values import UNITS
from crm.models import Customer

PICK = "pick_"  # what the page calls its choices: pick_budget=absorbed
LONGEST_MARK = 60
MOST_FOUND = 10


@require_safe
def customer_duplicates(request: HttpRequest) -> HttpResponse:
    """The pairs that may be one person, with why; `after` goes on where the page before ended."""
    owners, now = owner_filter(request), timezone.now()
    after = request.GET.get("after", "")[:LONGEST_MARK]
    page = find_pairs(owners.of(Customer.objects.all()), after=after)
    context = {
        "cards": [pair_card(pair, now) for pair in page.pairs],
        "after": page.after,
        "is_first_page": not after,
        "owners": owners,
    }
    return render(request, "crm/duplicates.html", context)


@require_safe
def customer_merge_with(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to merge a customer with: who looks like it, or whom one searches for."""
    row = _theirs(request, pk)
    search = request.GET.get("search", "").strip()[:200]
    others = Customer.objects.live().filter(owner=row.owner_id).exclude(pk=pk)
    context = {
        "customer": row,
        "search": search,
        "found": list(others.search(search).newest_first()[:MOST_FOUND]) if search else [],
        "likely": [] if search else [(pair, pair.other_than(row)) for pair in pairs_with(row)[:MOST_FOUND]],
    }
    return render(request, "crm/customer_merge_with.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def customer_merge(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Both records side by side with a choice per field; a POST puts `other` into `pk`."""
    survivor, absorbed = _theirs(request, pk), _theirs(request, other)
    if survivor == absorbed:
        return redirect("customer_merge_with", pk)
    if survivor.owner_id != absorbed.owner_id:
        raise Http404(Customer.not_found)
    if request.method != "POST":
        return _compare_page(request, survivor, absorbed)
    try:
        merge = merge_customers(
            by=the_user(request),
            at=timezone.now(),
            absorbed_id=other,
            survivor_id=pk,
            picks=_picks(request),
            versions=_versions_seen(request, survivor, absorbed),
        )
    except StaleVersion:
        said = _("تغيّر أحد السجلين بعد أن فتحت هذه الصفحة، ولم يُدمج شيء. هذه قيمهما الآن.")
        return _compare_page(request, survivor, absorbed, said=[said], status=409)
    except ValidationError as refusal:
        return _compare_page(request, survivor, absorbed, said=_in_words(refusal), status=422)
    undo = reverse("merge_undo", args=[merge.pk])
    success_with_undo(request, _("دُمج «%(name)s» في هذا السجل.") % {"name": absorbed.name}, undo)
    return redirect(survivor)


@require_POST
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Make two of one again; what came since stays with the one that stayed."""
    try:
        merge = undo_merge(by=the_user(request), at=timezone.now(), merge_id=pk)
    except WrongState as refusal:
        messages.error(request, str(refusal.detail))
        return redirect(next_url(request, "customer_duplicates"))
    messages.success(request, _("فُصل السجلان، وعاد إلى كلٍّ ما كان له."))
    return redirect(merge.absorbed if merge.survivor.deleted_at else merge.survivor)


@require_POST
def customer_distinct(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Keep that two customers are two people: they are not asked about again."""
    try:
        say_distinct(by=the_user(request), at=timezone.now(), first_id=pk, second_id=other)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("customer_duplicates")
    undo = reverse("customer_distinct_undo", args=[pk, other])
    success_with_undo(request, _("شخصان مختلفان، ولن يُسأل عنهما مرة أخرى."), undo)
    return redirect(next_url(request, "customer_duplicates"))


@require_POST
def customer_distinct_undo(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Take back that two customers are two people."""
    _theirs(request, pk)
    try:
        forget_distinct(by=the_user(request), at=timezone.now(), first_id=pk, second_id=other)
    except Http404:
        messages.error(request, _("لم يُقل عنهما إنهما شخصان مختلفان."))
    else:
        messages.success(request, _("عاد الاثنان إلى قائمة المكررين."))
    return redirect("customer_duplicates")


def _theirs(request: HttpRequest, pk: int) -> Customer:
    rows = Customer.objects.live().with_counts().select_related("owner")
    return visible_or_404(rows, the_user(request), pk)


def _picks(request: HttpRequest) -> dict[str, str]:
    return {field: request.POST[PICK + field] for field in UNITS if PICK + field in request.POST}


def _versions_seen(request: HttpRequest, survivor: Customer, absorbed: Customer) -> dict[int, int]:
    """The versions that the page was made of; none where the form does not say."""
    said = {survivor.pk: request.POST.get("survivor_version"), absorbed.pk: request.POST.get("absorbed_version")}
    return {pk: int(text[:10]) for pk, text in said.items() if text and text.isascii() and text.isdigit()}


def _in_words(refusal: ValidationError) -> list[str]:
    told: dict[str, Any] = refusal.message_dict
    return [f"{label(field)}: {said}" if field in UNITS else said for field, all_ in told.items() for said in all_]


def _compare_page(
    request: HttpRequest, survivor: Customer, absorbed: Customer, said: list[str] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "survivor": survivor,
        "absorbed": absorbed,
        "choices": choices(survivor, absorbed, _picks(request)),
        "same": same_fields(survivor, absorbed),
        "said": said,
        "undo_days": counted(settings.MERGE_UNDO_DAYS, "day", oblique=True),
    }
    return render(request, "crm/customer_merge.html", context, status=status)
