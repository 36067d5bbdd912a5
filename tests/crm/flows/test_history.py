"""Who changed what, when and through which door (rules: Audit and privacy)."""

from datetime import timedelta

from core.history import Door, acting
from crm.flows import cancel_followup, edit_customer, record_interaction
from tests.factories import make_customer


def test_each_row_names_who_when_and_the_door(customer, manager, now):
    later = now + timedelta(hours=2)
    with acting(door=Door.API):
        edit_customer(by=manager, at=later, customer_id=customer.pk, version=None, facts={"city": "جدة"})
    row = customer.history.first()
    assert (row.history_user, row.door, row.history_date, row.city) == (manager, "api", later, "جدة")


def test_without_a_request_the_system_did_it(customer):
    assert customer.history.get().door == "system"


def test_interactions_and_followups_have_theirs(customer, followup, manager, now):
    made = record_interaction(by=manager, at=now, customer_id=customer.pk, facts={"type": "call"})
    cancel_followup(by=manager, at=now, followup_id=followup.pk)
    assert made.history.get().history_user == manager
    assert [row.status for row in followup.history.all()] == ["cancelled", "pending"]


def test_no_address_is_kept(customer):
    columns = {field.name for field in customer.history.model._meta.get_fields()}
    assert not {"ip", "address", "ip_address", "remote_addr"} & columns


def test_who_acts_is_forgotten_after_the_flow(agent, manager, customer, now):
    edit_customer(by=manager, at=now, customer_id=customer.pk, version=None, facts={"city": "جدة"})
    assert make_customer(agent).history.get().history_user == agent


def test_notes_that_came_with_the_customer_name_who_wrote_them(agent):
    customer = make_customer(agent, notes="ملاحظة")
    assert customer.interactions.get().history.get().history_user == agent
