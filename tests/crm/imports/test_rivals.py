"""Imports at one moment with others, on PostgreSQL: each phone once, nothing lost, nothing twice."""

import pytest
from django.db import connection

from core.integrity import breaches
from crm.flows import create_customer, edit_customer, import_file, revert_import
from crm.imports import writing
from crm.models import Customer, Import
from tests.crm.flows.test_races import at_once
from tests.crm.imports.books import as_csv, bring, counts, outcomes, people
from tests.factories import make_agent, make_customer, make_interaction

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's writers take turns"),
]


@pytest.fixture
def agent(transactional_db):
    return make_agent("sara")


def file_of(rows):
    return {"file_name": "x.csv", "content": as_csv(*rows)}


@pytest.mark.parametrize("turned", [False, True])
def test_one_file_twice_at_once(agent, now, turned):
    rows = people(120)
    files = [file_of(rows), file_of(rows[::-1] if turned else rows)]
    results = at_once(*[lambda file=file: import_file(by=agent, at=now, **file) for file in files])
    assert [type(result) for result in results] == [Import, Import]
    assert sum(result.created for result in results) == Customer.objects.count() == 120
    assert sum(result.created + result.skipped for result in results) == 240
    assert list(breaches()) == []


def test_a_customer_that_is_added_while_a_step_is_written(agent, now, monkeypatch):
    """After the step has looked for its phones, before it inserts: the constraint finds out, the step looks again."""
    looked, real = [], writing.plan_rows

    def look(run, rows, *, lock):
        plans = real(run, rows, lock=lock)
        if not looked.append(1) and len(looked) == 1:
            facts = {"name": "غريب", "phone": "0520000004"}
            assert not isinstance(at_once(lambda: create_customer(by=agent, at=now, facts=facts))[0], Exception)
        return plans

    monkeypatch.setattr(writing, "plan_rows", look)
    run = bring(agent, now, *people(6))
    assert len(looked) == 2
    assert counts(run) == (5, 1, 0, 0)  # that customer had no notes yet
    assert outcomes(run)[4] == (6, "updated", None)
    assert Customer.objects.count() == 6
    assert list(breaches()) == []


def test_an_edit_at_the_same_moment_is_not_lost(agent, now):
    known = [make_customer(agent, phone=phone, name=name) for name, phone, _notes in people(20)]
    edits = [
        lambda pk=customer.pk: edit_customer(by=agent, at=now, customer_id=pk, version=None, facts={"city": "جدة"})
        for customer in known[:5]
    ]
    results = at_once(lambda: bring(agent, now, *people(20)), *edits)
    assert not [result for result in results if isinstance(result, Exception)]
    assert Customer.objects.filter(city="جدة").count() == 5
    assert Customer.objects.exclude(notes="").count() == 13
    assert list(breaches()) == []


def test_reverted_once_of_three_at_once(agent, now):
    run = bring(agent, now, *people(20))
    results = at_once(*[lambda: revert_import(by=agent, at=now, import_id=run.pk)] * 3)
    assert sorted(type(result).__name__ for result in results) == ["Import", "WrongState", "WrongState"]
    assert not Customer.objects.live().exists()
    assert list(breaches()) == []


def test_a_contact_noted_while_it_is_taken_back_stays_or_stops_it(agent, now):
    for start in range(0, 40, 4):
        run = bring(agent, now, *people(4, start=start))
        one = Customer.objects.live().order_by("id").last()
        noted, reverted = at_once(
            lambda one=one: make_interaction(one), lambda run=run: revert_import(by=agent, at=now, import_id=run.pk)
        )
        assert isinstance(noted, Exception) != isinstance(reverted, Exception)
        assert list(breaches()) == []
