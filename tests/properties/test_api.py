"""Listings, requests and matches as integrators meet them (api: properties, requests, matches)."""

from decimal import Decimal

import pytest

from properties.models import Property, PropertyMatch, PropertyRequest
from tests.factories import make_property, make_request

PROPERTIES, REQUESTS, MATCHES = "/api/v1/properties/", "/api/v1/requests/", "/api/v1/matches/"
VILLA = {"title": "فيلا درج صالة", "type": "villa", "purpose": "sale", "city": "الرياض", "price": "1450000"}


@pytest.fixture
def wish(customer):
    return make_request(customer, budget_max=Decimal(2_000_000))


@pytest.fixture
def listing(agent, wish):
    return make_property(agent)


# ---------------------------------------------------------------- listings


def test_a_listing_is_added_with_what_is_required_alone(api, agent):
    answer = api.post(PROPERTIES, VILLA)
    assert answer.status_code == 201, answer.json()
    row = answer.json()
    assert (row["status"], row["owner"], row["price"], row["version"]) == ("available", agent.pk, "1450000.00", 1)
    assert (row["area"], row["rooms"], row["features"], row["photos"]) == (None, None, {}, [])
    assert api.get(f"{PROPERTIES}{row['id']}/").json() == row


@pytest.mark.parametrize("field", ["title", "type", "purpose", "city", "price"])
def test_what_is_required(api, field):
    answer = api.post(PROPERTIES, {name: value for name, value in VILLA.items() if name != field})
    assert (answer.status_code, set(answer.json())) == (400, {field})


def test_all_of_a_listing(api, customer):
    facts = {
        **VILLA,
        "district": "حي النرجس",
        "area": "350.5",
        "rooms": 6,
        "bathrooms": 7,
        "street_width": 20,
        "facade": "north",
        "age_years": 2,
        "features": {"pool": True, "elevator": False, "yard": None},
        "landlord": customer.pk,
        "deed_number": "CN-56321",
        "deed_date": "2025-06-15",
        "plan_number": "3114",
        "plot_number": "862",
        "ad_license_number": "٧٢٠٠٠٠٠٣١٨",
        "ad_license_expires_on": "2027-02-11",
        "contract_number": "6200000127",
        "contract_ends_on": "2027-01-01",
        "description": "قريبة من المدارس",
    }
    row = api.post(PROPERTIES, facts).json()
    assert row["features"] == {"elevator": False, "pool": True}
    assert (row["ad_license_number"], row["price_per_m2"], row["area"]) == ("7200000318", "4136.95", "350.50")
    assert (row["landlord"], row["number"], row["days_on_market"]) == (customer.pk, f"P-{row['id']}", 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("price", "0"), ("price", "-1"), ("price", "1e400"), ("area", "0"), ("area", "x"), ("rooms", -1)),
        *(("rooms", 1.5), ("rooms", True), ("rooms", 10**30), ("type", "castle"), ("status", "gone")),
        *(("features", {"castle": True}), ("features", {"pool": "yes"}), ("features", []), ("features", {"pool": 1})),
        *(("ad_license_number", "abc"), ("ad_license_number", "123"), ("deed_date", "0000-01-01"), ("deed_date", 5)),
        *(("facade", "up"), ("title", ""), ("title", "<b></b>"), ("city", None), ("age_years", 5000)),
    ],
)
def test_wrong_values_are_named(api, field, value):
    answer = api.post(PROPERTIES, {**VILLA, field: value})
    assert (answer.status_code, set(answer.json())) == (400, {field})
    assert not Property.objects.exists()


def test_anothers_customer_is_no_landlord(api, foreign_customer):
    answer = api.post(PROPERTIES, {**VILLA, "landlord": foreign_customer.pk})
    assert (answer.status_code, set(answer.json())) == (400, {"landlord"})


def test_a_land_has_neither_rooms_nor_an_age(api):
    row = api.post(PROPERTIES, {**VILLA, "type": "land_residential", "rooms": 3, "age_years": 2}).json()
    assert (row["rooms"], row["age_years"]) == (None, None)


def test_an_edit_names_the_version_it_saw(api, listing):
    address = f"{PROPERTIES}{listing.pk}/"
    assert api.patch(address, {"price": "1900000"}).status_code == 428
    assert api.patch(address, {"price": "1900000", "version": 1}).json()["version"] == 2
    stale = api.patch(address, {"price": "1800000", "version": 1})
    assert (stale.status_code, stale.json()["current"]["price"]) == (409, "1900000.00")


