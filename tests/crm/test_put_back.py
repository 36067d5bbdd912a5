"""Putting earlier values back: a new edit, under every rule of edits."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from core.errors import StaleVersion
from crm import signals
from crm.errors import DuplicateCustomer
from crm.flows import edit_customer, move_customers, put_back
from crm.models import Customer
from notifications.models import Notification
from tests.factories import make_customer


@pytest.fixture
def edited(agent):
    """Edits a customer and gives the id of the history row that tells of it."""

    def edit(row, by=None, **facts):
        edit_customer(by=by or agent, at=timezone.now(), customer_id=row.pk, version=None, facts=facts)
        row.refresh_from_db()
        return row.history.order_by("-history_id").first().history_id

    return edit


def back(row, edit, *fields, by, at, version=None, **more):
    told = {"by": by, "at": at, "customer_id": row.pk, "history_id": edit, "fields": fields, "version": version}
    return put_back(**told, **more)


def page_of(row, edit, *fields):
    return f"/customers/{row.pk}/put-back/", {"edit": edit, "field": list(fields)}


def test_the_fields_named_are_as_they_were_before_that_edit_and_nothing_else(agent, edited):
    row = make_customer(agent, city="جدة", budget=5, tags=["كاش"])
    edit = edited(row, city="الرياض", budget=7, tags=[])
    edited(row, city="الدمام", notes="بقيت")
    back(row, edit, "city", "tags", by=agent, at=timezone.now())
    row.refresh_from_db()
    assert (row.city, row.tags, row.budget, row.notes) == ("جدة", ["كاش"], 7, "بقيت")
    newest = row.history.order_by("-history_id").first()
    assert (newest.history_user, row.version, row.history.count()) == (agent, 4, 4)


def test_a_field_that_the_edit_did_not_change_is_left_alone(agent, edited):
    row = make_customer(agent, city="جدة", budget=5)
    edit = edited(row, budget=7)
    edited(row, city="الرياض")
    back(row, edit, "city", "search_text", "id", "deleted_at", by=agent, at=timezone.now())
    assert Customer.objects.get(pk=row.pk).city == "الرياض"
    assert row.history.count() == 3


def test_a_loss_comes_back_with_its_reason(agent, edited):
    row = make_customer(agent, status="lost", lost_reason="price")
    edit = edited(row, status="contacted")
    back(row, edit, "status", by=agent, at=timezone.now())
    row.refresh_from_db()
    assert (row.status, row.lost_reason) == ("lost", "price")


def test_a_status_of_sold_comes_with_a_sale_alone(browser, agent, edited):
    def sold(**_rest):
        return True

    row = make_customer(agent)
    signals.live_sale_sought.connect(sold)
    edited(row, status="converted")
    signals.live_sale_sought.disconnect(sold)
    edit = edited(row, status="negotiating")
    url, asked = page_of(row, edit, "status")
    answer = browser.post(url, {**asked, "version": row.version})
    assert answer.status_code == 422
    assert "تأتي مع تسجيل عملية بيع" in answer.text
    row.refresh_from_db()
    assert row.status == "negotiating"


def test_a_phone_given_to_another_meanwhile_is_asked_about(browser, agent, edited):
    row = make_customer(agent, phone="0521110000")
    edit = edited(row, phone="0521110001")
    make_customer(agent, name="الخلف", phone="0521110000")
    with pytest.raises(DuplicateCustomer):
        back(row, edit, "phone", by=agent, at=timezone.now())
    url, asked = page_of(row, edit, "phone")
    refused = browser.post(url, {**asked, "version": row.version})
    assert refused.status_code == 409
    assert "الخلف" in refused.text
    assert browser.post(url, {**asked, "version": row.version, "allow_duplicate": "1"}).status_code == 302
    assert Customer.objects.filter(phone="+966521110000").count() == 2


def test_who_was_overtaken_sees_what_is_now(browser, agent, edited):
    row = make_customer(agent, city="جدة")
    edit = edited(row, city="الرياض")
    seen = row.version
    edited(row, city="الدمام")
    with pytest.raises(StaleVersion):
        back(row, edit, "city", by=agent, at=timezone.now(), version=seen)
    url, asked = page_of(row, edit, "city")
    for stale in (seen, "", "x"):
        answer = browser.post(url, {**asked, "version": stale})
        assert answer.status_code == 409
        assert "الدمام" in answer.text
    assert f'name="version" value="{row.version}"' in answer.text
    assert Customer.objects.get(pk=row.pk).city == "الدمام"


def test_the_page_shows_what_is_and_what_would_be(browser, agent, edited):
    row = make_customer(agent, city="جدة", budget=5)
    edit = edited(row, city="الرياض", budget=7)
    text = browser.get(*page_of(row, edit, "city", "budget")).text
    assert all(word in text for word in ("الرياض", "جدة", "الآن", "يصير"))
    url, asked = page_of(row, edit, "city", "budget")
    assert browser.post(url, {**asked, "version": row.version}).status_code == 302
    again = browser.get(url, asked).text
    assert "القيم الحالية هي نفسها" in again
    assert 'class="btn primary"' not in again


def test_the_history_offers_it_for_an_edit_and_for_each_of_its_fields(browser, agent, edited):
    row = make_customer(agent, city="جدة", budget=5)
    edit = edited(row, city="الرياض", budget=7)
    text = browser.get(f"/customers/{row.pk}/history/").text
    assert f"?edit={edit}&amp;field=budget&amp;field=city" in text
    assert f'?edit={edit}&amp;field=city"' in text
    assert text.count("put-back") == 3


def test_the_owner_is_for_managers_to_put_back_and_both_agents_hear(
    browser, teammate_browser, manager_browser, agent, teammate, manager, customer
):
    move_customers(by=manager, at=timezone.now(), customer_ids=[customer.pk], taker=teammate)
    customer.refresh_from_db()
    edit = customer.history.order_by("-history_id").first().history_id
    assert "put-back" not in teammate_browser.get(f"/customers/{customer.pk}/history/").text
    url, asked = page_of(customer, edit, "owner")
    assert teammate_browser.get(url, asked).status_code == 403
    assert teammate_browser.post(url, {**asked, "version": customer.version}).status_code == 403
    with pytest.raises(PermissionDenied):
        back(customer, edit, "owner", by=teammate, at=timezone.now())
    Notification.objects.all().delete()
    assert manager_browser.post(url, {**asked, "version": customer.version}).status_code == 302
    customer.refresh_from_db()
    assert customer.owner == agent
    assert set(Notification.objects.values_list("user", flat=True)) == {agent.pk, teammate.pk}


def test_an_owner_whose_account_is_closed_gets_nothing_back(manager_browser, agent, teammate, manager, customer):
    move_customers(by=manager, at=timezone.now(), customer_ids=[customer.pk], taker=teammate)
    agent.is_active = False
    agent.save()
    customer.refresh_from_db()
    url, asked = page_of(customer, customer.history.order_by("-history_id").first().history_id, "owner")
    assert manager_browser.post(url, {**asked, "version": customer.version}).status_code == 422


def test_anothers_customer_and_anothers_edit(browser, agent, teammate, foreign_customer, edited):
    row = make_customer(agent)
    theirs = foreign_customer.history.first().history_id
    with pytest.raises(Http404):
        back(foreign_customer, theirs, "name", by=agent, at=timezone.now())
    with pytest.raises(Http404):
        back(row, theirs, "name", by=agent, at=timezone.now())
    for wanted in (theirs, 987654321):
        assert browser.get(*page_of(row, wanted, "name")).status_code == 404
    for no_id in ("", "x", "-1"):
        assert browser.get(*page_of(row, no_id, "name")).status_code == 400
    assert browser.get(*page_of(foreign_customer, theirs, "name")).status_code == 404
