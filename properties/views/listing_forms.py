"""Adding and editing a listing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import visible_or_404
from core.errors import StaleVersion
from core.fields import show_refusal
from core.login import the_user
from core.models import Place
from core.once import new_token, once
from core.requests import next_url
from properties.flows import add_property, edit_property
from properties.forms.listings import PropertyForm
from properties.models import Property
from properties.models.choices import LANDS, WITHOUT_ROOMS


@require_http_methods(["GET", "HEAD", "POST"])
def property_new(request: HttpRequest) -> HttpResponse:
    """An empty form; a POST adds the listing, once however often the form is sent."""
    by, at = the_user(request), timezone.now()
    if request.method != "POST":
        return _form_page(request, PropertyForm(by=by))
    form = PropertyForm(request.POST, by=by)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    told: dict[str, Any] = {"by": by, "at": at, "facts": form.facts, "owner": form.cleaned_data.get("owner")}
    try:
        pk = once(request, by=by, at=at, act=lambda: add_property(**told).pk)
    except ValidationError as refusal:
        show_refusal(form, refusal)
        return _form_page(request, form, status=422)
    messages.success(request, _("تمت إضافة العقار."))
    return redirect(next_url(request, reverse("property", args=[pk])))


@require_http_methods(["GET", "HEAD", "POST"])
def property_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The listing's form; a POST saves it over the version that the form was made from, or says who was first."""
    by = the_user(request)
    listing: Property = visible_or_404(Property.objects.live().select_related("owner", "landlord"), by, pk)
    if request.method != "POST":
        return _form_page(request, PropertyForm(by=by, listing=listing))
    form = PropertyForm(request.POST, by=by, listing=listing)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    given = form.cleaned_data
    told: dict[str, Any] = {"version": given["version"], "facts": form.facts, "owner": given.get("owner")}
    try:
        edit_property(by=by, at=timezone.now(), property_id=pk, **told)
    except StaleVersion as stale:
        form.add_error(None, str(stale.detail))
        return _form_page(request, form, status=409)
    except ValidationError as refusal:
        show_refusal(form, refusal)
        return _form_page(request, form, status=422)
    messages.success(request, _("تم حفظ التغييرات."))
    return redirect(next_url(request, listing.get_absolute_url()))


def _form_page(request: HttpRequest, form: PropertyForm, status: int = 200) -> HttpResponse:
    listing = form.listing
    city = str(form["city"].value() or "")[:80]
    context = {
        "form": form,
        "listing": listing,
        "cities": Place.objects.cities().values_list("name", flat=True),
        "districts": list(Place.objects.districts_of(city).values_list("name", flat=True)) if city else [],
        "token": new_token(),
        "without_rooms": " ".join(WITHOUT_ROOMS),
        "lands": " ".join(LANDS),
        "cancel_url": next_url(request, listing.get_absolute_url() if listing else "property_list"),
    }
    return render(request, "properties/property_form.html", context, status=status)
