"""The stages of a customer (rules: Stages)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from crm import signals
from crm.flows import create_customer, edit_customer
from tests.factories import make_customer


def move(customer, status, at=None, **facts):
    facts = {"status": status, **facts}
    at = at or customer.created_at
    return edit_customer(by=customer.owner, at=at, customer_id=customer.pk, version=None, facts=facts)


@pytest.fixture
def everybody_has_a_sale():
    """As the app that knows sales would answer."""

    def answer(**_rest):
        return True

    signals.live_sale_sought.connect(answer)
    yield
    signals.live_sale_sought.disconnect(answer)


def test_moving_starts_a_new_stage(customer, now):
    later = now + timedelta(days=3)
    moved = move(customer, "viewing", at=later)
    assert moved.status_changed_at == later
    assert moved.days_in_status(later + timedelta(days=15)) == 15


def test_another_edit_does_not(customer, now):
    edited = edit_customer(by=customer.owner, at=now, customer_id=customer.pk, version=None, facts={"city": "جدة"})
    assert edited.status_changed_at == customer.created_at


def test_losing_asks_why(customer):
    with pytest.raises(ValidationError) as refusal:
        move(customer, "lost")
    assert "lost_reason" in refusal.value.message_dict
    assert move(customer, "lost", lost_reason="price").lost_reason == "price"


def test_a_new_customer_may_be_lost_only_with_a_reason(agent, now):
    with pytest.raises(ValidationError):
        make_customer(agent, status="lost")


def test_coming_back_forgets_the_reason(customer):
    move(customer, "lost", lost_reason="price")
    assert move(customer, "contacted").lost_reason == ""


def test_a_reason_alone_does_not_lose_a_customer(customer):
    edited = move(customer, "new", lost_reason="price")
    assert (edited.status, edited.lost_reason) == ("new", "")


def test_a_reason_cannot_be_taken_from_a_lost_customer(customer):
    move(customer, "lost", lost_reason="price")
    with pytest.raises(ValidationError):
        move(customer, "lost", lost_reason="")


def test_converted_comes_with_a_sale(customer):
    with pytest.raises(ValidationError) as refusal:
        move(customer, "converted")
    assert "status" in refusal.value.message_dict


def test_a_new_customer_is_never_converted(agent, now):
    with pytest.raises(ValidationError):
        create_customer(by=agent, at=now, facts={"name": "أ", "phone": "0521234567", "status": "converted"})


def test_with_a_live_sale_it_may_be_said(customer, everybody_has_a_sale):
    assert move(customer, "converted").status == "converted"
