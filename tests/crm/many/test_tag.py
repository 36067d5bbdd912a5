"""Tags of many customers at once: added, taken off, in any spelling."""

import pytest
from django.core.exceptions import ValidationError

from core.integrity import breaches
from crm.flows import edit_customer
from crm.flows.many import tag_many
from crm.models import Customer
from tests.crm.many.doors import left_by, traces


def tags():
    return list(Customer.objects.order_by("pk").values_list("tags", flat=True))


def test_tags_are_added_and_taken_off(agent, ids, now):
    outcome = tag_many(by=agent, at=now, customer_ids=ids, add=["تمويل"], remove=["vip"])
    assert outcome.count == 4
    assert tags() == [["جاد", "تمويل"], ["كـاش", "تمويل"], ["تمويل"], ["تمويل"]]
    assert list(breaches()) == []


def test_a_tag_in_another_spelling_is_the_same_tag(agent, book, ids, now):
    assert tag_many(by=agent, at=now, customer_ids=ids, add=["كاش"]).count == 3
    assert tags()[1] == ["كـاش", "VIP"]
    book[1].refresh_from_db()
    assert book[1].version == 1


def test_both_doors_leave_the_same(agent, book, ids, now):
    def one_by_one():
        for customer in book:
            kept = [tag for tag in customer.tags if tag != "VIP"]
            facts = {"tags": [*kept, "تمويل"]}
            edit_customer(by=agent, at=now, customer_id=customer.pk, version=None, facts=facts)

    many = left_by(lambda: tag_many(by=agent, at=now, customer_ids=ids, add=["تمويل"], remove=["VIP"]))
    assert many == left_by(one_by_one) != traces()


def test_a_customer_with_too_many_is_refused_and_the_others_are_tagged(agent, book, ids, now):
    full = [f"وسم {number}" for number in range(20)]
    edit_customer(by=agent, at=now, customer_id=ids[0], version=None, facts={"tags": full})
    outcome = tag_many(by=agent, at=now, customer_ids=ids, add=["تمويل"])
    assert [refused.customer.pk for refused in outcome.refused] == [ids[0]]
    assert (outcome.count, tags()[0]) == (3, full)


@pytest.mark.parametrize(
    ("asked", "field"),
    [({}, "add"), ({"add": [" "]}, "add"), ({"add": ["و" * 51]}, "add"), ({"remove": ["و" * 51]}, "remove")],
)
def test_what_is_no_tag_is_refused_at_its_field(agent, ids, now, asked, field):
    with pytest.raises(ValidationError) as refusal:
        tag_many(by=agent, at=now, customer_ids=ids, **asked)
    assert list(refusal.value.message_dict) == [field]
