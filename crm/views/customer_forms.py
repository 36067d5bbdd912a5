"""Adding and editing a customer, and what helps while typing."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import visible_or_404
from core.errors import StaleVersion
from core.fields import show_refusal
from core.login import the_user
from core.models import Place, User
from core.once import new_token, once
from core.requests import next_url
from crm.cleaning import CUSTOMER, cleaned
from crm.conflicts import SAVED, edit_conflict
from crm.display import label, shown
from crm.errors import DuplicateCustomer
from crm.flows import create_customer, edit_customer
from crm.forms.customers import CustomerForm
from crm.models import Customer
from crm.twins import Twins, find_twins

PICK = "pick_"  # what the conflict page calls its choices: pick_budget=saved


@require_http_methods(["GET", "HEAD", "POST"])
def customer_new(request: HttpRequest) -> HttpResponse:
    """An empty form; a POST adds the customer, once however often the form is sent."""
    by, at = the_user(request), timezone.now()
    if request.method != "POST":
        return _form_page(request, CustomerForm(by=by))
    form = CustomerForm(request.POST, by=by)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        pk = once(request, by=by, at=at, act=lambda: _create(form, at=at).pk)
    except (ValidationError, DuplicateCustomer) as refusal:
        return _refused(request, form, refusal)
    messages.success(request, _("تمت إضافة العميل."))
    return redirect(next_url(request, reverse("customer", args=[pk])))


@require_http_methods(["GET", "HEAD", "POST"])
def customer_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The customer's form; a POST saves it over the version that the form was made from, or shows the conflict."""
    by = the_user(request)
    customer: Customer = visible_or_404(Customer.objects.live().select_related("owner"), by, pk)
    if request.method != "POST":
        return _form_page(request, CustomerForm(by=by, customer=customer))
    form = CustomerForm(_with_picks(request.POST, customer, by), by=by, customer=customer)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        _edit(form, customer)
    except StaleVersion as stale:
        return _conflict_page(request, form, cast(Customer, stale.current))
    except (ValidationError, DuplicateCustomer) as refusal:
        return _refused(request, form, refusal)
    messages.success(request, _("تم حفظ التغييرات."))
    return redirect(next_url(request, customer.get_absolute_url()))


@require_POST
def customer_twins(request: HttpRequest) -> HttpResponse:
    """Who the person being typed may be already. A POST, so that names and phones stay out of addresses and logs."""
    by = the_user(request)
    known = request.POST.get("customer")
    customer = visible_or_404(Customer.objects.live().select_related("owner"), by, known) if known else None
    form = CustomerForm(request.POST, by=by, customer=customer)
    form.is_valid()  # what is wrong with the rest is said when it is saved
    return render(request, "crm/_twins.html", {"twins": _twins(form), "form": form})


@require_safe
def customer_districts(request: HttpRequest) -> HttpResponse:
    """The districts of a city, to choose from."""
    return render(request, "crm/_options.html", {"options": _districts(request.GET.get("city", ""))})


def _create(form: CustomerForm, *, at: Any) -> Customer:
    data = form.cleaned_data
    return create_customer(
        by=form.by, at=at, facts=form.facts, owner=form.book, allow_duplicate=data["allow_duplicate"]
    )


def _edit(form: CustomerForm, customer: Customer) -> Customer:
    data = form.cleaned_data
    return edit_customer(
        by=form.by,
        at=timezone.now(),
        customer_id=customer.pk,
        version=data["version"],
        facts=form.facts,
        owner=data.get("owner"),
        allow_duplicate=data["allow_duplicate"],
    )


def _refused(request: HttpRequest, form: CustomerForm, refusal: ValidationError | DuplicateCustomer) -> HttpResponse:
    if isinstance(refusal, ValidationError):
        show_refusal(form, refusal)
        return _form_page(request, form, status=422)
    twins = _twins(form)  # before the error takes the phone out of what is clean
    said = _("هذا الجوال مسجّل باسم %(name)s.") % {"name": refusal.existing.name}
    form.add_error("phone", said)
    return _form_page(request, form, status=409, twins=twins)


def _form_page(request: HttpRequest, form: CustomerForm, status: int = 200, twins: Twins | None = None) -> HttpResponse:
    context = {
        "form": form,
        "customer": form.customer,
        "twins": twins or (_twins(form) if form.is_bound else Twins()),
        "cities": Place.objects.cities().values_list("name", flat=True),
        "districts": _districts(form["city"].value() or ""),
        "token": new_token(),
        "cancel_url": next_url(request, form.customer.get_absolute_url() if form.customer else "customer_list"),
    }
    return render(request, "crm/customer_form.html", context, status=status)


def _districts(city: str) -> list[str]:
    return list(Place.objects.districts_of(city[:80]).values_list("name", flat=True)) if city else []


def _twins(form: CustomerForm) -> Twins:
    return find_twins(form.book, getattr(form, "cleaned_data", {}), known=form.customer)


# ---------------------------------------------------------------- when somebody else saved first


def _conflict_page(request: HttpRequest, form: CustomerForm, current: Customer) -> HttpResponse:
    typed = _as_stored(form)
    people = {user.pk: user.name for user in (current.owner, form.book)}
    conflict = edit_conflict(
        current,
        typed,
        version=form.cleaned_data["version"],
        label=label,
        shown=lambda name, value: shown(name, value, people),
    )
    context = {"customer": current, "conflict": conflict, "typed": _kept(form), "now": timezone.now()}
    return render(request, "crm/customer_conflict.html", context, status=409)


def _as_stored(form: CustomerForm) -> dict[str, Any]:
    """What was typed, as the flow would store it."""
    values, _errors = cleaned(form.facts, CUSTOMER)
    if values["whatsapp"] == values["phone"]:
        values["whatsapp"] = ""
    return {**values, "owner": form.book.pk} if "owner" in form.fields else values


def _kept(form: CustomerForm) -> list[tuple[str, str]]:
    """Everything that was typed, to be sent again with the choices."""
    data = cast(QueryDict, form.data)
    return [(name, value) for name in form.fields if name != "version" for value in data.getlist(name)]


def _with_picks(data: QueryDict, customer: Customer, by: User) -> QueryDict:
    """The form as sent, with the saved value wherever the conflict page's choice was the saved one."""
    wanted = {name.removeprefix(PICK) for name, value in data.items() if name.startswith(PICK) and value == SAVED}
    if not wanted:
        return data
    saved, merged = CustomerForm(by=by, customer=customer), data.copy()
    for name in wanted & saved.fields.keys():
        value = saved[name].value()
        if value is False:
            merged.pop(name, None)
        else:
            merged[name] = "" if value is None else str(value)
    return merged
