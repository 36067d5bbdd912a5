"""The list's export button: the list as it is filtered, as a file."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.exports import UnknownFormat, export_response
from core.login import the_user
from core.models import User
from crm.exports import asked_of, export_customers, refuse_who_may_not_export
from crm.filters import CustomerFilter
from crm.models import Customer, CustomerQuerySet
from crm.views.many import none_chosen
from crm.views.selection import read_selection


@require_GET
def customer_export(request: HttpRequest) -> StreamingHttpResponse:
    """`?format=csv|xlsx|json` and the list's own filters."""
    by = the_user(request)
    refuse_who_may_not_export(by)
    filters = CustomerFilter(request.GET, Customer.objects.visible_to(by).live(), request=request)
    if not filters.is_valid():
        raise BadRequest
    format_ = request.GET.get("format") or "csv"
    return _file(by, filters.qs, asked_of(filters), format_)


@require_POST
def many_export(request: HttpRequest) -> HttpResponseBase:
    """The rows chosen on the list, and no others; the log says which."""
    by = the_user(request)
    refuse_who_may_not_export(by)
    chosen = read_selection(request)
    if chosen is None:
        return none_chosen(request)
    return _file(by, chosen.rows, chosen.asked, request.POST.get("format") or "csv")


def _file(by: User, customers: CustomerQuerySet, asked: dict[str, str], format_: str) -> StreamingHttpResponse:
    try:
        export = export_customers(by=by, at=timezone.now(), customers=customers, asked=asked, format=format_)
    except UnknownFormat as unknown:
        raise BadRequest from unknown
    return export_response(export)
