"""Random listings and requests, as scoring sees them: for property tests."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from properties.models.choices import Facade, Feature

CITIES, DISTRICTS = ("الرياض", "جده"), ("الملقا", "النرجس", "حطين", "")
amounts = st.decimals(min_value=1, max_value=10_000_000, places=2)
metres = st.decimals(min_value=1, max_value=5_000, places=2)
small = st.integers(0, 40)


@dataclass
class Offered:
    price: Decimal
    city_key: str
    district_key: str
    area: Decimal | None
    rooms: int | None
    street_width: int | None
    facade: str
    age_years: int | None
    features: dict[str, bool]

    @property
    def city(self) -> str:
        return self.city_key

    @property
    def district(self) -> str:
        return self.district_key


@dataclass
class Wished:
    city_key: str
    district_keys: list[str]
    budget: tuple[Any, Any]
    area: tuple[Any, Any]
    rooms_min: int | None
    street_width_min: int | None
    facades: list[str]
    age_max: int | None
    nice_to_have: list[str]
    budget_min: Any = field(init=False)
    budget_max: Any = field(init=False)
    area_min: Any = field(init=False)
    area_max: Any = field(init=False)

    def __post_init__(self) -> None:
        self.budget_min, self.budget_max = self.budget
        self.area_min, self.area_max = self.area

    @property
    def districts(self) -> list[str]:
        return self.district_keys


def maybe(values: Any) -> Any:
    return st.none() | values


def ranges(values: Any) -> Any:
    """(least, most), either of them absent, never the wrong way round."""
    ordered = st.tuples(values, values).map(lambda pair: (min(pair), max(pair)))
    return ordered | st.tuples(st.none(), values) | st.tuples(values, st.none()) | st.just((None, None))


offers = st.builds(
    Offered,
    price=amounts,
    city_key=st.sampled_from(CITIES),
    district_key=st.sampled_from(DISTRICTS),
    area=maybe(metres),
    rooms=maybe(small),
    street_width=maybe(small),
    facade=st.sampled_from(["", *Facade.values]),
    age_years=maybe(small),
    features=st.dictionaries(st.sampled_from(Feature.values), st.booleans(), max_size=6),
)
wishes = st.builds(
    Wished,
    city_key=st.sampled_from(CITIES),
    district_keys=st.lists(st.sampled_from(DISTRICTS[:-1]), max_size=3, unique=True),
    budget=ranges(amounts),
    area=ranges(metres),
    rooms_min=maybe(small),
    street_width_min=maybe(small),
    facades=st.lists(st.sampled_from(Facade.values), max_size=3, unique=True),
    age_max=maybe(small),
    nice_to_have=st.lists(st.sampled_from(Feature.values), max_size=4, unique=True),
)
