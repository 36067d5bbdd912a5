"""What passed between an agent and a customer, and what follows from it (product: flow 0)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from core.errors import StaleVersion
from crm.flows import delete_interaction, edit_interaction, record_interaction
from tests.factories import make_customer, make_interaction


@pytest.fixture
def old_customer(agent, now):
    """Added thirty days ago."""
    return make_customer(agent, at=now - timedelta(days=30))


def contacts(customer):
    customer.refresh_from_db()
    return customer.first_contact_at, customer.last_contact_date


def edit(interaction, at, version=None, **facts):
    return edit_interaction(by=interaction.owner, at=at, interaction_id=interaction.pk, version=version, facts=facts)


def test_without_a_time_it_happened_now(old_customer, now):
    made = make_interaction(old_customer, at=now)
    assert made.completed_at == made.timeline_at == now
    assert contacts(old_customer) == (now, now)


def test_a_past_one_does_not_make_the_last_contact_now(old_customer, now):
    then = now - timedelta(days=9)
    make_interaction(old_customer, completed_at=then)
    assert contacts(old_customer) == (then, then)


def test_one_before_the_customer_was_added_is_first_but_not_last(old_customer, now):
    long_ago = now - timedelta(days=90)
    make_interaction(old_customer, completed_at=long_ago)
    assert contacts(old_customer) == (long_ago, old_customer.created_at)


def test_a_planned_one_is_no_contact(old_customer, now):
    planned = make_interaction(old_customer, completed_at=None, scheduled_for=now + timedelta(days=2))
    assert planned.timeline_at == now + timedelta(days=2)
    assert contacts(old_customer) == (None, old_customer.created_at)


def test_carrying_a_planned_one_out_is_a_contact(old_customer, now):
    planned = make_interaction(old_customer, completed_at=None, scheduled_for=now + timedelta(days=2))
    done = now + timedelta(days=2, minutes=5)
    assert edit(planned, done, completed_at=done, outcome="interested").timeline_at == done
    assert contacts(old_customer) == (done, done)


def test_the_future_has_not_happened(old_customer, now):
    with pytest.raises(ValidationError) as refusal:
        make_interaction(old_customer, at=now, completed_at=now + timedelta(seconds=1))
    assert "completed_at" in refusal.value.message_dict
    assert contacts(old_customer) == (None, old_customer.created_at)


def test_deleting_the_newest_goes_back_to_the_one_before(old_customer, now):
    before = now - timedelta(days=5)
    make_interaction(old_customer, completed_at=before)
    newest = make_interaction(old_customer, at=now)
    delete_interaction(by=old_customer.owner, at=now, interaction_id=newest.pk)
    assert contacts(old_customer) == (before, before)


def test_moving_one_in_time_moves_what_follows(old_customer, now):
    made = make_interaction(old_customer, at=now)
    then = now - timedelta(days=3)
    edit(made, now, completed_at=then)
    assert contacts(old_customer) == (then, then)


def test_neither_version_nor_history_of_the_customer_moves(old_customer, now):
    before = old_customer.history.count()
    make_interaction(old_customer, at=now)
    old_customer.refresh_from_db()
    assert (old_customer.version, old_customer.history.count()) == (1, before)


@pytest.mark.parametrize("facts", [{"type": ""}, {"type": "فاكس"}, {"type": "whatsapp", "direction": "out"}])
def test_a_wrong_type_or_direction_is_refused(customer, now, facts):
    with pytest.raises(ValidationError):
        record_interaction(by=customer.owner, at=now, customer_id=customer.pk, facts=facts)


def test_a_call_that_becomes_a_message_loses_no_direction_silently(customer, now):
    call = make_interaction(customer, direction="out")
    with pytest.raises(ValidationError):
        edit(call, now, type="whatsapp")
    assert edit(call, now, type="whatsapp", direction="").direction == ""


def test_two_edits_of_one_version(interaction, now):
    edit(interaction, now, version=1, notes="أولى")
    with pytest.raises(StaleVersion):
        edit(interaction, now, version=1, notes="ثانية")


def test_what_a_manager_records_is_the_owners(customer, manager, now):
    made = record_interaction(by=manager, at=now, customer_id=customer.pk, facts={"type": "call"})
    assert (made.owner, made.user) == (customer.owner, customer.owner)
    assert made.history.get().history_user == manager


def test_strangers_find_no_customer_and_no_interaction(interaction, teammate, now):
    with pytest.raises(Http404):
        record_interaction(by=teammate, at=now, customer_id=interaction.customer_id, facts={"type": "call"})
    with pytest.raises(Http404):
        edit_interaction(by=teammate, at=now, interaction_id=interaction.pk, version=None, facts={"notes": "x"})
    with pytest.raises(Http404):
        delete_interaction(by=teammate, at=now, interaction_id=interaction.pk)
