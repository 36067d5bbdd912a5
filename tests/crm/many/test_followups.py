"""One follow-up for each of many customers."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from core.integrity import breaches
from crm.flows import add_followup
from crm.flows.many import add_followups
from crm.models import Followup
from notifications.models import Notification
from tests.crm.many.doors import left_by, traces


@pytest.fixture
def facts(now):
    return {"title": " عرض <b>النرجس</b> ", "due_date": now + timedelta(days=2), "priority": "high"}


def test_both_doors_leave_the_same(agent, ids, now, facts):
    def one_by_one():
        for pk in ids:
            add_followup(by=agent, at=now, customer_id=pk, facts=facts)

    many = left_by(lambda: add_followups(by=agent, at=now, customer_ids=ids, facts=facts))
    assert many == left_by(one_by_one) != traces()


def test_each_is_its_owners_to_do_and_each_owner_hears_once(
    manager, agent, teammate, ids, foreign_customer, now, facts, own_batch
):
    Notification.objects.all().delete()
    assert add_followups(by=manager, at=now, customer_ids=[*ids, foreign_customer.pk], facts=facts).count == 5
    made = Followup.objects.filter(title="عرض النرجس")
    assert sorted(made.values_list("user", flat=True)) == sorted([agent.pk] * 4 + [teammate.pk])
    assert {row.id for row in own_batch().history_of(Followup)} == set(made.values_list("pk", flat=True))
    assert dict(Notification.objects.values_list("user", "message")) == {
        agent.pk: "تمت جدولة 4 متابعات: عرض النرجس",
        teammate.pk: "تمت جدولة متابعة: عرض النرجس",
    }
    assert list(breaches()) == []


def test_the_earliest_shows_on_each_customer(agent, book, ids, now, facts):
    add_followups(by=agent, at=now, customer_ids=ids, facts=facts)
    book[3].refresh_from_db()
    assert book[3].next_followup_date == facts["due_date"]


@pytest.mark.parametrize("wrong", [{"title": " "}, {"due_date": None}, {"priority": "x"}])
def test_a_wrong_value_is_refused_for_all(agent, ids, now, facts, wrong):
    before = traces()
    with pytest.raises(ValidationError) as refusal:
        add_followups(by=agent, at=now, customer_ids=ids, facts=facts | wrong)
    assert list(refusal.value.message_dict) == list(wrong)
    assert traces() == before
