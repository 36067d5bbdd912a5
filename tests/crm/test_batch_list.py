"""The page of acts upon many: what, how many, when, and the way back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from crm.flows import edit_customer
from crm.flows.many import add_followups, change_status_of_many, move_many, tag_many
from tests.factories import make_customer

PAGE = reverse("batch_list")


@pytest.fixture
def ids(agent):
    return [make_customer(agent).pk for _number in range(3)]


def lines(browser):
    return [(line.words, line.count, line.can_be_undone) for line in browser.get(PAGE).context["page"].object_list]


def test_ones_own_newest_first_and_everybodys_for_a_manager(
    browser, teammate_browser, manager_browser, agent, manager, teammate, ids, now
):
    tag_many(by=agent, at=now, customer_ids=ids, add=["تمويل"], remove=["جاد"])
    facts = {"title": "دعوة", "due_date": now}
    add_followups(by=agent, at=now + timedelta(minutes=1), customer_ids=ids[:2], facts=facts)
    move_many(by=manager, at=now + timedelta(minutes=2), customer_ids=ids, taker=teammate)
    own = [
        ("متابعة جماعية", "متابعتان", True),
        ("إضافة وسوم: تمويل؛ إزالة وسوم: جاد", "3 عملاء", True),
    ]
    assert lines(browser) == own
    assert lines(manager_browser) == [("نقل إلى عمر الغامدي", "3 عملاء", True), *own]
    assert lines(teammate_browser) == []


def test_what_was_undone_says_so_and_offers_no_more(browser, agent, ids, now):
    batch = change_status_of_many(by=agent, at=now, customer_ids=ids, status="lost", lost_reason="price").batch
    edit_customer(by=agent, at=now, customer_id=ids[0], version=None, facts={"city": "جدة"})
    answer = browser.post(reverse("batch_undo", args=[batch.pk]), {"next": PAGE}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "تم التراجع: عميلان.",
        "بقي كما هو ما تغيّر بعد ذلك أو تعذّر رده: عميل واحد.",
    ]
    assert lines(browser) == [
        ("تراجع عن: تغيير الحالة", "عميلان", False),
        ("تغيير الحالة إلى «خسارة: السعر مرتفع»", "3 عملاء", False),
    ]
    again = browser.post(reverse("batch_undo", args=[batch.pk]), follow=True)
    assert [str(message) for message in again.context["messages"]] == ["سبق التراجع عن هذا الإجراء."]


def test_anothers_is_absent(teammate_browser, agent, ids, now):
    batch = tag_many(by=agent, at=now, customer_ids=ids, add=["تمويل"]).batch
    assert teammate_browser.post(reverse("batch_undo", args=[batch.pk])).status_code == 404


def test_an_empty_page_says_how_they_come_to_be(browser):
    assert "لا إجراءات جماعية بعد" in browser.get(PAGE).text


def test_it_costs_the_same_for_few_and_for_many(
    browser, agent, manager, teammate, ids, now, django_assert_max_num_queries
):
    tag_many(by=agent, at=now, customer_ids=ids, add=["وسم"])
    with django_assert_max_num_queries(8) as few:
        browser.get(PAGE)
    for number in range(12):
        tag_many(by=agent, at=now, customer_ids=ids, add=[f"وسم {number}"])
    with django_assert_max_num_queries(8) as many:
        browser.get(PAGE)
    assert len(few) == len(many)
