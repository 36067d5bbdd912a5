"""Interactions through the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_interaction

FIELDS = {
    *("id", "customer", "user", "owner", "type", "direction", "notes", "duration", "outcome", "scheduled_for"),
    *("completed_at", "created_at", "updated_at", "version"),
}


def log(api, customer, **facts):
    return api.post(f"/api/v1/customers/{customer.pk}/interactions/", {"type": "call", **facts}, format="json")


def test_a_call_is_logged_under_its_customer(api, customer, agent):
    answer = log(api, customer, direction="out", outcome="answered", duration=5, notes=" <b>سأل</b> عن السعر ")
    row = answer.json()
    assert (answer.status_code, answer["ETag"], set(row)) == (201, '"1"', FIELDS)
    assert (row["customer"], row["user"], row["notes"], row["duration"]) == (customer.pk, agent.pk, "سأل عن السعر", 5)


def test_the_flat_address_takes_the_customer_in_the_body(api, customer):
    body = {"type": "whatsapp", "customer": customer.pk}
    assert api.post("/api/v1/interactions/", body, format="json").json()["customer"] == customer.pk


def test_absent_completed_at_is_now_and_null_is_planned(api, customer):
    before = timezone.now()
    done, planned = log(api, customer).json(), log(api, customer, completed_at=None).json()
    assert timezone.datetime.fromisoformat(done["completed_at"]) >= before
    assert planned["completed_at"] is None


def test_a_contact_moves_the_customers_last_contact(api, customer):
    done = log(api, customer).json()
    told = api.get(f"/api/v1/customers/{customer.pk}/").json()
    assert told["last_contact_date"] == told["first_contact_at"] == done["completed_at"]


def test_what_is_done_is_not_in_the_future(api, customer):
    answer = log(api, customer, completed_at=(timezone.now() + timedelta(hours=1)).isoformat())
    assert (answer.status_code, list(answer.json())) == (400, ["completed_at"])


def test_only_calls_have_a_direction(api, customer):
    answer = log(api, customer, type="email", direction="in")
    assert (answer.status_code, list(answer.json())) == (400, ["direction"])


def test_an_edit_names_its_version_and_cannot_move_it(api, interaction, customer, agent):
    address = f"/api/v1/interactions/{interaction.pk}/"
    assert api.patch(address, {"notes": "x"}, format="json").status_code == 428
    edited = api.patch(address, {"notes": "بعد", "version": 1, "customer": 10**6}, format="json").json()
    assert (edited["notes"], edited["version"], edited["customer"]) == ("بعد", 2, customer.pk)
    stale = api.patch(address, {"notes": "x", "version": 1}, format="json")
    assert (stale.status_code, stale.json()["current"]) == (409, edited)
    assert api.put(address, {"type": "call", "version": 2}, format="json").status_code == 405


def test_a_deleted_one_is_gone(api, interaction, customer):
    address = f"/api/v1/interactions/{interaction.pk}/"
    assert api.delete(address).status_code == 204
    assert api.get(address).status_code == 404
    assert api.get(f"/api/v1/customers/{customer.pk}/").json()["counts"]["interactions"] == 0


@pytest.mark.parametrize(("asked", "found"), [("type=call", 1), ("type=email,note", 1), ("outcome=busy", 0)])
def test_filters(api, customer, asked, found):
    make_interaction(customer)
    make_interaction(customer, type="note")
    assert api.get(f"/api/v1/interactions/?{asked}").json()["count"] == found


def test_the_customer_filter(api, customer, foreign_customer):
    make_interaction(customer)
    make_interaction(foreign_customer)
    assert api.get("/api/v1/interactions/", {"customer": customer.pk}).json()["count"] == 1
    assert api.get("/api/v1/interactions/", {"customer": foreign_customer.pk}).json()["count"] == 0
    assert api.get("/api/v1/interactions/", {"customer": "x"}).status_code == 400


def test_one_customer_shows_its_ten_newest(api, customer):
    made = [make_interaction(customer).pk for _ in range(11)]
    told = api.get(f"/api/v1/customers/{customer.pk}/").json()
    assert [row["id"] for row in told["interactions"]] == made[:0:-1]
    assert told["counts"]["interactions"] == 11
