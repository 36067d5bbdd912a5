"""Listings in and out by files (issue: import/export of properties)."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.integrity import breaches
from notifications.models import Notification
from properties.models import Property, PropertyMatch
from tests.factories import make_customer, make_property, make_request

HEAD = "العنوان,النوع,الغرض,المدينة,الحي,السعر,المساحة,الغرف,المزايا,رقم الصك\n"
VILLA = "فيلا الملقا,فيلا,للبيع,الرياض,حي الملقا,1.2 مليون,٣٥٠,6,مسبح، بلا مصعد,310-1\n"
FLAT = "شقة النرجس,apartment,إيجار,الرياض,النرجس,60000,150,3,,\n"


def bring(browser, text, step="bring", name="listings.csv", **fields):
    content = text if isinstance(text, bytes) else text.encode("utf-8-sig")
    return browser.post("/properties/import/", {"file": SimpleUploadedFile(name, content), step: "1", **fields})


def test_a_file_is_looked_at_and_nothing_written(browser):
    page = bring(browser, HEAD + VILLA + FLAT, "look")
    assert page.status_code == 200
    assert "عقارات جديدة" in page.text
    assert not Property.objects.exists()


def test_a_file_comes_in_as_the_form_would_have_it(browser, agent):
    bring(browser, HEAD + VILLA + FLAT)
    villa, flat = Property.objects.order_by("pk")
    assert (villa.type, villa.price, villa.area, villa.rooms) == ("villa", 1_200_000, 350, 6)
    assert villa.features == {"elevator": False, "pool": True}
    assert (flat.purpose, flat.price, flat.owner, flat.status) == ("rent", 60_000, agent, "available")
    assert {row.door for row in Property.history.all()} == {"import"}
    assert list(breaches()) == []


def test_the_same_file_twice_adds_nothing(browser):
    bring(browser, HEAD + VILLA + FLAT)
    bring(browser, HEAD + VILLA + FLAT)
    assert Property.objects.count() == 2


def test_an_untouched_export_comes_back_with_every_row_passed_over(browser, agent):
    for number in range(3):
        make_property(agent, features={"pool": True, "yard": False}, facade="north", age_years=number, rooms=4)
    make_property(agent, title="=cmd", type="land_raw", area=Decimal("412.50"))
    file = b"".join(browser.get("/properties/export/?format=xlsx").streaming_content)
    page = bring(browser, file, "look", name="export.xlsx")
    assert page.status_code == 200, page.text
    bring(browser, file, name="export.xlsx")
    assert Property.objects.count() == 4


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("فيلا,قصر الجن,بيع,الرياض,,900000,,,,\n", "قيمة غير معروفة"),
        ("فيلا,فيلا,بيع,الرياض,,كثير,,,,\n", "أدخل مبلغًا صحيحًا"),
        ("فيلا,فيلا,بيع,,,900000,,,,\n", "هذا الحقل مطلوب"),
        ("فيلا,فيلا,بيع,الرياض,,900000,,,جناح ملكي,\n", "ميزة غير معروفة"),
    ],
)
def test_one_wrong_row_and_nothing_comes_in(browser, row, said):
    page = bring(browser, HEAD + VILLA + row)
    assert page.status_code == 422
    assert said in page.text
    assert not Property.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n", "الاسم,الجوال\nسعد,052\n".encode()])
def test_what_is_no_table_of_listings_is_said(browser, content):
    assert bring(browser, content).status_code == 422
    assert not Property.objects.exists()


def test_all_that_a_file_matches_is_one_notice(browser, agent):
    for _number in range(3):
        make_request(make_customer(agent))
    Notification.objects.all().delete()
    bring(browser, HEAD + "".join(VILLA.replace("310-1", f"310-{number}") for number in range(4)))
    assert PropertyMatch.objects.count() == 12
    assert Notification.objects.count() == 1


def test_a_manager_says_whose_they_are(manager_browser, teammate):
    bring(manager_browser, HEAD + VILLA, owner=teammate.pk)
    assert Property.objects.get().owner == teammate
