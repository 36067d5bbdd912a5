"""Erasing against those who write at the same moment, on PostgreSQL: what they typed is not left behind."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from core.integrity import breaches
from core.transactions import in_one_transaction
from crm.flows import (
    add_followup,
    complete_followup,
    edit_customer,
    edit_followup,
    edit_interaction,
    erase_customer,
    log_contact,
    put_back,
    record_interaction,
    restore_customers,
)
from crm.flows.customers import delete_customer
from crm.models import Customer
from crm.reminders import remind_of_followups
from tests.crm.flows.test_races import at_once
from tests.crm.known_person import found
from tests.factories import make_agent, make_customer

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's writers take turns"),
]
NAME, NOTE = "زرقاء اليمامة الخنفشارية", "تسكن خلف المسجد الأخضر"  # words that `found` looks for
ROUNDS = 8


@pytest.fixture
def agent(transactional_db):
    return make_agent("sara")


@pytest.fixture
def lived(agent, now):
    """Makes a customer with an interaction and a follow-up that is due."""

    def make():
        row = make_customer(agent, at=now - timedelta(days=5))
        told = {"by": agent, "at": now - timedelta(days=1), "customer_id": row.pk}
        spoken = record_interaction(**told, facts={"type": "call"})
        return row, spoken, add_followup(**told, facts={"title": "اتصال", "due_date": now})

    return make


def erased_against(agent, lived, rival):
    """Erase a person while `rival` writes about it, several times over: nothing of what it wrote is left."""
    outcomes = set()
    for _round in range(ROUNDS):
        row, spoken, followup = lived()
        at = timezone.now()
        erased, written = at_once(
            lambda row=row, at=at: erase_customer(by=agent, at=at, customer_id=row.pk),
            lambda row=row, spoken=spoken, followup=followup, at=at: rival(row, spoken, followup, at),
        )
        assert isinstance(erased, Customer), erased
        outcomes.add(type(written).__name__)
    assert outcomes <= {"Http404", "Customer", "Interaction", "Followup", "bool"}, outcomes
    assert found() == set()
    assert list(breaches()) == []


def test_an_edit(agent, lived):
    erased_against(
        agent,
        lived,
        lambda row, _spoken, _followup, at: edit_customer(
            by=agent, at=at, customer_id=row.pk, version=None, facts={"name": NAME, "notes": NOTE}
        ),
    )


def test_a_contact_logged(agent, lived):
    erased_against(
        agent,
        lived,
        lambda row, _spoken, _followup, at: log_contact(
            by=agent,
            at=at,
            customer_id=row.pk,
            facts={"type": "call", "notes": NOTE},
            followup={"title": NOTE, "due_date": at},
        ),
    )


def test_an_interaction_edited(agent, lived):
    erased_against(
        agent,
        lived,
        lambda _row, spoken, _followup, at: edit_interaction(
            by=agent, at=at, interaction_id=spoken.pk, version=None, facts={"notes": NOTE}
        ),
    )


def test_a_followup_edited(agent, lived):
    erased_against(
        agent,
        lived,
        lambda _row, _spoken, followup, at: edit_followup(
            by=agent, at=at, followup_id=followup.pk, version=None, facts={"title": NOTE}
        ),
    )


def test_a_followup_completed(agent, lived):
    erased_against(
        agent,
        lived,
        lambda _row, _spoken, followup, at: complete_followup(by=agent, at=at, followup_id=followup.pk, notes=NOTE),
    )


def test_a_reminder_of_its_followup(agent, lived):
    def remind(_row, _spoken, _followup, at):
        return in_one_transaction(lambda: remind_of_followups(at))

    def named():
        row, spoken, followup = lived()
        return (
            edit_customer(by=agent, at=timezone.now(), customer_id=row.pk, version=None, facts={"name": NAME}),
            (spoken),
            followup,
        )

    erased_against(agent, named, remind)


def test_twice_at_once(agent, lived):
    row, _spoken, _followup = lived()
    at = timezone.now()
    results = at_once(*[lambda: erase_customer(by=agent, at=at, customer_id=row.pk)] * 4)
    assert sorted(type(result).__name__ for result in results) == ["Customer", "Http404", "Http404", "Http404"]
    row.refresh_from_db()
    assert (row.version, row.history.count()) == (2, 2)


def test_values_put_back_at_once_are_put_back_once(agent, lived):
    row, _spoken, _followup = lived()
    edit_customer(by=agent, at=timezone.now(), customer_id=row.pk, version=1, facts={"city": "جدة"})
    edit = row.history.order_by("-history_id").first().history_id
    at = timezone.now()
    told = {"by": agent, "at": at, "customer_id": row.pk, "history_id": edit, "fields": ["city"], "version": 2}
    results = at_once(*[lambda: put_back(**told)] * 4)
    assert sorted(type(result).__name__ for result in results) == ["Customer", *["StaleVersion"] * 3]
    assert row.history.count() == 3


def test_the_same_are_restored_by_two_at_once(agent, lived):
    rows = [lived()[0] for _number in range(3)]
    at = timezone.now()
    for row in rows:
        delete_customer(by=agent, at=at, customer_id=row.pk)
    ids = [row.pk for row in rows]
    done = at_once(*[lambda: restore_customers(by=agent, at=at, customer_ids=ids)] * 3)
    assert sum(len(each.restored) for each in done) == 3
    assert Customer.objects.live().count() == 3
    assert list(breaches()) == []
