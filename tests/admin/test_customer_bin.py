"""Deleting puts into the bin, by the flow; restoring takes out of it."""

from datetime import timedelta

from crm.flows import delete_customer
from crm.models import Customer
from crm.signals import live_sale_sought
from tests.admin.doors import address, listed, run, said
from tests.factories import make_customer, make_followup

BIN = "?bin=deleted"


def test_deleting_one_asks_and_then_bins_it(manager_browser, manager, customer):
    make_followup(customer)
    url = address(Customer, "delete", customer.pk)
    assert "يمكن استعادته" in manager_browser.get(url).text
    manager_browser.post(url, {"post": "yes"})
    customer.refresh_from_db()
    assert customer.deleted_at
    assert customer.history.first().history_user == manager
    assert listed(manager_browser.get(address(Customer, "changelist"))) == []
    assert listed(manager_browser.get(address(Customer, "changelist") + BIN)) == [customer.name]


def test_deleting_many_asks_and_then_bins_them(manager_browser, agent):
    customers = [make_customer(agent) for _n in range(3)]
    page = run(manager_browser, "delete_selected", customers)
    assert customers[0].name in page.text
    page = run(manager_browser, "delete_selected", customers, post="yes")
    assert said(page) == ["حُذف: 3 عملاء."]
    assert not Customer.objects.live().exists()
    assert Customer.objects.count() == 3


def test_a_customer_with_a_live_sale_stays_and_the_others_go(manager_browser, agent):
    sold, other = make_customer(agent, name="له بيع"), make_customer(agent)

    def has_sale(sender, customer, **kwargs):
        return customer.pk == sold.pk

    live_sale_sought.connect(has_sale)
    try:
        page = run(manager_browser, "delete_selected", [sold, other], post="yes")
        single = manager_browser.post(address(Customer, "delete", sold.pk), {"post": "yes"}, follow=True)
    finally:
        live_sale_sought.disconnect(has_sale)
    assert said(page) == ["حُذف: عميل واحد.", "«له بيع»: لا يمكن حذف عميل له عملية بيع قائمة."]
    assert said(single) == ["لا يمكن حذف عميل له عملية بيع قائمة."]
    assert Customer.objects.live().get() == sold


def test_restoring_many_reports_the_one_whose_phone_was_given_away(manager_browser, agent, now):
    back, taken = make_customer(agent), make_customer(agent, name="رقمها أُخذ", phone="0521234567")
    for customer in (back, taken):
        delete_customer(by=agent, at=now, customer_id=customer.pk)
    make_customer(agent, phone="0521234567")
    page = run(manager_browser, "restore", [back, taken], query=BIN)
    assert "تمت الاستعادة: عميل واحد." in said(page)
    assert any(text.startswith("«رقمها أُخذ»: هذا الجوال") for text in said(page))
    back.refresh_from_db(), taken.refresh_from_db()
    assert back.deleted_at is None
    assert taken.deleted_at


def test_what_is_in_the_bin_is_shown_and_not_edited(manager_browser, agent, customer, now):
    delete_customer(by=agent, at=now, customer_id=customer.pk)
    url = address(Customer, "change", customer.pk)
    page = manager_browser.get(url)
    assert 'name="_save"' not in page.text
    assert manager_browser.post(url, {"name": "x"}).status_code == 403
    assert manager_browser.post(address(Customer, "delete", customer.pk), {"post": "yes"}).status_code == 403


def test_rows_that_are_no_rows_are_no_error_page(manager_browser, customer):
    for chosen in (["x"], ["9" * 30], ["-1"], [""]):
        data = {"action": "restore", "_selected_action": chosen}
        assert manager_browser.post(address(Customer, "changelist") + BIN, data).status_code == 302


def test_the_bin_shows_what_it_still_gives_back(manager_browser, manager, customer, now, settings):
    delete_customer(by=manager, at=now - timedelta(days=settings.BIN_DAYS + 1), customer_id=customer.pk)
    assert listed(manager_browser.get(address(Customer, "changelist") + BIN)) == []
