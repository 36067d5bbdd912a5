"""A customer is deleted, found in the bin and brought back; a wrong edit is put right from the history."""

import pytest
from django.utils import timezone

from crm.flows import edit_customer
from crm.models import Customer
from tests.factories import make_customer
from tests.journeys.steps import expect, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_deleted_by_mistake_and_brought_back_on_a_phone(phone, agent):
    row = make_customer(agent, name="نوف الدوسري")
    log_in(phone, agent)
    phone.goto(f"/customers/{row.pk}/delete/")
    phone.get_by_role("button", name="حذف").tap()
    expect(phone.get_by_text("نُقل العميل «نوف الدوسري» إلى المحذوفات.")).to_be_visible()
    phone.goto("/customers/bin/")
    expect(phone.get_by_role("cell", name="30 يومًا")).to_be_visible()
    phone.get_by_role("button", name="استعادة نوف الدوسري").tap()
    expect(phone.get_by_role("heading", name="نوف الدوسري").first).to_be_visible()
    assert Customer.objects.live().get() == row


def test_several_are_brought_back_at_once(page, agent):
    rows = [make_customer(agent, name=f"عميل {number}") for number in range(3)]
    log_in(page, agent)
    for row in rows:
        page.goto(f"/customers/{row.pk}/delete/")
        page.get_by_role("button", name="حذف").click()
        page.wait_for_url("**/customers/")
    page.goto("/customers/bin/")
    for name in ("عميل 0", "عميل 2"):
        page.get_by_label(f"تحديد {name}").check()
    expect(page.get_by_role("region", name="المحدد")).to_contain_text("محددان")
    page.get_by_role("button", name="استعادة المحدد").click()
    expect(page.get_by_text("استُعيد: عميلان.")).to_be_visible()
    assert set(Customer.objects.live().values_list("name", flat=True)) == {"عميل 0", "عميل 2"}


def test_one_value_is_put_back_and_the_rest_stays(phone, agent):
    row = make_customer(agent, city="جدة", budget=500_000)
    facts = {"city": "الرياض", "budget": 900_000}
    edit_customer(by=agent, at=timezone.now(), customer_id=row.pk, version=1, facts=facts)
    log_in(phone, agent)
    phone.goto(f"/customers/{row.pk}/history/")
    phone.get_by_role("link", name="إعادة المدينة").tap()
    expect(phone.get_by_role("main")).to_contain_text("جدة")
    phone.get_by_role("button", name="استعادة", exact=True).tap()
    expect(phone.get_by_text("أُعيدت القيم السابقة")).to_be_visible()
    row.refresh_from_db()
    assert (row.city, row.budget) == ("جدة", 900_000)


def test_a_persons_data_is_blanked_without_script(scriptless, agent):
    row = make_customer(agent, name="نوف الدوسري", notes="ملاحظة")
    log_in(scriptless, agent)
    scriptless.goto(f"/customers/{row.pk}/erase/")
    scriptless.get_by_label("اكتب كلمة «محو» للتأكيد").fill("محو")
    scriptless.get_by_role("button", name="محو نهائي").tap()
    expect(scriptless.get_by_text("مُحيت بيانات العميل نهائيًا")).to_be_visible()
    row.refresh_from_db()
    assert (row.name, row.notes) == ("", "")
