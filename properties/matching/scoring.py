"""How well a property fits a request: one pure function, from 0 to 100, with its reasons (rules: Matching).

Both directions use it, so a pair has one score, from whichever side it is looked at.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum
from math import floor
from typing import Any, Protocol

from django.conf import settings

RULE_VERSION = 1  # one up whenever a pair may score otherwise than before
HALF = 0.5  # what is not known counts for


class Offer(Protocol):
    """What is asked of a property."""

    price: Decimal
    city: str
    city_key: str
    district: str
    district_key: str
    area: Decimal | None
    rooms: int | None
    street_width: int | None
    facade: str
    age_years: int | None
    features: Mapping[str, bool]


class Wish(Protocol):
    """What is asked of a request."""

    city_key: str
    districts: Sequence[str]
    district_keys: Collection[str]
    budget_min: Decimal | None
    budget_max: Decimal | None
    area_min: Decimal | None
    area_max: Decimal | None
    rooms_min: int | None
    street_width_min: int | None
    facades: Collection[str]
    age_max: int | None
    nice_to_have: Sequence[str]


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105  (a word, no password)
    NEAR = "near"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Fit:
    """One criterion of a pair: what it weighs, how far it is met (0 to 1), what was wanted and what was found.

    `wanted` and `found` are as JSON has them: numbers, decimals as text, codes, names.
    """

    criterion: str
    verdict: Verdict
    weight: float
    value: float
    wanted: Any
    found: Any


@dataclass(frozen=True)
class Score:
    """A pair's score and what it is made of."""

    points: int
    fits: tuple[Fit, ...]

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """The fits as they are stored: criterion, verdict, wanted, found."""
        kept = ("criterion", "verdict", "wanted", "found")
        return [{name: told[name] for name in kept} for told in map(asdict, self.fits)]


def score(offer: Offer, wish: Wish) -> Score:
    """The pair's score: the criteria that the request sets, by their weights, rescaled to 100, rounded half up."""
    fits = tuple(_fits(offer, wish))
    return Score(_points(fits), fits)


def _points(fits: Sequence[Fit]) -> int:
    weights = sum(fit.weight for fit in fits)
    if not weights:
        return int(settings.MATCH_BARE_SCORE)
    share = sum(fit.weight * fit.value for fit in fits) / weights
    return floor(100 * share + HALF + 1e-9)  # what is exactly a half must not fall for a binary fraction


def _fits(offer: Offer, wish: Wish) -> Iterator[Fit]:
    weights = settings.MATCH_WEIGHTS
    if wish.budget_min is not None or wish.budget_max is not None:
        yield _price(offer, wish, weights["price"])
    if wish.district_keys:
        yield _district(offer, wish, weights["district"])
    if wish.area_min is not None or wish.area_max is not None:
        yield _area(offer, wish, weights["area"])
    if wish.rooms_min is not None:
        value = None if offer.rooms is None else _above(offer.rooms, wish.rooms_min, settings.MATCH_ROOMS_TOLERANCE)
        yield _fit("rooms", weights["rooms"], value, wish.rooms_min, offer.rooms)
    for code in wish.nice_to_have:
        has = offer.features.get(code)
        value = None if has is None else float(has)
        yield _fit(f"feature:{code}", weights["nice_to_have"] / len(wish.nice_to_have), value, True, has)
    yield from _setting(offer, wish, weights["setting"])


def _price(offer: Offer, wish: Wish, weight: float) -> Fit:
    """Below the minimum costs nothing: nobody minds a cheaper house."""
    value = 1.0
    if wish.budget_max is not None:
        value = _below(offer.price, wish.budget_max, settings.MATCH_PRICE_TOLERANCE * float(wish.budget_max))
    return _fit("price", weight, value, _range(wish.budget_min, wish.budget_max), _text(offer.price))


def _district(offer: Offer, wish: Wish, weight: float) -> Fit:
    value: float | None
    if offer.city_key != wish.city_key:
        return _fit("district", weight, 0.0, list(wish.districts), offer.city)
    if not offer.district_key:
        value = None
    else:
        value = 1.0 if offer.district_key in wish.district_keys else settings.MATCH_NEIGHBOUR
    return _fit("district", weight, value, list(wish.districts), offer.district or None)


def _area(offer: Offer, wish: Wish, weight: float) -> Fit:
    value = None
    if offer.area is not None:
        tolerance = settings.MATCH_AREA_TOLERANCE
        value = 1.0
        if wish.area_min is not None:
            value = _above(offer.area, wish.area_min, tolerance * float(wish.area_min))
        if wish.area_max is not None:
            value = min(value, _below(offer.area, wish.area_max, tolerance * float(wish.area_max)))
    return _fit("area", weight, value, _range(wish.area_min, wish.area_max), _text(offer.area))


def _setting(offer: Offer, wish: Wish, weight: float) -> Iterator[Fit]:
    """Street, facade and age share one weight: those that the request sets, in equal parts."""
    asked: list[tuple[str, float | None, Any, Any]] = []
    if wish.street_width_min is not None:
        found = offer.street_width
        value = None if found is None else float(found >= wish.street_width_min)
        asked.append(("street_width", value, wish.street_width_min, found))
    if wish.facades:
        value = float(offer.facade in wish.facades) if offer.facade else None
        asked.append(("facade", value, list(wish.facades), offer.facade or None))
    if wish.age_max is not None:
        age = offer.age_years
        asked.append(("age", None if age is None else float(age <= wish.age_max), wish.age_max, age))
    for criterion, value, wanted, told in asked:
        yield _fit(criterion, weight / len(asked), value, wanted, told)


def _fit(criterion: str, weight: float, value: float | None, wanted: Any, found: Any) -> Fit:
    """`value` None: not known, which is neither for nor against."""
    return Fit(criterion, _verdict(value), weight, HALF if value is None else value, wanted, found)


def _verdict(value: float | None) -> Verdict:
    if value is None:
        return Verdict.UNKNOWN
    if value >= 1:
        return Verdict.PASS
    return Verdict.NEAR if value > 0 else Verdict.FAIL


def _above(found: Decimal | int, least: Decimal | int, tolerance: float) -> float:
    """1 from `least` on; below it, in a line down to 0 where it falls short by `tolerance`."""
    short = float(least - found)
    if short <= 0:
        return 1.0
    return max(0.0, 1 - short / tolerance) if tolerance else 0.0


def _below(found: Decimal | int, most: Decimal | int, tolerance: float) -> float:
    """1 up to `most`; above it, in a line down to 0 where it exceeds it by `tolerance`."""
    over = float(found - most)
    if over <= 0:
        return 1.0
    return max(0.0, 1 - over / tolerance) if tolerance else 0.0


def _range(least: Decimal | None, most: Decimal | None) -> dict[str, str | None]:
    return {"min": _text(least), "max": _text(most)}


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
