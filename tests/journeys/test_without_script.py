import pytest

from crm.models import Customer
from tests.factories import make_followup
from tests.journeys.steps import expect, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_a_day_s_work_needs_no_javascript(scriptless, agent):
    log_in(scriptless, agent)
    scriptless.get_by_role("button", name="إضافة", exact=True).tap()
    scriptless.get_by_role("navigation", name="إضافة").get_by_role("link", name="عميل جديد").tap()
    scriptless.get_by_label("الاسم", exact=True).fill("سعد العنزي")
    scriptless.get_by_label("الجوال", exact=True).fill("0521234567")
    scriptless.get_by_role("button", name="إضافة العميل").tap()
    expect(scriptless.get_by_role("heading", name="سعد العنزي").first).to_be_visible()
    customer = Customer.objects.get()
    followup = make_followup(customer, due_date=customer.created_at)
    scriptless.goto("/")
    scriptless.get_by_role("button", name="تم: سعد العنزي").tap()
    expect(scriptless.get_by_text("لا متابعات اليوم", exact=True)).to_be_visible()
    followup.refresh_from_db()
    assert followup.status == "completed"
