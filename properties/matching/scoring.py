"""How well a property fits a request: one pure function, from 0 to 100, with its reasons (rules: Matching).

Both directions use it, so a pair has one score, from whichever side it is looked at.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import floor
from typing import TYPE_CHECKING, Any, NamedTuple, Union

from django.conf import settings

if TYPE_CHECKING:
    from properties.models import Property, PropertyRequest

RULE_VERSION = 1  # one up whenever a pair may score otherwise than before
HALF = 0.5  # what is not known counts for
FEATURE = "feature:"  # before the code of one that would be nice to have


class Offered(NamedTuple):
    """What is asked of a property, and no more: there may be thousands of candidates."""

    id: int
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
    features: dict[str, bool]


class Wished(NamedTuple):
    """What is asked of a request."""

    id: int
    city_key: str
    districts: list[str]
    district_keys: list[str]
    budget_min: Decimal | None
    budget_max: Decimal | None
    area_min: Decimal | None
    area_max: Decimal | None
    rooms_min: int | None
    street_width_min: int | None
    facades: list[str]
    age_max: int | None
    nice_to_have: list[str]


# Either the row itself, or what was read of it.
Offer = Union["Property", Offered]
Wish = Union["PropertyRequest", Wished]


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
        return [
            {"criterion": fit.criterion, "verdict": fit.verdict, "wanted": fit.wanted, "found": fit.found}
            for fit in self.fits
        ]


# One criterion of a pair: its name, what it weighs, and how far it is met, from 0 to 1; None where that is not known.
# A bare tuple: up to ten are made of each of thousands of candidates.
Mark = tuple[str, float, float | None]


class Rules(NamedTuple):
    """The settings of the score. Given to whom judges thousands: to look them up for each takes as long as to judge."""

    weights: Mapping[str, float]
    price_tolerance: float
    area_tolerance: float
    rooms_tolerance: int
    neighbour: float


def rules_now() -> Rules:
    return Rules(
        settings.MATCH_WEIGHTS,
        settings.MATCH_PRICE_TOLERANCE,
        settings.MATCH_AREA_TOLERANCE,
        settings.MATCH_ROOMS_TOLERANCE,
        settings.MATCH_NEIGHBOUR,
    )


def points(offer: Offer, wish: Wish, rules: Rules | None = None) -> int:
    """The pair's score: the criteria that the request sets, by their weights, rescaled to 100, rounded half up."""
    return _points(_marks(offer, wish, rules or rules_now()))


def score(offer: Offer, wish: Wish) -> Score:
    """The pair's score, with its reasons: dearer than `points`, which suffices to choose among many."""
    marks = list(_marks(offer, wish, rules_now()))
    return Score(_points(marks), tuple(_fit(mark, offer, wish) for mark in marks))


def _points(marks: Iterable[Mark]) -> int:
    weights = met = 0.0
    for _criterion, weight, value in marks:
        weights += weight
        met += weight * (HALF if value is None else value)
    if not weights:
        return int(settings.MATCH_BARE_SCORE)
    return floor(100 * met / weights + HALF + 1e-9)  # what is exactly a half must not fall for a binary fraction


def _marks(offer: Offer, wish: Wish, rules: Rules) -> Iterator[Mark]:
    weights = rules.weights
    if wish.budget_min is not None or wish.budget_max is not None:
        yield "price", weights["price"], _price(offer, wish, rules)
    if wish.district_keys:
        yield "district", weights["district"], _district(offer, wish, rules)
    if wish.area_min is not None or wish.area_max is not None:
        yield "area", weights["area"], _area(offer, wish, rules)
    if wish.rooms_min is not None:
        least, tolerance = wish.rooms_min, rules.rooms_tolerance
        yield "rooms", weights["rooms"], _known(offer.rooms, lambda rooms: _above(rooms, least, tolerance))
    for code in wish.nice_to_have:
        share = weights["nice_to_have"] / len(wish.nice_to_have)
        yield f"{FEATURE}{code}", share, _known(offer.features.get(code), float)
    if wish.street_width_min is not None or wish.facades or wish.age_max is not None:
        setting = list(_setting(offer, wish))
        for criterion, value in setting:
            yield criterion, weights["setting"] / len(setting), value


def _price(offer: Offer, wish: Wish, rules: Rules) -> float:
    """Below the minimum costs nothing: nobody minds a cheaper house."""
    most = wish.budget_max
    return 1.0 if most is None else _below(offer.price, most, rules.price_tolerance * float(most))


def _district(offer: Offer, wish: Wish, rules: Rules) -> float | None:
    if offer.city_key != wish.city_key:
        return 0.0
    if not offer.district_key:
        return None
    return 1.0 if offer.district_key in wish.district_keys else rules.neighbour


def _area(offer: Offer, wish: Wish, rules: Rules) -> float | None:
    if offer.area is None:
        return None
    tolerance, least, most = rules.area_tolerance, wish.area_min, wish.area_max
    value = 1.0 if least is None else _above(offer.area, least, tolerance * float(least))
    return value if most is None else min(value, _below(offer.area, most, tolerance * float(most)))


def _setting(offer: Offer, wish: Wish) -> Iterator[tuple[str, float | None]]:
    """Street, facade and age share one weight: those that the request sets, in equal parts."""
    if wish.street_width_min is not None:
        least = wish.street_width_min
        yield "street_width", _known(offer.street_width, lambda width: float(width >= least))
    if wish.facades:
        yield "facade", _known(offer.facade or None, lambda facade: float(facade in wish.facades))
    if wish.age_max is not None:
        most = wish.age_max
        yield "age", _known(offer.age_years, lambda age: float(age <= most))


def _known(value: Any, judge: Callable[[Any], float]) -> float | None:
    """What `judge` says of a value; None of one that is not known, which is neither for nor against."""
    return None if value is None else judge(value)


def _fit(mark: Mark, offer: Offer, wish: Wish) -> Fit:
    """A mark, with what was wanted and what was found."""
    criterion, weight, value = mark
    if criterion.startswith(FEATURE):
        wanted, found = True, offer.features.get(criterion.removeprefix(FEATURE))
    else:
        wanted, found = _TOLD[criterion](offer, wish)
    return Fit(criterion, _verdict(value), weight, HALF if value is None else value, wanted, found)


_TOLD: dict[str, Callable[[Offer, Wish], tuple[Any, Any]]] = {
    "price": lambda offer, wish: (_range(wish.budget_min, wish.budget_max), _text(offer.price)),
    "district": lambda offer, wish: (list(wish.districts), _where(offer, wish)),
    "area": lambda offer, wish: (_range(wish.area_min, wish.area_max), _text(offer.area)),
    "rooms": lambda offer, wish: (wish.rooms_min, offer.rooms),
    "street_width": lambda offer, wish: (wish.street_width_min, offer.street_width),
    "facade": lambda offer, wish: (list(wish.facades), offer.facade or None),
    "age": lambda offer, wish: (wish.age_max, offer.age_years),
}


def _where(offer: Offer, wish: Wish) -> str | None:
    return offer.city if offer.city_key != wish.city_key else offer.district or None


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
