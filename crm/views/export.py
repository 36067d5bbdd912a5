"""The list's export button: the list as it is filtered, as a file."""

from typing import cast

from django.core.exceptions import BadRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.exports import UnknownFormat, export_response
from core.models import User
from crm.exports import asked_of, export_customers, refuse_who_may_not_export
from crm.filters import CustomerFilter
from crm.models import Customer


@require_GET
def customer_export(request: HttpRequest) -> StreamingHttpResponse:
    """`?format=csv|xlsx|json` and the list's own filters."""
    by = cast(User, request.user)
    refuse_who_may_not_export(by)
    filters = CustomerFilter(request.GET, Customer.objects.visible_to(by).live(), request=request)
    if not filters.is_valid():
        raise BadRequest
    format_ = request.GET.get("format") or "csv"
    try:
        export = export_customers(
            by=by, at=timezone.now(), customers=filters.qs, asked=asked_of(filters), format=format_
        )
    except UnknownFormat as unknown:
        raise BadRequest from unknown
    return export_response(export)
