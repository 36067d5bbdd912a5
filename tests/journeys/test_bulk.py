"""A list is kept under a name, its rows are acted upon together, and that is taken back."""

import csv
import io

import pytest

from core.models import Batch, ExportLog
from crm.models import Customer, SavedView
from tests.factories import make_customer
from tests.journeys.steps import expect, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def book(agent):
    for number in range(4):
        make_customer(agent, name=f"عميل {number}", status="qualified", budget=900_000)
    make_customer(agent, name="غيرهم")


def box(page, name):
    return page.get_by_role("checkbox", name=f"تحديد: {name}")


def save_the_view(page):
    page.get_by_role("button", name="حفظ هذا العرض").click()
    page.get_by_label("اسم العرض").fill("المؤهلون")
    page.get_by_role("button", name="حفظ", exact=True).click()
    tab = page.get_by_role("navigation", name="عروض العملاء").get_by_role("link", name="المؤهلون")
    expect(tab).to_have_attribute("aria-current", "page")
    expect(tab).to_contain_text("4")


def tag_and_undo(page):
    page.get_by_role("region", name="إجراءات على المحدد").get_by_role("button", name="وسم").click()
    page.get_by_label("إضافة وسوم").fill("تمويل")
    page.get_by_role("button", name="حفظ الوسوم").click()
    toast = page.get_by_role("status").filter(has_text="عُدّلت وسوم عميلين.")
    expect(toast).to_be_visible()
    assert Customer.objects.filter(tags=["تمويل"]).count() == 2
    expect(page.get_by_role("link", name="المؤهلون")).to_have_attribute("aria-current", "page")
    toast.get_by_role("button", name="تراجع").click()
    expect(page.get_by_role("status").filter(has_text="تم التراجع: عميلان.")).to_be_visible()
    assert not Customer.objects.filter(tags=["تمويل"]).exists()


def test_on_a_desktop(page, agent, book):
    log_in(page, agent)
    page.goto("/customers/?status=qualified")
    save_the_view(page)
    bar = page.get_by_role("region", name="إجراءات على المحدد")
    expect(bar).to_be_hidden()
    box(page, "عميل 1").check()
    expect(bar).to_contain_text("محدد واحد")
    box(page, "عميل 3").check()
    expect(bar).to_contain_text("محددان")
    tag_and_undo(page)
    page.get_by_role("checkbox", name="تحديد كل الصفحة").check()
    expect(bar).to_contain_text("4 محددون")
    bar.get_by_role("button", name="تغيير الحالة").click()
    page.get_by_role("button", name="معاينة").click()
    expect(page.get_by_role("status").filter(has_text="تغيّرت حالة 4 عملاء إلى «معاينة».")).to_be_visible()
    assert Customer.objects.filter(status="viewing").count() == 4


def test_the_chosen_are_exported_and_other_acts_go_on(page, agent, book):
    log_in(page, agent)
    page.goto("/customers/")
    box(page, "عميل 0").check()
    box(page, "عميل 2").check()
    bar = page.get_by_role("region", name="إجراءات على المحدد")
    bar.get_by_role("button", name="تصدير").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="نص مفصول بفواصل CSV").click()
    with open(download.value.path(), encoding="utf-8-sig") as file:
        assert {row["الاسم"] for row in csv.DictReader(io.StringIO(file.read()))} == {"عميل 0", "عميل 2"}
    assert ExportLog.objects.get().row_count == 2
    page.keyboard.press("Escape")
    bar.get_by_role("button", name="نقل إلى المحذوفات").click()
    expect(page.get_by_role("heading", name="حذف العملاء")).to_be_visible()
    page.get_by_role("button", name="نقل إلى المحذوفات").click()
    expect(page.get_by_role("status").filter(has_text="نُقل إلى المحذوفات: عميلان.")).to_be_visible()
    page.get_by_role("button", name="المزيد من الإجراءات").click()
    page.get_by_role("link", name="الإجراءات الجماعية").click()
    page.get_by_role("button", name="تراجع عن: حذف").click()
    expect(page.get_by_role("main")).to_contain_text("تراجع عن: حذف")
    assert Customer.objects.live().count() == 5


def test_on_a_phone(phone, agent, book):
    log_in(phone, agent)
    phone.goto("/customers/?status=qualified")
    save_the_view(phone)
    expect(box(phone, "عميل 1")).to_be_hidden()
    phone.get_by_text("تحديد", exact=True).tap()
    box(phone, "عميل 1").check()
    box(phone, "عميل 3").check()
    tag_and_undo(phone)
    phone.get_by_role("button", name="إجراءات العرض المؤهلون").tap()
    phone.get_by_role("button", name="حذف العرض").tap()
    phone.get_by_role("status").get_by_role("button", name="تراجع").tap()
    expect(phone.get_by_role("link", name="المؤهلون")).to_have_attribute("aria-current", "page")
    assert SavedView.objects.get().query == "status=qualified"


def test_without_a_script(scriptless, agent, book):
    log_in(scriptless, agent)
    scriptless.goto("/customers/?status=qualified")
    scriptless.get_by_text("تحديد", exact=True).tap()
    box(scriptless, "عميل 2").check()
    scriptless.get_by_role("button", name="تغيير الحالة").tap()
    scriptless.get_by_role("button", name="خسارة").tap()
    scriptless.get_by_label("سبب الخسارة").select_option("price")
    scriptless.get_by_role("main").get_by_role("button", name="تغيير الحالة").tap()
    expect(scriptless.get_by_role("status").filter(has_text="إلى «خسارة»")).to_be_visible()
    assert Customer.objects.get(status="lost").name == "عميل 2"
    assert Batch.objects.get().row_count == 1
