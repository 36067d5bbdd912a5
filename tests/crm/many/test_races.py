"""Acts upon many beside others, on PostgreSQL: nobody's edit is lost, and no deadlock surfaces."""

from datetime import timedelta

import pytest
from django.db import connection

from core.errors import WrongState
from core.integrity import breaches
from core.models import Batch
from crm.flows import create_customer, edit_customer, record_interaction
from crm.flows.many import add_followups, change_status_of_many, delete_many, move_many, tag_many, undo_batch
from crm.models import Customer
from tests.crm.flows.test_races import at_once, kinds
from tests.factories import make_agent, make_customer, make_manager

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's writers take turns"),
]


@pytest.fixture
def agent(transactional_db):
    return make_agent("sara")


@pytest.fixture
def teammate(transactional_db):
    return make_agent("omar")


@pytest.fixture
def manager(transactional_db):
    return make_manager("noura")


@pytest.fixture
def ids(agent, now):
    return [make_customer(agent, at=now - timedelta(days=2)).pk for _number in range(30)]


def test_nobodys_edit_is_lost(agent, ids, now):
    def edit(pk):
        return lambda: edit_customer(by=agent, at=now, customer_id=pk, version=None, facts={"city": "جدة"})

    results = at_once(
        lambda: change_status_of_many(by=agent, at=now, customer_ids=ids, status="viewing"),
        lambda: tag_many(by=agent, at=now, customer_ids=ids, add=["تمويل"]),
        *[edit(pk) for pk in (ids[0], ids[10], ids[29])],
    )
    assert kinds(results) == ["Customer"] * 3 + ["Outcome"] * 2
    rows = Customer.objects.in_bulk(ids).values()
    assert {(row.status, tuple(row.tags)) for row in rows} == {("viewing", ("تمويل",))}
    assert sorted(row.pk for row in rows if row.city) == [ids[0], ids[10], ids[29]]
    assert sorted(row.version for row in rows) == [3] * 27 + [4] * 3
    assert list(breaches()) == []


def test_several_acts_in_any_order_of_rows_meet_no_deadlock(agent, teammate, manager, ids, now):
    for round_ in range(4):
        taker = [teammate, agent][round_ % 2]
        results = at_once(
            lambda: move_many(by=manager, at=now, customer_ids=ids, taker=taker),  # noqa: B023 (run at once)
            lambda: change_status_of_many(
                by=manager,
                at=now,
                customer_ids=ids[::-1],
                status=["viewing", "new"][round_ % 2],  # noqa: B023
            ),
            lambda: add_followups(
                by=manager, at=now, customer_ids=ids[::-1], facts={"title": "اتصال", "due_date": now}
            ),
            *[
                lambda pk=pk: record_interaction(by=manager, at=now, customer_id=pk, facts={"type": "call"})
                for pk in (ids[29], ids[0])
            ],
        )
        assert kinds(results) == ["Interaction"] * 2 + ["Outcome"] * 3
    assert list(breaches()) == []


def test_of_two_who_undo_one_does(agent, ids, now):
    batch = tag_many(by=agent, at=now, customer_ids=ids, add=["تمويل"]).batch
    results = at_once(*[lambda: undo_batch(by=agent, at=now, batch_id=batch.pk)] * 3)
    assert kinds(results) == ["Undone", "WrongState", "WrongState"]
    assert all(isinstance(result, WrongState) or result.count == 30 for result in results)
    assert Batch.objects.filter(kind="undo").count() == 1


def test_an_edit_while_an_act_is_undone_is_kept(agent, ids, now):
    for _round in range(5):
        batch = tag_many(by=agent, at=now, customer_ids=ids, add=["تمويل"]).batch
        results = at_once(
            lambda batch=batch: undo_batch(by=agent, at=now, batch_id=batch.pk),
            lambda: edit_customer(by=agent, at=now, customer_id=ids[5], version=None, facts={"tags": ["يد"]}),
        )
        assert kinds(results) == ["Customer", "Undone"]
        assert Customer.objects.get(pk=ids[5]).tags == ["يد"]
        edit_customer(by=agent, at=now, customer_id=ids[5], version=None, facts={"tags": []})


def test_a_phone_is_not_brought_back_and_given_away_at_once(agent, ids, now):
    phones = dict(Customer.objects.values_list("pk", "phone"))
    for pk in ids[:5]:
        batch = delete_many(by=agent, at=now, customer_ids=ids).batch
        results = at_once(
            lambda batch=batch: undo_batch(by=agent, at=now, batch_id=batch.pk),
            lambda pk=pk: create_customer(by=agent, at=now, facts={"name": "هند", "phone": phones[pk]}),
        )
        assert kinds(results) in (["Customer", "Undone"], ["DuplicateCustomer", "Undone"])
        assert Customer.objects.live().filter(phone=phones[pk]).count() == 1
    assert list(breaches()) == []


def test_a_phone_that_the_taker_is_given_meanwhile_is_shared(agent, teammate, manager, ids, now):
    phones = list(Customer.objects.order_by("pk").values_list("phone", flat=True))
    facts = [{"name": "هند", "phone": phone} for phone in phones[::7]]
    results = at_once(
        lambda: move_many(by=manager, at=now, customer_ids=ids, taker=teammate),
        *[lambda said=said: create_customer(by=teammate, at=now, facts=said, allow_duplicate=True) for said in facts],
    )
    assert kinds(results) == ["Customer"] * len(facts) + ["Outcome"]
    assert list(breaches()) == []
