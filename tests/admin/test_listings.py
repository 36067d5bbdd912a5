"""Listings, requests and matches in the admin, by the flows."""

from decimal import Decimal

import pytest

from appointments.models import Appointment
from properties.flows import delete_property
from properties.models import Property, PropertyMatch, PropertyRequest
from tests.admin.doors import add, address, edit, errors, listed, run, said
from tests.factories import make_customer, make_property, make_request

VILLA = {
    "title": "فيلا",
    "type": "villa",
    "purpose": "sale",
    "status": "available",
    "price": "1.2 مليون",
    "city": "الرياض",
}


def test_a_listing_is_added_for_an_agent(manager_browser, agent):
    add(manager_browser, Property, **VILLA, owner=agent.pk, features_pool="yes")
    listing = Property.objects.get()
    assert (listing.owner, listing.price, listing.features) == (agent, Decimal(1_200_000), {"pool": True})
    assert listing.history.get().door == "admin"


@pytest.mark.parametrize("field", ["title", "price", "city"])
def test_what_is_missing_is_said_at_its_field(manager_browser, agent, field):
    assert field in errors(add(manager_browser, Property, **{**VILLA, field: ""}, owner=agent.pk))


def test_a_listing_is_corrected_and_what_was_not_changed_stays(manager_browser, agent):
    listing = make_property(agent, features={"pool": False}, area=Decimal("350.50"), rooms=6)
    edit(manager_browser, listing, price="1,900,000", features_pool="no")
    listing.refresh_from_db()
    assert (listing.price, listing.features, listing.area, listing.rooms) == (
        *(Decimal(1_900_000), {"pool": False}),
        *(Decimal("350.50"), 6),
    )
    assert listing.version == 2


def test_a_stale_form_is_told(manager_browser, agent):
    listing = make_property(agent)
    page = edit(manager_browser, listing, price="1,900,000", seen_version="0")
    assert "عُدّل هذا السجل" in str(errors(page))


def test_the_bin_gives_back(manager_browser, agent, now):
    listing = make_property(agent, title="في السلة")
    delete_property(by=agent, at=now, property_id=listing.pk)
    assert listed(manager_browser.get(address(Property, "changelist"))) == []
    run(manager_browser, "restore", [listing], query="?bin=deleted")
    assert listed(manager_browser.get(address(Property, "changelist"))) == ["في السلة"]


def test_found_by_place_in_any_spelling(manager_browser, agent):
    make_property(agent, title="هنا", district="إشبيلية")
    make_property(agent, title="هناك", district="حطين")
    assert listed(manager_browser.get(address(Property, "changelist"), {"q": "اشبيليه"})) == ["هنا"]


def test_a_request_is_added_to_a_customer_for_its_agent(manager_browser, agent, customer):
    add(
        manager_browser,
        PropertyRequest,
        customer=customer.pk,
        purpose="sale",
        city="الرياض",
        types=["villa"],
        status="open",
        must_have=["pool"],
        budget_max="2 مليون",
    )
    wish = PropertyRequest.objects.get()
    assert (wish.owner, wish.types, wish.must_have, wish.budget_max) == (agent, ["villa"], ["pool"], 2_000_000)


def test_a_range_the_wrong_way_round_is_said(manager_browser, customer):
    typed = {"customer": customer.pk, "purpose": "sale", "city": "الرياض", "status": "open"}
    page = add(manager_browser, PropertyRequest, **typed, budget_min="5", budget_max="4")
    assert "budget_min" in errors(page)


def test_a_pair_is_recorded_across_owners_with_its_score(manager_browser, agent, teammate):
    listing, wish = make_property(teammate), make_request(make_customer(agent))
    page = add(manager_browser, PropertyMatch, property=listing.pk, request=wish.pk)
    assert "match_score" in errors(page)
    add(manager_browser, PropertyMatch, property=listing.pk, request=wish.pk, match_score="75")
    match = PropertyMatch.objects.get()
    assert (match.owner, match.match_score) == (agent, 75)


def test_what_became_of_a_match_is_told_and_settled_ones_are_only_read(manager_browser, agent):
    make_request(make_customer(agent))
    match = make_property(agent).matches.get()
    edit(manager_browser, match, status="rejected", reject_reason="price")
    match.refresh_from_db()
    assert (match.status, match.reject_reason) == ("rejected", "price")
    PropertyMatch.objects.update(status="won", reject_reason="")
    assert 'name="_save"' not in manager_browser.get(address(PropertyMatch, "change", match.pk)).text


def test_appointments_and_figures_are_only_read(manager_browser):
    assert manager_browser.get(address(Appointment, "changelist")).status_code == 200
    assert manager_browser.get(address(Appointment, "add")).status_code == 403


def test_an_unchanged_form_leaves_no_trace(manager_browser, agent):
    listing = make_property(agent, features={"pool": True}, age_years=3)
    page = edit(manager_browser, listing)
    listing.refresh_from_db()
    assert listing.version == 1
    assert said(page)
