import pytest

from tests.factories import make_customer
from tests.journeys.steps import expect, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_a_customer_changes_hands_and_both_agents_are_told(page, new_context, manager, agent, teammate):
    customer = make_customer(agent, name="ماجد الرشيدي")
    log_in(page, manager)
    page.goto("/admin/crm/customer/")
    page.get_by_role("row").filter(has_text="ماجد الرشيدي").get_by_role("checkbox").check()
    page.locator("select[name=action]").select_option("reassign")
    page.locator("button[name=index]").click()
    page.locator(".select2-selection").click()
    page.get_by_role("option", name="عمر الغامدي").click()
    page.get_by_role("button", name="نقل", exact=True).click()
    expect(page.get_by_text("وأُبلغ الطرفان")).to_be_visible()
    customer.refresh_from_db()
    assert customer.owner == teammate
    for person in (agent, teammate):
        theirs = new_context().new_page()
        log_in(theirs, person)
        theirs.goto("/notifications/")
        expect(theirs.get_by_role("main")).to_contain_text("ماجد الرشيدي")


def test_the_managers_door_opens_without_a_complaint(page, manager, agent):
    customer = make_customer(agent)
    log_in(page, manager)
    pages = ["", "core/user/", "core/user/add/", f"core/user/{agent.pk}/change/", "core/place/", "core/exportlog/"]
    pages += [f"crm/{model}/{act}" for model in ("customer", "followup", "interaction") for act in ("", "add/")]
    pages += [f"crm/customer/{customer.pk}/{act}/" for act in ("change", "history", "delete")]
    for address in pages:
        page.goto(f"/admin/{address}")
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 1, (
            address
        )
