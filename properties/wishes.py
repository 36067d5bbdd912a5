"""A request in words, and how much was found for it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core.arabic import counted
from core.numbers import format_amount, format_money
from properties.models import PropertyMatch, PropertyRequest
from properties.models.choices import OPEN_MATCHES, Facade, Feature, PropertyType


@dataclass(frozen=True)
class Fact:
    label: Any
    words: str


def wish_facts(wish: PropertyRequest) -> list[Fact]:
    """What the request sets, in words; what it does not set is left out."""
    places = "، ".join(wish.districts) + (f" ({_('فقط')})" if wish.districts and wish.districts_strict else "")
    told = [
        (_("أنواع العقار"), "، ".join(str(PropertyType(code).label) for code in wish.types)),
        (_("المدينة"), wish.city),
        (_("الأحياء"), places),
        (_("الميزانية"), _range(wish.budget_min, wish.budget_max, format_money)),
        (_("المساحة"), _range(wish.area_min, wish.area_max, _metres)),
        (_("غرف النوم"), _("من %(rooms)s") % {"rooms": counted(wish.rooms_min, "room")} if wish.rooms_min else ""),
        (_("عرض الشارع"), _("من %(width)s م") % {"width": wish.street_width_min} if wish.street_width_min else ""),
        (_("الواجهة"), "، ".join(str(Facade(code).label) for code in wish.facades)),
        (_("عمر العقار"), _age(wish.age_max)),
        (_("شروط أساسية"), "، ".join(str(Feature(code).label) for code in wish.must_have)),
        (_("مفضّلات"), "، ".join(str(Feature(code).label) for code in wish.nice_to_have)),
        (_("طريقة الدفع"), wish.get_payment_display()),
    ]
    return [Fact(label, words) for label, words in told if words]


def with_match_counts(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Each request with `match_count`: how many of its pairs are open."""
    matches = PropertyMatch.objects.filter(request=OuterRef("pk"), status__in=OPEN_MATCHES)
    counted_matches = matches.order_by().values("request").annotate(n=Count("pk")).values("n")
    return rows.annotate(match_count=Coalesce(Subquery(counted_matches, output_field=IntegerField()), 0))


def _range(least: Decimal | None, most: Decimal | None, words: Any) -> str:
    said = [_("من %(value)s") % {"value": words(least)}] if least is not None else []
    said += [_("إلى %(value)s") % {"value": words(most)}] if most is not None else []
    return " ".join(said)


def _metres(area: Decimal) -> str:
    return _("%(area)s م²") % {"area": format_amount(area)}


def _age(most: int | None) -> str:
    if most is None:
        return ""
    return _("حتى %(age)s") % {"age": counted(most, "year", oblique=True)} if most else str(_("جديد"))
