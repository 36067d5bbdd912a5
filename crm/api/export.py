"""The book as a file, for integrations (api: customers/export)."""

from django.http.response import HttpResponseBase
from django.utils import timezone
from django_filters.utils import translate_validation
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from core.api.schema import filter_parameters
from core.api.views import ApiView
from core.exports import EXPORT_FORMATS, export_response
from core.models import User
from crm.exports import asked_of, export_customers, refuse_who_may_not_export
from crm.filters import CustomerFilter
from crm.models import Customer

_FILE = {(200, content_type.partition(";")[0]): OpenApiTypes.BINARY for content_type in EXPORT_FORMATS.values()}
_FORMAT = OpenApiParameter("format", enum=[*EXPORT_FORMATS, "excel"], default="csv")


class CustomerExport(ApiView):
    """The list's customers, as filtered and ordered, as one file. Every export is logged; 403 for who may not."""

    @extend_schema(parameters=[_FORMAT, *filter_parameters(CustomerFilter)], responses=_FILE)
    def get(self, request: Request) -> HttpResponseBase:
        by: User = request.user  # type: ignore[assignment]
        refuse_who_may_not_export(by)
        filters = CustomerFilter(request.query_params, Customer.objects.visible_to(by).live(), request=request)
        if not filters.is_valid():
            raise translate_validation(filters.errors)
        format_ = request.query_params.get("format") or "csv"
        asked, at = asked_of(filters), timezone.now()
        export = export_customers(by=by, at=at, customers=filters.qs, asked=asked, format=format_)
        return export_response(export)
