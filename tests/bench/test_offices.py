"""The benchmark's office is one that the product could have made, and its SQL asks for what is there."""

import json

import pytest
from django.db import connection
from django.test import Client

from bench import bring
from bench.best import for_person
from bench.fill import _people, _record_matches
from bench.operations import operations
from bench.world import World, bringing, creating
from core.integrity import breaches
from crm.counts import book_size
from crm.models import Customer, Interaction
from notifications.models import Notification

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

ROWS = 1000  # one customer in fifty looks for something, and one of those must suit the benchmark


@pytest.fixture
def office():
    world = World(agents=4, share=2, most=ROWS)
    world.grow(ROWS)
    return world


@pytest.fixture
def told(office):
    _record_matches()
    return _people()


def filled(text, told):
    for name, value in told.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def test_an_office_keeps_its_own_rules(office):
    found = {breach.check for breach in breaches()}
    # Made in a moment, its rows do not tell of each other to the minute; the counts and keys that are measured do.
    assert found <= {"contact_dates_follow_from_interactions", "next_followup_follows_from_followups"}
    assert book_size(office.manager) == ROWS
    assert book_size(office.agent) == ROWS // 2


@pytest.mark.parametrize("who", ["agent", "manager"])
@pytest.mark.parametrize("operation", operations(2, "SELECT 1"), ids=lambda operation: operation.name)
def test_the_best_sql_runs_and_the_addresses_answer(office, told, operation, who):
    person = getattr(office, who)
    values = {**told, "owner": person.pk}
    for door in operation.doors.values():
        with connection.cursor() as cursor:
            for sql in for_person(door.best, sees_all=who == "manager"):
                cursor.execute(filled(sql, told), values)
        client = Client()
        client.force_login(person, backend="core.login.UsernameOrEmailBackend")
        address = filled(door.address, told)
        if not door.body:
            assert client.get(address).status_code == 200
            continue
        body = door.body.replace("{phone}", "0541234567").replace("{owner}", str(person.pk))
        kind = "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
        assert client.post(address, body, content_type=kind).status_code in {201, 302}
        Customer.objects.filter(phone="+966541234567").update(phone=f"+96654{Customer.objects.count():07d}")


def test_the_best_sql_for_a_customer_leaves_what_the_flow_leaves(office):
    before = [model.objects.count() for model in (Customer, Interaction, Notification)]
    with connection.cursor() as cursor:
        cursor.execute(creating(), {"owner": office.agent.pk, "phone": "+966541234567"})
        assert cursor.fetchone() == (1,)
        cursor.execute(creating(), {"owner": office.agent.pk, "phone": "+966541234567"})
        assert cursor.fetchone() == (0,)  # the same phone again
    after = [model.objects.count() for model in (Customer, Interaction, Notification)]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1, 1]
    assert book_size(office.agent) == ROWS // 2 + 1


def test_an_import_and_the_best_sql_for_it_make_as_many_customers(office, monkeypatch):
    monkeypatch.setattr(bring, "_take_away", lambda before: None)
    lines = list(bring._lines(100))
    made = [bring._ours(office.agent, lines)[1], bring._best(office.manager, lines)[1]]
    assert made == [95, 95]
    assert "INSERT" in bringing()


def test_what_is_told_can_be_sent_to_another_process(told):
    assert json.loads(json.dumps(told)) == told
