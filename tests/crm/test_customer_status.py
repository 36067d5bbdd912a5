"""A customer's status on its page: moved by a button, and red when it stands still (rules: Stages)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from crm.models import Customer


@pytest.mark.parametrize("given", [{}, {"status": ""}, {"status": "sold"}, {"lost_reason": "price"}])
def test_a_status_that_is_none_is_refused_in_words(browser, customer, given):
    page = browser.post(reverse("customer_status", args=[customer.pk]), given, follow=True)
    assert "اختر حالة العميل من القائمة." in page.text
    assert "تم تغيير الحالة" not in page.text


@pytest.mark.parametrize(("status", "days", "is_red"), [("new", 15, True), ("new", 14, False), ("on_hold", 60, False)])
def test_a_stage_that_lasts_too_long_is_red(browser, customer, now, status, days, is_red):
    since = now - timedelta(days=days, minutes=1)
    Customer.objects.filter(pk=customer.pk).update(status=status, status_changed_at=since)
    assert ('<small class="bad">منذ' in browser.get(customer.get_absolute_url()).text) is is_red
