"""Customers that change hands: one, many, a whole book (product: flow 7)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from knox.models import AuthToken

from core.flows import issue_token
from core.integrity import breaches
from crm.flows import complete_followup, create_customer, delete_customer, edit_customer, move_book, move_customers
from crm.models import Customer
from notifications.models import Notification
from tests.factories import make_customer, make_followup, make_interaction


@pytest.fixture
def told(agent, teammate):
    """Who was told what about moves."""

    def messages():
        rows = Notification.objects.filter(title="نقل عملاء").order_by("id")
        return [(row.user.username, row.message) for row in rows]

    return messages


def move(customers, taker, by, at):
    return move_customers(by=by, at=at, customer_ids=[customer.pk for customer in customers], taker=taker)


def test_a_customer_takes_its_rows_along(customer, followup, interaction, teammate, manager, now):
    assert move([customer], teammate, manager, now) == 1
    for row in (customer, followup, interaction):
        row.refresh_from_db()
        assert row.owner == teammate
    assert list(breaches()) == []


def test_pending_followups_become_the_takers_the_rest_keeps_who_did_it(customer, agent, teammate, manager, now):
    pending, done = make_followup(customer), make_followup(customer)
    complete_followup(by=agent, at=now, followup_id=done.pk)
    contact = make_interaction(customer)
    move([customer], teammate, manager, now)
    for row, user in ((pending, teammate), (done, agent), (contact, agent)):
        row.refresh_from_db()
        assert row.user == user


def test_both_agents_are_told(customer, agent, teammate, manager, now, told):
    move([customer], teammate, manager, now)
    assert told() == [
        ("sara", f"نُقل من قائمة عملائك إلى عمر الغامدي: {customer.name}"),
        ("omar", f"نُقل إلى قائمة عملائك من سارة القحطاني: {customer.name}"),
    ]


def test_many_are_told_once_and_counted(agent, teammate, manager, now, told):
    move([make_customer(agent) for _number in range(3)], teammate, manager, now)
    assert [message.rpartition(": ")[2] for _user, message in told()] == ["3 عملاء", "3 عملاء"]


def test_each_giver_is_told_of_its_own(agent, teammate, manager, now, told):
    move([make_customer(agent), make_customer(teammate)], manager, manager, now)
    assert [user for user, _message in told()] == ["sara", "noura", "omar", "noura"]


def test_history_names_the_manager(customer, teammate, manager, now):
    move([customer], teammate, manager, now)
    row = customer.history.first()
    assert (row.owner, row.history_user, row.version) == (teammate, manager, 2)


def test_what_the_taker_already_has_stays_as_it_is(foreign_customer, teammate, manager, now, told):
    assert move([foreign_customer], teammate, manager, now) == 0
    assert told() == []


def test_a_phone_that_the_taker_has_is_kept_as_shared(agent, teammate, manager, now):
    twin = make_customer(teammate, phone="0521234567")
    mine = make_customer(agent, phone="0521234567")
    move([mine], teammate, manager, now)
    mine.refresh_from_db()
    twin.refresh_from_db()
    assert (mine.shares_phone, twin.shares_phone) == (True, False)
    assert list(breaches()) == []


def test_a_whole_book_moves_with_its_bin(agent, teammate, manager, now, told):
    kept, deleted = make_customer(agent), make_customer(agent)
    delete_customer(by=agent, at=now, customer_id=deleted.pk)
    assert move_book(by=manager, at=now, giver=agent, taker=teammate) == 2
    assert set(Customer.objects.filter(owner=teammate)) == {kept, deleted}
    assert len(told()) == 2


def test_a_book_that_moves_ends_its_agents_tokens(agent, teammate, manager, now):
    issue_token(by=agent, at=now)
    issue_token(by=teammate, at=now)
    move_book(by=manager, at=now, giver=agent, taker=teammate)
    assert [token.user for token in AuthToken.objects.all()] == [teammate]


def test_an_empty_book_moves_without_a_word(agent, teammate, manager, now, told):
    assert move_book(by=manager, at=now, giver=agent, taker=teammate) == 0
    assert told() == []


def test_only_managers_move(customer, agent, teammate, now):
    with pytest.raises(PermissionDenied):
        move([customer], teammate, agent, now)
    with pytest.raises(PermissionDenied):
        move_book(by=agent, at=now, giver=agent, taker=teammate)


def test_a_manager_may_move_by_editing(customer, followup, teammate, manager, now):
    edit_customer(by=manager, at=now, customer_id=customer.pk, version=1, facts={"city": "جدة"}, owner=teammate)
    followup.refresh_from_db()
    assert (followup.owner, followup.user) == (teammate, teammate)
    assert list(breaches()) == []


def test_an_agent_cannot_move_by_editing(customer, teammate, now):
    with pytest.raises(PermissionDenied):
        edit_customer(by=customer.owner, at=now, customer_id=customer.pk, version=1, facts={}, owner=teammate)


def test_nobody_gives_customers_to_a_closed_account(customer, teammate, manager, now):
    teammate.is_active = False
    teammate.save()
    for give in (
        lambda: move([customer], teammate, manager, now),
        lambda: move_book(by=manager, at=now, giver=customer.owner, taker=teammate),
        lambda: edit_customer(by=manager, at=now, customer_id=customer.pk, version=1, facts={}, owner=teammate),
        lambda: create_customer(by=manager, at=now, facts={"name": "س", "phone": "0525550000"}, owner=teammate),
    ):
        with pytest.raises(ValidationError, match="موقوف"):
            give()
