"""A messy file comes in by mapping it by hand, a cell of it is mended, and all of it goes out again."""

import pytest

from crm.models import Customer, Followup
from tests.factories import make_customer
from tests.imports import csv_of
from tests.journeys.steps import expect, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

MESSY = csv_of(
    ("114", "ناصر اليامي", "05O0003390", "قرطبة"),
    ("115", "", "0520000035", "النرجس"),
    ("116", "سامي الجابر", "0520000056", ""),
    ("117", "مسجّل من قبل", "٠٥٢ ٠٠٠ ٠٠٧٧", "العارض"),
    headers=("أ", "ب", "ج", "د"),
)


@pytest.fixture(params=["page", "phone", "scriptless"])
def view(request):
    """A desktop's browser, a phone's, and a phone's without a script."""
    return request.param, request.getfixturevalue(request.param)


def test_a_messy_file_comes_in_by_mapping_and_goes_out_again(view, agent):
    name, page = view
    known = make_customer(agent, name="مسجّل من قبل", phone="0520000077")
    log_in(page, agent)
    page.goto("/customers/")
    page.goto("/customers/import/new/")
    page.get_by_label("اختر الملف أو أفلته هنا").set_input_files(
        {"name": "معرض.csv", "mimeType": "text/csv", "buffer": MESSY}
    )
    page.get_by_role("button", name="التالي: الأعمدة").click()
    for column, field in (("أ", "لا يُستورد"), ("ب", "الاسم"), ("ج", "الجوال"), ("د", "الأحياء")):
        page.get_by_label(f"الحقل المقابل لعمود {column}", exact=True).select_option(field)
    page.get_by_role("button", name="معاينة 4 صفوف").click()

    expect(page.get_by_role("heading", name="صفان يحتاجان تصحيحًا قبل الاستيراد")).to_be_visible()
    page.get_by_role("button", name="تصحيح", exact=True).click()
    expect(page.get_by_role("heading", name="صف واحد يحتاج تصحيحًا قبل الاستيراد")).to_be_visible()
    page.get_by_label("الاسم، صف 3").fill("كمال المطيري")
    if name == "scriptless":
        page.get_by_role("button", name="فحص التصحيحات").click()
    else:
        page.get_by_label("الاسم، صف 3").blur()
    expect(page.get_by_role("heading", name="الملف جاهز للاستيراد")).to_be_visible()
    assert Customer.objects.count() == 1

    page.get_by_role("button", name="استيراد 4 صفوف الآن").click()
    expect(page.get_by_role("heading", name="أُضيف 3 عملاء إلى قائمتك")).to_be_visible()
    known.refresh_from_db()
    assert known.districts == ["العارض"]
    assert set(Customer.objects.exclude(pk=known.pk).values_list("name", "phone")) == {
        ("ناصر اليامي", "+966500003390"),
        ("كمال المطيري", "+966520000035"),
        ("سامي الجابر", "+966520000056"),
    }
    page.get_by_role("link", name="عرض العملاء الجدد").click()
    expect(page.get_by_role("main")).to_contain_text("كمال المطيري")
    expect(page.get_by_role("main")).not_to_contain_text("مسجّل من قبل")

    page.goto("/customers/import/")
    page.get_by_role("link", name="معرض.csv").click()
    page.get_by_role("link", name="تراجع عن الاستيراد").click()
    page.get_by_role("button", name="تراجع عن الاستيراد").click()
    expect(page.get_by_role("heading", name="تم التراجع عن هذا الاستيراد")).to_be_visible()
    known.refresh_from_db()
    assert known.districts == []
    assert list(Customer.objects.live()) == [known]


def test_a_dropped_file_is_named_and_its_calls_are_planned(page, agent):
    log_in(page, agent)
    page.get_by_role("link", name="الاستيراد").click()
    page.wait_for_url("**/customers/import/new/", wait_until="load")
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "مسحوب.csv", { type: "text/csv" }));
          const area = document.querySelector("[data-drop]");
          area.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        csv_of(("نورة", "0521234567"), ("فهد", "0521234568")).decode(),
    )
    expect(page.get_by_text("مسحوب.csv")).to_be_visible()
    page.get_by_role("button", name="التالي: الأعمدة").click()
    skipped = page.get_by_label("الحقل المقابل لعمود الجوال")
    skipped.select_option("لا يُستورد")
    row = page.locator("[data-column]").filter(has=skipped)
    expect(row.get_by_text("مستبعد")).to_be_visible()
    skipped.select_option("الجوال")
    page.get_by_role("button", name="معاينة صفين").click()
    page.get_by_role("button", name="استيراد صفين الآن").click()
    page.get_by_role("button", name="إنشاء متابعتين").click()
    expect(page.get_by_text("وتجدها في المتابعات")).to_be_visible()
    assert Followup.objects.count() == 2
