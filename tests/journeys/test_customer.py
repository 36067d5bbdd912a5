"""A customer is added, found, called, edited by two at once, deleted and brought back."""

from decimal import Decimal

import pytest

from crm.models import Customer
from tests.factories import make_customer
from tests.journeys.steps import expect, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_a_customer_is_added_on_a_phone(phone, agent):
    log_in(phone, agent)
    phone.get_by_role("button", name="إضافة", exact=True).tap()
    phone.get_by_role("navigation", name="إضافة").get_by_role("link", name="عميل جديد").tap()
    phone.get_by_label("الاسم", exact=True).fill("نوف الدوسري")
    phone.get_by_label("الجوال", exact=True).fill("٠٥٢١٢٣٤٥٦٧")
    phone.get_by_label("الميزانية").fill("١٫٢ مليون")
    phone.get_by_label("الوسوم").fill("جاد، تمويل")
    phone.get_by_role("button", name="إضافة العميل").tap()
    expect(phone.get_by_role("heading", name="نوف الدوسري").first).to_be_visible()
    expect(phone.get_by_text("052 123 4567").first).to_be_visible()
    added = Customer.objects.get()
    assert (added.phone, added.budget, added.tags) == ("+966521234567", Decimal("1200000"), ["جاد", "تمويل"])


def test_a_wrong_phone_is_said_at_its_field_and_nothing_typed_is_lost(phone, agent):
    log_in(phone, agent)
    phone.goto("/customers/new/")
    phone.get_by_label("الاسم", exact=True).fill("نوف الدوسري")
    phone.get_by_label("الجوال", exact=True).fill("٠٥٢ ١٢")
    phone.get_by_label("الملاحظات").fill("تفضّل الواتساب.\nبعد العصر.")
    phone.get_by_role("button", name="إضافة العميل").tap()
    wrong = phone.get_by_label("الجوال", exact=True)
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_accessible_description("أدخل رقم جوال صحيحًا، مثال: 0501234567.")
    expect(wrong).to_have_value("٠٥٢ ١٢")
    expect(phone.get_by_label("الملاحظات")).to_have_value("تفضّل الواتساب.\nبعد العصر.")


def test_two_people_may_have_one_phone(page, agent):
    make_customer(agent, name="عبدالله الشهري", phone="0521110000")
    log_in(page, agent)
    page.goto("/customers/new/")
    page.get_by_label("الاسم", exact=True).fill("أم عبدالله")
    page.get_by_label("الجوال", exact=True).fill("٠٥٢١١١٠٠٠٠")
    warning = page.locator("#twins")
    expect(warning).to_contain_text("هذا الجوال مسجّل باسم عبدالله الشهري")
    page.get_by_role("button", name="إضافة العميل").click()
    expect(page.get_by_role("alert")).to_contain_text("عبدالله الشهري")
    assert Customer.objects.count() == 1
    page.get_by_label("شخصان مختلفان برقم واحد").check()
    page.get_by_role("button", name="إضافة العميل").click()
    expect(page.get_by_role("heading", name="أم عبدالله").first).to_be_visible()
    assert Customer.objects.filter(phone="+966521110000").count() == 2


@pytest.mark.parametrize("typed", ["٠٥٢١١١٠٠٤٢", "0042", "احمد القحطاني", "عبدالرحمن"])
def test_a_customer_is_found_however_it_is_written(page, agent, typed):
    make_customer(agent, name="أحمد بن عبد الرحمن القحطانى", phone="0521110042")
    make_customer(agent, name="هند العمري", phone="0529998877")
    log_in(page, agent)
    page.goto("/customers/")
    page.get_by_role("searchbox", name="بحث في العملاء").fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_url("**/customers/?search=**")
    found = page.get_by_role("main")
    expect(found.get_by_role("link", name="أحمد بن عبد الرحمن القحطانى", exact=True)).to_be_visible()
    expect(found.get_by_role("link", name="هند العمري")).to_have_count(0)


def test_a_call_is_logged_with_its_outcome(phone, agent):
    customer = make_customer(agent, name="هند العمري")
    log_in(phone, agent)
    phone.goto(f"/customers/{customer.pk}/")
    quick = phone.get_by_role("form", name="تسجيل تواصل")
    quick.get_by_label("ما دار بينكما").fill("تريد معاينة مساء السبت")
    quick.get_by_label("النتيجة").select_option("interested")
    quick.get_by_role("button", name="حفظ").tap()
    expect(phone.get_by_role("main")).to_contain_text("تريد معاينة مساء السبت")
    call = customer.interactions.get(is_initial=False)
    assert (call.type, call.outcome) == ("call", "interested")


def test_the_promised_followup_moves_with_the_outcome(page, agent):
    customer = make_customer(agent, name="هند العمري")
    log_in(page, agent)
    page.goto(f"/customers/{customer.pk}/")
    quick = page.get_by_role("form", name="تسجيل تواصل")
    promised, outcome = quick.get_by_role("checkbox"), quick.get_by_label("النتيجة")
    tomorrow = promised.input_value()
    outcome.select_option("wrong_number")
    expect(promised).not_to_be_checked()
    outcome.select_option("interested")
    expect(promised).to_be_checked()
    assert promised.input_value() > tomorrow
    assert promised.input_value() == outcome.locator("option:checked").get_attribute("data-next")


def test_two_tabs_edit_one_customer_and_nothing_is_lost(page, agent):
    customer = make_customer(agent, name="ريم الحربي", city="الرياض", notes="الأولى")
    log_in(page, agent)
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"/customers/{customer.pk}/edit/")
    other.get_by_label("المدينة").fill("جدة")
    other.get_by_label("الملاحظات").fill("من النافذة الأخرى")
    other.get_by_role("button", name="حفظ", exact=True).click()
    other.wait_for_url(f"**/customers/{customer.pk}/")
    page.get_by_label("المدينة").fill("الدمام")
    page.get_by_label("الملاحظات").fill("من نافذتي")
    page.get_by_role("button", name="حفظ", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("لم يُفقد شيء مما كتبته")
    page.get_by_role("radiogroup", name="المدينة").get_by_label("المحفوظ الآن").check()
    page.get_by_role("radiogroup", name="الملاحظات").get_by_label("ما كتبته أنت").check()
    page.get_by_role("button", name="حفظ اختياراتي").click()
    page.wait_for_url(f"**/customers/{customer.pk}/")
    customer.refresh_from_db()
    assert (customer.city, customer.notes, customer.version) == ("جدة", "من نافذتي", 3)


def test_what_was_deleted_comes_back(phone, agent):
    customer = make_customer(agent, name="بندر الدوسري")
    log_in(phone, agent)
    phone.goto(f"/customers/{customer.pk}/delete/")
    phone.get_by_role("main").get_by_role("button", name="حذف").tap()
    expect(phone.get_by_role("main").get_by_text("بندر الدوسري")).to_have_count(0)
    phone.get_by_role("status").get_by_role("button", name="تراجع").tap()
    expect(phone.get_by_role("heading", name="بندر الدوسري").first).to_be_visible()
    customer.refresh_from_db()
    assert customer.deleted_at is None
