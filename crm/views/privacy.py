"""A person's data: taken out whole, blanked for good, and silent leads looked at (rules: Audit and privacy)."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from core.access import visible_or_404
from core.arabic import counted
from core.exports import export_response
from core.login import the_user
from core.owner_filter import owner_filter
from core.pages import BookPaginator
from core.requests import chosen_ids, next_url, posted
from crm import signals
from crm.flows import erase_customer, erase_customers, keep_customers
from crm.forms.privacy import EraseForm
from crm.models import Customer
from crm.privacy.export import export_person

CONFIRMED = "word"  # the field whose presence tells the page's own form from the list's


@require_GET
def customer_data(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All that is known of the customer, as one file."""
    row: Customer = visible_or_404(Customer, the_user(request), pk)
    return export_response(export_person(by=the_user(request), at=timezone.now(), customer=row))


@require_http_methods(["GET", "HEAD", "POST"])
def customer_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then blank what is known of the customer for good; one in the bin too."""
    by = the_user(request)
    row: Customer = visible_or_404(Customer.objects.erasable(), by, pk)
    form = EraseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        erase_customer(by=by, at=timezone.now(), customer_id=pk)
        messages.success(request, _("مُحيت بيانات العميل نهائيًا."))
        return redirect(next_url(request, "customer_bin" if row.deleted_at else "customer_list"))
    home = reverse("customer_bin") if row.deleted_at else row.get_absolute_url()
    context = {"rows": [row], "customer": row, "has_sale": signals.has_live_sale(row), "cancel_url": home}
    return _erase_page(request, form, context)


@require_POST
def customers_erase(request: HttpRequest) -> HttpResponse:
    """The same for those chosen in a list: first the question, then, with its word, the deed."""
    by, chosen = the_user(request), chosen_ids(request)
    rows = list(Customer.objects.visible_to(by).erasable().filter(pk__in=chosen).order_by("pk"))
    if not rows:
        messages.warning(request, _("لم يُختر أحد."))
        return redirect(next_url(request, "customer_review"))
    form = EraseForm(request.POST if CONFIRMED in request.POST else None)
    if form.is_valid():
        number = erase_customers(by=by, at=timezone.now(), customer_ids=chosen)
        messages.success(request, _("مُحيت البيانات نهائيًا: %(count)s.") % {"count": counted(number, "customer")})
        return redirect(next_url(request, "customer_review"))
    back = next_url(request, "customer_review")
    has_sale = any(map(signals.has_live_sale, rows))
    return _erase_page(request, form, {"rows": rows, "has_sale": has_sale, "cancel_url": back, "next": back})


@require_safe
def customer_review(request: HttpRequest) -> HttpResponse:
    """Leads silent for RETENTION_MONTHS, the longest silent first: to be kept, or blanked (domain: personal data)."""
    now, owners = timezone.now(), owner_filter(request)
    keys = owners.of(Customer.objects.to_review(now)).order_by("last_contact_date", "id")
    page = BookPaginator(keys, Customer.objects.select_related("owner")).page_asked(request.GET.get("page"))
    months = counted(settings.RETENTION_MONTHS, "month", oblique=True)
    context = {"page": page, "owners": owners, "months": months, "now": now}
    return render(request, "crm/customer_review.html", context)


@require_POST
def customer_review_keep(request: HttpRequest) -> HttpResponse:
    """Keep the chosen leads, or the one of the row pressed: they are asked about again when as much time has passed."""
    chosen = chosen_ids(request, "only") or chosen_ids(request)
    number = keep_customers(by=the_user(request), at=timezone.now(), customer_ids=chosen)
    if number:
        messages.success(request, _("أُبقي: %(count)s.") % {"count": counted(number, "customer")})
    else:
        messages.warning(request, _("لم يُختر أحد."))
    return redirect(next_url(request, "customer_review"))


def _erase_page(request: HttpRequest, form: EraseForm, context: dict[str, Any]) -> HttpResponse:
    count = counted(len(context["rows"]), "customer", oblique=True)
    status = 422 if form.errors else 200
    return render(request, "crm/customer_erase.html", {"form": form, "count": count, **context}, status=status)
