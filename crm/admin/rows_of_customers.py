"""What interactions and follow-ups share in the managers' door: found by their customer, kept with it."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from crm.admin.binned import BinnedAdmin
from crm.models import Customer


class CustomerRowAdmin(BinnedAdmin):
    """A row of a customer. The customer is chosen once; the row goes where the customer goes."""

    search_fields = ("customer",)  # shows the box; get_search_results does the search
    search_help_text = _("باسم العميل بأي رسم، أو بجواله أو آخر أربعة أرقام منه.")
    ordering = ("-created_at", "-id")
    autocomplete_fields = ("customer",)
    related: ClassVar[tuple[str, ...]] = ("customer", "user")  # what a row names

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The list shows what is live; a page of its own shows any row."""
        rows: Any = super().get_queryset(request).select_related(*self.related)
        is_list = request.resolver_match and str(request.resolver_match.url_name).endswith("_changelist")
        return rows.live() if is_list else rows

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip():
            return queryset, False
        return queryset.filter(customer__in=Customer.objects.live().search(search_term).values("pk")), False
