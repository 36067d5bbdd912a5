"""One customer: its page, its status, its story, and who may see them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from crm.flows import edit_customer
from crm.models import Customer, Interaction
from tests.factories import make_customer, make_followup, make_interaction


def lines(page) -> list:
    return [line for _day, lines in page.context["timeline"].days for line in lines]


def test_the_page_tells_who_it_is_and_what_comes_next(browser, agent):
    customer = make_customer(agent, name="ريم", phone="0521234567", tags=["نقدًا"], budget="1250000")
    make_followup(customer, title="إرسال العقد")
    text = browser.get(customer.get_absolute_url()).text
    for words in ("ريم", "052 123 4567", "نقدًا", "1,250,000", "إرسال العقد", "tel:+966521234567"):
        assert words in text


def test_the_story_merges_contacts_and_edits_by_time(browser, agent, now):
    customer = make_customer(agent, notes="يبحث", at=now - timedelta(days=3))
    make_interaction(customer, at=now - timedelta(days=2), notes="كلمته")
    edit_customer(by=agent, at=now, customer_id=customer.pk, version=1, facts={"status": "contacted"})
    story = lines(browser.get(customer.get_absolute_url()))
    assert [line.contact and line.contact.notes for line in story] == [None, "كلمته", "عميل جديد: يبحث"]
    assert story[0].changes[0].field == "status"


@pytest.mark.parametrize(("show", "kinds"), [("contacts", {True}), ("edits", {False})])
def test_the_story_can_show_one_kind_alone(browser, agent, now, show, kinds):
    customer = make_customer(agent)
    make_interaction(customer)
    edit_customer(by=agent, at=now, customer_id=customer.pk, version=1, facts={"city": "جدة"})
    page = browser.get(customer.get_absolute_url(), {"show": show})
    assert {line.contact is not None for line in lines(page)} == kinds


def test_every_line_is_on_exactly_one_page(browser, agent, now):
    customer = make_customer(agent, at=now - timedelta(days=9))
    for n in range(30):
        make_interaction(customer, at=now - timedelta(hours=n // 4))  # several share one moment
        facts = {"city": f"مدينة {n}"}
        edit_customer(by=agent, at=now - timedelta(hours=n // 4), customer_id=customer.pk, version=None, facts=facts)
    seen, before = [], ""
    while before is not None:
        timeline = browser.get(customer.get_absolute_url(), {"before": before} if before else {}).context["timeline"]
        seen += [str(line.mark) for _day, lines in timeline.days for line in lines]
        before = timeline.older and str(timeline.older)
    assert len(seen) == len(set(seen)) == 61


@pytest.mark.parametrize("before", ["x", "~~", "2026-13-01T00:00~1~1", "2026-11-23T10:00:00+00:00~1~" + "9" * 40])
def test_a_mark_that_is_none_shows_the_first_page(browser, customer, before):
    assert lines(browser.get(customer.get_absolute_url(), {"before": before}))


def test_a_page_costs_the_same_however_long_the_story(browser, agent, django_assert_max_num_queries):
    customer = make_customer(agent)
    make_followup(customer)
    rows = [
        Interaction(customer=customer, owner=agent, user=agent, type="call", created_at=customer.created_at)
        for _ in range(300)
    ]
    for row in rows:
        row.updated_at = row.timeline_at = row.completed_at = customer.created_at
    with django_assert_max_num_queries(8) as few:
        browser.get(customer.get_absolute_url())
    Interaction.objects.bulk_create(rows)
    with django_assert_max_num_queries(8) as many:
        browser.get(customer.get_absolute_url())
    assert len(few) == len(many)


def test_a_step_of_the_path_changes_the_status(browser, customer):
    browser.post(reverse("customer_status", args=[customer.pk]), {"status": "viewing"})
    customer.refresh_from_db()
    assert customer.status == "viewing"


def test_losing_a_customer_asks_why(browser, customer):
    url = reverse("customer_status", args=[customer.pk])
    assert "لماذا خسرنا" in browser.get(url).text
    assert browser.post(url, {"status": "lost"}).status_code == 422
    browser.post(url, {"status": "lost", "lost_reason": "price"})
    assert Customer.objects.get().lost_reason == "price"


@pytest.mark.parametrize("status", ["converted", "xyz", ""])
def test_a_status_that_no_button_sends_is_refused(browser, customer, status):
    page = browser.post(reverse("customer_status", args=[customer.pk]), {"status": status}, follow=True)
    assert page.status_code == 200
    assert Customer.objects.get().status == "new"


def test_the_history_tells_each_field_before_and_after(browser, agent, now):
    customer = make_customer(agent, budget="1000000", at=now)
    facts = {"budget": "1200000", "email": "a@example.com"}
    edit_customer(by=agent, at=now, customer_id=customer.pk, version=1, facts=facts)
    text = browser.get(reverse("customer_history", args=[customer.pk])).text
    for words in ("تعديل: حقلان", "1,000,000", "1,200,000", "فارغ", "a@example.com", "أُضيف العميل"):
        assert words in text


PAGES = ("customer", "customer_edit", "customer_status", "customer_delete", "customer_history", "interaction_log")


@pytest.mark.parametrize("name", [*PAGES, "customer_restore"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_another_agents_customer_is_nowhere(browser, foreign_customer, name, method):
    before = Customer.objects.values().get(pk=foreign_customer.pk)
    answer = getattr(browser, method)(reverse(name, args=[foreign_customer.pk]), {"status": "viewing", "type": "call"})
    assert answer.status_code in ({404} if method == "get" and name in PAGES else {404, 405})
    assert Customer.objects.values().get(pk=foreign_customer.pk) == before


def test_the_names_of_others_are_not_asked_for_through_the_twins(browser, foreign_customer):
    assert browser.post(reverse("customer_twins"), {"customer": foreign_customer.pk}).status_code == 404


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_what_was_typed_does_nothing_on_any_page(browser, agent, now, text):
    customer = make_customer(agent, name=f"اسم {text}", notes=text, city=text, tags=[text], districts=[text])
    make_interaction(customer, notes=text)
    edit_customer(by=agent, at=now, customer_id=customer.pk, version=1, facts={"city": f"{text} ثانٍ"})
    for name in ("customer", "customer_edit", "customer_delete", "customer_history"):
        page = browser.get(reverse(name, args=[customer.pk])).text
        assert "<script>alert" not in page
        assert "<img" not in page


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1800-01-01T00:00:00+03:00", "2026-11-23T10:00:00"]
)
def test_a_mark_at_no_time_of_ours_begins_the_story_anew(browser, customer, at):
    page = browser.get(customer.get_absolute_url(), {"before": f"{at}~1~5"})
    assert page.status_code == 200
    assert lines(page)
