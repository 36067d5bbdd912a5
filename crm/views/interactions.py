"""Logging, correcting and deleting a contact with a customer."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import visible_or_404
from core.dates import day_name, local_date
from core.errors import StaleVersion
from core.fields import show_refusal
from core.login import the_user
from core.models import User
from core.once import new_token, once
from core.requests import next_url
from crm.flows import delete_interaction, edit_interaction, log_contact
from crm.forms.interactions import InteractionForm
from crm.models import Customer, Interaction
from crm.models.choices import InteractionType

ASKED_AS = {"completed_at": "moment", "scheduled_for": "moment"}


@require_http_methods(["GET", "HEAD", "POST"])
def interaction_log(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole form for a contact; the customer's quick form posts here too, and comes here when it is refused."""
    by, at = the_user(request), timezone.now()
    customer = visible_or_404(Customer, by, pk)
    if request.method != "POST":
        kind = request.GET.get("type", "")
        initial = {"type": kind} if kind in InteractionType.values else {}
        return _log_page(request, customer, InteractionForm(initial=initial))
    form = InteractionForm(request.POST)
    if not form.is_valid():
        return _log_page(request, customer, form, status=422)

    def log() -> int:
        return log_contact(by=by, at=at, customer_id=pk, facts=form.facts, followup=form.followup).pk

    try:
        once(request, by=by, at=at, act=log)
    except ValidationError as refusal:
        show_refusal(form, refusal, **ASKED_AS)
        return _log_page(request, customer, form, status=422)
    messages.success(request, _told(form))
    return redirect(next_url(request, customer.get_absolute_url()))


@require_http_methods(["GET", "HEAD", "POST"])
def interaction_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a contact. When somebody else did meanwhile, both stand on the page and nothing typed is lost."""
    by = the_user(request)
    interaction = _visible(by, pk)
    if request.method != "POST":
        return _edit_page(request, interaction, InteractionForm(interaction=interaction))
    form = InteractionForm(request.POST, interaction=interaction)
    if not form.is_valid():
        return _edit_page(request, interaction, form, status=422)
    try:
        edit_interaction(
            by=by, at=timezone.now(), interaction_id=pk, version=form.cleaned_data["version"], facts=form.facts
        )
    except StaleVersion as stale:
        return _stale_page(request, cast(Interaction, stale.current))
    except ValidationError as refusal:
        show_refusal(form, refusal, **ASKED_AS)
        return _edit_page(request, interaction, form, status=422)
    messages.success(request, _("تم حفظ التغييرات."))
    return redirect(interaction.customer)


@require_http_methods(["GET", "HEAD", "POST"])
def interaction_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take a contact off the record."""
    by = the_user(request)
    interaction = _visible(by, pk)
    customer = interaction.customer
    if request.method != "POST":
        context = {"interaction": interaction, "customer": customer, "cancel_url": customer.get_absolute_url()}
        return render(request, "crm/interaction_delete.html", context)
    delete_interaction(by=by, at=timezone.now(), interaction_id=pk)
    messages.success(request, _("حُذف التواصل من السجل."))
    return redirect(customer)


def _visible(by: User, pk: int) -> Interaction:
    return visible_or_404(Interaction.objects.live().select_related("customer"), by, pk)


def _told(form: InteractionForm) -> str:
    """«سُجّل التواصل وحُددت المتابعة القادمة يوم الأحد.»"""
    if not form.followup:
        return _("سُجّل التواصل.")
    day = day_name(local_date(form.followup["due_date"]))
    return _("سُجّل التواصل وحُددت المتابعة القادمة يوم %(day)s.") % {"day": day}


def _log_page(request: HttpRequest, customer: Customer, form: InteractionForm, status: int = 200) -> HttpResponse:
    context = {
        "customer": customer,
        "form": form,
        "token": new_token(),
        "cancel_url": reverse("customer", args=[customer.pk]),
    }
    return render(request, "crm/interaction_form.html", context, status=status)


def _edit_page(
    request: HttpRequest,
    interaction: Interaction,
    form: InteractionForm,
    status: int = 200,
    saved: Interaction | None = None,
) -> HttpResponse:
    context = {
        "customer": interaction.customer,
        "interaction": interaction,
        "form": form,
        "saved": saved,
        "now": timezone.now(),
        "cancel_url": reverse("customer", args=[interaction.customer_id]),
    }
    return render(request, "crm/interaction_form.html", context, status=status)


def _stale_page(request: HttpRequest, current: Interaction) -> HttpResponse:
    """What was typed, on the version saved now, with what that says beside it."""
    data = request.POST.copy()
    data["version"] = str(current.version)
    form = InteractionForm(data, interaction=current)
    return _edit_page(request, current, form, status=409, saved=current)
