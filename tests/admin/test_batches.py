"""Acts upon many in the admin: read, and taken back by the flow."""

from core.models import Batch
from crm.flows import edit_customer
from crm.flows.many import tag_many
from crm.models import Customer
from tests.admin.doors import address, listed, run, said
from tests.factories import make_customer


def test_what_agents_did_is_listed_and_taken_back(manager_browser, manager, agent, now):
    customers = [make_customer(agent) for _number in range(3)]
    ids = [customer.pk for customer in customers]
    batch = tag_many(by=agent, at=now, customer_ids=ids, add=["تمويل"]).batch
    assert listed(manager_browser.get(address(Batch, "changelist"))) == [str(batch)]
    edit_customer(by=agent, at=now, customer_id=ids[0], version=None, facts={"city": "جدة"})
    assert said(run(manager_browser, "undo", [batch])) == ["تم التراجع: إجراء واحد."]
    assert sorted(Customer.objects.values_list("tags", flat=True)) == [[], [], ["تمويل"]]
    batch.refresh_from_db()
    assert batch.undone_by == manager
    assert "سبق التراجع" in said(run(manager_browser, "undo", [batch]))[0]


def test_nobody_writes_one_by_hand(manager_browser, agent, customer, now):
    batch = tag_many(by=agent, at=now, customer_ids=[customer.pk], add=["تمويل"]).batch
    assert manager_browser.get(address(Batch, "add")).status_code == 403
    assert manager_browser.post(address(Batch, "delete", batch.pk), {"post": "yes"}).status_code == 403
    assert manager_browser.get(address(Batch, "change", batch.pk)).status_code == 200


def test_chosen_customers_are_deleted_as_one_act(manager_browser, agent):
    run(manager_browser, "delete_selected", [make_customer(agent), make_customer(agent)], post="yes")
    assert (Batch.objects.get().kind, Batch.objects.get().door, Batch.objects.get().row_count) == ("delete", "admin", 2)