def test_a_deleted_listing_is_gone_and_told(api, listing):
    assert api.delete(f"{PROPERTIES}{listing.pk}/").status_code == 204
    assert api.get(f"{PROPERTIES}{listing.pk}/").status_code == 404
    [told] = api.get(PROPERTIES, {"deleted": "true"}).json()["results"]
    assert told["id"] == listing.pk
    assert api.get(MATCHES).json()["results"] == []


def test_anothers_listing_is_not_there(teammate_api, listing, wish):
    for address in (
        f"{PROPERTIES}{listing.pk}/",
        f"{PROPERTIES}{listing.pk}/matches/",
        f"{REQUESTS}{wish.pk}/",
        f"{REQUESTS}{wish.pk}/matches/",
        f"{MATCHES}{listing.matches.get().pk}/",
    ):
        assert teammate_api.get(address).status_code == 404


def test_a_manager_gives_a_listing_to_another(manager_api, listing, teammate):
    answer = manager_api.patch(f"{PROPERTIES}{listing.pk}/", {"owner": teammate.pk, "version": 1})
    assert answer.json()["owner"] == teammate.pk


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"type": "villa,land_raw"}, 2),
        ({"type": "apartment"}, 1),
        ({"purpose": "rent"}, 1),
        ({"city": "جده"}, 1),
        ({"district": "حي الملقا"}, 2),
        ({"status": "draft"}, 0),
        ({"min_price": "60000", "max_price": "1500000"}, 1),
        ({"min_area": "200"}, 1),
        ({"rooms": "3"}, 1),
        ({"search": "بحريه"}, 1),
        ({"ordering": "-price"}, 3),
    ],
)
def test_a_list_is_filtered(api, agent, asked, found):
    make_property(agent, price=Decimal(1_500_000), area=Decimal(350))
    make_property(agent, price=Decimal(4_000_000))
    flat = {"title": "شقة بحرية", "type": "apartment", "purpose": "rent", "city": "جدة", "district": "الشاطئ"}
    make_property(agent, **flat, price=Decimal(50_000), rooms=3)
    answer = api.get(PROPERTIES, asked).json()
    assert answer["count"] == len(answer["results"]) == found


@pytest.mark.parametrize("asked", [{"type": "castle"}, {"rooms": "x"}, {"min_price": "9", "max_price": "8"}])
def test_an_impossible_filter_is_named(api, asked):
    answer = api.get(PROPERTIES, asked)
    assert answer.status_code == 400
    assert set(answer.json()) <= set(asked)


# ---------------------------------------------------------------- requests


def test_a_request_is_its_customers_owners(manager_api, customer, agent):
    answer = manager_api.post(REQUESTS, {"customer": customer.pk, "purpose": "sale", "city": "الرياض"})
    assert answer.status_code == 201, answer.json()
    assert (answer.json()["owner"], answer.json()["status"]) == (agent.pk, "open")


def test_all_of_a_request(api, customer):
    facts = {
        "customer": customer.pk,
        "purpose": "rent",
        "types": ["apartment", "floor"],
        "city": "الرياض",
        "districts": ["الملقا", "حي النرجس"],
        "districts_strict": True,
        "budget_min": "40000",
        "budget_max": "60000",
        "area_min": "100",
        "area_max": "200",
        "rooms_min": 3,
        "street_width_min": 15,
        "facades": ["north"],
        "age_max": 10,
        "must_have": ["elevator"],
        "nice_to_have": ["pool", "ac"],
        "payment": "cash",
        "expires_on": "2030-01-01",
    }
    row = api.post(REQUESTS, facts).json()
    assert {name: row[name] for name in facts} == {
        **facts,
        "types": ["floor", "apartment"],
        "budget_min": "40000.00",
        "budget_max": "60000.00",
        "area_min": "100.00",
        "area_max": "200.00",
    }


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"budget_min": "5", "budget_max": "4"}, "budget_min"),
        ({"area_min": "5", "area_max": "4"}, "area_min"),
        ({"types": ["castle"]}, "types"),
        ({"types": "villa"}, "types"),
        ({"must_have": [1]}, "must_have"),
        ({"city": ""}, "city"),
        ({"customer": 10**18}, "customer"),
        ({"expires_on": "2026-13-01"}, "expires_on"),
    ],
)
def test_wrong_wishes_are_named(api, customer, facts, field):
    answer = api.post(REQUESTS, {"customer": customer.pk, "purpose": "sale", "city": "الرياض", **facts})
    assert (answer.status_code, set(answer.json())) == (400, {field})
    assert not PropertyRequest.objects.exists()


