"""Pages that span apps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.dates import greeting
from core.login import the_user
from core.owner_filter import owner_filter
from core.search import LONGEST_QUERY
from realty_crm.found import Found
from realty_crm.today import Today


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The agent's working day; a manager's is everybody's, or that of one `owner`."""
    now = timezone.now()
    owners = owner_filter(request)
    day = Today(owners, now, request.get_full_path())
    context = {"today": day, "owners": owners, "now": now, "greeting": greeting(now)}
    return render(request, "realty_crm/today.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """What answers the query, of every kind, and what one can do; to htmx, the palette's list alone.

    The query is posted, so that names and phones stay out of addresses and logs.
    """
    typed = request.POST.get("q", "")
    query = " ".join(typed[:LONGEST_QUERY].split())
    as_list = bool(request.htmx)  # type: ignore[attr-defined]
    context = {
        "found": Found(the_user(request), query, as_list=as_list),
        "typed": typed,
        "query": query,
        "as_list": as_list,
    }
    return render(request, "realty_crm/_found.html" if as_list else "realty_crm/search.html", context)
