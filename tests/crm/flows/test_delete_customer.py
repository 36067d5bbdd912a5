"""The bin (product: flow 7)."""

import pytest
from django.http import Http404

from crm import signals
from crm.errors import DuplicateCustomer, HasLiveSale
from crm.flows import delete_customer, restore_customer
from crm.models import Customer, Followup, Interaction
from tests.factories import make_customer


def delete(customer, by=None):
    return delete_customer(by=by or customer.owner, at=customer.created_at, customer_id=customer.pk)


def restore(customer, by=None, **options):
    return restore_customer(by=by or customer.owner, at=customer.created_at, customer_id=customer.pk, **options)


def test_it_leaves_every_list_with_its_rows(customer, followup, interaction):
    delete(customer)
    for model in (Customer, Followup, Interaction):
        assert not model.objects.live().exists()


def test_it_comes_back_with_its_rows_as_they_were(customer, followup, interaction):
    delete(customer)
    restored = restore(customer)
    assert restored.version == 3
    assert Followup.objects.live().pending().get() == followup
    assert Interaction.objects.live().get() == interaction
    restored.refresh_from_db()
    assert restored.next_followup_date == followup.due_date


def test_history_tells_both(customer):
    delete(customer)
    restore(customer)
    assert [row.deleted_at is None for row in customer.history.all()] == [True, False, True]


def test_its_phone_is_free_while_it_is_away(agent, customer):
    delete(customer)
    assert make_customer(agent, phone=customer.phone).pk


def test_it_does_not_come_back_onto_a_phone_that_was_given_away(agent, customer):
    delete(customer)
    other = make_customer(agent, phone=customer.phone)
    with pytest.raises(DuplicateCustomer) as refusal:
        restore(customer)
    assert refusal.value.existing == other
    assert restore(customer, allow_duplicate=True).shares_phone


def test_a_customer_with_a_live_sale_stays(customer):
    def answer(**_rest):
        return True

    signals.live_sale_sought.connect(answer)
    try:
        with pytest.raises(HasLiveSale):
            delete(customer)
    finally:
        signals.live_sale_sought.disconnect(answer)
    assert Customer.objects.live().exists()


def test_what_is_deleted_cannot_be_deleted_nor_what_is_live_restored(customer):
    with pytest.raises(Http404):
        restore(customer)
    delete(customer)
    with pytest.raises(Http404):
        delete(customer)


def test_strangers_find_nothing(customer, teammate, manager):
    with pytest.raises(Http404):
        delete(customer, by=teammate)
    delete(customer, by=manager)
    with pytest.raises(Http404):
        restore(customer, by=teammate)