# ---------------------------------------------------------------- matches


def test_both_sides_list_the_pair_alike(api, listing, wish):
    from_offer = api.get(f"{PROPERTIES}{listing.pk}/matches/").json()
    assert from_offer == {**api.get(f"{REQUESTS}{wish.pk}/matches/").json()}
    [pair] = from_offer["results"]
    assert (pair["property"], pair["request"], pair["match_score"], pair["status"]) == (
        *(listing.pk, wish.pk),
        *(100, "pending"),
    )
    assert pair["reasons"][0]["verdict"] == "pass"


def test_a_pair_is_recorded_once(api, agent, customer):
    wish, listing = make_request(customer), make_property(agent, status="reserved")
    pair = {"property": listing.pk, "request": wish.pk}
    refused = api.post(MATCHES, pair)
    assert (refused.status_code, set(refused.json())) == (400, {"match_score"})
    made = api.post(MATCHES, {**pair, "match_score": 71})
    assert (made.status_code, made.json()["match_score"], made.json()["status"]) == (201, 71, "pending")
    again = api.post(MATCHES, {**pair, "match_score": 71})
    assert (again.status_code, again.json()["code"]) == (409, "duplicate_match")


def test_a_recorded_score_is_computed_when_none_is_given(api, agent, customer, now):
    wish, listing = make_request(customer, budget_max=Decimal(1_000_000)), make_property(agent)  # far above: not found
    assert not PropertyMatch.objects.exists()
    made = api.post(MATCHES, {"property": listing.pk, "request": wish.pk})
    assert (made.status_code, made.json()["match_score"]) == (201, 0)


@pytest.mark.parametrize("score", [101, -1, 1.5, "x", True])
def test_a_score_is_a_percentage(api, listing, wish, score):
    answer = api.post(MATCHES, {"property": listing.pk, "request": wish.pk, "match_score": score})
    assert (answer.status_code, set(answer.json())) == (400, {"match_score"})


@pytest.mark.parametrize("status", ["sent", "interested", "dismissed", "pending"])
def test_what_became_of_a_match_is_told(api, listing, status):
    match = listing.matches.get()
    row = api.patch(f"{MATCHES}{match.pk}/", {"status": status, "version": 1}).json()
    assert row["status"] == status


def test_a_rejection_keeps_its_reason(api, listing):
    match = listing.matches.get()
    told = {"status": "rejected", "reject_reason": "price", "version": 1}
    assert api.patch(f"{MATCHES}{match.pk}/", told).json()["reject_reason"] == "price"


@pytest.mark.parametrize("status", ["viewing_booked", "won", "stale"])
def test_what_comes_by_itself_is_not_written(api, listing, status):
    match = listing.matches.get()
    answer = api.patch(f"{MATCHES}{match.pk}/", {"status": status, "version": 1})
    assert (answer.status_code, set(answer.json())) == (400, {"status"})


def test_a_stale_match_is_not_told(api, listing):
    api.patch(f"{PROPERTIES}{listing.pk}/", {"status": "withdrawn", "version": 1})
    match = listing.matches.get()
    answer = api.patch(f"{MATCHES}{match.pk}/", {"status": "sent", "version": match.version})
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")


def test_of_anothers_property_its_id_alone_is_shown(api, manager_api, wish, teammate):
    listing = make_property(teammate)
    pair = {"property": listing.pk, "request": wish.pk, "match_score": 90}
    whole = manager_api.post(MATCHES, pair).json()
    assert whole["reasons"][0]["found"] == "2000000.00"
    [row] = api.get(MATCHES).json()["results"]
    assert (row["property"], row["reasons"][0]["found"]) == (listing.pk, None)


def test_an_agent_does_not_record_a_pair_with_anothers_property(api, wish, teammate):
    listing = make_property(teammate)
    answer = api.post(MATCHES, {"property": listing.pk, "request": wish.pk, "match_score": 90})
    assert (answer.status_code, set(answer.json())) == (400, {"property"})
