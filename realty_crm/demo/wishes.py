"""What a demo customer is and looks for: kind, place and a budget that fits them (domain: Prices)."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from core.models import Place

KINDS = {"buyer": 52, "tenant": 22, "seller": 9, "landlord": 7, "investor": 7, "company": 3}
CITIES = {
    "الرياض": 58,
    "جدة": 14,
    "الدمام": 7,
    "الخبر": 7,
    "مكة المكرمة": 4,
    "المدينة المنورة": 4,
    "أبها": 3,
    "بريدة": 3,
}
NORTH = ("الملقا", "حطين", "الياسمين", "النرجس", "العارض", "القيروان", "الصحافة", "العقيق")
# Riyals, from and to, by zone: what is bought, what it is let for a year, what an investor puts down.
SALE = {
    "north": (850_000, 4_500_000),
    "riyadh": (450_000, 2_000_000),
    "jeddah": (450_000, 2_600_000),
    "east": (400_000, 2_200_000),
    "other": (300_000, 1_200_000),
}
RENT = {
    "north": (45_000, 190_000),
    "riyadh": (22_000, 95_000),
    "jeddah": (24_000, 120_000),
    "east": (22_000, 110_000),
    "other": (14_000, 60_000),
}
INVESTMENT = {
    "north": (5_000_000, 18_000_000),
    "riyadh": (2_500_000, 7_000_000),
    "jeddah": (3_000_000, 9_000_000),
    "east": (2_500_000, 7_000_000),
    "other": (1_500_000, 4_000_000),
}
_SEEKS_NOTHING = ("seller", "landlord")


def make_wish(rng: Random, *, city: str = "", kind: str = "") -> dict[str, Any]:
    """Kind, city, districts and budget of one customer; a given city or kind is kept."""
    city = city or weighted(rng, CITIES)
    kind = kind or weighted(rng, KINDS)
    north = city == "الرياض" and rng.random() < 0.55
    districts = NORTH if north else districts_of(city)
    chosen = rng.sample(districts, min(len(districts), rng.choice((0, 1, 1, 2, 2, 3))))
    zone = "north" if north else _zone(city)
    return {"kind": kind, "city": city, "districts": chosen, "budget": _budget(rng, kind, zone)}


def weighted(rng: Random, weights: dict[str, int]) -> str:
    """One of the keys, as often as its weight says."""
    return rng.choices(list(weights), list(weights.values()))[0]


def _budget(rng: Random, kind: str, zone: str) -> Decimal | None:
    if kind in _SEEKS_NOTHING or rng.random() < 0.12:
        return None
    if kind in ("tenant", "company"):
        return _rounded(rng, RENT[zone], 1_000)
    return _rounded(rng, INVESTMENT[zone], 250_000) if kind == "investor" else _rounded(rng, SALE[zone], 50_000)


def _rounded(rng: Random, bounds: tuple[int, int], step: int) -> Decimal:
    """A round sum between the bounds, the lower ones more often."""
    low, high = bounds
    return Decimal(round(rng.triangular(low, high, low + (high - low) / 4) / step) * step)


def _zone(city: str) -> str:
    zones = {"الرياض": "riyadh", "جدة": "jeddah", "الدمام": "east", "الخبر": "east"}
    return zones.get(city, "other")


@cache
def districts_of(city: str) -> Sequence[str]:
    """The city's districts, but for the north of Riyadh, which is a market of its own."""
    names = Place.objects.districts_of(city).order_by("key").values_list("name", flat=True)
    return [name for name in names if not (city == "الرياض" and name in NORTH)]
