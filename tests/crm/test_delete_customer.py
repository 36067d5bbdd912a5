"""Deleting a customer, and taking it back."""

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
