"""The sizes of books are kept in step, and never wait for each other (quality: watch a hot counter row per owner)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from core.integrity import breaches
from crm.counts import book_size, count_change, recount_books
from crm.flows import create_customer, delete_customer, edit_customer, move_book, move_customers, restore_customer
from crm.models import BookCount, Customer
from tests.factories import make_customer


def test_adding_deleting_and_restoring_change_the_size_of_a_book(agent, customer, now):
    make_customer(agent)
    assert book_size(agent) == 2
    delete_customer(by=agent, at=now, customer_id=customer.pk)
    assert book_size(agent) == 1
    restore_customer(by=agent, at=now, customer_id=customer.pk)
    assert book_size(agent) == 2


def test_a_move_takes_from_one_book_and_gives_to_the_other(agent, teammate, manager, customer, now):
    move_customers(by=manager, at=now, customer_ids=[customer.pk], taker=teammate)
    assert (book_size(agent), book_size(teammate)) == (0, 1)
    edit_customer(by=manager, at=now, customer_id=customer.pk, version=None, facts={}, owner=agent)
    assert (book_size(agent), book_size(teammate)) == (1, 0)


def test_deleted_customers_move_without_being_counted(agent, teammate, manager, customer, now):
    delete_customer(by=agent, at=now, customer_id=make_customer(agent).pk)
    move_book(by=manager, at=now, giver=agent, taker=teammate)
    assert (book_size(agent), book_size(teammate)) == (0, 1)


def test_a_manager_sees_the_size_of_all_books_or_of_one(agent, teammate, manager, customer, foreign_customer):
    make_customer(agent)
    assert (book_size(manager), book_size(manager, teammate)) == (3, 1)
    assert book_size(agent, teammate) == 2  # an agent has no choice


def test_what_is_undone_is_not_counted(agent, customer, monkeypatch, now):
    monkeypatch.setattr("notifications.handlers.notify", lambda **_rest: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        create_customer(by=agent, at=now, facts={"name": "هند", "phone": "0520000077"})
    assert book_size(agent) == 1


def test_the_clock_makes_one_row_of_many(agent, teammate, customer, foreign_customer, now):
    for _number in range(3):
        make_customer(agent)
    assert recount_books(now) is False
    assert dict(BookCount.objects.values_list("owner", "customers")) == {agent.pk: 4, teammate.pk: 1}


def test_the_clock_mends_what_was_written_past_the_flows(agent, customer, now):
    count_change(agent.pk, +5)
    assert {breach.check for breach in breaches()} == {"book_sizes_are_as_many_as_customers"}
    recount_books(now)
    assert list(breaches()) == []


def test_the_lists_count_is_exact_and_kept(api, manager_api, agent, customer, foreign_customer):
    count_change(agent.pk, +20_000)  # as if there were so many
    assert [api.get("/api/v1/customers/").json()[name] for name in ("count", "count_is_exact")] == [20_001, True]
    assert manager_api.get("/api/v1/customers/").json()["count"] == 20_002
    assert manager_api.get(f"/api/v1/customers/?owner={agent.pk}").json()["count"] == 20_001
    assert api.get("/api/v1/customers/?status=new").json()["count"] == 1
    assert api.get("/api/v1/customers/?deleted=true").json()["count"] == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_many_at_once_are_all_counted_while_the_clock_counts_anew(agent, now):
    def work(number: int) -> None:
        try:
            if number:
                create_customer(by=agent, at=now, facts={"name": "هند", "phone": f"052100{number:04d}"})
            else:  # the clock, which is alone in its job
                for _time in range(10):
                    recount_books(now)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(41)))
    assert book_size(agent) == Customer.objects.count() == 40
