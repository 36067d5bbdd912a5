"""A client that asks for what changed since (api: Lists) misses nothing."""

from datetime import timedelta

import pytest

from crm.flows import delete_customer, restore_customer
from tests.factories import make_customer, make_followup, make_interaction


@pytest.fixture
def earlier(now):
    return now - timedelta(days=2)


def changed_since(api, what, moment):
    answer = api.get(f"/api/v1/{what}/", {"updated_since": moment.isoformat()})
    return [row["id"] for row in answer.json()["results"]]


def test_a_contact_shows_its_customer_as_changed(api, agent, earlier, now):
    customer = make_customer(agent, at=earlier)
    assert changed_since(api, "customers", now) == []
    make_interaction(customer, at=now)
    assert changed_since(api, "customers", now) == [customer.pk]


def test_a_followup_shows_its_customer_as_changed(api, agent, earlier, now):
    customer = make_customer(agent, at=earlier)
    make_followup(customer, at=now)
    assert changed_since(api, "customers", now) == [customer.pk]


def test_a_restored_customer_brings_its_rows_back(api, agent, earlier, now):
    customer = make_customer(agent, at=earlier)
    contact, promise = make_interaction(customer, at=earlier), make_followup(customer, at=earlier)
    delete_customer(by=agent, at=now - timedelta(hours=1), customer_id=customer.pk)
    restore_customer(by=agent, at=now, customer_id=customer.pk)
    assert changed_since(api, "interactions", now) == [contact.pk]
    assert changed_since(api, "followups", now) == [promise.pk]
