"""Acting upon the rows that are ticked on the list, from its pages."""

import csv
import io

import pytest
from django.urls import reverse

from core.models import Batch, ExportLog
from crm.models import Customer, Followup
from tests.factories import make_customer

LIST = reverse("customer_list")


@pytest.fixture
def rows(agent):
    return [make_customer(agent, name=f"عميل {number}") for number in range(3)]


def do(browser, act, rows, **fields):
    return browser.post(reverse(act), {"row": [row.pk for row in rows], **fields}, follow=True)


def said(page):
    return [str(message) for message in page.context["messages"]]


def test_the_list_offers_each_row_and_all_that_its_filters_find(browser, agent, rows):
    assert browser.get(LIST).text.count("data-row") == 3
    assert 'name="all"' not in browser.get(LIST).text
    for _number in range(20):
        make_customer(agent)
    page = browser.get(LIST, {"status": "new"})
    assert "كل النتائج (23)" in page.text
    assert 'name="query" value="status=new"' in page.text


def test_a_status_in_one_tap_and_back_again(browser, rows):
    page = do(browser, "many_status", rows, status="viewing")
    assert said(page) == ["تغيّرت حالة 3 عملاء إلى «معاينة»."]
    undo = reverse("batch_undo", args=[Batch.objects.get().pk])
    assert f'action="{undo}?next=' in page.text
    assert said(browser.post(undo, follow=True)) == ["تم التراجع: 3 عملاء."]
    assert set(Customer.objects.values_list("status", flat=True)) == {"new"}


def test_a_loss_asks_for_its_reason(browser, rows):
    page = do(browser, "many_status_form", rows, status="lost")
    assert "المحدد: 3 عملاء" in page.text
    assert '<option value="lost" selected>' in page.text
    refused = do(browser, "many_status", rows, status="lost")
    assert refused.status_code == 422
    assert "اختر سبب الخسارة." in refused.text
    do(browser, "many_status", rows, status="lost", lost_reason="price")
    assert set(Customer.objects.values_list("lost_reason", flat=True)) == {"price"}


def test_sold_is_not_given_by_hand(browser, rows):
    assert do(browser, "many_status", rows, status="converted").status_code == 422
    assert not Batch.objects.exists()


def test_tags_and_what_no_tag_is(browser, rows):
    assert said(do(browser, "many_tags", rows[:2], add="تمويل، جاد")) == ["عُدّلت وسوم عميلين."]
    assert do(browser, "many_tags", rows, add=" ، ").status_code == 422
    assert said(do(browser, "many_tags", rows[:1], add="جاد")) == ["لم يتغيّر شيء: القيمة هي نفسها عند كل المحددين."]


def test_followups_once_however_often_the_form_is_sent(browser, rows):
    assert "اتصال" in do(browser, "many_followups_form", rows).text
    fields = {"title": "دعوة", "due_date_day": "2030-01-01", "due_date_time": "10:00", "priority": "high"}
    for expected in (["أُضيفت 3 متابعات."], []):
        page = do(browser, "many_followups", rows, **fields, form_token="abc")
        assert said(page) == expected
    assert Followup.objects.filter(title="دعوة").count() == 3


def test_a_manager_moves_them_and_an_agent_does_not(browser, manager_browser, teammate, rows):
    assert do(browser, "many_owner", rows, taker=teammate.pk).status_code == 403
    assert do(browser, "many_owner_form", rows).status_code == 403
    assert teammate.name in do(manager_browser, "many_owner_form", rows).text
    page = do(manager_browser, "many_owner", rows, taker=teammate.pk)
    assert said(page) == ["نُقل إلى عمر الغامدي: 3 عملاء، وأُبلغ الطرفان."]
    assert set(Customer.objects.values_list("owner", flat=True)) == {teammate.pk}


