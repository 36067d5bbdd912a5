"""Listings, requests and matches as agents meet them (product: Pages)."""

from datetime import timedelta
from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.dates import local_date
from crm.flows import move_customers
from notifications.models import Notification
from properties.flows import edit_property
from properties.models import Property, PropertyMatch, PropertyRequest
from tests.factories import make_customer, make_property, make_request

NEW = {"title": "فيلا درج صالة", "type": "villa", "purpose": "sale", "status": "available", "city": "الرياض"}


@pytest.fixture
def licence(now):
    return {"ad_license_number": "7200000318", "ad_license_expires_on": local_date(now) + timedelta(days=30)}


@pytest.fixture
def wish(customer):
    return make_request(customer, budget_max=Decimal(2_000_000))


@pytest.fixture
def listing(agent, wish, licence):
    return make_property(agent, **licence)


@pytest.fixture
def match(listing):
    return listing.matches.get()


# ---------------------------------------------------------------- listings


def test_a_listing_is_added_in_words_and_arabic_digits(browser, agent):
    typed = {"price": "١٫٤٥ مليون", "area": "٣٥٠", "rooms": "٦", "street_width": "20", "features_pool": "yes"}
    answer = browser.post("/properties/new/", {**NEW, **typed, "features_elevator": "no", "district": "حي النرجس"})
    listing = Property.objects.get()
    assert answer.url == f"/properties/{listing.pk}/"
    assert (listing.price, listing.area, listing.rooms, listing.owner) == (1_450_000, 350, 6, agent)
    assert listing.features == {"elevator": False, "pool": True}
    assert listing.district_key == "النرجس"


def test_a_form_sent_twice_adds_one(browser):
    sent = {**NEW, "price": "900000", "form_token": "once"}
    assert browser.post("/properties/new/", sent).url == browser.post("/properties/new/", sent).url
    assert Property.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        *(("price", ""), ("price", "0"), ("price", "كثير"), ("area", "-3"), ("area", "٣٥٠ متر"), ("rooms", "ثلاث")),
        *(("title", ""), ("city", ""), ("type", "castle"), ("ad_license_number", "abc"), ("deed_date", "2026-13-45")),
        *(("features_pool", "maybe"), ("landlord", "99999999")),
    ],
)
def test_a_wrong_field_is_said_at_it_and_nothing_typed_is_lost(browser, field, typed):
    answer = browser.post("/properties/new/", {**NEW, "price": "900000", "description": "نص كتبته", field: typed})
    assert answer.status_code == 422
    assert "نص كتبته" in answer.text
    assert "لم يُحفظ بعد" in answer.text
    assert not Property.objects.exists()


def test_sold_is_not_chosen_by_hand(browser):
    answer = browser.post("/properties/new/", {**NEW, "price": "900000", "status": "sold"})
    assert answer.status_code == 422


def test_an_edit_over_somebody_elses_is_told(browser, agent, listing, now):
    form = {**NEW, "price": "900000", "version": "1"}
    edit_property(by=agent, at=now, property_id=listing.pk, version=1, facts={"rooms": 9})
    answer = browser.post(f"/properties/{listing.pk}/edit/", form)
    assert answer.status_code == 409
    listing.refresh_from_db()
    assert (listing.rooms, listing.price) == (9, 2_000_000)


def test_a_page_shows_whom_it_fits_and_why(browser, listing, customer):
    page = browser.get(f"/properties/{listing.pk}/").text
    assert customer.name in page
    assert "نسبة المطابقة 100%" in page
    assert "ضمن الميزانية" in page
    assert "مكتملة" in page


def test_a_price_cut_is_told_on_the_page(browser, agent, listing, now):
    later = now + timedelta(days=1)
    edit_property(by=agent, at=later, property_id=listing.pk, version=None, facts={"price": Decimal(1_900_000)})
    page = browser.get(f"/properties/{listing.pk}/").text
    assert "تاريخ السعر" in page
    assert "انخفض" in page


def test_with_a_licence_the_text_to_share_has_its_number(browser, listing):
    page = browser.get(f"/properties/{listing.pk}/share/").text
    assert "رقم ترخيص الإعلان: 7200000318" in page
    assert "wa.me/?text=" in page
    send = next(part for part in browser.get(f"/properties/{listing.pk}/").text.split('"') if "wa.me/9" in part)
    assert "7200000318" in unquote(send)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"ad_license_number": ""}, "رقم ترخيص الإعلان غير مدخل"),
        ({"ad_license_expires_on": None}, "تاريخ انتهاء ترخيص الإعلان غير مدخل"),
        ({"ad_license_expires_on": "yesterday"}, "ترخيص الإعلان منتهٍ"),
        ({"status": "withdrawn"}, "تُشارك العقارات المتاحة والمحجوزة فقط"),
    ],
)
def test_without_a_valid_licence_nothing_is_shared_and_the_reason_is_said(browser, agent, listing, now, facts, reason):
    given = {
        name: local_date(now) - timedelta(days=1) if value == "yesterday" else value for name, value in facts.items()
    }
    edit_property(by=agent, at=now, property_id=listing.pk, version=None, facts=given)
    page = browser.get(f"/properties/{listing.pk}/share/").text
    assert reason in page
    assert "wa.me/?text=" not in page
    assert "7200000318" not in page
    assert "wa.me/966521" not in browser.get(f"/properties/{listing.pk}/").text


