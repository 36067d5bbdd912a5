"""What customers look for: as a list, of one customer, and one of them with what fits it (product: Pages)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from core.access import visible_or_404
from core.counting import MOST_COUNTED, count_up_to
from core.dates import local_date
from core.errors import StaleVersion
from core.fields import show_refusal
from core.login import the_user
from core.models import Place
from core.once import new_token, once
from core.owner_filter import owner_filter
from core.pages import BookPaginator
from core.requests import next_url
from crm.models import Customer
from properties.flows import add_request, delete_request, edit_request
from properties.forms.requests import RequestForm
from properties.matching.relaxing import FEW, relaxations
from properties.models import PropertyRequest
from properties.models.choices import RequestStatus
from properties.views.lines import best_lines
from properties.wishes import wish_facts, with_match_counts

TABS = {"open": _lazy("مفتوحة"), "paused": _lazy("موقوفة"), "fulfilled": _lazy("منفَّذة"), "closed": _lazy("مغلقة")}
MOST_MATCHES = 20  # the best; the inbox has the others
MOST_OF_CUSTOMER = 20


@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """The requests by their state, the newest first."""
    owners = owner_filter(request)
    rows = owners.of(PropertyRequest.objects.live())
    asked = request.GET.get("tab", "")
    tab = asked if asked in TABS else str(RequestStatus.OPEN)
    found = {code: rows.filter(status=code).newest_first() for code in TABS}
    counts = count_up_to(MOST_COUNTED + 1, found)
    shown = with_match_counts(PropertyRequest.objects.select_related("customer"))
    page = BookPaginator(found[tab], shown, counted=counts[tab]).page_asked(request.GET.get("page"))
    owners.name(page.object_list)
    context = {
        "page": page,
        "tab": tab,
        "tabs": [(code, label, counts[code]) for code, label in TABS.items()],
        "owners": owners,
        "today": local_date(timezone.now()),
    }
    return render(request, "properties/request_list.html", context)


@require_safe
def customer_requests(request: HttpRequest, pk: int) -> HttpResponse:
    """What one customer looks for; asked by htmx, the part of the customer's page."""
    customer: Customer = visible_or_404(Customer, the_user(request), pk)
    rows = PropertyRequest.objects.live().filter(customer=customer).newest_first()
    context = {
        "customer": customer,
        "wishes": list(with_match_counts(rows)[:MOST_OF_CUSTOMER]),
        "today": local_date(timezone.now()),
    }
    is_part = bool(request.htmx)  # type: ignore[attr-defined]
    return render(request, f"properties/{'_' if is_part else ''}customer_requests.html", context)


@require_safe
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what is looked for, what fits it and why; and where little does, what would open more."""
    user, now = the_user(request), timezone.now()
    rows = PropertyRequest.objects.live().select_related("customer", "owner")
    wish: PropertyRequest = visible_or_404(rows, user, pk)
    today = local_date(now)
    matches = wish.matches.live().open().select_related("property")
    lines, match_count = best_lines(matches, MOST_MATCHES, user, today)
    context = {
        "wish": wish,
        "customer": wish.customer,
        "facts": wish_facts(wish),
        "lines": lines,
        "match_count": match_count,
        "relaxations": relaxations(wish, today) if match_count < FEW else [],
        "is_expired": wish.status == RequestStatus.OPEN and not wish.is_open_on(today),
        "today": today,
        "now": now,
    }
    return render(request, "properties/request.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def request_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new request of customer `pk`, begun with what is known of it; added once however often the form is sent."""
    by, at = the_user(request), timezone.now()
    customer: Customer = visible_or_404(Customer, by, pk)
    if request.method != "POST":
        return _form_page(request, RequestForm(customer=customer), customer)
    form = RequestForm(request.POST, customer=customer)
    if not form.is_valid():
        return _form_page(request, form, customer, status=422)
    told: dict[str, Any] = {"by": by, "at": at, "customer_id": pk, "facts": form.facts}
    try:
        made = once(request, by=by, at=at, act=lambda: add_request(**told).pk)
    except ValidationError as refusal:
        show_refusal(form, refusal)
        return _form_page(request, form, customer, status=422)
    messages.success(request, _("تمت إضافة الطلب."))
    return redirect("request", made)


@require_http_methods(["GET", "HEAD", "POST"])
def request_edit(request: HttpRequest, pk: int) -> HttpResponse:
    by = the_user(request)
    wish: PropertyRequest = visible_or_404(PropertyRequest.objects.live().select_related("customer"), by, pk)
    if request.method != "POST":
        return _form_page(request, RequestForm(customer=wish.customer, wish=wish), wish.customer, wish)
    form = RequestForm(request.POST, customer=wish.customer, wish=wish)
    if not form.is_valid():
        return _form_page(request, form, wish.customer, wish, status=422)
    version = form.cleaned_data["version"]
    try:
        edit_request(by=by, at=timezone.now(), request_id=pk, version=version, facts=form.facts)
    except StaleVersion as stale:
        form.add_error(None, str(stale.detail))
        return _form_page(request, form, wish.customer, wish, status=409)
    except ValidationError as refusal:
        show_refusal(form, refusal)
        return _form_page(request, form, wish.customer, wish, status=422)
    messages.success(request, _("تم حفظ التغييرات."))
    return redirect(wish)


@require_http_methods(["GET", "HEAD", "POST"])
def request_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take the request out of every list."""
    wish: PropertyRequest = visible_or_404(
        PropertyRequest.objects.live().select_related("customer"), the_user(request), pk
    )
    if request.method != "POST":
        context = {"wish": wish, "cancel_url": wish.get_absolute_url()}
        return render(request, "properties/request_delete.html", context)
    delete_request(by=the_user(request), at=timezone.now(), request_id=pk)
    messages.success(request, _("حُذف الطلب."))
    return redirect(next_url(request, reverse("customer", args=[wish.customer_id])))


def _form_page(
    request: HttpRequest,
    form: RequestForm,
    customer: Customer,
    wish: PropertyRequest | None = None,
    status: int = 200,
) -> HttpResponse:
    city = str(form["city"].value() or "")[:80]
    back = wish.get_absolute_url() if wish else customer.get_absolute_url()
    context = {
        "form": form,
        "customer": customer,
        "wish": wish,
        "cities": Place.objects.cities().values_list("name", flat=True),
        "districts": list(Place.objects.districts_of(city).values_list("name", flat=True)) if city else [],
        "token": new_token(),
        "cancel_url": next_url(request, back),
    }
    return render(request, "properties/request_form.html", context, status=status)
