"""Pages that span apps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.dates import greeting
from core.owner_filter import owner_filter
from realty_crm.today import Today


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The agent's working day; a manager's is everybody's, or that of one `owner`."""
    now = timezone.now()
    owners = owner_filter(request)
    day = Today(owners, now, request.get_full_path())
    context = {"today": day, "owners": owners, "now": now, "greeting": greeting(now)}
    return render(request, "realty_crm/today.html", context)
