"""The one function that scores a pair (rules: Matching). Pure: no database."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from properties.matching.scoring import Verdict, points, score
from tests.properties.pairs import Offered, Wished, amounts, metres, offers, wishes

THOUSANDS = settings(max_examples=1000, deadline=None)
NO_RANGE = (None, None)


def offered(**facts):
    plain = {
        "price": Decimal(1_000_000),
        "city_key": "الرياض",
        "district_key": "الملقا",
        "area": Decimal(300),
        "rooms": 4,
        "street_width": 20,
        "facade": "north",
        "age_years": 2,
        "features": {},
    }
    return Offered(**{**plain, **facts})


def wished(**facts):
    plain = {
        "city_key": "الرياض",
        "district_keys": [],
        "budget": NO_RANGE,
        "area": NO_RANGE,
        "rooms_min": None,
        "street_width_min": None,
        "facades": [],
        "age_max": None,
        "nice_to_have": [],
    }
    return Wished(**{**plain, **facts})


def fit(result, criterion):
    return next(fit for fit in result.fits if fit.criterion == criterion)


@THOUSANDS
@given(offers, wishes)
def test_a_score_is_a_whole_number_of_percent(offer, wish):
    assert 0 <= points(offer, wish) <= 100
    assert isinstance(points(offer, wish), int)


@THOUSANDS
@given(offers, wishes, amounts)
def test_a_cheaper_property_never_scores_lower(offer, wish, price):
    cheaper = replace(offer, price=min(price, offer.price))
    assert points(cheaper, wish) >= points(offer, wish)


@THOUSANDS
@given(offers, wishes, metres, metres)
def test_up_to_the_largest_area_wanted_a_larger_property_never_scores_lower(offer, wish, one, other):
    most = wish.area_max if wish.area_max is not None else max(one, other)
    smaller, larger = sorted([min(one, most), min(other, most)])
    assert points(replace(offer, area=larger), wish) >= points(replace(offer, area=smaller), wish)


@THOUSANDS
@given(offers, wishes)
def test_the_score_is_what_its_reasons_add_up_to(offer, wish):
    result = score(offer, wish)
    assert result.points == points(offer, wish)
    weights = sum(fit.weight for fit in result.fits)
    if weights:
        exact = 100 * sum(fit.weight * fit.value for fit in result.fits) / weights
        assert abs(result.points - exact) <= 0.5 + 1e-6


@THOUSANDS
@given(offers, wishes)
def test_what_is_unknown_counts_half_and_says_so(offer, wish):
    for found in score(offer, wish).fits:
        assert (found.verdict == Verdict.UNKNOWN) is (found.found is None)
        if found.verdict == Verdict.UNKNOWN:
            assert found.value == 0.5


@given(offers, wishes, st.randoms())
def test_the_order_of_what_is_wanted_does_not_matter(offer, wish, random):
    shuffled = replace(wish, nice_to_have=random.sample(wish.nice_to_have, len(wish.nice_to_have)))
    assert points(offer, shuffled) == points(offer, wish)


def test_a_request_that_sets_nothing_scores_sixty_with_everything():
    assert points(offered(), wished()) == 60


@pytest.mark.parametrize(
    ("price", "value"),
    [(900_000, 1), (1_000_000, 1), (1_050_000, 0.5), (1_100_000, 0), (2_000_000, 0), (1, 1)],
)
def test_a_price_falls_in_a_line_to_a_tenth_above_the_budget(price, value):
    wish = wished(budget=(Decimal(800_000), Decimal(1_000_000)))
    assert fit(score(offered(price=Decimal(price)), wish), "price").value == pytest.approx(value)


@pytest.mark.parametrize(("area", "value"), [(300, 1), (500, 1), (255, 0), (277.5, 0.5), (575, 0), (537.5, 0.5)])
def test_an_area_falls_in_a_line_to_fifteen_percent_outside(area, value):
    wish = wished(area=(Decimal(300), Decimal(500)))
    assert fit(score(offered(area=Decimal(area)), wish), "area").value == pytest.approx(value)


@pytest.mark.parametrize(
    ("district", "value", "verdict"), [("الملقا", 1, "pass"), ("حطين", 0.4, "near"), ("", 0.5, "unknown")]
)
def test_a_district(district, value, verdict):
    found = fit(score(offered(district_key=district), wished(district_keys=["الملقا"])), "district")
    assert (found.value, found.verdict) == (value, verdict)


def test_only_what_the_request_sets_counts_rescaled_to_a_hundred():
    # price 35 in full, district 20 at 0.4: 43 of 55
    wish = wished(budget=(None, Decimal(1_000_000)), district_keys=["النرجس"])
    assert points(offered(), wish) == 78


def test_nice_to_haves_share_one_weight_in_equal_parts():
    wish = wished(nice_to_have=["pool", "elevator", "yard", "garden"])
    offer = offered(features={"pool": True, "elevator": False, "yard": True})
    assert points(offer, wish) == 63  # (1 + 0 + 1 + 0.5) / 4 = 62.5, half up


def test_street_facade_and_age_share_one_weight():
    wish = wished(rooms_min=4, street_width_min=25, facades=["north"], age_max=1)
    assert points(offered(), wish) == 67  # 10 of rooms, and a third of 10: 13.33 of 20


def test_reasons_are_data():
    wish = wished(budget=(None, Decimal(950_000)), nice_to_have=["pool"])
    assert score(offered(), wish).reasons == [
        {
            "criterion": "price",
            "verdict": "near",
            "wanted": {"min": None, "max": "950000"},
            "found": "1000000",
        },
        {"criterion": "feature:pool", "verdict": "unknown", "wanted": True, "found": None},
    ]
