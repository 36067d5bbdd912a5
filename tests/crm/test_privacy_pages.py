"""A person's data taken out, blanked, and silent leads looked at: the pages."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import ExportLog
from crm import signals
from crm.flows import delete_customer, edit_customer, keep_customers
from crm.models import Customer, Merge
from tests.crm.known_person import DIGITS, NAME, NOTE, OLD_NAME, WORDS, make_known
from tests.factories import make_customer, make_followup, make_interaction

REVIEW, KEEP, ERASE = "/customers/review/", "/customers/review/keep/", "/customers/erase/"


def names(page):
    return [row.name for row in page.context["page"].object_list]


# ---------------------------------------------------------------- one person's data


def test_all_that_is_known_of_a_person_comes_out_as_one_file(browser, agent, teammate, manager, now, api):
    row = make_known(agent, teammate, manager, now, api)
    merged = make_customer(agent, name="سجلها الثاني")
    Merge.objects.create(user=agent, survivor=row, absorbed=merged, merged_at=now, fields_before={"notes": NOTE})
    answer = browser.get(f"/customers/{row.pk}/data/")
    told = json.loads(answer.getvalue())
    sections = {"records", "interactions", "followups", "history", "merges", "imported_rows", "notices"}
    of_other_apps = {"requests", "matches", "listings", "appointments"}
    assert set(told) == sections | of_other_apps | {"exported_at"}
    assert [record["name"] for record in told["records"]] == [NAME, "سجلها الثاني"]
    record = told["records"][0]
    assert {"phone", "tags", "consent_marketing", "consent_at", "consent_source", "version", "owner"} <= set(record)
    assert {"search_text", "name_key"}.isdisjoint(record)
    assert all(told[section] for section in sections)
    assert NOTE in told["interactions"][0]["notes"]
    changes = [change for edit in told["history"] for change in edit["changes"] if change["field"] == "name"]
    assert {"field": "name", "from": OLD_NAME, "to": NAME} in changes
    assert told["history"][0]["user"] == "نورة السالم"
    assert told["merges"][0]["fields_before"] == {"notes": NOTE}
    assert told["imported_rows"][0]["values"]["notes"] == NOTE


def test_neither_the_file_nor_its_address_names_the_person_and_the_log_knows(browser, agent, customer):
    answer = browser.get(f"/customers/{customer.pk}/data/")
    assert "customer-data-" in answer["Content-Disposition"]
    assert customer.name not in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    log = ExportLog.objects.get()
    assert (log.user, log.what, log.format, log.row_count) == (agent, "person", "json", 1)
    assert log.filters == {"customer_id": customer.pk}


def test_who_may_not_export_takes_no_person_out(browser, agent, customer):
    agent.may_export = False
    agent.save()
    assert browser.get(f"/customers/{customer.pk}/data/").status_code == 403
    assert not ExportLog.objects.exists()
    assert "تنزيل بيانات العميل" not in browser.get(customer.get_absolute_url()).text


def test_apps_above_add_what_they_know(browser, customer):
    def answer(**_asked):
        return {"sales": [{"number": "S-2026-0001"}]}

    signals.personal_data_sought.connect(answer)
    told = json.loads(browser.get(f"/customers/{customer.pk}/data/").getvalue())
    signals.personal_data_sought.disconnect(answer)
    assert told["sales"] == [{"number": "S-2026-0001"}]


def test_a_colleagues_notices_and_imports_are_not_told(browser, agent, teammate, manager, now, api):
    row = make_known(agent, teammate, manager, now, api)
    mine = make_customer(teammate, name="عميل الزميل", phone=row.phone)
    told = browser.get(f"/customers/{row.pk}/data/").getvalue().decode()
    assert "عميل الزميل" not in told
    assert mine.name == "عميل الزميل"


# ---------------------------------------------------------------- erasing


def test_it_asks_for_the_word_and_then_nothing_is_left_on_any_page(browser, agent, teammate, manager, now, api):
    row = make_known(agent, teammate, manager, now, api)
    url = reverse("customer_erase", args=[row.pk])
    assert "لا يمكن التراجع" in browser.get(url).text
    for typed in ("", "نعم", "محوو"):
        refused = browser.post(url, {"word": typed})
        assert refused.status_code == 422
    assert Customer.objects.get(pk=row.pk).name == NAME
    done = browser.post(url, {"word": " محـو "}, follow=True)
    assert "مُحيت بيانات العميل نهائيًا" in done.text
    for page in ("/customers/", "/customers/bin/", "/followups/?tab=all", "/notifications/", "/", REVIEW):
        text = browser.get(page).text
        assert not any(word in text for word in (*WORDS, *DIGITS)), page
    for gone in (row.get_absolute_url(), url, f"/customers/{row.pk}/history/", f"/customers/{row.pk}/data/"):
        assert browser.get(gone).status_code == 404


def test_the_api_tells_that_it_is_deleted_and_no_more(api, browser, agent, customer, now):
    browser.post(reverse("customer_erase", args=[customer.pk]), {"word": "محو"})
    assert api.get(f"/api/v1/customers/{customer.pk}/").status_code == 404
    [gone] = api.get("/api/v1/customers/", {"deleted": "true"}).json()["results"]
    assert set(gone) == {"id", "deleted_at"}
    assert api.post(f"/api/v1/customers/{customer.pk}/restore/").status_code in (404, 409)


def test_one_in_the_bin_is_erased_from_there(browser, agent, customer, now):
    delete_customer(by=agent, at=now, customer_id=customer.pk)
    url = reverse("customer_erase", args=[customer.pk])
    assert f'href="{url}"' in browser.get("/customers/bin/").text
    assert browser.post(url, {"word": "محو"}).headers["Location"] == "/customers/bin/"
    assert Customer.objects.erased().count() == 1


def test_a_live_sale_is_warned_of_and_stays(browser, customer):
    def sold(**_rest):
        return True

    url = reverse("customer_erase", args=[customer.pk])
    assert "هناك عملية بيع قائمة" not in browser.get(url).text
    signals.live_sale_sought.connect(sold)
    warned = browser.get(url).text
    done = browser.post(url, {"word": "محو"})
    signals.live_sale_sought.disconnect(sold)
    assert "هناك عملية بيع قائمة" in warned
    assert done.status_code == 302


# ---------------------------------------------------------------- silent leads


@pytest.fixture
def silent(agent, now):
    """Makes a customer who has been silent for so many days."""

    def make(days, owner=agent, **facts):
        return make_customer(owner, at=now - timedelta(days=days), **facts)

    return make


def test_the_longest_silent_stand_first_and_only_they(browser, agent, now, silent):
    silent(760, name="ب")
    silent(900, name="أ", status="lost", lost_reason="price")
    silent(700, name="حديث")
    spoken = silent(900, name="كُلّم")
    make_interaction(spoken, at=now)
    gone = silent(900, name="محذوف")
    delete_customer(by=agent, at=now, customer_id=gone.pk)
    sold = silent(900, name="اشترى")
    Customer.objects.filter(pk=sold.pk).update(status="converted")
    assert names(browser.get(REVIEW)) == ["أ", "ب"]
    assert "24 شهرًا" in browser.get(REVIEW).text


def test_who_is_kept_is_asked_about_again_when_as_much_time_has_passed(browser, agent, now, silent):
    row, other = silent(800), silent(900)
    page = browser.post(KEEP, {"only": row.pk, "chosen": [other.pk]}, follow=True)
    assert "أُبقي: عميل واحد." in page.text
    assert names(page) == [other.name]
    row.refresh_from_db()
    assert (row.version, row.history.count()) == (1, 1)
    assert not Customer.objects.to_review(now + timedelta(days=700)).filter(pk=row.pk).exists()
    assert Customer.objects.to_review(now + timedelta(days=740)).filter(pk=row.pk).exists()


def test_many_are_kept_at_once_and_anothers_are_passed_over(browser, agent, teammate, now, silent):
    rows = [silent(800), silent(900)]
    theirs = silent(900, owner=teammate)
    page = browser.post(KEEP, {"chosen": [row.pk for row in (*rows, theirs)]}, follow=True)
    assert "أُبقي: عميلان." in page.text
    assert Customer.objects.filter(reviewed_at__isnull=True).get() == theirs
    assert keep_customers(by=agent, at=now, customer_ids=[theirs.pk]) == 0
    assert "لم يُختر أحد" in browser.post(KEEP, follow=True).text


def test_many_are_erased_at_once_after_the_question(browser, agent, teammate, silent):
    rows = [silent(800, name="هند"), silent(900, name="نوف")]
    theirs = silent(900, owner=teammate, name="غريب")
    chosen = {"chosen": [row.pk for row in (*rows, theirs)], "next": REVIEW}
    asked = browser.post(ERASE, chosen)
    assert asked.status_code == 200
    assert all(word in asked.text for word in ("عميلين", "هند", "نوف"))
    assert "غريب" not in asked.text
    assert browser.post(ERASE, {**chosen, "word": "لا"}).status_code == 422
    assert not Customer.objects.erased().exists()
    done = browser.post(ERASE, {**chosen, "word": "محو"}, follow=True)
    assert "مُحيت البيانات نهائيًا: عميلان." in done.text
    assert Customer.objects.erased().count() == 2
    assert browser.post(ERASE, {"chosen": [theirs.pk], "word": "محو"}).status_code == 302
    assert not Customer.objects.erased().filter(pk=theirs.pk).exists()


def test_a_manager_sees_all_or_one_agents(browser, manager_browser, teammate, silent):
    silent(800, name="هند")
    silent(900, owner=teammate, name="نوف")
    assert names(browser.get(REVIEW)) == ["هند"]
    assert names(manager_browser.get(REVIEW)) == ["نوف", "هند"]
    assert names(manager_browser.get(REVIEW, {"owner": teammate.pk})) == ["نوف"]


def test_nobody_to_review_says_so(browser, customer):
    assert "لا أحد يحتاج إلى مراجعة" in browser.get(REVIEW).text


def test_the_review_takes_no_more_queries_for_more_rows(manager_browser, silent, django_assert_num_queries):
    silent(800)
    manager_browser.get(REVIEW)
    with django_assert_num_queries(5) as few:
        manager_browser.get(REVIEW)
    for number in range(15):
        silent(800 + number)
    with django_assert_num_queries(len(few.captured_queries)):
        manager_browser.get(REVIEW)


# ---------------------------------------------------------------- consent


def test_consent_is_shown_with_when_how_and_which_text_and_so_is_its_end(browser, agent, customer):
    def page():
        return browser.get(customer.get_absolute_url()).text, browser.get(f"/customers/{customer.pk}/edit/").text

    assert "لم يوافق" in page()[0]
    form = {"name": customer.name, "phone": customer.phone, "status": "new", "priority": "medium", "version": 1}
    browser.post(f"/customers/{customer.pk}/edit/", {**form, "consent_marketing": "on"})
    for text in page():
        assert "الصفحات" in text
        assert "2026-11" in text
    at = timezone.now()
    edit_customer(by=agent, at=at, customer_id=customer.pk, version=None, facts={"consent_marketing": False})
    facts, _form = page()
    assert "سحب الموافقة" in facts
    assert "النظام" in facts
    told = browser.get(f"/customers/{customer.pk}/history/").text
    assert told.count("موافقة على العروض التسويقية") >= 2


def test_a_followup_of_an_erased_person_is_in_no_list(browser, customer):
    make_followup(customer)
    browser.post(reverse("customer_erase", args=[customer.pk]), {"word": "محو"})
    assert list(browser.get("/followups/?tab=all").context["page"].object_list) == []
