"""What the API composes of several apps: one customer's whole answer, and the dashboard.

An app that comes to know something of a customer adds it here: its count in CustomerCounts, its rows in CustomerAnswer.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django_filters.utils import translate_validation
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.rows import written
from core.api.views import ApiView
from core.counting import ALL, count_up_to
from core.filters import BookFilter, OwnerFilter
from crm.api import customers, rows
from crm.api.interactions import InteractionRow
from crm.counts import book_size
from crm.models import Customer, Followup, Interaction

NEW_FOR = timedelta(days=7)
NEWEST = 5


class CustomerCounts(rows.CustomerCounts):
    sales = serializers.SerializerMethodField()

    def get_sales(self, customer: Customer) -> int:
        return 0  # the app of sales will count them


class CustomerRow(rows.CustomerRow):
    counts = CustomerCounts(source="*")


class CustomerAnswer(rows.CustomerAnswer):
    counts = CustomerCounts(source="*")
    sales = serializers.SerializerMethodField()

    class Meta(rows.CustomerAnswer.Meta):
        fields = (*rows.CustomerAnswer.Meta.fields, "sales")
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.DictField()))
    def get_sales(self, customer: Customer) -> list[Any]:
        return []  # the app of sales will list them


class CustomerViewSet(customers.CustomerViewSet):
    row_class = CustomerRow
    answer_class = CustomerAnswer


class CustomerInBrief(serializers.ModelSerializer):
    class Meta:
        model = Customer
        fields = ("id", "name", "phone")


class RecentInteraction(InteractionRow):
    customer = CustomerInBrief()


class Dashboard(serializers.Serializer):
    total_customers = serializers.IntegerField()
    new_customers = serializers.IntegerField()
    active_followups = serializers.IntegerField()
    today_appointments = serializers.IntegerField()
    recent_interactions = RecentInteraction(many=True)


class DashboardFilter(BookFilter):
    owner = OwnerFilter()

    class Meta:
        model = Customer
        fields: list[str] = []


class DashboardView(ApiView):
    """The caller's figures; a manager's are everybody's, or one `owner`'s."""

    @extend_schema(responses=Dashboard, parameters=[OpenApiParameter("owner", int, description="للمدير: وسيط واحد")])
    def get(self, request: Request) -> Response:
        asked = DashboardFilter(request.query_params, Customer.objects.live(), request=request)
        if not asked.is_valid():
            raise translate_validation(asked.errors)
        figures = _figures(request.user, asked.form.cleaned_data.get("owner"), timezone.now())
        return Response(written(Dashboard, [figures], {})[0])


def _figures(user: Any, owner: Any, at: datetime) -> dict[str, Any]:
    def book(model: Any) -> Any:
        live = model.objects.live().visible_to(user)
        return live.filter(owner=owner) if owner else live

    rows = {
        "new_customers": book(Customer).filter(created_at__gte=at - NEW_FOR),
        "active_followups": book(Followup).due_by(at).by_due_date(),
    }
    return {
        "total_customers": book_size(user, owner),
        **count_up_to(ALL, rows, in_order=["active_followups"]),
        "today_appointments": 0,  # the app of appointments will count them
        "recent_interactions": book(Interaction).newest_first().select_related("customer")[:NEWEST],
    }
