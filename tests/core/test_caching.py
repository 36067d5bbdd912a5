"""What nobody but its reader may keep: after logging out, «back» shows no customers."""

import pytest

PRIVATE = "private, no-store"


@pytest.mark.parametrize("address", ["/", "/customers/", "/customers/new/", "/api/v1/customers/", "/nowhere/"])
def test_no_cache_keeps_a_page_of_ones_own(browser, customer, address):
    assert browser.get(address)["Cache-Control"] == PRIVATE


def test_a_customer_and_a_refused_form_are_not_kept_either(browser, customer):
    assert browser.get(customer.get_absolute_url())["Cache-Control"] == PRIVATE
    assert browser.post("/customers/new/", {})["Cache-Control"] == PRIVATE


def test_what_says_itself_how_long_it_may_be_kept_is_left_alone(visitor):
    assert "no-cache" in visitor.get("/login/")["Cache-Control"]
