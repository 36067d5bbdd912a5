"""Which pairs are looked at: SQL from either side and Python say the same (rules: Matching, Gates)."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest

from core.dates import local_date
from crm.flows import delete_customer
from properties.flows import record_match, tell_match
from properties.matching.finding import matches_of_property, matches_of_request
from properties.matching.gates import passes, properties_for, requests_for
from properties.models.choices import Feature
from tests.factories import make_customer, make_property, make_request

CODES = Feature.values[:3]


@pytest.fixture
def today(now):
    return local_date(now)


def some(random, values, most):
    return random.sample(values, random.randint(0, most))


def random_property(random, owner, customers):
    return make_property(
        owner,
        type=random.choice(["villa", "apartment", "land_residential"]),
        purpose=random.choice(["sale", "rent"]),
        status=random.choice(["available", "available", "available", "draft", "reserved", "sold"]),
        city=random.choice(["الرياض", "الریاض", "جدة"]),
        district=random.choice(["حي الملقا", "النرجس", ""]),
        price=Decimal(random.choice([900_000, 1_000_000, 1_050_000])),
        features={code: random.choice([True, False]) for code in some(random, CODES, 3)},
        landlord=random.choice([None, None, *(customer.pk for customer in customers)]),
    )


def random_request(random, customer, today):
    return make_request(
        customer,
        types=some(random, ["villa", "apartment"], 2),
        purpose=random.choice(["sale", "rent"]),
        status=random.choice(["open", "open", "open", "paused", "closed"]),
        city=random.choice(["الرياض", "جده"]),
        districts=some(random, ["الملقا", "حي النرجس"], 2),
        districts_strict=random.choice([True, False]),
        must_have=some(random, CODES, 2),
        budget_max=Decimal(1_000_000),
        expires_on=random.choice([None, today, today - timedelta(days=1)]),
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_three_ways_of_asking_agree(agent, teammate, today, seed):
    random = Random(seed)  # noqa: S311  (a test's)
    customers = [make_customer(agent), make_customer(agent), make_customer(teammate)]
    listings = [random_property(random, customer.owner, []) for customer in customers for _ in range(8)]
    listings += [random_property(random, agent, customers[:2]) for _ in range(6)]
    wishes = [random_request(random, customer, today) for customer in customers for _ in range(8)]
    right = {(one.pk, two.pk) for one in listings for two in wishes if passes(one, two, today)}
    assert right  # something passes, or the test would say nothing
    assert {(one.pk, two.pk) for one in listings for two in requests_for(one, today)} == right
    assert {(one.pk, two.pk) for two in wishes for one in properties_for(two, today)} == right


@pytest.mark.parametrize("seed", range(3))
def test_both_directions_list_the_same_pairs_with_the_same_scores(agent, today, seed):
    random = Random(seed)  # noqa: S311
    customers = [make_customer(agent) for _ in range(3)]
    listings = [random_property(random, agent, customers) for _ in range(15)]
    wishes = [random_request(random, customer, today) for customer in customers for _ in range(5)]
    from_offers = {
        (pair.listing.id, pair.wish.id): pair.points
        for listing in listings
        for pair in matches_of_property(listing, today)
    }
    from_wishes = {
        (pair.listing.id, pair.wish.id): pair.points for wish in wishes for pair in matches_of_request(wish, today)
    }
    assert from_offers == from_wishes
    assert from_offers
    assert all(points >= 60 for points in from_offers.values())


def test_best_first_then_the_newest(agent, now, today):
    wish = make_request(make_customer(agent), budget_max=Decimal(1_000_000))
    old = make_property(agent, price=Decimal(900_000), at=now - timedelta(days=2))
    near = make_property(agent, price=Decimal(1_020_000))
    new = make_property(agent, price=Decimal(950_000))
    assert [pair.listing.id for pair in matches_of_request(wish, today)] == [new.pk, old.pk, near.pk]


@pytest.mark.parametrize("status", ["rejected", "dismissed"])
def test_a_pair_that_was_refused_is_not_found_again(agent, now, today, status):
    wish, listing = make_request(make_customer(agent)), make_property(agent)
    [match] = listing.matches.all()
    tell_match(by=agent, at=now, match_id=match.pk, version=None, status=status)
    assert matches_of_request(wish, today) == matches_of_property(listing, today) == []


def test_a_request_of_a_deleted_customer_is_not_looked_at(agent, now, today):
    wish, listing = make_request(make_customer(agent)), make_property(agent)
    delete_customer(by=agent, at=now, customer_id=wish.customer_id)
    assert not requests_for(listing, today).exists()


def test_a_known_lack_is_no_match_and_an_unknown_is(agent, today):
    wish = make_request(make_customer(agent), must_have=["pool"])
    make_property(agent, features={"pool": False})
    unknown = make_property(agent)
    assert list(properties_for(wish, today)) == [unknown]


def test_pairs_of_two_owners_are_not_found(agent, teammate, today):
    wish = make_request(make_customer(agent))
    make_property(teammate)
    assert not properties_for(wish, today).exists()


def test_a_pair_across_owners_is_a_managers_to_record(agent, teammate, manager, now):
    wish, listing = make_request(make_customer(agent)), make_property(teammate)
    match = record_match(by=manager, at=now, property_id=listing.pk, request_id=wish.pk, match_score=70)
    assert (match.owner, match.match_score) == (agent, 70)
