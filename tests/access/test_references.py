"""Another agent's row named in a body: 400 at that field, and nothing written (api: Access)."""

import pytest

from crm.models import Customer, Followup, Interaction
from tests.factories import make_customer

API = "/api/v1"


@pytest.fixture
def before(foreign_customer, customer):
    return [model.objects.count() for model in (Customer, Interaction, Followup)]


def counts():
    return [model.objects.count() for model in (Customer, Interaction, Followup)]


@pytest.mark.parametrize(
    ("address", "body"),
    [("interactions/", {"type": "call"}), ("followups/", {"title": "اتصال", "due_date": "2030-01-01"})],
)
def test_a_customer_of_another(api, foreign_customer, before, address, body):
    nobodys = api.post(f"{API}/{address}", {**body, "customer": 987654321}, format="json")
    answer = api.post(f"{API}/{address}", {**body, "customer": foreign_customer.pk}, format="json")
    assert answer.status_code == nobodys.status_code == 400
    assert set(answer.json()) == {"customer"}
    assert str(answer.json()).replace(str(foreign_customer.pk), "N") == str(nobodys.json()).replace("987654321", "N")
    assert counts() == before


@pytest.mark.parametrize("rows", ["interaction", "followup"])
def test_a_row_is_not_handed_to_anothers_customer(api, request, rows, foreign_customer):
    row = request.getfixturevalue(rows)
    answer = api.patch(f"{API}/{rows}s/{row.pk}/", {"customer": foreign_customer.pk, "version": 1}, format="json")
    assert answer.status_code in (200, 400)
    row.refresh_from_db()
    assert row.customer.owner == row.owner != foreign_customer.owner


def test_an_agent_neither_gives_nor_takes_a_customer(api, agent, teammate, customer):
    facts = {"name": "هند", "phone": "0521234567", "owner": teammate.pk}
    made = api.post(f"{API}/customers/", facts, format="json")
    assert made.status_code == 201
    api.patch(f"{API}/customers/{customer.pk}/", {"owner": teammate.pk, "version": 1}, format="json")
    assert not Customer.objects.filter(owner=teammate).exists()
    assert Customer.objects.filter(owner=agent).count() == 2


def test_an_agent_does_not_ask_for_anothers(api, browser, teammate):
    for address in ("customers/", "interactions/", "followups/", "customers/export/", "dashboard/"):
        answer = api.get(f"{API}/{address}", {"owner": teammate.pk})
        assert (answer.status_code, set(answer.json())) == (400, {"owner"}), address


def test_a_duplicate_at_another_agents_is_never_told(api, foreign_customer):
    answer = api.post(f"{API}/customers/", {"name": "هند", "phone": foreign_customer.phone}, format="json")
    assert answer.status_code == 201
    assert foreign_customer.name not in answer.text


def test_on_the_page_a_colleagues_customer_is_not_named(browser, foreign_customer):
    answer = browser.post("/customers/twins/", {"name": foreign_customer.name, "phone": foreign_customer.phone})
    assert "عميل لدى وسيط آخر" in answer.text
    assert f"/customers/{foreign_customer.pk}/" not in answer.text


def test_forms_name_only_ones_own_customer(browser, agent, foreign_customer):
    make_customer(agent)
    typed = {"customer": foreign_customer.pk, "name": "هند", "phone": "0521234567"}
    assert browser.post("/customers/twins/", typed).status_code == 404
