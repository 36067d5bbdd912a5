"""Booking the viewing of a match (product: flow 2)."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from appointments.errors import Overlap
from appointments.flows import book_viewing
from appointments.forms import ViewingForm
from core.access import visible_or_404
from core.dates import due, tomorrow
from core.errors import WrongState
from core.fields import show_refusal
from core.login import the_user
from core.once import new_token, once
from core.requests import next_url
from properties.models import PropertyMatch


@require_http_methods(["GET", "HEAD", "POST"])
def viewing_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask when and where; a POST books it, once however often the form is sent."""
    by, at = the_user(request), timezone.now()
    rows = PropertyMatch.objects.live().select_related("property", "request__customer", "owner")
    match: PropertyMatch = visible_or_404(rows, by, pk)
    place = match.property.place if match.shows_property_to(by) else ""
    if request.method != "POST":
        return _page(request, match, ViewingForm(initial={"start_time": tomorrow(at), "location": place}))
    form = ViewingForm(request.POST)
    if not form.is_valid():
        return _page(request, match, form, status=422)
    given = form.cleaned_data
    told = {"location": given["location"], "allow_overlap": given["allow_overlap"]}
    start = given["start_time"]
    end = start + timedelta(minutes=int(given["minutes"]))

    def book() -> int:
        return book_viewing(by=by, at=at, match_id=pk, start_time=start, end_time=end, **told).pk

    try:
        once(request, by=by, at=at, act=book)
    except ValidationError as refusal:
        show_refusal(form, refusal, end_time="minutes")
        return _page(request, match, form, status=422)
    except Overlap as clash:
        form.add_error("start_time", str(clash.detail))
        return _page(request, match, form, status=409)
    except WrongState as refusal:
        messages.error(request, str(refusal.detail))
        return redirect(next_url(request, match.get_absolute_url()))
    messages.success(request, _("تم حجز المعاينة: %(when)s.") % {"when": due(start, at)})
    return redirect(next_url(request, match.get_absolute_url()))


def _page(request: HttpRequest, match: PropertyMatch, form: ViewingForm, status: int = 200) -> HttpResponse:
    context = {
        "match": match,
        "customer": match.request.customer,
        "shows_property": match.shows_property_to(the_user(request)),
        "form": form,
        "token": new_token(),
        "next": next_url(request, match.get_absolute_url()),
        "cancel_url": next_url(request, match.get_absolute_url()),
    }
    return render(request, "appointments/viewing_form.html", context, status=status)
