"""One FilterSet a model: what its page, its API list and its export can be asked for (api: properties, requests)."""

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.access import BIGGEST_ID
from core.filters import (
    BookFilter,
    ChangedSinceFilter,
    CodesFilter,
    IdFilter,
    MoneyFilter,
    OrderFilter,
    OwnerFilter,
    Rows,
    SinceFilter,
    UntilFilter,
)
from core.models.place import LONGEST_NAME
from properties.models import Property, PropertyMatch, PropertyRequest
from properties.models.choices import MatchStatus, PropertyStatus, PropertyType, Purpose, RequestStatus
from properties.search import location_key

LONGEST_SEARCH = 200
AREA = _("المساحة")


class PlaceFilter(django_filters.CharFilter):
    """A city or a district, in any spelling: by its key."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_NAME, **options)

    def filter(self, qs: Rows, value: str) -> Rows:
        return qs.filter(**{self.field_name: location_key(value)}) if value else qs


class NumberFilter(django_filters.NumberFilter):
    """A whole number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=BIGGEST_ID, decimal_places=0, **options)


class PropertyFilter(BookFilter):
    search = django_filters.CharFilter(method="find", label=_("بحث"), max_length=LONGEST_SEARCH)
    type = CodesFilter(choices=PropertyType.choices, label=_("نوع العقار"))
    purpose = CodesFilter(choices=Purpose.choices, label=_("الغرض"))
    status = CodesFilter(choices=PropertyStatus.choices, label=_("الحالة"))
    city = PlaceFilter(field_name="city_key", label=_("المدينة"))
    district = PlaceFilter(field_name="district_key", label=_("الحي"))
    min_price = MoneyFilter(field_name="price", lookup_expr="gte", label=_("السعر من"))
    max_price = MoneyFilter(field_name="price", lookup_expr="lte", label=_("السعر إلى"))
    min_area = MoneyFilter(field_name="area", lookup_expr="gte", label=_("المساحة من"))
    max_area = MoneyFilter(field_name="area", lookup_expr="lte", label=_("المساحة إلى"))
    rooms = NumberFilter(label=_("غرف النوم"))
    landlord = IdFilter(label=_("المالك"))
    date_from = SinceFilter(field_name="created_at", label=_("أضيف من"))
    date_to = UntilFilter(field_name="created_at", label=_("أضيف حتى"))
    owner = OwnerFilter()
    updated_since = ChangedSinceFilter(field_name="updated_at", label=_("عُدّل منذ"))
    ordering = OrderFilter({name: name for name in ("created_at", "updated_at", "price", "area", "rooms", "listed_at")})
    ranges = (("min_price", "max_price"), ("min_area", "max_area"), ("date_from", "date_to"))

    class Meta:
        model = Property
        fields: list[str] = []

    def find(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.search(value)


class RequestFilter(BookFilter):
    """A price or an area asks for the requests whose range reaches it; an open range reaches everything."""

    customer = IdFilter(label=_("العميل"))
    type = CodesFilter(choices=PropertyType.choices, method="wants_type", label=_("نوع العقار"))
    purpose = CodesFilter(choices=Purpose.choices, label=_("الغرض"))
    status = CodesFilter(choices=RequestStatus.choices, label=_("الحالة"))
    city = PlaceFilter(field_name="city_key", label=_("المدينة"))
    district = django_filters.CharFilter(method="wants_district", label=_("الحي"), max_length=LONGEST_NAME)
    min_price = MoneyFilter(field_name="budget_max", method="reaches_up", label=_("السعر من"))
    max_price = MoneyFilter(field_name="budget_min", method="reaches_down", label=_("السعر إلى"))
    min_area = MoneyFilter(field_name="area_max", method="reaches_up", label=_("المساحة من"))
    max_area = MoneyFilter(field_name="area_min", method="reaches_down", label=_("المساحة إلى"))
    rooms = NumberFilter(field_name="rooms_min", label=_("غرف النوم"))
    owner = OwnerFilter()
    updated_since = ChangedSinceFilter(field_name="updated_at", label=_("عُدّل منذ"))
    ordering = OrderFilter({name: name for name in ("created_at", "updated_at", "budget_max", "expires_on")})
    ranges = (("min_price", "max_price"), ("min_area", "max_area"))

    class Meta:
        model = PropertyRequest
        fields: list[str] = []

    def wants_type(self, queryset: Rows, name: str, value: list[str]) -> Rows:
        return queryset.filter(Q(types=[]) | Q(types__has_any_of=value)) if value else queryset

    def wants_district(self, queryset: Rows, name: str, value: str) -> Rows:
        return queryset.filter(district_keys__has_any_of=[location_key(value)])

    def reaches_up(self, queryset: Rows, name: str, value: Decimal | None) -> Rows:
        open_range = Q(**{f"{name}__isnull": True})
        return queryset if value is None else queryset.filter(open_range | Q(**{f"{name}__gte": value}))

    def reaches_down(self, queryset: Rows, name: str, value: Decimal | None) -> Rows:
        open_range = Q(**{f"{name}__isnull": True})
        return queryset if value is None else queryset.filter(open_range | Q(**{f"{name}__lte": value}))


class MatchFilter(BookFilter):
    property = IdFilter(label=_("العقار"))
    request = IdFilter(label=_("الطلب"))
    customer = IdFilter(field_name="request__customer", label=_("العميل"))
    status = CodesFilter(choices=MatchStatus.choices, label=_("الحالة"))
    min_score = NumberFilter(field_name="match_score", lookup_expr="gte", label=_("نسبة التطابق من"))
    owner = OwnerFilter()
    updated_since = ChangedSinceFilter(field_name="updated_at", label=_("عُدّل منذ"))
    ordering = OrderFilter({name: name for name in ("created_at", "updated_at", "match_score")})

    class Meta:
        model = PropertyMatch
        fields: list[str] = []
