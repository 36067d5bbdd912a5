"""A person's data in the managers' door: taken out, erased, and what is left of it to see."""

import json

from crm.flows import delete_customer, edit_customer, erase_customer
from crm.models import Customer
from tests.admin.doors import address, run
from tests.factories import make_customer

ERASED, BIN = "?bin=erased", "?bin=deleted"


def test_erasing_asks_for_the_word_first(manager_browser, agent, teammate):
    rows = [make_customer(agent, name="هند"), make_customer(teammate, name="نوف")]
    asked = run(manager_browser, "erase", rows)
    assert all(word in asked.text for word in ("هند", "نوف", "عميلان", "لا يمكن التراجع"))
    assert "كما هي" in run(manager_browser, "erase", rows, word="نعم").text
    assert not Customer.objects.erased().exists()
    done = run(manager_browser, "erase", rows, word="محو")
    assert "مُحيت البيانات نهائيًا: عميلان." in done.text
    assert Customer.objects.erased().count() == 2


def test_one_in_the_bin_is_erased_too(manager_browser, agent, customer, now):
    delete_customer(by=agent, at=now, customer_id=customer.pk)
    run(manager_browser, "erase", [customer], query=BIN, word="محو")
    assert Customer.objects.erased().get() == customer


def test_one_persons_data_comes_out_whole(manager_browser, agent, customer):
    data = {"action": "take_out", "_selected_action": [customer.pk]}
    answer = manager_browser.post(address(Customer, "changelist"), data)
    assert json.loads(answer.getvalue())["records"][0]["name"] == customer.name
    page = run(manager_browser, "take_out", [customer, make_customer(agent)])
    assert "اختر عميلًا واحدًا" in page.text
    log = manager_browser.get("/admin/core/exportlog/").text
    assert "بيانات عميل كاملة" in log


def test_a_manager_who_may_not_export_takes_nobody_out(manager_browser, manager, customer):
    manager.may_export = False
    manager.save()
    data = {"action": "take_out", "_selected_action": [customer.pk]}
    assert manager_browser.post(address(Customer, "changelist"), data).status_code == 403


def test_who_was_erased_is_listed_apart_and_nothing_can_be_done_to_it(manager_browser, agent, customer, now):
    erase_customer(by=agent, at=now, customer_id=customer.pk)
    for query in ("", BIN):
        assert list(manager_browser.get(address(Customer, "changelist") + query).context["cl"].result_list) == []
    page = manager_browser.get(address(Customer, "changelist") + ERASED)
    assert list(page.context["cl"].result_list) == [customer]
    assert "عميل مُحيت بياناته" in page.text
    assert "_selected_action" not in page.text
    one = manager_browser.get(address(Customer, "change", customer.pk)).text
    assert "مُحيت بياناته في" in one
    assert 'name="_save"' not in one
    assert manager_browser.get(address(Customer, "history", customer.pk)).status_code == 200


def test_the_history_leads_to_where_values_are_put_back(manager_browser, agent, customer, now):
    edit_customer(by=agent, at=now, customer_id=customer.pk, version=1, facts={"city": "جدة"})
    link = f'href="/customers/{customer.pk}/history/"'
    assert link in manager_browser.get(address(Customer, "history", customer.pk)).text
    assert "put-back" in manager_browser.get(f"/customers/{customer.pk}/history/").text
    delete_customer(by=agent, at=now, customer_id=customer.pk)
    assert link not in manager_browser.get(address(Customer, "history", customer.pk)).text
