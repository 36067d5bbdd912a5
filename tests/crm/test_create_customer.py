"""Adding a customer, through the flow itself (product: flow 0)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.integrity import breaches
from crm.errors import DuplicateCustomer
from crm.flows import create_customer
from crm.models import Customer
from notifications.models import Notification
from tests.factories import make_customer


def test_the_name_the_phone_and_the_notes_are_cleaned(agent, now):
    facts = {"name": " فهد\u200f <b>العتيبي</b>  & إخوانه ", "phone": "٠٥٢ ١٢٣ ٤٥٦٧", "notes": "سطر\r\n<i>ثانٍ</i> < 5"}
    customer = create_customer(by=agent, at=now, facts=facts)
    assert customer.name == "فهد العتيبي & إخوانه"
    assert customer.phone == "+966521234567"
    assert customer.notes == "سطر\nثانٍ < 5"


def test_notes_open_the_timeline_without_counting_as_contact(agent, now):
    customer = make_customer(agent, notes="يبحث عن فيلا", at=now)
    customer.refresh_from_db()
    assert customer.interactions.get().notes == "عميل جديد: يبحث عن فيلا"
    assert customer.last_contact_date == now
    assert customer.first_contact_at is None


@pytest.mark.parametrize("letter", ["ﷺ", "﷽", "ﷲ", "𝕏"])
def test_a_letter_that_folds_into_many_is_no_failure(agent, now, letter):
    customer = create_customer(by=agent, at=now, facts={"name": letter * 150, "phone": "0521234567"})
    assert len(customer.name_key) <= 150
    assert list(Customer.objects.search(letter)) == [customer]
    assert list(breaches()) == []


def test_the_owner_is_told(agent, now):
    customer = make_customer(agent, name="ريم")
    notice = Notification.objects.get(user=agent)
    assert (notice.title, notice.message) == ("عميل جديد", "تمت إضافة العميل ريم بنجاح")
    assert notice.data == {"customer_id": customer.pk}


def test_the_same_phone_in_another_spelling_is_refused(agent, now):
    first = make_customer(agent, phone="0521234567")
    with pytest.raises(DuplicateCustomer) as refusal:
        make_customer(agent, phone="00966 52 123 4567")
    assert refusal.value.extra == {"existing": {"id": first.pk, "name": first.name}}


def test_two_people_may_share_a_phone_when_somebody_says_so(agent):
    make_customer(agent, phone="0521234567")
    second = make_customer(agent, phone="0521234567", allow_duplicate=True)
    assert second.shares_phone


def test_another_agents_customer_is_no_duplicate(agent, teammate):
    make_customer(agent, phone="0521234567")
    assert make_customer(teammate, phone="0521234567").pk


def test_every_wrong_field_is_named(agent, now):
    with pytest.raises(ValidationError) as refusal:
        create_customer(by=agent, at=now, facts={"name": "", "phone": "12", "email": "ليس بريدًا"})
    assert set(refusal.value.message_dict) == {"name", "phone", "email"}
    assert not Customer.objects.exists()


def test_only_a_manager_adds_to_anothers_book(agent, teammate, manager, now):
    facts = {"name": "هند", "phone": "0521234567"}
    with pytest.raises(PermissionDenied):
        create_customer(by=agent, at=now, facts=facts, owner=teammate)
    made = create_customer(by=manager, at=now, facts=facts, owner=teammate)
    assert (made.owner, made.created_by) == (teammate, manager)


def test_a_comma_parts_two_tags(agent):
    assert make_customer(agent, tags=["كاش، مستعجل", "كاش"]).tags == ["كاش", "مستعجل"]
