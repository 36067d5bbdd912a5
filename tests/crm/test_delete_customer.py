"""Deleting a customer, and taking it back."""

from datetime import timedelta

from django.urls import reverse

from crm.models import Customer
from tests.factories import make_customer


def test_deleting_asks_first_and_offers_to_take_it_back(browser, customer):
    url, undo = reverse("customer_delete", args=[customer.pk]), reverse("customer_restore", args=[customer.pk])
    assert "ويمكن استعادته خلال 30 يومًا" in browser.get(url).text
    page = browser.post(url, follow=True)
    assert f'action="{undo}"' in page.text
    assert browser.get(customer.get_absolute_url()).status_code == 404
    browser.post(undo)
    assert browser.get(customer.get_absolute_url()).status_code == 200


def test_a_phone_given_away_meanwhile_is_asked_about(browser, agent, customer):
    undo = reverse("customer_restore", args=[customer.pk])
    browser.post(reverse("customer_delete", args=[customer.pk]))
    make_customer(agent, name="الخلف", phone=customer.phone)
    page = browser.post(undo)
    assert page.status_code == 409
    assert "الخلف" in page.text
    browser.post(undo, {"allow_duplicate": "1"})
    assert Customer.objects.live().count() == 2


def test_what_the_bin_kept_for_its_days_is_not_given_back(browser, api, customer, now, settings):
    undo = reverse("customer_restore", args=[customer.pk])
    too_long = now - timedelta(days=settings.BIN_DAYS, hours=1)
    Customer.objects.filter(pk=customer.pk).update(deleted_at=too_long)
    assert browser.post(undo).status_code == 404
    assert api.post(f"/api/v1/customers/{customer.pk}/restore/").status_code == 404
    Customer.objects.filter(pk=customer.pk).update(deleted_at=too_long + timedelta(hours=2))
    assert browser.post(undo).status_code == 302
