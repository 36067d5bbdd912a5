"""Follow-ups through the API, and what is done with them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.dates import local_date
from crm.models import Interaction
from notifications.models import Notification
from tests.factories import make_followup

FIELDS = {
    *("id", "customer", "user", "owner", "due_date", "title", "description", "priority", "status", "completed_at"),
    *("created_at", "updated_at", "version"),
}


def act(api, followup, action, body=None):
    return api.post(f"/api/v1/followups/{followup.pk}/{action}/", body or {}, format="json")


def test_it_is_added_under_its_customer(api, customer, agent):
    body = {"title": "اتصال بعد المعاينة", "due_date": "2026-12-01", "priority": "high", "status": "completed"}
    answer = api.post(f"/api/v1/customers/{customer.pk}/followups/", body, format="json")
    row = answer.json()
    assert (answer.status_code, set(row)) == (201, FIELDS)
    assert (row["status"], row["priority"], row["user"]) == ("pending", "high", agent.pk)
    assert Notification.objects.filter(user=agent, title="متابعة جديدة").exists()
    assert api.get(f"/api/v1/customers/{customer.pk}/").json()["next_followup_date"] == row["due_date"]


@pytest.mark.parametrize("missing", ["title", "due_date", "customer"])
def test_what_it_needs(api, customer, missing):
    body = {"title": "اتصال", "due_date": "2026-12-01", "customer": customer.pk}
    del body[missing]
    answer = api.post("/api/v1/followups/", body, format="json")
    assert (answer.status_code, answer.json()) == (400, {missing: ["هذا الحقل مطلوب."]})


def test_completing_records_the_contact(api, followup):
    answer = act(api, followup, "complete", {"type": "call", "outcome": "answered", "notes": "وافق"})
    contact = Interaction.objects.get()
    assert (answer.status_code, answer.json()["status"]) == (200, "completed")
    assert answer.json()["completed_at"]
    assert (contact.type, contact.outcome, contact.notes) == ("call", "answered", "اكتملت المتابعة: اتصال\nوافق")


def test_completing_needs_nothing(api, followup):
    assert act(api, followup, "complete").status_code == 200
    assert Interaction.objects.get().type == "other"


def test_a_wrong_completion_changes_nothing(api, followup):
    answer = act(api, followup, "complete", {"type": "x", "outcome": "y"})
    assert (answer.status_code, set(answer.json())) == (400, {"type", "outcome"})
    assert api.get(f"/api/v1/followups/{followup.pk}/").json()["status"] == "pending"


def test_cancelling(api, followup, customer):
    assert act(api, followup, "cancel").json()["status"] == "cancelled"
    assert api.get(f"/api/v1/customers/{customer.pk}/").json()["next_followup_date"] is None


def test_snoozing_never_lands_on_a_friday(api, followup):
    answer = act(api, followup, "snooze", {"until": "2026-12-04T10:30:00+03:00"})
    assert (answer.status_code, answer.json()["due_date"]) == (200, "2026-12-05T10:30:00+03:00")


def test_snoozing_into_the_past_is_400(api, followup):
    for until in ("2020-01-01", "2200-12-31T23:59", None, "x"):
        answer = act(api, followup, "snooze", {"until": until})
        if until != "2200-12-31T23:59":
            assert (answer.status_code, list(answer.json())) == (400, ["until"])
        assert answer.status_code < 500


@pytest.mark.parametrize("action", ["complete", "cancel", "snooze"])
@pytest.mark.parametrize("before", ["complete", "cancel"])
def test_what_is_closed_takes_no_action(api, followup, before, action):
    act(api, followup, before)
    answer = act(api, followup, action, {"until": "2026-12-05"} if action == "snooze" else {})
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")


def test_an_edit_leaves_the_status_alone(api, followup):
    address = f"/api/v1/followups/{followup.pk}/"
    body = {"title": "زيارة", "status": "completed", "completed_at": "2026-01-01", "version": 1}
    row = api.patch(address, body, format="json").json()
    assert (row["title"], row["status"], row["completed_at"], row["version"]) == ("زيارة", "pending", None, 2)


def test_filters(api, customer):
    now = timezone.now()
    late = make_followup(customer, due_date=now - timedelta(days=1), priority="urgent")
    soon = make_followup(customer, due_date=now + timedelta(days=1))
    done = make_followup(customer, due_date=now - timedelta(days=2))
    act(api, done, "complete")
    asked = {
        "overdue=true": [late],
        "overdue=false": [done, soon],
        "status=pending": [soon, late],
        "status=completed,cancelled": [done],
        f"due_before={local_date(now) - timedelta(days=2)}": [done],
        f"due_after={now.strftime('%Y-%m-%dT%H:%M:%SZ')}": [soon],
        "priority=urgent": [late],
        "ordering=due_date": [done, late, soon],
        "ordering=-priority": [late, done, soon],
    }
    for query, rows in asked.items():
        found = [row["id"] for row in api.get(f"/api/v1/followups/?{query}").json()["results"]]
        assert found == [row.pk for row in rows], query


@pytest.mark.parametrize(
    "wrong", ["overdue=maybe", "status=open", "due_before=2026-13-01", "priority=top", "customer=x"]
)
def test_an_impossible_filter_is_400(api, wrong):
    answer = api.get(f"/api/v1/followups/?{wrong}")
    assert (answer.status_code, list(answer.json())) == (400, [wrong.split("=")[0]])


def test_a_range_upside_down_is_400(api):
    answer = api.get("/api/v1/followups/?due_after=2026-12-02&due_before=2026-12-01")
    assert (answer.status_code, list(answer.json())) == (400, ["due_after"])


def test_one_customer_shows_its_pending_ones_by_due_date(api, customer):
    now = timezone.now()
    later, sooner, done = (make_followup(customer, due_date=now + timedelta(days=n)) for n in (3, 2, 1))
    act(api, done, "complete")
    told = api.get(f"/api/v1/customers/{customer.pk}/").json()
    assert [row["id"] for row in told["followups"]] == [sooner.pk, later.pk]