def test_deleting_asks_first(browser, rows):
    assert "نقل إلى المحذوفات" in do(browser, "many_delete_form", rows).text
    assert Customer.objects.live().count() == 3
    assert said(do(browser, "many_delete", rows)) == ["نُقل إلى المحذوفات: 3 عملاء."]
    assert not Customer.objects.live().exists()


def test_who_was_refused_is_named_with_the_reason(browser, agent, rows):
    full = [f"وسم {number}" for number in range(20)]
    make_customer(agent, name="ممتلئ", tags=full)
    page = do(browser, "many_tags", Customer.objects.all(), add="جديد تمامًا")
    assert said(page)[1] == "لم يشمل ذلك «ممتلئ»: حتى 20 عنصرًا، طول كل منها حتى 50 حرفًا."


def test_all_that_the_filters_find(browser, agent, rows, foreign_customer):
    make_customer(agent, status="viewing")
    fields = {"all": "1", "query": "status=new&search=عميل", "status": "contacted"}
    page = browser.post(reverse("many_status"), fields, follow=True)
    assert said(page) == ["تغيّرت حالة 3 عملاء إلى «تم التواصل»."]
    foreign_customer.refresh_from_db()
    assert foreign_customer.status == "new"


def test_a_filter_that_says_nothing_right_means_nobody(browser, rows):
    fields = {"all": "1", "query": "status=xyz", "status": "contacted"}
    assert browser.post(reverse("many_status"), fields).status_code == 400
    fields["query"] = "search=لا أحد"
    assert said(browser.post(reverse("many_status"), fields, follow=True)) == ["اختر عميلًا واحدًا على الأقل."]
    assert not Batch.objects.exists()


def test_more_than_one_act_takes_are_refused_in_words(browser, rows, settings):
    settings.BULK_MOST = 2
    form = browser.post(reverse("many_tags_form"), {"all": "1", "query": ""})
    assert "الحد الأعلى دفعة واحدة عميلين" in form.text
    answer = browser.post(reverse("many_tags"), {"all": "1", "query": "", "add": "جاد"})
    assert answer.status_code == 422
    assert "الحد الأعلى دفعة واحدة عميلين" in answer.text


@pytest.mark.parametrize("act", ["status", "tags", "followups", "delete"])
def test_anothers_rows_and_none(browser, foreign_customer, act):
    for address in (f"many_{act}", f"many_{act}_form"):
        fields = {"status": "viewing", "add": "جاد"}
        assert do(browser, address, [foreign_customer], **fields).status_code == 404
        assert said(do(browser, address, [], **fields)) == ["اختر عميلًا واحدًا على الأقل."]
        assert browser.get(reverse(address)).status_code == 405


def test_it_goes_back_to_the_list_as_it_was(browser, rows):
    answer = browser.post(reverse("many_tags"), {"row": rows[0].pk, "add": "جاد", "next": f"{LIST}?status=new"})
    assert answer.headers["Location"] == f"{LIST}?status=new"
    answer = browser.post(reverse("many_tags"), {"row": rows[1].pk, "add": "جاد", "next": "https://evil.example/"})
    assert answer.headers["Location"] == LIST


def test_the_chosen_are_exported_and_the_log_says_which(browser, agent, rows):
    answer = browser.post(reverse("many_export"), {"row": [rows[0].pk, rows[2].pk], "format": "csv"})
    sheet = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert {row["الاسم"] for row in sheet} == {"عميل 0", "عميل 2"}
    log = ExportLog.objects.get()
    assert (log.row_count, log.filters) == (2, {"ids": f"{rows[0].pk},{rows[2].pk}"})
    agent.may_export = False
    agent.save()
    assert browser.post(reverse("many_export"), {"row": rows[0].pk}).status_code == 403


def test_anothers_rows_are_not_exported(browser, rows, foreign_customer):
    assert browser.post(reverse("many_export"), {"row": foreign_customer.pk}).status_code == 404
    assert browser.post(reverse("many_export"), {"row": rows[0].pk, "format": "pdf"}).status_code == 400
    assert not ExportLog.objects.exists()
