"""The dashboard's figures (api: dashboard)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_customer, make_followup, make_interaction

DASHBOARD = "/api/v1/dashboard/"


@pytest.fixture
def book(agent, teammate):
    now = timezone.now()
    customer = make_customer(agent, name="سعد", phone="0521234567", at=now - timedelta(days=8))
    make_customer(agent)
    make_followup(customer, due_date=now - timedelta(hours=1))
    make_followup(customer, due_date=now + timedelta(hours=1))
    for _ in range(6):
        make_interaction(customer)
    make_interaction(make_customer(teammate))
    return customer


def test_the_figures_are_the_callers(api, book):
    told = api.get(DASHBOARD).json()
    recent = told.pop("recent_interactions")
    assert told == {"total_customers": 2, "new_customers": 1, "active_followups": 1, "today_appointments": 0}
    assert len(recent) == 5
    assert recent[0]["customer"] == {"id": book.pk, "name": "سعد", "phone": "+966521234567"}


def test_a_manager_gets_all_or_one_owner(manager_api, book, teammate):
    assert manager_api.get(DASHBOARD).json()["total_customers"] == 3
    one = manager_api.get(DASHBOARD, {"owner": teammate.pk}).json()
    assert (one["total_customers"], len(one["recent_interactions"])) == (1, 1)


def test_an_agent_has_no_choice(api, agent):
    answer = api.get(DASHBOARD, {"owner": agent.pk})
    assert (answer.status_code, list(answer.json())) == (400, ["owner"])


def test_deleted_customers_do_not_count(api, book):
    api.delete(f"/api/v1/customers/{book.pk}/")
    told = api.get(DASHBOARD).json()
    assert (told["total_customers"], told["active_followups"], told["recent_interactions"]) == (1, 0, [])