def test_a_status_is_changed_and_a_listing_deleted_and_brought_back(browser, listing):
    browser.post(f"/properties/{listing.pk}/status/", {"status": "reserved"})
    listing.refresh_from_db()
    assert listing.status == "reserved"
    browser.post(f"/properties/{listing.pk}/delete/")
    assert browser.get(f"/properties/{listing.pk}/").status_code == 404
    browser.post(f"/properties/{listing.pk}/restore/")
    assert browser.get(f"/properties/{listing.pk}/").status_code == 200


def test_the_tree_of_places_leads_to_its_listings(browser, agent):
    make_property(agent)
    make_property(agent, city="جدة", district="الشاطئ", title="شقة بحرية")
    page = browser.get("/properties/?city=جدة&district=الشاطئ").text
    assert "شقة بحرية" in page
    assert page.count('class="listing"') == 1


def test_the_list_is_exported_and_logged(browser, agent, listing):
    answer = browser.get("/properties/export/?format=csv&type=villa")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert listing.title in text
    assert "فيلا" in text
    agent.may_export = False
    agent.save()
    assert browser.get("/properties/export/").status_code == 403


@pytest.mark.parametrize("address", ["/properties/", "/properties/?view=table", "/requests/", "/matches/"])
def test_lists_cost_the_same_however_long_they_are(browser, agent, customer, address):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address).status_code == 200
        return len(seen)

    for _number in range(2):
        make_property(agent)
    make_request(customer)
    few = queries()
    for _number in range(10):
        make_property(agent)
    make_request(customer)
    assert queries() == few


# ---------------------------------------------------------------- requests


def test_a_request_begins_with_what_is_known_of_its_customer(browser, agent):
    customer = make_customer(agent, city="الرياض", districts=["الملقا"], budget=Decimal(900_000), kind="tenant")
    page = browser.get(f"/customers/{customer.pk}/requests/new/").text
    assert 'value="الرياض"' in page
    assert 'value="900,000"' in page
    assert '<option value="rent" selected>' in page


def test_a_request_is_added_and_finds_what_fits(browser, agent, customer):
    make_property(agent, title="فيلا الملقا")
    sent = {"purpose": "sale", "city": "الرياض", "types": ["villa"], "budget_max": "2 مليون", "status": "open"}
    answer = browser.post(f"/customers/{customer.pk}/requests/new/", sent, follow=True)
    assert "فيلا الملقا" in answer.text
    assert "شراء فيلا، الرياض" in answer.text
    assert "شراء فيلا" in browser.get(f"/customers/{customer.pk}/requests/", headers={"HX-Request": "true"}).text


def test_why_little_fits_is_answered_with_what_would_open_more(browser, agent, customer):
    for _number in range(4):
        make_property(agent, price=Decimal(1_070_000))
    wish = make_request(customer, budget_max=Decimal(1_000_000), districts=["حطين"], districts_strict=False)
    page = browser.get(f"/requests/{wish.pk}/").text
    assert "لماذا المطابقات قليلة؟" in page
    assert "رفع الميزانية 6% يفتح 4 عقارات" in page


