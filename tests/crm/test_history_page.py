"""The history of a customer: filtered by what changed, counted by who changed it, taken out as a file."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from core.history import acting
from core.models import ExportLog
from crm.flows import delete_customer, edit_customer, merge_customers, move_customers, restore_customer
from crm.history.edits import edits_of, history_rows
from tests.factories import make_customer


@pytest.fixture
def told(agent, manager, teammate, now):
    """A customer with a history: two edits by the agent, one by the manager, and a move."""
    row = make_customer(agent, name="نوف", phone="0521110000", budget=5, at=now - timedelta(days=9))

    def edit(by, days, **facts):
        edit_customer(by=by, at=now - timedelta(days=days), customer_id=row.pk, version=None, facts=facts)

    edit(agent, 4, budget=1_250_000, city="الرياض")
    edit(agent, 3, status="lost", lost_reason="price")
    edit(manager, 2, phone="0521110001", email="n@example.com", tags=["كاش"])
    move_customers(by=manager, at=now - timedelta(days=1), customer_ids=[row.pk], taker=teammate)
    return row


def history(browser, row, **asked):
    return browser.get(f"/customers/{row.pk}/history/", asked)


def edits(page):
    return [
        [change.field for change in row.edit.changes] for _day, rows in page.context["days"] for row in rows
    ]  # newest first


@pytest.mark.parametrize(
    ("group", "found"),
    [
        ("status", [["status", "lost_reason"]]),
        ("budget", [["budget"]]),
        ("contact", [["phone", "email"]]),
        ("owner", [["owner"]]),
    ],
)
def test_a_group_of_fields_shows_the_edits_that_changed_them_and_nothing_else_of_them(
    teammate_browser, told, group, found
):
    page = history(teammate_browser, told, of=group)
    assert edits(page) == found
    assert page.context["number"] == len(found)
    assert page.text.count("الحالي") == 1


def test_all_of_it_with_who_edited_how_often(teammate_browser, told):
    page = history(teammate_browser, told)
    assert edits(page) == [["owner"], ["phone", "email", "tags"], ["status", "lost_reason"], ["budget", "city"], []]
    assert page.context["people"] == [("سارة القحطاني", 2), ("نورة السالم", 2)]
    assert "4 تعديلات" in page.text
    assert "تعديلان" in page.text


def test_an_unknown_group_is_all_of_them(teammate_browser, told):
    assert len(edits(history(teammate_browser, told, of="version"))) == 5


def test_one_that_was_never_edited(browser, customer):
    page = history(browser, customer)
    assert "لا تعديلات" in page.text
    assert "من عدّل" not in page.text
    assert "لا تعديلات على هذه الحقول" in history(browser, customer, of="status").text


def test_pages_of_a_group_compare_across_their_border(browser, agent, customer, now):
    for number in range(70):
        facts = {"budget": number // 2 + 1, "city": f"مدينة {number}"}
        edit_customer(by=agent, at=now + timedelta(seconds=number), customer_id=customer.pk, version=None, facts=facts)
    first = history(browser, customer, of="budget")
    second = history(browser, customer, of="budget", before=first.context["older"])
    seen = [
        (str(row.edit.changes[0].before), str(row.edit.changes[0].after))
        for page in (first, second)
        for _day, rows in page.context["days"]
        for row in rows
    ]
    assert len(seen) == first.context["number"] == 35
    assert seen[30][1] == seen[29][0]
    assert second.context["older"] is None
    assert "of=budget" in first.text


def test_the_database_finds_a_change_to_and_from_nothing(agent, now):
    customer = make_customer(agent, at=now - timedelta(days=9))
    for days, value in ((3, 5), (2, None), (1, None)):
        facts = {"budget": value, "city": f"{days}"}
        edit_customer(by=agent, at=now - timedelta(days=days), customer_id=customer.pk, version=None, facts=facts)
    assert edits_of(history_rows(customer.pk), ["budget"]).count() == 2


def test_a_long_history_takes_no_more_queries(browser, agent, told, customer, now, django_assert_max_num_queries):
    for number in range(60):
        edit_customer(by=agent, at=now, customer_id=customer.pk, version=None, facts={"budget": number + 1})
    for group in ("", "budget"):
        with django_assert_max_num_queries(12):
            history(browser, customer, of=group)


def lines(answer):
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_the_whole_of_it_comes_out_as_a_file(teammate_browser, teammate, told, now):
    answer = teammate_browser.get(f"/customers/{told.pk}/history/export/")
    head, *rows = lines(answer)
    assert head == ["الوقت", "المستخدم", "الطريق", "الحقل", "قبل", "بعد"]
    assert [row[3:] for row in rows[:5]] == [
        ["الوسيط", "سارة القحطاني", "عمر الغامدي"],
        ["الجوال", "'+966521110000", "'+966521110001"],
        ["البريد الإلكتروني", "", "n@example.com"],
        ["الوسوم", "", "كاش"],
        ["الحالة", "جديد", "خسارة"],
    ]
    assert ["الوسيط", "", "سارة القحطاني"] in [row[3:] for row in rows[-8:]]  # what it began with
    assert "نوف" not in answer["Content-Disposition"]
    log = ExportLog.objects.get()
    assert (log.user, log.what, log.filters, log.row_count) == (teammate, "history", {"customer_id": told.pk}, 1)


def test_a_file_longer_than_a_stretch_skips_and_repeats_nothing(browser, agent, customer, now):
    for number in range(250):
        at = now + timedelta(seconds=number // 3)
        edit_customer(by=agent, at=at, customer_id=customer.pk, version=None, facts={"budget": number + 1})
    told = [row for row in lines(browser.get(f"/customers/{customer.pk}/history/export/")) if row[3] == "الميزانية"]
    assert [row[5] for row in told] == [f"{number:,} ريال" for number in range(250, 0, -1)]
    assert [row[4] for row in told][:-1] == [row[5] for row in told][1:]


def test_a_formula_in_a_note_is_guarded(browser, agent, customer, now):
    edit_customer(by=agent, at=now, customer_id=customer.pk, version=None, facts={"notes": "=1+1"})
    assert lines(browser.get(f"/customers/{customer.pk}/history/export/"))[1][5] == "'=1+1"


def test_who_may_not_export_takes_no_history_out(browser, agent, customer):
    agent.may_export = False
    agent.save()
    assert "تنزيل السجل" not in history(browser, customer).text
    assert browser.get(f"/customers/{customer.pk}/history/export/").status_code == 403
    assert not ExportLog.objects.exists()


def test_deletion_and_return_are_told(browser, agent, customer, now):
    delete_customer(by=agent, at=now, customer_id=customer.pk)
    restore_customer(by=agent, at=now, customer_id=customer.pk)
    page = history(browser, customer)
    assert "نُقل العميل إلى المحذوفات" in page.text
    assert "استُعيد العميل" in page.text


def test_edits_through_other_doors_say_so(browser, agent, customer, now):
    with acting(door="import"):
        edit_customer(by=agent, at=now, customer_id=customer.pk, version=None, facts={"city": "جدة"})
    assert "استيراد" in history(browser, customer).text


def test_the_history_of_a_merged_record_is_told_under_the_one_that_stays(browser, agent, teammate, customer, now):
    absorbed = make_customer(agent, name="أبو فهد", budget="100000")
    edit_customer(by=agent, at=now, customer_id=absorbed.pk, version=None, facts={"budget": "250000"})
    merge_customers(by=agent, at=now, absorbed_id=absorbed.pk, survivor_id=customer.pk)
    page = browser.get(reverse("customer_history", args=[customer.pk]))
    assert f"record={absorbed.pk}" in page.text
    assert "100,000 ريال" not in page.text
    told = browser.get(reverse("customer_history", args=[customer.pk]), {"record": absorbed.pk})
    assert "100,000 ريال" in told.text
    assert reverse("customer_put_back", args=[customer.pk]) not in told.text


def test_only_records_of_this_customer_are_told(browser, customer, foreign_customer):
    page = browser.get(reverse("customer_history", args=[customer.pk]), {"record": foreign_customer.pk})
    assert foreign_customer.name not in page.text
