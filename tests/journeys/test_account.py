"""One's own account: how it looks, and what may act in one's name."""

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.factories import make_customer
from tests.journeys.steps import expect, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_a_theme_is_kept_on_every_device(page, new_context, agent):
    log_in(page, agent)
    page.goto("/account/")
    with page.expect_response("**/account/theme/"):
        page.get_by_role("button", name="داكن").first.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/customers/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    elsewhere = new_context().new_page()
    log_in(elsewhere, agent)
    expect(elsewhere.locator("html")).to_have_attribute("data-theme", "dark")
    assert elsewhere.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_a_token_opens_the_api_until_it_is_revoked(page, agent, base_url):
    make_customer(agent, name="هند العمري")
    log_in(page, agent)
    page.goto("/account/")
    page.get_by_role("button", name="رمز جديد").click()
    secret = page.get_by_label("الرمز", exact=True).input_value()
    assert [row["name"] for row in ask(base_url, secret)["results"]] == ["هند العمري"]
    page.get_by_role("link", name="حفظته").click()
    expect(page.get_by_text(secret)).to_have_count(0)
    page.get_by_role("button", name=f"إلغاء الرمز {secret[:8]}").click()
    expect(page.get_by_role("status")).to_contain_text("أُلغي الرمز")
    with pytest.raises(HTTPError, match="401"):
        ask(base_url, secret)


def test_the_api_explains_itself_with_its_own_assets(page, agent):
    log_in(page, agent)
    page.goto("/api/docs/")
    expect(page.get_by_text("/api/v1/customers/", exact=True).first).to_be_visible()


def ask(home, secret):
    """The customers, as an integration asks for them."""
    request = Request(f"{home}/api/v1/customers/", headers={"Authorization": f"Token {secret}"})  # noqa: S310
    with urlopen(request, timeout=10) as answer:  # noqa: S310
        return json.load(answer)