@pytest.mark.parametrize(
    ("typed", "words"), [({"budget_min": "3", "budget_max": "2"}, "الحد الأدنى أكبر"), ({"types": "castle"}, "castle")]
)
def test_a_wrong_request_is_said(browser, customer, typed, words):
    sent = {"purpose": "sale", "city": "الرياض", "status": "open", **typed}
    answer = browser.post(f"/customers/{customer.pk}/requests/new/", sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert not PropertyRequest.objects.exists()


# ---------------------------------------------------------------- matches


def test_what_became_of_a_match_is_one_tap(browser, match):
    browser.post(f"/matches/{match.pk}/tell/", {"status": "sent", "next": "/matches/"})
    match.refresh_from_db()
    assert match.status == "sent"
    assert match.property.title in browser.get("/matches/?tab=sent").text


def test_a_rejection_asks_why(browser, match):
    assert browser.post(f"/matches/{match.pk}/reject/", {}).status_code == 422
    browser.post(f"/matches/{match.pk}/reject/", {"reject_reason": "price"})
    match.refresh_from_db()
    assert (match.status, match.reject_reason) == ("rejected", "price")
    assert "السعر مرتفع" in browser.get("/matches/?tab=refused").text


@pytest.mark.parametrize("status", ["won", "stale", "viewing_booked", "nonsense", ""])
def test_no_other_state_is_posted(browser, match, status):
    browser.post(f"/matches/{match.pk}/tell/", {"status": status})
    match.refresh_from_db()
    assert match.status == "pending"


def test_a_viewing_is_booked_from_the_match(browser, match):
    sent = {"start_time_day": "2030-06-02", "start_time_time": "17:00", "minutes": "60", "location": "حي الملقا"}
    answer = browser.post(f"/matches/{match.pk}/viewing/", sent, follow=True)
    assert "تم حجز المعاينة" in answer.text
    match.refresh_from_db()
    assert match.status == "viewing_booked"
    other = make_property(match.owner)
    again = browser.post(f"/matches/{other.matches.get().pk}/viewing/", sent)
    assert again.status_code == 409
    assert "لديك موعد آخر" in again.text


def test_of_anothers_property_a_page_shows_its_number_alone(browser, manager_api, wish, teammate):
    listing = make_property(teammate, title="فيلا الزميل")
    manager_api.post("/api/v1/matches/", {"property": listing.pk, "request": wish.pk, "match_score": 90})
    assert PropertyMatch.objects.filter(property=listing).exists()
    page = browser.get("/matches/").text
    assert listing.number in page
    assert "فيلا الزميل" not in page


def test_a_notice_of_a_match_leads_to_the_request(browser, match):
    notice = Notification.objects.get(type="match")
    answer = browser.post(f"/notifications/{notice.pk}/read/", {"open": "1"})
    assert answer.url == f"/requests/{match.request_id}/"


def test_a_landlord_who_went_to_another_agent_is_not_named(browser, agent, manager, teammate, now):
    landlord = make_customer(agent, name="إبراهيم التويجري")
    listing = make_property(agent, landlord=landlord.pk)
    assert "إبراهيم التويجري" in browser.get(f"/properties/{listing.pk}/").text
    move_customers(by=manager, at=now, customer_ids=[landlord.pk], taker=teammate)
    for page in ("", "edit/"):
        assert "إبراهيم التويجري" not in browser.get(f"/properties/{listing.pk}/{page}").text
    form = {**NEW, "price": "900000", "version": "1", "landlord": landlord.pk}
    assert browser.post(f"/properties/{listing.pk}/edit/", form).status_code == 302
    listing.refresh_from_db()
    assert listing.landlord == landlord


def test_the_inbox_shows_the_matches_of_one_listing_or_of_one_request(browser, agent, listing, wish):
    other = make_property(agent, title="فيلا أخرى")
    rival = make_request(make_customer(agent, name="نورة الدوسري"), budget_max=Decimal(2_000_000))
    of_listing = browser.get(f"/matches/?property={listing.pk}").text
    assert f"<bdi>{wish.customer.name}</bdi>" in of_listing
    assert "<bdi>نورة الدوسري</bdi>" in of_listing
    assert "فيلا أخرى" not in of_listing
    of_wish = browser.get(f"/matches/?request={wish.pk}&property=").text
    assert other.title in of_wish
    assert "نورة الدوسري" not in of_wish
    only = browser.get(f"/matches/?request={rival.pk}&property={listing.pk}").text
    assert only.count('class="match"') == 1


@pytest.mark.parametrize("asked", ["property", "request"])
@pytest.mark.parametrize("pk", ["another's", "99999", "x", "١"])
def test_the_inbox_of_anothers_listing_or_request_is_absent(browser, teammate, asked, pk):
    rows = {"property": make_property(teammate), "request": make_request(make_customer(teammate))}
    sent = rows[asked].pk if pk == "another's" else pk
    assert browser.get("/matches/", {asked: sent}).status_code == 404


def test_a_listing_shows_its_best_customers_and_where_the_others_are(browser, agent, listing):
    for number in range(6):
        make_request(make_customer(agent, name=f"عميل {number}"), budget_max=Decimal(2_000_000))
    page = browser.get(f"/properties/{listing.pk}/").text
    assert page.count('class="match"') == 5
    assert '<span class="count">7</span>' in page
    assert f'href="/matches/?property={listing.pk}"' in page


def test_a_request_shows_how_many_fit_it_and_where_the_others_are(browser, agent, wish):
    for _number in range(21):
        make_property(agent)
    page = browser.get(f"/requests/{wish.pk}/").text
    assert page.count('class="match"') == 20
    assert '<span class="count">21</span>' in page
    assert f'href="/matches/?request={wish.pk}"' in page
