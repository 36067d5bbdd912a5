"""Changing a customer (product: flow 0; api: Concurrency)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from core.errors import StaleVersion
from crm.errors import DuplicateCustomer
from crm.flows import delete_customer, edit_customer
from tests.factories import make_customer


def edit(customer, by=None, version=None, at=None, **facts):
    return edit_customer(
        by=by or customer.owner, at=at or customer.created_at, customer_id=customer.pk, version=version, facts=facts
    )


def test_what_is_named_changes_and_the_rest_stays(customer):
    edited = edit(customer, city=" جدة ", budget=Decimal("850000"))
    edited.refresh_from_db()
    assert (edited.city, edited.budget, edited.name) == ("جدة", Decimal("850000.00"), customer.name)


def test_each_edit_is_one_version(customer, now):
    later = now + timedelta(hours=1)
    edited = edit(customer, at=later, city="جدة")
    assert (edited.version, edited.updated_at) == (2, later)


def test_an_edit_that_changes_nothing_leaves_no_trace(customer):
    before = customer.history.count()
    edited = edit(customer, name=customer.name, phone="٠" + customer.phone.removeprefix("+966"))
    assert edited.version == 1
    assert customer.history.count() == before


def test_an_edit_of_an_old_version_is_refused_with_the_row_as_it_is(customer):
    edit(customer, version=1, city="جدة")
    with pytest.raises(StaleVersion) as refusal:
        edit(customer, version=1, city="أبها")
    assert refusal.value.current.city == "جدة"


def test_a_new_name_or_phone_is_found_at_once(customer):
    edit(customer, name="أحمد الفَهد", phone="0527777777")
    book = type(customer).objects
    assert book.search("احمد الفهد").exists()
    assert book.search("٠٥٢٧٧٧٧٧٧٧").exists()
    assert not book.search(customer.name).exists()


def test_a_phone_of_another_customer_is_refused(agent, customer):
    other = make_customer(agent, phone="0521234567")
    with pytest.raises(DuplicateCustomer) as refusal:
        edit(customer, phone="٠٥٢ ١٢٣ ٤٥٦٧")
    assert refusal.value.existing == other


def test_whatsapp_like_the_phone_is_not_kept_twice(customer):
    assert edit(customer, whatsapp=customer.phone).whatsapp == ""
    assert edit(customer, whatsapp="0527654321").whatsapp == "+966527654321"


def test_wrong_values_are_named_and_nothing_changes(customer):
    with pytest.raises(ValidationError) as refusal:
        edit(customer, city="جدة", email="لا", priority="highest", budget=Decimal(-1))
    assert set(refusal.value.message_dict) == {"email", "priority", "budget"}
    customer.refresh_from_db()
    assert (customer.city, customer.version) == ("", 1)


def test_a_name_cannot_be_taken_away(customer):
    with pytest.raises(ValidationError):
        edit(customer, name=" \u200f ")


def test_strangers_and_the_deleted_are_not_there(customer, teammate, now):
    with pytest.raises(Http404):
        edit(customer, by=teammate, city="جدة")
    delete_customer(by=customer.owner, at=now, customer_id=customer.pk)
    with pytest.raises(Http404):
        edit(customer, city="جدة")


def test_a_managers_edit_keeps_the_owner(customer, manager):
    edited = edit(customer, by=manager, city="جدة")
    assert edited.owner == customer.owner
    assert customer.history.first().history_user == manager


def test_consent_is_kept_with_its_time_way_and_text(customer, now):
    edited = edit(customer, at=now + timedelta(days=1), consent_marketing=True)
    assert edited.consent_at == now + timedelta(days=1)
    assert (edited.consent_source, edited.consent_text_version) == ("system", "2026-11")
