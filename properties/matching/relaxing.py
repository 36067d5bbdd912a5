"""«Why no match?»: the single relaxations of a request that would open the most properties (rules: Matching)."""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from core.arabic import counted
from properties.matching.finding import candidates_of, matches_of_request
from properties.matching.gates import properties_for
from properties.matching.scoring import Offered, points, rules_now
from properties.models import PropertyRequest
from properties.models.choices import Feature

FEW = 3  # with fewer matches than this the question is worth asking
MOST_TOLD = 3
MOST_LOOKED_AT = 2_000  # properties in reach of any one relaxation
PERCENTS = (3, 6, 10, 15, 20)
WIDER = (5, 10, 20)


@dataclass(frozen=True)
class Relaxation:
    """One change of a request: what to say of it, the fields to set, and how many more properties it opens."""

    words: str
    facts: dict[str, Any]
    opens: int

    @property
    def sentence(self) -> str:
        """«رفع الميزانية 6% يفتح 4 عقارات»."""
        return _("%(act)s يفتح %(properties)s") % {
            "act": self.words,
            "properties": counted(self.opens, "property", oblique=True),
        }


def relaxations(wish: PropertyRequest, on: date) -> list[Relaxation]:
    """The relaxations that open the most, for an open request with fewer than FEW matches; the gentlest of equals.

    Of one field's steps only the best is told: a wider one where it opens more.
    """
    if not wish.is_open_on(on):
        return []
    found = {pair.listing.id for pair in matches_of_request(wish, on)}
    if len(found) >= FEW:
        return []
    best: dict[str, Relaxation] = {}
    for field, words, facts in _steps(wish):
        opens = len(_opened(wish, facts, on) - found)
        if opens and (field not in best or opens > best[field].opens):
            best[field] = Relaxation(words, facts, opens)
    return sorted(best.values(), key=lambda one: -one.opens)[:MOST_TOLD]


def _opened(wish: PropertyRequest, facts: dict[str, Any], on: date) -> set[int]:
    relaxed = copy(wish)
    for name, value in facts.items():
        setattr(relaxed, name, value)
    if "districts" in facts:
        relaxed.district_keys = []
    newest = properties_for(relaxed, on).order_by("-created_at")[:MOST_LOOKED_AT]
    least, rules = settings.MATCH_LISTED_FROM, rules_now()
    return {listing.id for listing in candidates_of(newest, Offered) if points(listing, relaxed, rules) >= least}


def _steps(wish: PropertyRequest) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What may be relaxed: the field, the act in words, and the facts that it sets; the gentlest step first."""
    if wish.budget_max:
        for percent in PERCENTS:
            most = _grown(wish.budget_max, percent, ROUND_CEILING)
            yield "budget_max", _("رفع الميزانية %(percent)s%%") % {"percent": percent}, {"budget_max": most}
    if wish.area_min:
        for percent in WIDER:
            least = _grown(wish.area_min, -percent, ROUND_FLOOR)
            yield "area_min", _("تقليل المساحة %(percent)s%%") % {"percent": percent}, {"area_min": least}
    if wish.area_max:
        for percent in WIDER:
            most = _grown(wish.area_max, percent, ROUND_CEILING)
            yield "area_max", _("زيادة المساحة %(percent)s%%") % {"percent": percent}, {"area_max": most}
    if wish.rooms_min:
        rooms = counted(wish.rooms_min - 1, "room", oblique=True)
        yield "rooms_min", _("القبول بـ %(rooms)s") % {"rooms": rooms}, {"rooms_min": wish.rooms_min - 1}
    if wish.districts_strict and wish.districts:
        yield "districts", _("القبول بأحياء أخرى في المدينة"), {"districts_strict": False}
    yield from _dropped(wish)


def _dropped(wish: PropertyRequest) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if wish.types:
        yield "types", _("قبول أي نوع من العقارات"), {"types": []}
    for code in wish.must_have:
        rest = [other for other in wish.must_have if other != code]
        words = _("التنازل عن شرط «%(feature)s»") % {"feature": Feature(code).label}
        yield f"must_have:{code}", words, {"must_have": rest}
    simple: Sequence[tuple[str, str]] = (
        ("street_width_min", _("التنازل عن عرض الشارع")),
        ("age_max", _("التنازل عن عمر العقار")),
    )
    for field, words in simple:
        if getattr(wish, field) is not None:
            yield field, words, {field: None}
    if wish.facades:
        yield "facades", _("قبول أي واجهة"), {"facades": []}


def _grown(value: Decimal, percent: int, rounding: str) -> Decimal:
    return (value * (100 + percent) / 100).quantize(Decimal(1), rounding)
