"""Many callers at one moment: nothing is lost, nothing is done twice (quality: Nothing lost to others)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections  # noqa: F401 (the condition of skipif)
from rest_framework.test import APIClient

from core.models import IdempotencyKey
from crm.models import Customer, Interaction
from notifications.models import Notification
from tests.factories import make_agent, make_customer, make_followup

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer: races need PostgreSQL"),
]


@pytest.fixture
def owner(db):
    return make_agent()


def at_once(owner, times: int, call):
    """The answers to `call(api, number)`, made by `times` callers that all start together."""
    start = Barrier(times)

    def one(number: int):
        api = APIClient()
        api.force_authenticate(owner)
        start.wait()
        try:
            return call(api, number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as callers:
        return list(callers.map(one, range(times)))


def statuses(answers) -> dict[int, int]:
    found = sorted(answer.status_code for answer in answers)
    return {status: found.count(status) for status in found}


def test_of_twelve_edits_with_one_version_one_wins(owner):
    customer = make_customer(owner)
    address = f"/api/v1/customers/{customer.pk}/"
    answers = at_once(owner, 12, lambda api, n: api.patch(address, {"city": f"مدينة {n}", "version": 1}, format="json"))
    customer.refresh_from_db()
    assert statuses(answers) == {200: 1, 409: 11}
    won = next(answer.json() for answer in answers if answer.status_code == 200)
    assert (customer.city, customer.version) == (won["city"], 2)
    assert all(a.json()["current"]["city"] == won["city"] for a in answers if a.status_code == 409)
    assert customer.history.count() == 2


def test_eight_creations_with_one_key_make_one_row_and_one_answer(owner):
    facts = {"name": "سعد", "phone": "0521234567", "notes": "ملاحظة"}
    headers = {"Idempotency-Key": "one"}
    answers = at_once(owner, 8, lambda api, _n: api.post("/api/v1/customers/", facts, format="json", headers=headers))
    assert statuses(answers) == {201: 8}
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotency-Replayed" in answer.headers for answer in answers) == 7
    counts = [model.objects.count() for model in (Customer, Interaction, Notification, IdempotencyKey)]
    assert counts == [1, 1, 1, 1]


def test_eight_creations_of_one_phone_make_one_customer(owner):
    facts = {"name": "سعد", "phone": "0521234567"}
    answers = at_once(owner, 8, lambda api, _n: api.post("/api/v1/customers/", facts, format="json"))
    assert statuses(answers) == {201: 1, 409: 7}
    assert Customer.objects.count() == 1


def test_of_eight_completions_one_counts(owner):
    followup = make_followup(make_customer(owner))
    address = f"/api/v1/followups/{followup.pk}/complete/"
    answers = at_once(owner, 8, lambda api, _n: api.post(address, {}, format="json"))
    assert statuses(answers) == {200: 1, 409: 7}
    assert Interaction.objects.count() == 1


def test_interactions_logged_at_once_are_all_kept(owner):
    customer = make_customer(owner)
    address = f"/api/v1/customers/{customer.pk}/interactions/"
    answers = at_once(owner, 8, lambda api, _n: api.post(address, {"type": "call"}, format="json"))
    customer.refresh_from_db()
    assert statuses(answers) == {201: 8}
    assert customer.last_contact_date == max(Interaction.objects.values_list("completed_at", flat=True))
