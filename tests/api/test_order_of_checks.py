"""400 before 409: what is wrong with a body is said before what stands in its way (api: Access)."""

import pytest

from crm.flows import complete_followup, edit_customer
from crm.models import Customer
from tests.factories import make_customer


@pytest.fixture
def seen_too_early(customer, agent, now):
    """A customer that was edited since it was seen at version 1."""
    return edit_customer(by=agent, at=now, customer_id=customer.pk, version=1, facts={"city": "جدة"})


@pytest.mark.parametrize(("status", "field"), [("lost", "lost_reason"), ("converted", "status")])
def test_a_status_that_may_not_be_comes_before_a_stale_version(api, seen_too_early, status, field):
    body = {"version": 1, "status": status}
    answer = api.patch(f"/api/v1/customers/{seen_too_early.pk}/", body, format="json")
    assert (answer.status_code, list(answer.json())) == (400, [field])


def test_a_right_status_with_a_stale_version_is_a_conflict(api, seen_too_early):
    body = {"version": 1, "status": "contacted"}
    answer = api.patch(f"/api/v1/customers/{seen_too_early.pk}/", body, format="json")
    assert (answer.status_code, answer.json()["current"]["city"]) == (409, "جدة")
    assert answer.json()["current"]["status"] == "new"


def test_a_past_time_comes_before_a_closed_followup(api, agent, followup, now):
    complete_followup(by=agent, at=now, followup_id=followup.pk)
    answer = api.post(f"/api/v1/followups/{followup.pk}/snooze/", {"until": "2020-01-01"}, format="json")
    assert (answer.status_code, list(answer.json())) == (400, ["until"])


@pytest.mark.parametrize("body", [{"lost_reason": "price"}, {"whatsapp": "0521234567"}, {"name": " سالم "}])
def test_an_edit_that_leaves_all_as_it_was_leaves_no_trace(api, agent, now, body):
    customer = make_customer(agent, name="سالم", phone="0521234567")
    answer = api.patch(f"/api/v1/customers/{customer.pk}/", {"version": 1, **body}, format="json")
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert Customer.history.filter(id=customer.pk).count() == 1
