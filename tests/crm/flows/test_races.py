"""Two at once, on PostgreSQL: nothing is lost, nothing is done twice (quality: Nothing lost to others)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from core.errors import StaleVersion, WrongState
from core.integrity import breaches
from core.transactions import in_one_transaction
from crm.errors import DuplicateCustomer
from crm.flows import (
    add_followup,
    complete_followup,
    create_customer,
    edit_customer,
    move_customers,
    record_interaction,
    restore_customer,
)
from crm.flows.customers import delete_customer
from crm.models import Customer, Followup
from tests.factories import make_agent, make_customer, make_followup

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's writers take turns"),
]


def at_once(*acts):
    """Run the acts at one moment, each on a connection of its own: what each gave, or the error it raised."""
    start = Barrier(len(acts), timeout=20)

    def run(act):
        try:
            start.wait()
            return act()
        except Exception as error:  # noqa: BLE001 (the tests look at it)
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def agent(transactional_db):
    return make_agent("sara")


@pytest.fixture
def customer(agent, now):
    return make_customer(agent, at=now - timedelta(days=5))


def kinds(results):
    return sorted(type(result).__name__ for result in results)


def test_people_who_may_share_a_phone_are_all_added_at_once(agent, now):
    facts = {"name": "هند", "phone": "0521234567"}
    for number in range(5):
        wanted = {**facts, "phone": f"052123456{number}"}
        results = at_once(*[lambda w=wanted: create_customer(by=agent, at=now, facts=w, allow_duplicate=True)] * 4)
        assert kinds(results) == ["Customer"] * 4
        assert sorted(Customer.objects.filter(phone__endswith=number).values_list("shares_phone", flat=True)) == [
            False,
            True,
            True,
            True,
        ]


def test_one_phone_twice_gives_one_customer_and_one_refusal(agent, now):
    facts = {"name": "هند", "phone": "0521234567", "notes": "ملاحظة"}
    for _round in range(5):
        results = at_once(*[lambda: create_customer(by=agent, at=now, facts=facts)] * 4)
        assert kinds(results) == ["Customer"] + ["DuplicateCustomer"] * 3
        [made] = [result for result in results if isinstance(result, Customer)]
        assert all(result.existing == made for result in results if isinstance(result, DuplicateCustomer))
        delete_customer(by=agent, at=now, customer_id=made.pk)
    assert list(breaches()) == []


@pytest.mark.parametrize("more", [{}, {"allow_duplicate": "on"}])
def test_a_form_sent_twice_at_once_adds_one_customer(agent, more):
    sent = {"name": "هند", "phone": "0521234567", "status": "new", "priority": "high", "form_token": "abc", **more}

    def send():
        browser = Client()
        browser.force_login(agent)
        return browser.post(reverse("customer_new"), sent)

    answers = at_once(*[send] * 4)
    assert {answer.url for answer in answers} == {Customer.objects.get().get_absolute_url()}


def test_of_two_that_take_a_phone_by_edit_one_gets_it(agent, now):
    rows = [make_customer(agent) for _number in range(3)]

    def take(row):
        return lambda: edit_customer(by=agent, at=now, customer_id=row.pk, version=1, facts={"phone": "0521234567"})

    assert kinds(at_once(*map(take, rows))) == ["Customer", "DuplicateCustomer", "DuplicateCustomer"]


def test_a_phone_is_not_restored_and_given_away_at_once(agent, customer, now):
    delete_customer(by=agent, at=now, customer_id=customer.pk)
    facts = {"name": "هند", "phone": customer.phone}
    results = at_once(
        lambda: restore_customer(by=agent, at=now, customer_id=customer.pk),
        lambda: create_customer(by=agent, at=now, facts=facts),
    )
    assert kinds(results) == ["Customer", "DuplicateCustomer"]


def test_twelve_editors_of_one_version(agent, customer, now):
    def edit(number):
        return lambda: edit_customer(
            by=agent, at=now, customer_id=customer.pk, version=1, facts={"city": f"مدينة {number}"}
        )

    results = at_once(*map(edit, range(12)))
    winners = [result for result in results if isinstance(result, Customer)]
    losers = [result for result in results if isinstance(result, StaleVersion)]
    assert (len(winners), len(losers)) == (1, 11)
    assert all(loser.current.city == winners[0].city for loser in losers)
    customer.refresh_from_db()
    assert (customer.version, customer.history.count()) == (2, 2)


def test_contacts_recorded_at_once_all_count(agent, customer, now):
    def contact(hours):
        facts = {"type": "call", "completed_at": now - timedelta(hours=hours)}
        return lambda: record_interaction(by=agent, at=now, customer_id=customer.pk, facts=facts)

    for _round in range(3):
        results = at_once(*map(contact, range(1, 7)))
        assert kinds(results) == ["Interaction"] * 6
    customer.refresh_from_db()
    assert customer.last_contact_date == now - timedelta(hours=1)
    assert customer.first_contact_at == now - timedelta(hours=6)


def test_followups_added_at_once_all_count(agent, customer, now):
    def promise(days):
        facts = {"title": "اتصال", "due_date": now + timedelta(days=days)}
        return lambda: add_followup(by=agent, at=now, customer_id=customer.pk, facts=facts)

    assert kinds(at_once(*map(promise, range(1, 7)))) == ["Followup"] * 6
    customer.refresh_from_db()
    assert customer.next_followup_date == now + timedelta(days=1)


def test_a_followup_is_done_once(agent, customer, now):
    followup = make_followup(customer)
    results = at_once(*[lambda: complete_followup(by=agent, at=now, followup_id=followup.pk)] * 5)
    assert kinds(results) == ["Followup"] + ["WrongState"] * 4
    assert isinstance(results[0], Followup | WrongState)
    assert customer.interactions.count() == 1


def test_a_followup_added_while_its_customer_moves_follows_it(agent, customer, now):
    manager, taker = make_agent("noura", is_superuser=True), make_agent("omar")
    facts = {"title": "اتصال", "due_date": now}
    for _round in range(4):
        at_once(
            lambda to=taker: move_customers(by=manager, at=now, customer_ids=[customer.pk], taker=to),
            lambda: add_followup(by=manager, at=now, customer_id=customer.pk, facts=facts),
            lambda: record_interaction(by=manager, at=now, customer_id=customer.pk, facts={"type": "call"}),
        )
        assert list(breaches()) == []
        taker, agent = agent, taker


def test_two_managers_move_one_customer(agent, customer, now):
    manager, takers = make_agent("noura", is_superuser=True), [make_agent("omar"), make_agent("fahd")]
    make_followup(customer)
    results = at_once(
        *[
            lambda taker=taker: move_customers(by=manager, at=now, customer_ids=[customer.pk], taker=taker)
            for taker in takers
        ]
    )
    assert sorted(results) == [1, 1]
    assert list(breaches()) == []


def test_customers_that_swap_books_with_one_phone_are_both_kept(agent, now):
    manager, other = make_agent("noura", is_superuser=True), make_agent("omar")
    mine, theirs = make_customer(agent, phone="0521234567"), make_customer(other, phone="0521234567")
    results = at_once(
        lambda: move_customers(by=manager, at=now, customer_ids=[mine.pk], taker=other),
        lambda: move_customers(by=manager, at=now, customer_ids=[theirs.pk], taker=agent),
    )
    assert results == [1, 1]
    assert list(breaches()) == []


def test_a_real_deadlock_is_resolved_by_trying_again(agent, now):
    rows = [make_customer(agent), make_customer(agent)]
    both_hold_one = Barrier(2, timeout=20)
    runs = []

    def lock(first, second):
        def work():
            runs.append(1)
            list(Customer.objects.select_for_update().filter(pk=first.pk))
            if len(runs) <= 2:
                both_hold_one.wait()
            list(Customer.objects.select_for_update().filter(pk=second.pk))
            Customer.objects.filter(pk=second.pk).update(city="جدة")
            return "done"

        return lambda: in_one_transaction(work)

    assert at_once(lock(*rows), lock(*reversed(rows))) == ["done", "done"]
    assert len(runs) == 3  # one of the two was chosen to start again


def test_a_serialization_failure_is_tried_again(agent, customer):
    both_have_read = Barrier(2, timeout=20)
    runs = []

    def work():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        row = Customer.objects.get(pk=customer.pk)
        runs.append(1)
        if len(runs) <= 2:
            both_have_read.wait()
        Customer.objects.filter(pk=customer.pk).update(version=row.version + 1)

    at_once(*[lambda: in_one_transaction(work)] * 2)
    customer.refresh_from_db()
    assert (customer.version, len(runs)) == (3, 3)
    assert not transaction.get_connection().in_atomic_block
