"""A listing is added, fits somebody, is shown to it; a request says why little fits (product: flow 2)."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from appointments.models import Appointment
from core.dates import local_date
from properties.models import Property, PropertyMatch, PropertyRequest
from tests.factories import make_customer, make_property, make_request
from tests.journeys.steps import expect, lead_on, log_in
from tests.pictures import picture_bytes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def wish(agent):
    return make_request(make_customer(agent, name="عبدالله الشهري"), budget_max=Decimal(1_500_000), types=["villa"])


@pytest.fixture
def licence():
    return {"ad_license_number": "7200000318", "ad_license_expires_on": local_date(timezone.now()) + timedelta(days=30)}


def test_a_listing_is_added_on_a_phone_and_fits_somebody(phone, agent, wish):
    log_in(phone, agent)
    phone.goto("/properties/new/")
    phone.get_by_label("عنوان العقار").fill("فيلا درج صالة")
    phone.get_by_label("السعر").fill("١٫٤٥ مليون")
    phone.get_by_label("المدينة").fill("الرياض")
    phone.get_by_label("الحي", exact=True).fill("النرجس")
    phone.get_by_label("غرف النوم").fill("٦")
    lead_on(phone.get_by_role("button", name="إضافة العقار"))
    expect(phone.get_by_role("heading", name="فيلا درج صالة").first).to_be_visible()
    takers = phone.get_by_role("region", name="عملاء يناسبهم")
    expect(takers).to_contain_text("عبدالله الشهري")
    expect(takers).to_contain_text("ضمن الميزانية")
    expect(takers).to_contain_text("رقم ترخيص الإعلان غير مدخل")
    expect(takers.get_by_role("link", name="إرسال")).to_have_count(0)
    assert Property.objects.get().rooms == 6


def test_the_fields_follow_the_type(page, agent):
    log_in(page, agent)
    page.goto("/properties/new/")
    expect(page.get_by_label("غرف النوم")).to_be_visible()
    page.get_by_label("نوع العقار").select_option("land_residential")
    expect(page.get_by_label("غرف النوم")).to_be_hidden()
    expect(page.get_by_label("عمر العقار")).to_be_hidden()
    expect(page.get_by_label("عرض الشارع")).to_be_visible()
    page.get_by_label("نوع العقار").select_option("shop")
    expect(page.get_by_label("غرف النوم")).to_be_hidden()
    expect(page.get_by_label("عمر العقار")).to_be_visible()


def test_a_match_is_sent_liked_and_shown(page, agent, wish, licence):
    listing = make_property(agent, title="فيلا الملقا", price=Decimal(1_400_000), **licence)
    log_in(page, agent)
    page.goto("/matches/")
    row = page.get_by_role("listitem").filter(has_text="فيلا الملقا").first
    expect(row.get_by_role("link", name="إرسال")).to_have_attribute("href", re.compile("wa.me/966.*7200000318"))
    row.get_by_role("button", name="ما صار إليه عرض العقار على عبدالله الشهري").click()
    lead_on(page.get_by_role("button", name="أعجبته"))
    expect(page.get_by_role("status").first).to_contain_text("أعجب العميل")
    page.goto("/matches/?tab=interested")
    page.get_by_role("button", name="ما صار إليه عرض العقار على عبدالله الشهري").click()
    lead_on(page.get_by_role("link", name="حجز معاينة"))
    lead_on(page.get_by_role("button", name="حجز المعاينة"))
    assert PropertyMatch.objects.get().status == "viewing_booked"
    assert Appointment.objects.get().property == listing


def test_a_match_is_refused_with_its_reason_on_a_phone(phone, agent, wish):
    make_property(agent, title="فيلا الملقا", price=Decimal(1_400_000))
    log_in(phone, agent)
    phone.goto(f"/requests/{wish.pk}/")
    phone.get_by_role("button", name="ما صار إليه عرض العقار على عبدالله الشهري").tap()
    lead_on(phone.get_by_role("link", name="رفضها العميل، مع السبب"))
    phone.get_by_label("الموقع لا يناسبه").check()
    lead_on(phone.get_by_role("button", name="تسجيل الرفض"))
    expect(phone.get_by_text("لا عقار متاح يناسب هذا الطلب الآن")).to_be_visible()
    assert PropertyMatch.objects.get().reject_reason == "location"


def test_a_request_is_added_from_its_customers_page(page, agent):
    customer = make_customer(agent, name="ريم الحربي", city="الرياض", budget=Decimal(1_000_000))
    for _number in range(4):
        make_property(agent, price=Decimal(1_070_000))
    log_in(page, agent)
    page.goto(f"/customers/{customer.pk}/")
    lead_on(page.get_by_role("region", name="ما يبحث عنه").get_by_role("link", name="طلب جديد"))
    expect(page.get_by_label("الميزانية إلى")).to_have_value("1,000,000")
    page.get_by_label("الأحياء المفضّلة").fill("حطين")
    page.get_by_role("group", name="أنواع العقار").get_by_text("فيلا", exact=True).click()
    lead_on(page.get_by_role("button", name="إضافة الطلب"))
    expect(page.get_by_role("region", name="لماذا المطابقات قليلة؟")).to_contain_text("يفتح 4 عقارات")
    assert PropertyRequest.objects.get().types == ["villa"]


def test_pictures_are_added_and_one_that_is_none_is_named(page, agent, tmp_path):
    listing = make_property(agent)
    good, bad = tmp_path / "villa.jpg", tmp_path / "notes.jpg"
    good.write_bytes(picture_bytes())
    bad.write_text("ليست صورة")
    log_in(page, agent)
    page.goto(f"/properties/{listing.pk}/photos/")
    page.get_by_label("إضافة صور").set_input_files([good, bad])
    lead_on(page.get_by_role("button", name="رفع الصور"))
    expect(page.get_by_role("alert")).to_contain_text("notes.jpg")
    expect(page.get_by_role("img", name="صورة 1")).to_be_visible()
    assert listing.photos.count() == 1
