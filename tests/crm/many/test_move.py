"""Many chosen customers to another agent."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from core.integrity import breaches
from core.models import Batch
from crm.flows import edit_customer, move_book
from crm.flows.many import move_many
from crm.models import Customer
from notifications.models import Notification
from tests.crm.many.doors import left_by, traces
from tests.factories import make_customer


def test_both_doors_leave_the_same(manager, teammate, book, ids, now):
    make_customer(teammate, phone=book[2].phone)

    def one_by_one():
        for pk in ids:
            edit_customer(
                by=manager, at=now, customer_id=pk, version=None, facts={}, owner=teammate, allow_duplicate=True
            )

    many = left_by(lambda: move_many(by=manager, at=now, customer_ids=ids, taker=teammate))
    assert many == left_by(one_by_one) != traces()


def test_it_is_one_batch_and_both_are_told_once(manager, agent, teammate, ids, now, own_batch):
    assert move_many(by=manager, at=now, customer_ids=ids, taker=teammate).count == 4
    assert (own_batch().kind, own_batch().details, own_batch().row_count) == ("move", {"taker": teammate.pk}, 4)
    told = Notification.objects.filter(title="نقل عملاء").order_by("pk").values_list("user", "message")
    assert list(told) == [
        (agent.pk, "نُقل من قائمة عملائك إلى عمر الغامدي: 4 عملاء"),
        (teammate.pk, "نُقل إلى قائمة عملائك من سارة القحطاني: 4 عملاء"),
    ]
    assert list(breaches()) == []


def test_an_agent_moves_nobody_and_a_closed_account_takes_nobody(manager, agent, teammate, ids, now):
    with pytest.raises(PermissionDenied):
        move_many(by=agent, at=now, customer_ids=ids, taker=teammate)
    teammate.is_active = False
    with pytest.raises(ValidationError, match="موقوف"):
        move_many(by=manager, at=now, customer_ids=ids, taker=teammate)
    assert set(Customer.objects.values_list("owner", flat=True)) == {agent.pk}


def test_nobody_to_move_is_no_batch(manager, agent, ids, now):
    assert move_many(by=manager, at=now, customer_ids=ids, taker=agent).batch is None
    with pytest.raises(Http404):
        move_many(by=manager, at=now, customer_ids=[0], taker=agent)
    assert not Batch.objects.exists()


def test_a_book_goes_in_steps_of_one_transaction(manager, agent, teammate, ids, now, monkeypatch, own_batch):
    monkeypatch.setattr("crm.flows.moves.STEP", 2)
    assert move_book(by=manager, at=now, giver=agent, taker=teammate) == 4
    assert own_batch().row_count == 4
    assert set(Customer.objects.values_list("owner", "version")) == {(teammate.pk, 2)}
    assert list(breaches()) == []
