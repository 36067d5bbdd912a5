"""Promising a next contact, and keeping it or not (product: flow 0; rules: Follow-ups)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from core.errors import StaleVersion, WrongState
from crm.flows import (
    add_followup,
    cancel_followup,
    complete_followup,
    delete_followup,
    edit_followup,
    snooze_followup,
)
from notifications.models import Notification
from tests.factories import make_followup

THURSDAY = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)  # ten in the morning in Riyadh


def act(flow, followup, at, **arguments):
    return flow(by=followup.owner, at=at, followup_id=followup.pk, **arguments)


def next_date(customer):
    customer.refresh_from_db()
    return customer.next_followup_date


def test_the_earliest_pending_one_is_the_customers_next(customer, now):
    later = make_followup(customer, due_date=now + timedelta(days=5))
    assert next_date(customer) == later.due_date
    sooner = make_followup(customer, due_date=now + timedelta(days=2))
    assert next_date(customer) == sooner.due_date


def test_its_agent_is_told(customer):
    followup = make_followup(customer, title="اتصال بعد المغرب")
    notice = Notification.objects.get(type="followup")
    assert (notice.user, notice.title) == (customer.owner, "متابعة جديدة")
    assert notice.message == "تمت جدولة متابعة: اتصال بعد المغرب"
    assert notice.data == {"followup_id": followup.pk, "customer_id": customer.pk}


def test_what_a_manager_adds_is_the_owners_to_do(customer, manager, now):
    facts = {"title": "اتصال", "due_date": now}
    made = add_followup(by=manager, at=now, customer_id=customer.pk, facts=facts)
    assert (made.owner, made.user) == (customer.owner, customer.owner)


@pytest.mark.parametrize("facts", [{"title": " "}, {"due_date": None}, {"priority": "now"}])
def test_a_title_and_a_time_are_needed(customer, facts):
    with pytest.raises(ValidationError) as refusal:
        make_followup(customer, **facts)
    assert set(refusal.value.message_dict) == set(facts)


def test_done_is_a_contact_made(customer, followup, now):
    done = act(complete_followup, followup, now, type="call", outcome="interested", notes="يعاين السبت")
    assert (done.status, done.completed_at) == ("completed", now)
    contact = customer.interactions.get()
    assert contact.notes == "اكتملت المتابعة: اتصال\nيعاين السبت"
    assert (contact.type, contact.outcome, contact.completed_at) == ("call", "interested", now)
    assert next_date(customer) is None
    assert customer.first_contact_at == customer.last_contact_date == now


def test_done_without_a_word_is_other(customer, followup, now):
    act(complete_followup, followup, now)
    contact = customer.interactions.get()
    assert (contact.type, contact.notes) == ("other", "اكتملت المتابعة: اتصال")


def test_done_with_a_wrong_type_changes_nothing(customer, followup, now):
    with pytest.raises(ValidationError):
        act(complete_followup, followup, now, type="فاكس")
    followup.refresh_from_db()
    assert followup.is_pending
    assert not customer.interactions.exists()


def test_given_up_it_is_nobodys_next(customer, followup, now):
    assert act(cancel_followup, followup, now).status == "cancelled"
    assert next_date(customer) is None
    assert not customer.interactions.exists()


def test_put_off(customer, followup, now):
    until = THURSDAY + timedelta(days=2)
    assert act(snooze_followup, followup, THURSDAY, until=until).due_date == until
    assert next_date(customer) == until


def test_never_put_off_to_a_friday(followup):
    put_off = act(snooze_followup, followup, THURSDAY, until=THURSDAY + timedelta(days=1))
    assert put_off.due_date == THURSDAY + timedelta(days=2)


def test_a_friday_is_one_in_riyadh(followup):
    late_on_thursday_in_london = datetime(2026, 11, 26, 21, 30, tzinfo=UTC)
    put_off = act(snooze_followup, followup, THURSDAY, until=late_on_thursday_in_london)
    assert put_off.due_date == late_on_thursday_in_london + timedelta(days=1)


@pytest.mark.parametrize("until", [THURSDAY, THURSDAY - timedelta(minutes=1)])
def test_never_into_the_past(followup, until):
    with pytest.raises(ValidationError) as refusal:
        act(snooze_followup, followup, THURSDAY, until=until)
    assert "until" in refusal.value.message_dict


def test_putting_off_asks_to_be_reminded_again(followup, now):
    type(followup).objects.update(reminded_at=now)
    assert act(snooze_followup, followup, now, until=now + timedelta(days=4)).reminded_at is None


@pytest.mark.parametrize("ending", [complete_followup, cancel_followup])
def test_what_is_over_is_over(followup, now, ending):
    act(ending, followup, now)
    for flow, arguments in (
        (complete_followup, {}),
        (cancel_followup, {}),
        (snooze_followup, {"until": now + timedelta(days=1)}),
    ):
        with pytest.raises(WrongState):
            act(flow, followup, now, **arguments)


def test_editing_the_time_moves_the_customers_next(customer, followup, now):
    due = now + timedelta(days=9)
    edit_followup(by=customer.owner, at=now, followup_id=followup.pk, version=1, facts={"due_date": due})
    assert next_date(customer) == due


def test_two_edits_of_one_version(followup, now):
    act(edit_followup, followup, now, version=1, facts={"title": "أولى"})
    with pytest.raises(StaleVersion):
        act(edit_followup, followup, now, version=1, facts={"title": "ثانية"})


def test_deleted_it_leaves_the_lists_and_the_customers_next(customer, followup, now):
    act(delete_followup, followup, now)
    assert next_date(customer) is None
    assert not type(followup).objects.live().exists()
    with pytest.raises(Http404):
        act(complete_followup, followup, now)


def test_strangers_find_nothing(followup, teammate, now):
    for flow, arguments in (
        (complete_followup, {}),
        (cancel_followup, {}),
        (delete_followup, {}),
        (snooze_followup, {"until": now + timedelta(days=1)}),
        (edit_followup, {"version": None, "facts": {"title": "x"}}),
    ):
        with pytest.raises(Http404):
            flow(by=teammate, at=now, followup_id=followup.pk, **arguments)
